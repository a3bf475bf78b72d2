"""``doctor`` tells one by one what a publish needs, stops at what is wrong, and changes nothing."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
from canned import Canned, Reply, Seen, Ticking
from sandboxes import Sandbox

from mkdocs_confluence.client import connect
from mkdocs_confluence.client.doctor import Check, checks
from mkdocs_confluence.model import Credentials, Destination, Flavor, Network
from mkdocs_confluence.sandbox.store import people

SIGNED = Credentials("ann@acme.org", "token")
NAMES = ["address", "encryption", "credentials", "flavor", "version", "space", "parent", "rights", "limits"]


def examined(destination: Destination, credentials: Credentials = SIGNED) -> list[Check]:
    return list(checks(destination, credentials, Network(timeout=5), clock=Ticking().clock))


@pytest.fixture
def there(confluence: Sandbox) -> Destination:
    return Destination(confluence.url, confluence.flavor, confluence.space)


def test_all_is_well_with_a_new_space_and_nothing_is_written(confluence: Sandbox, there: Destination) -> None:
    found = examined(there)
    assert [check.name for check in found] == NAMES
    assert [check.detail for check in found if not check.ok] == []
    assert confluence.writes() == []


def test_a_parent_is_found_by_title_and_by_id(confluence: Sandbox, there: Destination) -> None:
    with connect(there, SIGNED) as client:
        above = client.create("Above", client.space().home, "")
    for wanted in ("above", above.id):
        assert (
            "“Above”"
            in next(
                check for check in examined(replace(there, parent=wanted)) if check.name == "parent"
            ).detail
        )


@pytest.mark.parametrize(
    ("change", "name", "words"),
    [
        ({"space": "NOWHERE"}, "space", "no space NOWHERE"),
        ({"parent": "No such page"}, "parent", "no page “No such page”"),
        ({"parent": "99999999"}, "parent", "99999999"),
    ],
)
def test_what_is_missing_is_the_last_word(
    there: Destination, change: dict[str, str], name: str, words: str
) -> None:
    last = examined(replace(there, **change))[-1]  # type: ignore[arg-type]  # all these fields are text
    assert (last.name, last.ok) == (name, False)
    assert words in last.detail
    assert last.hint


def test_a_parent_in_the_trash_is_told(there: Destination) -> None:
    with connect(there, SIGNED) as client:
        above = client.create("Above", client.space().home, "")
        client.trash(above.id)
    last = examined(replace(there, parent=above.id))[-1]
    assert (last.name, last.ok) == ("parent", False)
    assert "“Above”, which `parent` names, is in the trash" in last.detail
    assert "Restore it" in last.hint


def test_the_other_flavor_is_refused(confluence: Sandbox, there: Destination) -> None:
    other: Flavor = "datacenter" if confluence.flavor == "cloud" else "cloud"
    last = examined(replace(there, flavor=other))[-1]
    assert (last.name, last.ok) == ("flavor", False)
    assert f"flavor: {confluence.flavor}" in last.hint


def test_a_server_in_maintenance_is_told(confluence: Sandbox, there: Destination) -> None:
    if confluence.flavor == "datacenter":
        confluence.switch(read_only=True)
        assert "READ_ONLY" in examined(there)[-1].detail


def test_a_server_that_is_down_is_the_first_and_last_word() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        found = examined(Destination(f"http://127.0.0.1:{unused.getsockname()[1]}", "datacenter", "DOCS"))
    assert [(check.name, check.ok) for check in found] == [("address", False)]


def test_a_url_that_is_none_is_told() -> None:
    assert [check.name for check in examined(Destination("wiki.acme.org", "datacenter", "DOCS"))] == [
        "address"
    ]


@pytest.mark.parametrize("path", ["", "/nowhere", "{base}/rest", "{base}/spaces/DOCS"])
def test_an_address_beside_confluence_fails_at_address_and_names_the_right_one(
    confluence: Sandbox, there: Destination, path: str
) -> None:
    people.add(confluence.store, SIGNED.user, SIGNED.token)
    host, _, base = confluence.url.rpartition("/")
    url = host + path.format(base=f"/{base}")
    found = examined(replace(there, url=url))
    assert [(check.name, check.ok) for check in found] == [("address", False)]
    assert found[0].detail == f"{url} answers, but not as Confluence."
    assert found[0].hint == f"Did you mean {confluence.url}?"


@pytest.mark.parametrize("reply", [Reply("<html>Hello</html>"), Reply({"error": "nothing here"}, 404)])
def test_a_server_without_confluence_says_where_to_look_for_the_address(
    canned: Canned, flavor: Flavor, reply: Reply
) -> None:
    canned.otherwise = lambda seen: reply
    found = examined(Destination(canned.url, flavor, "DOCS"))
    assert [(check.name, check.ok) for check in found] == [("address", False)]
    assert "Set `url` to what stands before /spaces" in found[0].hint
    assert all("authorization" not in seen.headers for seen in canned.log if seen.path.startswith("/wiki"))


def test_a_server_that_speaks_no_tls_fails_at_encryption(canned: Canned) -> None:
    url = canned.url.replace("http:", "https:")
    found = examined(Destination(url, "datacenter", "DOCS"))
    assert [(check.name, check.ok) for check in found] == [("address", True), ("encryption", False)]


def test_wrong_credentials_fail_at_credentials(canned: Canned, flavor: Flavor) -> None:
    canned.otherwise = lambda seen: Reply({"message": "no"}, 401)
    last = examined(Destination(canned.url, flavor, "DOCS"))[-1]
    assert (last.name, last.ok) == ("credentials", False)
    tried = [seen.path for seen in canned.log if "authorization" in seen.headers]
    assert tried == ["/rest/api/user/current"], "every failed login counts towards a lock of the account"


@pytest.fixture
def gateway(canned: Canned) -> Iterator[set[str]]:
    """A Cloud site behind its gateway, whose token lacks the scopes of the paths that the test puts into the set."""
    lacking: set[str] = set()

    def answer(seen: Seen) -> Reply:
        if seen.path == "/_edge/tenant_info":
            return Reply({"cloudId": "c-1"})
        path = seen.path.removeprefix("/ex/confluence/c-1/wiki")
        if path == seen.path:
            return Reply("<!doctype html>", 401)
        if any(path.startswith(part) for part in lacking):
            return Reply({"code": 401, "message": "Unauthorized; scope does not match"}, 401)
        if path.startswith("/api/v2/spaces"):
            return Reply({"results": [{"id": "1", "key": "DOCS", "homepageId": "2"}]})
        row = {"id": "2", "title": "Home", "version": {"number": 1}, "accountId": "a", "displayName": "Ann"}
        return (
            Reply({"errors": [{"title": "Cannot find a page with id [0]"}]}, 404)
            if "/0" in path
            else Reply(row)
        )

    canned.otherwise = answer
    yield lacking
    assert all("/0" in seen.path for seen in canned.log if seen.method != "GET"), (
        "only nobody is asked to change"
    )


def test_scopes_that_the_token_lacks_are_named(canned: Canned, gateway: set[str]) -> None:
    gateway |= {"/api/v2/attachments", "/rest/api/content/0/label"}
    last = examined(Destination(f"{canned.url}/wiki", "cloud", "DOCS"))[-1]
    assert (last.name, last.ok) == ("rights", False)
    assert last.detail == "The token lacks delete:attachment:confluence, write:confluence-content."


def test_a_token_with_all_scopes_passes(canned: Canned, gateway: set[str]) -> None:
    assert all(check.ok for check in examined(Destination(f"{canned.url}/wiki", "cloud", "DOCS")))
    gateway.add("/rest/api/user")
    found = examined(Destination(f"{canned.url}/wiki", "cloud", "DOCS"))
    assert [check.name for check in found if not check.ok] == [], "a hidden name is no refusal"
