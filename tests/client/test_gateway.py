"""Tokens that the site itself does not take go through the gateway; readers never see its address."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from canned import Canned, Reply, Seen, client_for

from mkdocs_confluence import errors
from mkdocs_confluence.model import Credentials

CLOUD_ID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
PREFIX = f"/ex/confluence/{CLOUD_ID}/wiki"
TOMCAT = Reply("<!doctype html><title>HTTP Status 401 – Unauthorized</title>", 401)


def site(through: Callable[[Seen], Reply]) -> Callable[[Seen], Reply]:
    """A site whose own address takes no scoped token; it stands under the same host as its gateway."""

    def answer(seen: Seen) -> Reply:
        if seen.path == "/_edge/tenant_info":
            return Reply({"cloudId": CLOUD_ID})
        return through(seen) if seen.path.startswith(PREFIX) else TOMCAT

    return answer


def test_a_scoped_token_finds_its_way_through_the_gateway_once(canned: Canned) -> None:
    canned.otherwise = site(lambda seen: Reply({"results": [{"name": "a"}]}))
    with client_for(f"{canned.url}/wiki") as client:
        assert client.labels("7") == ("a",)
        assert client.labels("8") == ("a",)
        assert client.page_url("7") == f"{canned.url}/wiki/spaces/DOCS/pages/7"
    assert canned.asked() == [
        "GET /wiki/api/v2/pages/7/labels",
        "GET /_edge/tenant_info",
        f"GET {PREFIX}/api/v2/pages/7/labels",
        f"GET {PREFIX}/api/v2/pages/8/labels",
    ]
    assert "authorization" not in canned.log[1].headers, "the cloud id is asked without credentials"


def test_next_links_are_grafted_onto_the_gateway(canned: Canned) -> None:
    def through(seen: Seen) -> Reply:
        if "cursor" in dict(seen.query):
            return Reply({"results": [{"name": "b"}], "_links": {"base": "https://acme.atlassian.net/wiki"}})
        return Reply(
            {"results": [{"name": "a"}], "_links": {"next": "/wiki/api/v2/pages/7/labels?cursor=x%3D%3D"}}
        )

    canned.otherwise = site(through)
    with client_for(f"{canned.url}/wiki") as client:
        assert client.labels("7") == ("a", "b")
    assert canned.log[-1].path == f"{PREFIX}/api/v2/pages/7/labels"
    assert canned.log[-1].query == [("cursor", "x==")]


def test_credentials_that_neither_takes_are_refused(canned: Canned) -> None:
    canned.otherwise = site(lambda seen: Reply({"code": 401, "message": "Unauthorized"}, 401))
    with client_for(f"{canned.url}/wiki") as client, pytest.raises(errors.Unauthorized):
        client.labels("7")


def test_a_missing_scope_is_named_and_the_account_counts_as_accepted(canned: Canned) -> None:
    canned.otherwise = site(
        lambda seen: Reply({"code": 401, "message": "Unauthorized; scope does not match"}, 401)
    )
    with client_for(f"{canned.url}/wiki") as client:
        assert client.whoami() == ""
        with pytest.raises(errors.Unauthorized, match="scope") as caught:
            client.children("7")
    assert "read:hierarchical-content:confluence" in caught.value.hint


def test_a_gateway_address_learns_where_people_read(canned: Canned) -> None:
    base = {"_links": {"base": "https://acme.atlassian.net/wiki"}}
    canned.otherwise = lambda seen: Reply({"results": [{"id": "1", "key": "DOCS"}], **base})
    with client_for(f"{canned.url}/ex/confluence/{CLOUD_ID}") as client:
        client.space()
        assert client.page_url("7") == "https://acme.atlassian.net/wiki/spaces/DOCS/pages/7"
    assert canned.log[0].path == f"{PREFIX}/api/v2/spaces"


def test_an_oauth_token_for_an_atlassian_site_never_goes_to_the_site_itself() -> None:
    """Neither host can be reached from a test; what matters is which one is tried and with what."""
    with client_for("https://no-such-site.atlassian.net", credentials=Credentials(token="oauth")) as client:
        assert client.caller.base == "https://no-such-site.atlassian.net/wiki"  # type: ignore[attr-defined]
        with pytest.raises(errors.ServerError) as caught:
            client.labels("7")
    assert caught.value.request == "GET /_edge/tenant_info"


def test_a_site_that_says_nothing_of_its_cloud_id_is_refused_as_before(canned: Canned) -> None:
    canned.otherwise = lambda seen: Reply({"cloudId": "../evil"}) if "_edge" in seen.path else TOMCAT
    with client_for(f"{canned.url}/wiki") as client, pytest.raises(errors.Unauthorized):
        client.labels("7")


@pytest.mark.parametrize(
    "there",
    [Reply("<html>404</html>", 404), Reply({"message": "nothing"}, 404), Reply("<html>Oops</html>", 400)],
)
def test_where_there_is_no_gateway_the_site_has_the_last_word(canned: Canned, there: Reply) -> None:
    canned.otherwise = site(lambda seen: there)
    with client_for(f"{canned.url}/wiki") as client:
        for _ in range(2):
            with pytest.raises(errors.Unauthorized):
                client.labels("7")
    assert canned.asked()[-1] == "GET /wiki/api/v2/pages/7/labels", "nor is it asked again"
