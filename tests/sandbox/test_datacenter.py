"""What only Data Center does: everything on v1, scan cursors, positions, ancestors."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from asking import Rest

from mkdocs_confluence.sandbox.store import people


def _rows(datacenter: Rest, path: str) -> list[dict[str, Any]]:
    """All rows of a list, by following ``next``, which is relative to the context."""
    found: list[dict[str, Any]] = []
    while path:
        answer = datacenter.get(path).json()
        assert answer["size"] == len(answer["results"])
        found += answer["results"]
        path = answer["_links"].get("next", "")
    return found


def test_there_is_no_v2(datacenter: Rest) -> None:
    assert datacenter.get("/api/v2/spaces").status_code == 404


def test_a_scan_walks_a_space_by_cursor_with_properties(datacenter: Rest) -> None:
    made = [datacenter.made(f"Page {number}") for number in range(5)]
    datacenter.sandbox.switch(early_property=0)
    datacenter.store.young.clear()
    datacenter.post(f"/rest/api/content/{made[2]}/property", {"key": "state", "value": {"a": 1}})
    first = datacenter.get("/rest/api/content/scan?spaceKey=DOCS&limit=2").json()
    assert first["nextCursor"] == f"content:false:{first['results'][-1]['id']}"
    expand = "version,ancestors,metadata.properties.state"
    rows = _rows(datacenter, f"/rest/api/content/scan?spaceKey=DOCS&limit=2&expand={expand}")
    assert [row["id"] for row in rows] == [datacenter.home, *made]
    assert rows[3]["metadata"]["properties"]["state"]["value"] == {"a": 1}
    assert [above["id"] for above in rows[3]["ancestors"]] == [datacenter.home]
    assert datacenter.get("/rest/api/content/scan?cursor=nonsense").status_code == 400


def test_a_scan_shows_the_trash_with_status_any(datacenter: Rest) -> None:
    page = datacenter.made("Page")
    datacenter.remove(page)
    assert len(_rows(datacenter, "/rest/api/content/scan?spaceKey=DOCS")) == 1
    rows = _rows(datacenter, "/rest/api/content/scan?spaceKey=DOCS&status=any")
    assert [row["status"] for row in rows] == ["current", "trashed"]


def test_many_pages_can_be_read_by_ids_part_by_part(datacenter: Rest) -> None:
    made = [datacenter.made(f"Page {number}") for number in range(5)]
    datacenter.sandbox.switch(expand_cap=2)
    path = f"/rest/api/content?ids={','.join(made)}&expand=version&limit=200"
    first = datacenter.get(path).json()
    assert (first["limit"], first["size"]) == (2, 2)
    assert [row["id"] for row in _rows(datacenter, path)] == made
    whole = datacenter.get(f"/rest/api/content?ids={','.join(made)}&limit=200").json()
    assert "next" not in whole["_links"]


def test_siblings_without_positions_are_in_alphabetical_order_after_those_with(datacenter: Rest) -> None:
    for title in ("b", "C", "a"):
        datacenter.made(title)
    datacenter.made("z", position=5)
    datacenter.made("y", position=2)
    assert datacenter.children(datacenter.home) == ["y", "z", "a", "b", "C"]


def test_a_position_can_be_given_and_read_and_taken_no_notice_of(datacenter: Rest) -> None:
    page = datacenter.made("Page")
    row = datacenter.get(f"/rest/api/content/{page}?expand=extensions.position").json()
    assert row["extensions"]["position"] == "none"
    told = {"type": "page", "title": "Page", "position": 7, "version": {"number": 2}}
    assert datacenter.put(f"/rest/api/content/{page}", told).json()["extensions"]["position"] == 7
    datacenter.sandbox.switch(positions=False)
    told |= {"position": 9, "version": {"number": 3}}
    assert datacenter.put(f"/rest/api/content/{page}", told).json()["extensions"]["position"] == 7


def test_a_page_moves_by_its_ancestors_without_a_body(datacenter: Rest) -> None:
    parent, page = datacenter.made("Parent"), datacenter.made("Page", body="<p>kept</p>")
    told = {"type": "page", "title": "Page", "version": {"number": 2}, "ancestors": [{"id": parent}]}
    assert datacenter.put(f"/rest/api/content/{page}", told).status_code == 200
    assert datacenter.children(parent) == ["Page"]
    assert datacenter.body(page) == "<p>kept</p>"


def test_an_older_version_is_read_by_its_number_and_as_historical_only(datacenter: Rest) -> None:
    page = datacenter.made("Page", body="<p>one</p>")
    datacenter.update(page, 2, "Renamed", "<p>two</p>")
    path = f"/rest/api/content/{page}?expand=body.storage,version"
    old = datacenter.get(f"{path}&status=historical&version=1").json()
    assert (old["title"], old["status"], old["version"]["number"]) == ("Page", "historical", 1)
    assert old["body"]["storage"]["value"] == "<p>one</p>"
    assert datacenter.get(f"{path}&status=any&version=1").json()["title"] == "Page"
    for query in ("version=1", "status=historical", "status=historical&version=2", "status=any&version=3"):
        assert datacenter.get(f"{path}&{query}").status_code == 404, query
    assert datacenter.get(f"{path}&version=2").json()["title"] == "Renamed"


def test_children_of_a_page_in_the_trash_move_up(datacenter: Rest) -> None:
    parent = datacenter.made("Parent")
    datacenter.made("Child", parent)
    datacenter.remove(parent)
    assert datacenter.children(datacenter.home) == ["Child"]


def test_descendants_cannot_be_listed(datacenter: Rest) -> None:
    answer = datacenter.get(f"/rest/api/content/{datacenter.home}/descendant/page")
    assert answer.status_code == 501
    assert answer.json()["message"] == "Page children is currently only supported for direct children"


def test_there_is_no_move_route_but_a_web_action(datacenter: Rest) -> None:
    one, two = datacenter.made("One", position=1), datacenter.made("Two", position=2)
    assert datacenter.put(f"/rest/api/content/{two}/move/before/{one}").status_code == 404
    answer = datacenter.post(f"/pages/movepage.action?pageId={two}&targetId={one}&position=above")
    assert answer.json()["actionErrors"] == []
    assert datacenter.children(datacenter.home) == ["Two", "One"]
    failed = datacenter.post(f"/pages/movepage.action?pageId={two}&targetId=999&position=above")
    assert (failed.status_code, len(failed.json()["actionErrors"])) == (200, 1)


def test_labels_of_a_create_are_ignored_and_those_of_an_update_replace(datacenter: Rest) -> None:
    labels = {"labels": [{"prefix": "global", "name": "new"}]}
    page = datacenter.made("Page", metadata=labels)
    assert datacenter.get(f"/rest/api/content/{page}/label").json()["results"] == []
    datacenter.post(f"/rest/api/content/{page}/label", [{"prefix": "global", "name": "old"}])
    datacenter.update(page, 2, "Page", metadata=labels)
    assert [row["name"] for row in datacenter.get(f"/rest/api/content/{page}/label").json()["results"]] == [
        "new"
    ]


def test_a_create_takes_the_two_properties_that_publishers_send_and_others_as_switched(
    datacenter: Rest,
) -> None:
    given = {"properties": {"editor": {"value": "v2"}, "own": {"value": 1}}}
    page = datacenter.made("One", metadata=given)
    keys = {
        row["key"] for row in datacenter.get(f"/rest/api/content/{page}/property?limit=50").json()["results"]
    }
    assert "editor" in keys
    assert "own" not in keys
    datacenter.sandbox.switch(own_properties_on_create=True)
    page = datacenter.made("Two", metadata=given)
    assert datacenter.get(f"/rest/api/content/{page}/property/own").json()["value"] == 1


def test_a_property_is_created_by_version_1_and_replaced_by_the_next(datacenter: Rest) -> None:
    datacenter.sandbox.switch(early_property=0)
    page = datacenter.made("Page")
    route = f"/rest/api/content/{page}/property/state"

    def put(value: object, number: int) -> int:
        return datacenter.put(
            route, {"key": "state", "value": value, "version": {"number": number}}
        ).status_code

    assert put("a", 1) == 200
    assert put("b", 1) == 409
    assert put("b", 2) == 200
    assert datacenter.get(route).json()["value"] == "b"
    again = datacenter.post(f"/rest/api/content/{page}/property", {"key": "state", "value": 1})
    assert again.status_code == 409
    assert "already has a value with the given key" in again.json()["message"]
    assert datacenter.version(page) == 1


def test_an_open_draft_stands_in_the_way_unless_the_status_is_named(datacenter: Rest) -> None:
    page = datacenter.made("Page")
    told = {"type": "page", "title": "Draft", "version": {"number": 1}}
    assert datacenter.put(f"/rest/api/content/{page}?status=draft", told).json()["status"] == "draft"
    answer = datacenter.update(page, 2, "Page")
    assert answer.status_code == 501
    assert "unreconciled page" in answer.json()["message"]
    assert datacenter.update(page, 2, "Page", status="current").status_code == 200
    assert datacenter.update(page, 3, "Page").status_code == 200


def test_an_attachment_cannot_be_put_and_a_twin_needs_leave(datacenter: Rest) -> None:
    page = datacenter.made("Page")
    assert datacenter.upload(page, "a.png", b"1", "PUT").status_code == 405
    first = datacenter.upload(page, "a.png", b"1").json()["results"][0]
    twin = datacenter.upload(page, "a.png", b"2")
    assert (twin.status_code, twin.json()["message"]) == (
        400, "Cannot add a new attachment with same file name as an existing attachment: a.png",
    )  # fmt: skip
    parts = {"file": ("a.png", b"22")}
    route = f"/rest/api/content/{page}/child/attachment"
    assert datacenter.call("POST", f"{route}?allowDuplicated=true", files=parts).status_code == 200
    renewed = datacenter.call("POST", f"{route}/{first['id']}/data", files={"file": ("z.png", b"333")}).json()
    assert (renewed["id"], renewed["title"], renewed["version"]["number"]) == (first["id"], "a.png", 2)
    assert datacenter.get(renewed["_links"]["download"]).content == b"333"


def test_wiki_markup_can_be_converted(datacenter: Rest) -> None:
    answer = datacenter.post(
        "/rest/api/contentbody/convert/storage", {"value": "h1. x", "representation": "wiki"}
    )
    assert answer.json() == {"value": "<h1>x</h1>", "representation": "storage"}
    malformed = {"value": "<p>", "representation": "storage"}
    refused = datacenter.post("/rest/api/contentbody/convert/view", malformed)
    assert refused.status_code == 400
    assert "Error parsing xhtml" in refused.json()["message"]


def test_the_server_tells_its_version_and_mode(datacenter: Rest) -> None:
    assert datacenter.get("/rest/api/server-information").json()["version"].startswith("10.2")
    assert datacenter.get("/rest/api/accessmode").json() == "READ_WRITE"
    datacenter.sandbox.switch(read_only=True)
    assert datacenter.get("/rest/api/accessmode").json() == "READ_ONLY"
    assert datacenter.create("Page").status_code == 403


def test_strangers_are_turned_away_with_html(datacenter: Rest) -> None:
    people.add(datacenter.store, "ann", token="right")
    answer = datacenter.get("/rest/api/user/current")
    assert answer.status_code == 401
    assert answer.headers["X-Seraph-LoginReason"] == "AUTHENTICATED_FAILED"
    assert "<html" in answer.text
    bearer = {"Authorization": "Bearer right"}
    told = requests.get(f"{datacenter.sandbox.url}/rest/api/user/current", headers=bearer, timeout=10).json()
    assert told["username"] == "ann"


def test_refusals_name_status_reason_and_whether_one_may(datacenter: Rest) -> None:
    told = datacenter.get("/rest/api/content/999999").json()
    assert told["statusCode"] == 404
    assert told["reason"] == "Not Found"
    assert told["data"]["errors"][0]["message"]["translation"] == told["message"]
    clash = datacenter.create("Documentation Home").json()
    assert clash["message"] == (
        "A page with this title already exists: A page already exists with the title Documentation Home "
        "in the space with key DOCS"
    )


def test_the_trash_can_be_listed_and_emptied(datacenter: Rest) -> None:
    page = datacenter.made("Page")
    datacenter.remove(page)
    assert [row["id"] for row in datacenter.get("/rest/api/space/DOCS/trash").json()["results"]] == [page]
    assert datacenter.delete("/rest/api/space/DOCS/trash").status_code == 204
    assert datacenter.get(f"/rest/api/content/{page}?status=any").status_code == 404


@pytest.mark.parametrize("key", ["docs", "DOCS"])
def test_a_space_is_found_in_any_case_with_its_home(datacenter: Rest, key: str) -> None:
    row = datacenter.get(f"/rest/api/space/{key}?expand=homepage").json()
    assert isinstance(row["id"], int)
    assert row["homepage"]["id"] == datacenter.home
    assert datacenter.get("/rest/api/space/NONE").status_code == 404
