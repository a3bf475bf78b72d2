"""Secrets go to the configured host and nowhere else: not to another host, a log, a message or a repr."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator

import pytest
from canned import Canned, Reply, client_for

from mkdocs_confluence import errors
from mkdocs_confluence.client import connect
from mkdocs_confluence.model import Credentials, Destination, Flavor, Network

TOKEN, COOKIE = "s3cret-token", "s3cret-cookie"
SIGNED = Credentials("ann@acme.org", TOKEN, {"X-Proxy-Auth": COOKIE})
BASIC = base64.b64encode(f"ann@acme.org:{TOKEN}".encode()).decode()


@pytest.fixture
def elsewhere() -> Iterator[Canned]:
    server = Canned()
    yield server
    server.server.shutdown()
    server.server.server_close()


def test_user_and_token_are_sent_as_basic_with_the_extra_headers(canned: Canned, flavor: Flavor) -> None:
    canned.play(Reply({"results": []}))
    with client_for(canned.url, flavor, credentials=SIGNED) as client:
        client.labels("7")
    assert canned.log[0].headers["authorization"] == f"Basic {BASIC}"
    assert canned.log[0].headers["x-proxy-auth"] == COOKIE
    assert canned.log[0].headers["user-agent"].startswith("mkdocs-confluence/")


def test_a_token_alone_is_a_bearer(canned: Canned) -> None:
    canned.play(Reply({"results": []}))
    with client_for(canned.url, "datacenter", credentials=Credentials(token=TOKEN)) as client:
        client.labels("7")
    assert canned.log[0].headers["authorization"] == f"Bearer {TOKEN}"


def test_letters_outside_latin_1_in_a_password_are_sent_as_utf_8(canned: Canned) -> None:
    canned.play(Reply({"results": []}))
    with client_for(canned.url, "datacenter", credentials=Credentials("ann", "пароль")) as client:
        client.labels("7")
    sent = canned.log[0].headers["authorization"].removeprefix("Basic ")
    assert base64.b64decode(sent).decode() == "ann:пароль"


def test_cookies_of_the_server_are_kept_and_authorization_is_sent_beside_them(canned: Canned) -> None:
    canned.otherwise = lambda seen: Reply({"results": []}, headers={"Set-Cookie": "JSESSIONID=abc; Path=/"})
    with client_for(canned.url, "datacenter") as client:
        client.labels("7")
        client.labels("7")
    assert canned.log[1].headers["cookie"] == "JSESSIONID=abc"
    assert canned.log[1].headers["authorization"]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_request_is_redirected(canned: Canned, elsewhere: Canned, flavor: Flavor, status: int) -> None:
    canned.otherwise = lambda seen: Reply(b"", status, {"Location": f"{elsewhere.url}{seen.target}"})
    with client_for(canned.url, flavor, credentials=SIGNED) as client:
        with pytest.raises(errors.ServerError):
            client.labels("7")
        with pytest.raises(errors.ServerError):
            client.add_labels("7", ["a"])
    assert elsewhere.log == []


def test_a_netrc_file_is_not_looked_into(
    canned: Canned, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path_factory.mktemp("home") / ".netrc"
    netrc.write_text("machine 127.0.0.1 login bob password hunter2")
    monkeypatch.setenv("NETRC", str(netrc))
    canned.play(Reply({"results": []}))
    with client_for(canned.url, "datacenter", credentials=Credentials()) as client:
        client.labels("7")
    assert "authorization" not in canned.log[0].headers


REFUSALS = [
    Reply({"message": "no"}, 401),
    Reply({"message": "no"}, 403),
    Reply("<html>502</html>", 502),
    Reply(cut="before"),
    Reply(b"{"),
    Reply({}, 429, {"Retry-After": "99999"}),
]


@pytest.mark.parametrize("reply", REFUSALS, ids=["401", "403", "502", "reset", "cut", "429"])
def test_no_log_message_or_repr_shows_a_secret(
    canned: Canned, flavor: Flavor, reply: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    canned.otherwise = lambda seen: reply
    shown = [repr(SIGNED)]
    with client_for(canned.url, flavor, credentials=SIGNED) as client:
        shown += [repr(client), repr(vars(client))]
        with pytest.raises(errors.ServerError) as caught:
            client.update(client.page("7"), title="T", body="", message="")
    shown += [str(caught.value), repr(caught.value), repr(vars(caught.value)), caplog.text]
    for secret in (TOKEN, COOKIE, BASIC):
        assert secret not in "".join(shown)


def test_a_header_that_cannot_be_sent_is_not_quoted(canned: Canned) -> None:
    broken = Credentials(token=f"{TOKEN}\nX-Evil: 1")
    with (
        client_for(canned.url, "datacenter", credentials=broken) as client,
        pytest.raises(errors.Unreachable, match="header") as caught,
    ):
        client.labels("7")
    assert TOKEN not in f"{caught.value}{caught.value!r}{caught.value.__cause__!r}"
    assert canned.log == []


def test_a_url_with_a_password_is_refused_without_showing_it() -> None:
    with pytest.raises(errors.SettingsError) as caught:
        connect(
            Destination("https://ann:hunter2@wiki.acme.org", "datacenter", "DOCS"), Credentials(), Network()
        )
    assert "hunter2" not in str(caught.value)
