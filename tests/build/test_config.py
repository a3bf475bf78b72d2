"""Options: what each accepts, what goes together, what the environment adds, and that no secret shows."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from mkdocs_confluence.config import Settings, data_folder
from mkdocs_confluence.config.options import Options
from mkdocs_confluence.config.settings import need_credentials, read
from mkdocs_confluence.errors import SettingsError

SECRET = "s3cr3t-t0k3n"
CLOUD: dict[str, Any] = {"url": "https://acme.atlassian.net/wiki", "space": "DOCS"}


def options(tmp_path: Path, **given: Any) -> Options:
    loaded = Options(config_file_path=str(tmp_path / "mkdocs.yml"))
    loaded.load_dict(given)
    return loaded


def wrong(tmp_path: Path, **given: Any) -> dict[str, str]:
    """Option → what validation says about it."""
    errors, warnings = options(tmp_path, **given).validate()
    assert not warnings
    return {name: str(error) for name, error in errors}


def settings(tmp_path: Path, environment: Any = None, **given: Any) -> Settings:
    loaded = options(tmp_path, **given)
    assert loaded.validate() == ([], [])
    return read(loaded, {"NETRC": str(tmp_path / "none"), **(environment or {})})


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("url", "acme.atlassian.net", "Expected an address"),
        ("url", "https://acme.atlassian.net/browse/X", "/wiki"),
        ("url", "http://acme.atlassian.net/wiki", "https"),
        ("url", "https://wiki.example.com/display/DOCS/Home", "base URL"),
        ("url", "https://wiki.example.com/?a=1", "base URL"),
        ("url", "https://wiki.example.com/x/AbC", "base URL"),
        ("url", "https://wiki.example.com:port", "Expected an address"),
        ("url", ["x"], "Expected text"),
        ("space", "My space", "key of the space"),
        ("site", "a b", "letters"),
        ("flavor", "server", "cloud or datacenter"),
        ("token", ["x"], "Expected text"),
        ("headers", ["x"], "Name: text"),
        ("enabled", "maybe", "true or false"),
        ("on_failure", "ignore", "fail or warn"),
        ("labels", "one", "list of texts"),
        ("labels", ["!!"], "nothing that a label can hold"),
        ("tabs", "none", "sequence or expand or macro"),
        ("tabs_macro", ["one"], "Expected 2 texts"),
        ("diagram_macros", ["x"], "names with texts"),
        ("retire_limit", -1, "whole number"),
        ("workers", 0, "from 1 to 32"),
        ("workers", True, "whole number"),
        ("lease", "soon", "whole number"),
        ("version_message", "x" * 300, "at most 200"),
        ("client_key", ".", "client_cert"),
        ("on_edt", "fail", "did you mean on_edit"),
        ("zzz", 1, "no such option"),
    ],
)
def test_a_wrong_value_is_told_with_the_name_of_the_option(
    tmp_path: Path, name: str, value: object, says: str
) -> None:
    errors = wrong(tmp_path, **{name: value})
    assert list(errors) == [name]
    assert says in errors[name]


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    assert set(wrong(tmp_path, url=1.5, workers="x", tabs="no", bogus=1)) == {
        "url",
        "workers",
        "tabs",
        "bogus",
    }


def test_how_options_go_together_is_told_beside_values_that_are_wrong(tmp_path: Path) -> None:
    assert set(wrong(tmp_path, url="htp:/x", space="DO CS", workers="x", bogus=1)) == {
        "url",
        "space",
        "workers",
        "bogus",
    }


def test_a_disabled_plugin_asks_for_nothing(tmp_path: Path) -> None:
    assert wrong(tmp_path, enabled=False, url="nonsense") == {}


@pytest.mark.parametrize("value", [True, "true", "1", 1, "Yes", "on", None, ""])
def test_environment_words_enable(tmp_path: Path, value: object) -> None:
    loaded = options(tmp_path, enabled=value)
    assert loaded.validate() == ([], [])
    assert loaded.enabled is True


@pytest.mark.parametrize(
    ("url", "given", "base", "flavor"),
    [
        ("https://acme.atlassian.net", "", "https://acme.atlassian.net/wiki", "cloud"),
        ("https://acme.atlassian.net/wiki/", "", "https://acme.atlassian.net/wiki", "cloud"),
        ("https://acme.atlassian.net/wiki/spaces/DOCS", "", "https://acme.atlassian.net/wiki", "cloud"),
        (
            "https://api.atlassian.com/ex/confluence/1-2",
            "",
            "https://api.atlassian.com/ex/confluence/1-2",
            "cloud",
        ),
        ("https://wiki.example.com/x", "", "https://wiki.example.com/x", "datacenter"),
        ("https://wiki.example.com/confluence/", "", "https://wiki.example.com/confluence", "datacenter"),
        ("https://docs.example.com/wiki", "cloud", "https://docs.example.com/wiki", "cloud"),
        ("sandbox", "", "sandbox", "cloud"),
        ("sandbox", "datacenter", "sandbox", "datacenter"),
    ],
)
def test_the_flavor_follows_from_the_address(
    tmp_path: Path, url: str, given: str, base: str, flavor: str
) -> None:
    destination = settings(tmp_path, url=url, space="DOCS", flavor=given).destination
    assert (destination.url, destination.flavor) == (base, flavor)


def test_the_environment_fills_what_the_file_leaves_out(tmp_path: Path) -> None:
    environment = {
        "CONFLUENCE_URL": "https://wiki.example.com/",
        "CONFLUENCE_SPACE": "ENV",
        "CONFLUENCE_USER": "eve",
        "CONFLUENCE_TOKEN": f"{SECRET}\n",
        "CONFLUENCE_FORCE": "1",
    }
    found = settings(tmp_path, environment)
    assert (found.destination.url, found.destination.space) == ("https://wiki.example.com", "ENV")
    assert found.credentials is not None
    assert (found.credentials.user, found.credentials.token) == ("eve", SECRET)
    assert found.policy.force
    kept = settings(tmp_path, environment, space="FILE", user="adam", token="other")
    assert kept.destination.space == "FILE"
    assert kept.credentials is not None
    assert (kept.credentials.user, kept.credentials.token) == ("adam", "other")


def test_headers_of_the_environment_fill_what_the_file_leaves_out(tmp_path: Path) -> None:
    environment = {"CONFLUENCE_HEADERS": f"X-Proxy-Id: a:b\n\n  x-proxy-secret : {SECRET}  \n"}
    found = settings(tmp_path, environment, **CLOUD).credentials
    assert found is not None
    assert found.headers == {"X-Proxy-Id": "a:b", "x-proxy-secret": SECRET}
    assert SECRET not in repr(found)
    found = settings(
        tmp_path, environment, headers={"X-Proxy-ID": "file", "X-Proxy-Secret": ""}, **CLOUD
    ).credentials
    assert found is not None
    assert found.headers == {"X-Proxy-ID": "file", "x-proxy-secret": SECRET}


@pytest.mark.parametrize("line", [SECRET, f": {SECRET}", f"X Y: {SECRET}", f"X: \x07{SECRET}", "X:"])
def test_a_line_that_is_no_header_is_named_and_not_shown(tmp_path: Path, line: str) -> None:
    with pytest.raises(SettingsError, match="Line 2 of CONFLUENCE_HEADERS is no header") as caught:
        settings(tmp_path, {"CONFLUENCE_HEADERS": f"A: b\n{line}"}, **CLOUD)
    assert SECRET not in str(caught.value)


def test_netrc_is_read_for_the_host(tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text(f"machine acme.atlassian.net login eve@acme.com password {SECRET}\n")
    (tmp_path / "netrc").chmod(0o600)
    environment = {"NETRC": str(tmp_path / "netrc")}
    found = settings(tmp_path, environment, **CLOUD).credentials
    assert found is not None
    assert (found.user, found.token) == ("eve@acme.com", SECRET)
    assert settings(tmp_path, environment, user="adam", **CLOUD).credentials is None
    (tmp_path / "netrc").write_text("machine")
    with pytest.raises(SettingsError, match="netrc"):
        settings(tmp_path, environment, **CLOUD)


def test_what_is_missing_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"`url` is missing.*CONFLUENCE_URL.*enabled"):
        settings(tmp_path)
    with pytest.raises(SettingsError, match=r"`space` is missing.*CONFLUENCE_SPACE"):
        settings(tmp_path, url="https://wiki.example.com")
    with pytest.raises(SettingsError, match=r"`token` is missing.*CONFLUENCE_TOKEN"):
        need_credentials(settings(tmp_path, **CLOUD))


@pytest.mark.parametrize("name", ["ca_bundle", "client_cert"])
def test_a_certificate_file_is_missed_only_where_something_is_published(tmp_path: Path, name: str) -> None:
    assert wrong(tmp_path, enabled=False, **{name: "missing.pem"}) == {}
    with pytest.raises(SettingsError, match=rf"`{name}`.*missing\.pem"):
        settings(tmp_path, **CLOUD, **{name: "missing.pem"})
    (tmp_path / "own.pem").write_text("")
    network = settings(tmp_path, **CLOUD, **{name: "own.pem"}).network
    assert getattr(network, name) == str(tmp_path / "own.pem"), "relative to mkdocs.yml"


def test_the_sandbox_needs_no_space_and_no_credentials(tmp_path: Path) -> None:
    found = settings(tmp_path, url="sandbox")
    assert found.destination.url == "sandbox"
    assert found.destination.space == "DOCS"
    need_credentials(found)


def test_space_user_and_token_of_the_environment_are_not_for_the_sandbox(tmp_path: Path) -> None:
    environment = {"CONFLUENCE_SPACE": "ENG", "CONFLUENCE_USER": "eve", "CONFLUENCE_TOKEN": SECRET}
    for found in (
        settings(tmp_path, environment, url="sandbox"),
        settings(tmp_path, {**environment, "CONFLUENCE_URL": "sandbox"}),
    ):
        assert found.destination.space == "DOCS"
        assert found.credentials is not None
        assert (found.credentials.user, found.credentials.token) == ("sandbox", "sandbox")
    assert settings(tmp_path, environment, url="sandbox", space="FILE").destination.space == "FILE"


def test_retiring_into_an_archive_is_for_cloud(tmp_path: Path) -> None:
    assert wrong(tmp_path, **CLOUD, retire="archive") == {}
    assert "retire" in wrong(tmp_path, url="https://wiki.example.com", space="X", retire="archive")
    with pytest.raises(SettingsError, match="retire"):
        settings(tmp_path, {"CONFLUENCE_URL": "https://wiki.example.com"}, space="X", retire="archive")


def test_no_secret_shows_in_the_options_or_settings(tmp_path: Path) -> None:
    raw = {**CLOUD, "token": SECRET, "headers": {"X-Proxy": SECRET}}
    loaded = options(tmp_path, **raw)
    assert loaded.validate() == ([], [])
    found = read(loaded, {})
    assert found.credentials is not None
    assert found.credentials.token == SECRET
    assert found.credentials.headers == {"X-Proxy": SECRET}
    for shown in (
        loaded,
        dict(loaded),
        loaded["token"],
        f"{loaded['headers']}",
        copy.deepcopy(loaded),
        found,
    ):
        assert SECRET not in repr(shown)


def test_no_secret_shows_in_the_settings_of_mkdocs(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for plugins in (
        f"plugins:\n  - confluence: {{token: {SECRET}}}\n",
        f"plugins:\n  confluence: {{token: {SECRET}}}\n",
    ):
        (tmp_path / "mkdocs.yml").write_text(f"site_name: x\n{plugins}")
        config = load_config(str(tmp_path / "mkdocs.yml"))
        assert SECRET not in repr(config)
        assert SECRET not in repr(vars(config))
        assert SECRET not in repr(config.plugins["confluence"].config)
        assert SECRET not in repr(vars(config.plugins["confluence"].config))


def test_an_address_with_a_password_is_refused_without_showing_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: x\nplugins:\n  - confluence: {{url: 'https://eve:{SECRET}@wiki.example.com'}}\n"
    )
    with pytest.raises(Abort):
        load_config(str(tmp_path / "mkdocs.yml"))
    assert "option 'url'" in caplog.text
    assert SECRET not in caplog.text


def test_data_of_the_user_lies_where_each_system_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert data_folder({}, "linux") == tmp_path / ".local/share/mkdocs-confluence"
    assert data_folder({"XDG_DATA_HOME": "/data"}, "linux") == Path("/data/mkdocs-confluence")
    assert data_folder({}, "darwin") == tmp_path / "Library/Application Support/mkdocs-confluence"
    assert data_folder({"LOCALAPPDATA": "/local"}, "win32") == Path("/local/mkdocs-confluence")
