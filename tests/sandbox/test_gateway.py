"""The gateway of Cloud: tokens with scopes, OAuth, and what each may do there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import requests
from asking import Rest
from cuts import AFTER, BEFORE, QUICK
from sandboxes import Sandbox
from trees import put

from mkdocs_confluence.errors import Unauthorized
from mkdocs_confluence.sandbox.__main__ import main
from mkdocs_confluence.sandbox.store import people

GUIDE = Path(__file__).parents[2] / "example_site" / "docs"
SCOPES = "read:space:confluence read:page:confluence"


def site(rest: Rest) -> str:
    return rest.sandbox.url.removesuffix("/wiki")


def through(rest: Rest, tail: str = "/wiki") -> str:
    """The address of the gateway for this site."""
    told = requests.get(f"{site(rest)}/_edge/tenant_info", timeout=30).json()
    return f"{site(rest)}/ex/confluence/{told['cloudId']}{tail}"


def scoped(rest: Rest, scopes: str = SCOPES) -> None:
    people.add(rest.store, "bot", "secret")
    people.limit(rest.store, "bot", frozenset(scopes.split()))
    rest.session.auth = ("bot", "secret")


@pytest.mark.parametrize("tail", ["/wiki", ""])
def test_the_gateway_answers_as_the_site_does(cloud: Rest, tail: str) -> None:
    page = cloud.made("Page")
    for path in (f"/api/v2/pages/{page}?body-format=storage", "/rest/api/user/current"):
        answer = cloud.session.get(f"{through(cloud, tail)}{path}", timeout=30)
        assert answer.json() == cloud.get(path).json() or "user" in path
        assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/ex/confluence/other/wiki/api/v2/pages", "/ex/confluence/x"])
def test_another_site_is_not_there(cloud: Rest, path: str) -> None:
    answer = cloud.session.get(site(cloud) + path, timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (404, 404)


def test_the_gateway_shows_no_pages_to_readers(cloud: Rest) -> None:
    assert cloud.session.get(through(cloud, "/wiki/spaces/DOCS/overview"), timeout=30).status_code == 404


def test_a_token_with_scopes_is_good_at_the_gateway_only(cloud: Rest) -> None:
    scoped(cloud)
    refused = cloud.get("/api/v2/spaces")
    assert refused.status_code == 401
    assert refused.text.startswith("<!doctype html>")
    assert cloud.session.get(f"{through(cloud)}/api/v2/spaces", timeout=30).status_code == 200


def test_a_scope_is_looked_at_before_the_page(cloud: Rest) -> None:
    scoped(cloud)
    held = cloud.session.get(f"{through(cloud)}/api/v2/pages/1", timeout=30)
    lacking = cloud.session.delete(f"{through(cloud)}/api/v2/pages/1", timeout=30)
    assert held.status_code == 404
    assert lacking.status_code == 401
    assert lacking.json() == {"code": 401, "message": "Unauthorized; scope does not match"}


@pytest.mark.parametrize(
    "scopes", ["write:confluence-content", "read:label:confluence write:label:confluence"]
)
def test_v1_takes_a_classic_scope_or_the_granular_ones(cloud: Rest, scopes: str) -> None:
    page = cloud.made("Page")
    scoped(cloud, scopes)
    url = f"{through(cloud)}/rest/api/content/{page}/label"
    assert cloud.session.post(url, json=[{"prefix": "global", "name": "a"}], timeout=30).status_code == 200
    people.limit(cloud.store, "bot", frozenset(scopes.split()[:-1]))
    assert cloud.session.post(url, json=[{"prefix": "global", "name": "b"}], timeout=30).status_code == 401


def test_who_is_unknown_is_refused_as_the_gateway_does(cloud: Rest) -> None:
    scoped(cloud)
    url = f"{through(cloud)}/api/v2/spaces"
    for auth in (("bot", "wrong"), None):
        answer = requests.get(url, auth=auth, timeout=30)
        assert (answer.status_code, answer.json()["code"]) == (401, 401)
    assert requests.get(url, headers={"Authorization": "Basic !"}, timeout=30).json()["code"] == 401


def test_oauth_is_good_at_the_gateway_only_and_names_its_sites(cloud: Rest) -> None:
    scoped(cloud)
    bearer = {"Authorization": "Bearer secret"}
    assert requests.get(f"{cloud.sandbox.url}/api/v2/spaces", headers=bearer, timeout=30).status_code == 403
    assert requests.get(f"{through(cloud)}/api/v2/spaces", headers=bearer, timeout=30).status_code == 200
    sites = f"{site(cloud)}/oauth/token/accessible-resources"
    (row,) = requests.get(sites, headers=bearer, timeout=30).json()
    assert (row["url"], row["scopes"]) == (site(cloud), sorted(SCOPES.split()))
    assert row["id"] in through(cloud)
    assert requests.get(sites, timeout=30).status_code == 401


def test_what_was_removed_is_gone_at_the_gateway_also_where_the_site_still_has_it(cloud: Rest) -> None:
    cloud.sandbox.switch(legacy=True)
    assert cloud.get("/rest/api/space").status_code == 200
    assert cloud.session.get(f"{through(cloud)}/rest/api/space", timeout=30).status_code == 410


def test_faults_meet_requests_to_the_gateway(cloud: Rest) -> None:
    cloud.sandbox.faults.tell("500:GET /wiki/api/v2/spaces")
    answer = cloud.session.get(f"{through(cloud)}/api/v2/spaces", timeout=30)
    assert answer.json()["errors"][0]["code"] == "INTERNAL_SERVER_ERROR"


def test_data_center_has_no_gateway(datacenter: Rest) -> None:
    root = datacenter.sandbox.url.removesuffix("/confluence")
    assert datacenter.session.get(f"{root}/_edge/tenant_info", timeout=30).status_code == 404
    assert datacenter.session.get(f"{root}/ex/confluence/x/wiki/api/v2/spaces", timeout=30).status_code == 404


def needed() -> list[str]:
    """The scopes that the guide names for a publish."""
    text = "".join(file.read_text(encoding="utf-8") for file in sorted(GUIDE.rglob("*.md")))
    table = text.partition("## Scopes of a Cloud token")[2].partition("And where you want")[0]
    return re.findall(r"^\| `([\w:.-]+)` \|", table, re.MULTILINE)


def publish_twice(folder: Path, scopes: set[str]) -> list[tuple[str, str, int]]:
    """A site, then one that changed in every way, with a token that has these scopes; gives what was asked."""
    with Sandbox(folder / "s", "cloud", switches=QUICK) as sandbox:
        people.add(sandbox.store, "bot", "secret")
        people.limit(sandbox.store, "bot", frozenset(scopes))
        for number, root in enumerate((BEFORE, AFTER)):
            outcome = put(sandbox, root, folder / str(number), account="bot")
            assert outcome.failures == ()
        return sandbox.log


def test_a_publish_needs_no_more_than_the_scopes_that_the_guide_names(tmp_path: Path) -> None:
    assert len(needed()) > 8
    assert {"POST", "PUT", "DELETE"} <= {method for method, _, _ in publish_twice(tmp_path, set(needed()))}


@pytest.mark.parametrize("scope", needed())
def test_a_publish_needs_each_of_the_scopes_that_the_guide_names(tmp_path: Path, scope: str) -> None:
    """But for one that only a site with comments makes it use."""
    if scope == "read:comment:confluence":
        publish_twice(tmp_path, set(needed()) - {scope})
    else:
        with pytest.raises(Unauthorized, match="lacks a scope"):
            publish_twice(tmp_path, set(needed()) - {scope})


@pytest.mark.parametrize(
    ("words", "says"),
    [(["--scopes", "ann"], "is not like"), (["--scopes", "ann=x"], "There is no account 'ann'")],
)
def test_scopes_that_cannot_be_read_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    try:
        status: object = main(["--data", str(tmp_path), "--port", "0", *words])
    except SystemExit as stopped:
        status = stopped.code
    assert status == 2
    assert says in capsys.readouterr().err


def test_scopes_stay_with_the_data(tmp_path: Path) -> None:
    with Sandbox(tmp_path, "cloud") as sandbox:
        scoped(Rest(sandbox))
    with Sandbox(tmp_path, "cloud") as sandbox:
        person = people.by_name(sandbox.store, "bot")
        assert person is not None
        assert people.scopes(sandbox.store, person) == frozenset(SCOPES.split())
