"""What only Cloud does: v2 with cursors, moves and archive on v1, and refusals of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from asking import Rest

from mkdocs_confluence.sandbox.store import content, people, switches


def _rows(cloud: Rest, path: str) -> Iterator[dict[str, Any]]:
    """All rows of a list, by following ``next``, which is relative to the site."""
    site = cloud.sandbox.url.removesuffix("/wiki")
    url = cloud.sandbox.url + path
    while url:
        answer = cloud.session.get(url, timeout=10)
        assert answer.status_code == 200, answer.text
        yield from answer.json()["results"]
        following = answer.json()["_links"].get("next")
        assert (following is None) == ("Link" not in answer.headers)
        if following:
            assert answer.headers["Link"] == f'<{following}>; rel="next"'
            assert following.startswith("/wiki/api/v2/")
        url = site + following if following else ""


def test_a_list_goes_on_by_cursor_until_there_is_no_next_link(cloud: Rest) -> None:
    made = [cloud.made(f"Page {number}") for number in range(7)]
    for query in (f"id={','.join(made)}&limit=3", f"space-id={cloud.space[0]}&limit=3&body-format=storage"):
        found = [row["id"] for row in _rows(cloud, f"/api/v2/pages?{query}")]
        assert [page for page in found if page in made] == made
    titles = [row["title"] for row in _rows(cloud, f"/api/v2/pages?id={','.join(made)}&limit=2&sort=-title")]
    assert titles == [f"Page {number}" for number in reversed(range(7))]


def test_a_list_answers_fewer_rows_than_asked(cloud: Rest) -> None:
    made = [cloud.made(f"Page {number}") for number in range(5)]
    cloud.sandbox.switch(list_cap=3, body_cap=2)
    path = f"/api/v2/pages?id={','.join(made)}&limit=250"
    assert len(cloud.get(path).json()["results"]) == 3
    assert len(cloud.get(f"{path}&body-format=storage").json()["results"]) == 2
    assert len(list(_rows(cloud, path))) == 5


def test_a_page_that_goes_while_a_list_is_read_shifts_nothing(cloud: Rest) -> None:
    made = [cloud.made(f"Page {number}") for number in range(6)]
    rows = _rows(cloud, f"/api/v2/pages?id={','.join(made)}&limit=2")
    seen = [next(rows)["id"], next(rows)["id"]]
    cloud.remove(made[0])
    assert seen + [row["id"] for row in rows] == made


def test_a_title_is_looked_up_exactly_and_in_any_case(cloud: Rest) -> None:
    page = cloud.made("Install & run")
    found = cloud.get("/api/v2/pages", params={"space-id": cloud.space[0], "title": "INSTALL & RUN"}).json()
    assert [row["id"] for row in found["results"]] == [page]
    for title in ("Install", "", "Install & ru"):
        assert cloud.get("/api/v2/pages", params={"title": title}).json()["results"] == []


def test_lists_show_the_trash_only_where_asked_and_never_drafts(cloud: Rest) -> None:
    page = cloud.made("Page")
    cloud.remove(page)
    assert cloud.get(f"/api/v2/pages?id={page}").json()["results"] == []
    row = cloud.get(f"/api/v2/pages?id={page}&status=trashed").json()["results"][0]
    assert (row["status"], row["parentId"]) == ("trashed", None)
    assert cloud.get("/api/v2/pages?status=draft").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=-1",
        "limit=x",
        "cursor=%25%25",
        "cursor=e30=",
        "id=x",
        "sort=size",
        "body-format=view",
    ],
)
def test_a_list_refuses_what_makes_no_sense(cloud: Rest, query: str) -> None:
    assert cloud.get(f"/api/v2/pages?{query}").status_code == 400


def test_at_most_250_ids_can_be_asked_for(cloud: Rest) -> None:
    ids = ",".join(str(number) for number in range(1, 252))
    assert cloud.get(f"/api/v2/pages?id={ids}").status_code == 400


def test_a_new_page_lands_first_or_last_as_switched(cloud: Rest) -> None:
    for title in ("A", "B", "C"):
        cloud.made(title)
    assert cloud.children(cloud.home) == ["C", "B", "A"]
    cloud.sandbox.switch(new_page_first=False)
    cloud.made("D")
    assert cloud.children(cloud.home) == ["C", "B", "A", "D"]


def test_a_move_puts_a_page_beside_another_or_below_it_as_the_last(cloud: Rest) -> None:
    cloud.sandbox.switch(new_page_first=False)
    a, b, c = (cloud.made(title) for title in ("A", "B", "C"))
    d = cloud.made("D", a)

    def move(page: str, relation: str, target: str) -> list[str]:
        answer = cloud.put(f"/rest/api/content/{page}/move/{relation}/{target}")
        assert answer.json() == {"pageId": page}
        return cloud.children(cloud.home)

    assert move(c, "before", a) == ["C", "A", "B"]
    assert move(c, "after", a) == ["A", "C", "B"]
    assert move(b, "before", c) == ["A", "B", "C"]
    assert move(d, "after", c) == ["A", "B", "C", "D"]
    assert move(c, "append", a) == ["A", "B", "D"]
    assert cloud.children(a) == ["C"]


def test_many_moves_into_the_same_gap_keep_the_order(cloud: Rest) -> None:
    cloud.sandbox.switch(new_page_first=False, hold=0)
    last = cloud.made("Last")
    order = []
    for number in range(20):
        page = cloud.made(f"P{number}")
        cloud.put(f"/rest/api/content/{page}/move/before/{last}")
        order.append(f"P{number}")
    assert cloud.children(cloud.home) == [*order, "Last"]
    positions = [
        row["childPosition"]
        for row in cloud.get(f"/api/v2/pages/{cloud.home}/direct-children").json()["results"]
    ]
    assert positions == sorted(set(positions))


def test_a_move_raises_the_version_as_switched(cloud: Rest) -> None:
    page, target = cloud.made("Page"), cloud.made("Target")
    cloud.put(f"/rest/api/content/{page}/move/append/{target}")
    assert cloud.version(page) == 2
    cloud.sandbox.switch(move_bumps=False)
    cloud.put(f"/rest/api/content/{page}/move/append/{cloud.home}")
    assert cloud.version(page) == 2


def test_a_move_beside_the_top_page_leaves_the_tree(cloud: Rest) -> None:
    page = cloud.made("Page")
    cloud.put(f"/rest/api/content/{page}/move/after/{cloud.home}")
    assert cloud.children(cloud.home) == []
    assert cloud.get(f"/api/v2/pages/{page}").json()["parentId"] is None


def test_a_move_into_its_own_children_is_refused(cloud: Rest) -> None:
    outer = cloud.made("Outer")
    inner = cloud.made("Inner", outer)
    assert cloud.put(f"/rest/api/content/{outer}/move/append/{inner}").status_code == 400
    assert cloud.put(f"/rest/api/content/{outer}/move/append/999999").status_code == 404


def test_a_rename_without_a_body_raises_the_version_as_switched(cloud: Rest) -> None:
    page = cloud.made("Page", body="<p>kept</p>")
    assert (
        cloud.put(f"/api/v2/pages/{page}/title", {"status": "current", "title": "Other"}).status_code == 200
    )
    assert (cloud.version(page), cloud.body(page)) == (2, "<p>kept</p>")
    cloud.sandbox.switch(title_bumps=False)
    row = cloud.put(f"/api/v2/pages/{page}/title", {"status": "current", "title": "Third"}).json()
    assert (row["title"], row["version"]["number"]) == ("Third", 2)


def test_descendants_come_level_by_level_to_the_depth_that_is_asked(cloud: Rest) -> None:
    top = cloud.made("1")
    below = cloud.made("2", top)
    deepest = cloud.made("3", below)
    cloud.made("4", deepest)
    for query, expected in (("", [1, 2]), ("?depth=1", [1]), ("?depth=10", [1, 2, 3])):
        rows = cloud.get(f"/api/v2/pages/{top}/descendants{query}").json()["results"]
        assert [row["depth"] for row in rows] == expected
    assert [row["id"] for row in cloud.get(f"/api/v2/pages/{deepest}/ancestors").json()["results"]] == [
        cloud.home, top, below,
    ]  # fmt: skip


def test_archiving_takes_a_moment_and_keeps_the_title(cloud: Rest) -> None:
    page = cloud.made("Page")
    cloud.sandbox.switch(archive_delay=0.2)
    answer = cloud.post("/rest/api/content/archive", {"pages": [{"id": int(page)}]})
    assert answer.status_code == 202
    status = answer.json()["links"]["status"]
    assert cloud.get(status).json()["finished"] is False
    assert cloud.get(f"/api/v2/pages/{page}").json()["status"] == "current"
    until = time.monotonic() + 10
    while not cloud.get(status).json()["finished"] and time.monotonic() < until:
        time.sleep(0.02)
    assert cloud.get(f"/api/v2/pages/{page}").json()["status"] == "archived"
    assert cloud.children(cloud.home) == []
    assert cloud.create("page").status_code == 400
    assert cloud.post("/rest/api/content/archive", {"pages": [{"id": int(page)}]}).status_code == 400
    assert cloud.update(page, 2, "Page").status_code == 400


def test_archiving_refuses_unknown_pages_and_a_second_job(cloud: Rest) -> None:
    one, two = cloud.made("One"), cloud.made("Two")
    assert cloud.post("/rest/api/content/archive", {"pages": [{"id": 99}]}).status_code == 500
    assert cloud.post("/rest/api/content/archive", {"pages": []}).status_code == 400
    cloud.sandbox.switch(archive_delay=5)
    cloud.post("/rest/api/content/archive", {"pages": [{"id": int(one)}]})
    assert cloud.post("/rest/api/content/archive", {"pages": [{"id": int(two)}]}).status_code == 400


def test_a_tree_can_be_deleted_as_a_long_task(cloud: Rest) -> None:
    top = cloud.made("Top")
    below = cloud.made("Below", top)
    cloud.sandbox.switch(archive_delay=0)
    assert cloud.delete(f"/rest/api/content/{top}/pageTree").status_code == 202
    for page in (top, below):
        assert cloud.get(f"/api/v2/pages/{page}?status=trashed").json()["status"] == "trashed"


def test_deleting_twice_answers_500_or_404_as_switched(cloud: Rest) -> None:
    page = cloud.made("Page")
    cloud.remove(page)
    assert cloud.remove(page).status_code == 500
    cloud.sandbox.switch(delete_twice_fails=False)
    assert cloud.remove(page).status_code == 404


def test_an_old_version_can_be_made_the_current_one(cloud: Rest) -> None:
    page = cloud.made("Page", body="<p>old</p>")
    cloud.update(page, 2, "Renamed", "<p>new</p>")
    told = {"versionNumber": 1, "message": "back", "restoreTitle": False}
    cloud.post(f"/rest/api/content/{page}/version", {"operationKey": "restore", "params": told})
    row = cloud.get(f"/api/v2/pages/{page}?body-format=storage").json()
    assert (row["title"], row["version"]["number"], row["version"]["message"]) == ("Renamed", 3, "back")
    assert row["body"]["storage"]["value"] == "<p>old</p>"


def test_folders_stand_among_the_children_and_are_no_pages(cloud: Rest) -> None:
    told = {"spaceId": str(cloud.space[0]), "title": "Box", "parentId": cloud.home}
    folder = cloud.post("/api/v2/folders", told).json()["id"]
    page = cloud.made("Box", folder)
    assert cloud.get(f"/api/v2/pages/{page}").json()["parentType"] == "folder"
    row = cloud.get(f"/api/v2/pages/{cloud.home}/direct-children").json()["results"][0]
    assert (row["title"], row["type"]) == ("Box", "folder")
    assert cloud.get(f"/api/v2/pages/{folder}").status_code == 404
    assert cloud.post("/api/v2/folders", told).status_code == 400


def test_the_removed_routes_of_v1_are_gone_unless_switched(cloud: Rest) -> None:
    page = cloud.made("Page")
    answer = cloud.get(f"/rest/api/content/{page}")
    assert answer.status_code == 410
    assert "GoneException: This deprecated endpoint has been removed." in answer.json()["message"]
    removed = [
        f"/rest/api/content/{page}/{tail}" for tail in ("label", "child/comment", "property", "history")
    ]
    assert {cloud.get(path).status_code for path in removed} == {410}
    kept = [f"/rest/api/content/{page}/child/{kind}" for kind in ("page", "folder", "attachment")]
    assert {cloud.get(path).status_code for path in kept} == {200}
    cloud.sandbox.switch(legacy=True)
    assert {cloud.get(path).status_code for path in removed} == {200}
    assert cloud.get(f"/rest/api/content/{page}").json()["title"] == "Page"


def test_a_conversion_is_kept_with_the_store_for_five_minutes(cloud: Rest) -> None:
    told = {"value": "<p>a</p>", "representation": "storage"}
    made = cloud.post("/rest/api/contentbody/convert/async/export_view", told).json()["asyncId"]
    route = f"/rest/api/contentbody/convert/async/{made}"
    assert "a</p>" in cloud.get(route).json()["value"]
    assert cloud.get(f"/rest/api/longtask/{made}").status_code == 404
    cloud.store.db.execute("UPDATE task SET due = due - 301")
    assert cloud.get(route).status_code == 404
    cloud.post("/rest/api/contentbody/convert/async/export_view", told)
    assert cloud.store.db.execute("SELECT count(*) FROM task").fetchone() == (1,)


def test_unknown_routes_and_methods_look_like_those_of_cloud(cloud: Rest) -> None:
    bare = {"errors": [{"status": 404, "code": "NOT_FOUND", "title": "Not Found", "detail": None}]}
    assert cloud.get("/api/v2/nothing").json() == bare
    v1 = cloud.get("/rest/api/nothing", headers={"Accept": "application/json"})
    assert (v1.status_code, v1.json()["status-code"]) == (404, 404)
    assert cloud.get("/rest/api/nothing").headers["Content-Type"].startswith("application/xml")
    assert cloud.put("/api/v2/pages", {}).json()["errors"][0]["code"] == "METHOD_NOT_ALLOWED"
    assert "<html" in cloud.call("PATCH", "/api/v2/pages").text


def test_strangers_get_what_each_route_of_cloud_gives_them(cloud: Rest) -> None:
    people.add(cloud.store, "ann", token="right")
    v2 = cloud.get("/api/v2/spaces")
    assert (v2.status_code, v2.json()["errors"][0]["title"]) == (404, "Not Found")
    v1 = cloud.get("/rest/api/user/current")
    assert v1.status_code == 403
    assert "Request rejected because caller cannot access Confluence" in v1.json()["message"]
    assert (
        cloud.get("/rest/api/content/search?cql=type=page").json()["message"]
        == "Current user not permitted to use Confluence"
    )
    garbled = requests.get(
        f"{cloud.sandbox.url}/api/v2/spaces", headers={"Authorization": "Basic !"}, timeout=10
    )
    assert (garbled.status_code, "<html" in garbled.text) == (401, True)
    cloud.session.auth = ("ann", "right")
    assert cloud.get("/api/v2/spaces").status_code == 200


def test_a_bearer_token_is_refused_on_the_site_domain(cloud: Rest) -> None:
    headers = {"Authorization": "Bearer abc"}
    answer = requests.get(f"{cloud.sandbox.url}/api/v2/spaces", headers=headers, timeout=10)
    assert answer.json() == {"error": "Failed to parse Connect Session Auth Token"}


def test_a_download_leads_to_another_host_that_wants_no_credentials(cloud: Rest) -> None:
    page = cloud.made("Page")
    row = cloud.upload(page, "a.png", b"bytes").json()["results"][0]
    answer = cloud.get(row["_links"]["download"], allow_redirects=False)
    target = urlsplit(answer.headers["Location"])
    assert answer.status_code == 302
    assert target.hostname != urlsplit(cloud.sandbox.url).hostname
    assert requests.get(answer.headers["Location"], auth=("ann", "token"), timeout=10).status_code == 400
    assert cloud.get(row["_links"]["download"]).content == b"bytes"
    assert "token" in parse_qs(target.query)


def test_the_site_tells_its_cloud_id(cloud: Rest) -> None:
    answer = requests.get(cloud.sandbox.url.removesuffix("/wiki") + "/_edge/tenant_info", timeout=10)
    assert set(answer.json()) == {"cloudId"}


def test_spaces_match_in_any_case_and_unknown_ones_give_no_row(cloud: Rest) -> None:
    rows = cloud.get("/api/v2/spaces?keys=docs,nothing").json()["results"]
    assert [(row["key"], row["homepageId"]) for row in rows] == [("DOCS", cloud.home)]
    assert cloud.get("/api/v2/spaces?keys=nothing").json()["results"] == []


def test_a_private_page_shows_to_its_author_alone(cloud: Rest) -> None:
    told = {
        "spaceId": str(cloud.space[0]),
        "title": "Mine",
        "body": {"representation": "storage", "value": "<p/>"},
    }
    page = cloud.post("/api/v2/pages?private=true", told).json()["id"]
    bob = Rest(cloud.sandbox, user="bob")
    assert cloud.get(f"/api/v2/pages/{page}").status_code == 200
    assert bob.get(f"/api/v2/pages/{page}").status_code == 404
    assert bob.children(cloud.home) == []


def test_a_draft_lies_beside_the_page_until_it_is_asked_for(cloud: Rest) -> None:
    page = cloud.made("Page", body="<p>published</p>")
    answer = cloud.update(page, 1, "Draft", "<p>draft</p>", status="draft")
    assert (answer.status_code, answer.json()["status"]) == (200, "draft")
    assert (cloud.version(page), cloud.body(page)) == (1, "<p>published</p>")
    row = cloud.get(f"/api/v2/pages/{page}?get-draft=true&body-format=storage").json()
    assert (row["title"], row["body"]["storage"]["value"]) == ("Draft", "<p>draft</p>")


def test_a_page_made_as_a_draft_is_published_by_its_first_version(cloud: Rest) -> None:
    page = cloud.made("", status="draft")
    assert cloud.children(cloud.home) == []
    assert cloud.get(f"/api/v2/pages/{page}").status_code == 404
    assert cloud.update(page, 2, "Page").status_code == 409
    assert cloud.update(page, 1, "Page").status_code == 200
    assert cloud.children(cloud.home) == ["Page"]
    assert cloud.version(page) == 1


def test_a_page_can_be_created_outside_the_tree_of_the_home_page(cloud: Rest) -> None:
    told = {
        "spaceId": str(cloud.space[0]),
        "title": "Top",
        "body": {"representation": "storage", "value": "<p/>"},
    }
    assert cloud.post("/api/v2/pages?root-level=true", told).json()["parentId"] is None
    assert cloud.post("/api/v2/pages", {**told, "title": "Below"}).json()["parentId"] == cloud.home


def test_a_link_by_title_to_a_later_page_heals_only_where_switched(cloud: Rest) -> None:
    link = '<p><ac:link><ri:page ri:content-title="Later"/></ac:link></p>'
    page = cloud.made("Page", body=link)
    cloud.made("Later")
    row = content.find(cloud.store, int(page))
    assert row is not None
    assert content.link_target(cloud.store, row, "", "later") is None
    cloud.sandbox.switch(links_heal=True)
    assert content.link_target(cloud.store, row, "", "later") is not None
    cloud.sandbox.switch(links_heal=False)
    cloud.update(page, 2, "Page", link)
    assert content.link_target(cloud.store, row, "DOCS", "Later") is None
    assert content.link_target(cloud.store, row, "", "Later") is not None


@pytest.mark.parametrize("kind", ["view", "export_view", "anonymous_export_view", "styled_view", "editor"])
def test_a_page_can_be_read_as_html(cloud: Rest, kind: str) -> None:
    page = cloud.made("Page", body="<p>Hello</p>")
    row = cloud.get(f"/api/v2/pages/{page}?body-format={kind}").json()
    assert row["body"][kind]["representation"] == kind
    assert "<p>Hello</p>" in row["body"][kind]["value"]


def test_a_version_is_restored_with_its_title_where_that_is_asked(cloud: Rest) -> None:
    page = cloud.made("Old", body="<p>fish and chips</p>")
    place = {"textSelection": "fish", "textSelectionMatchCount": 1, "textSelectionMatchIndex": 0}
    body = {"representation": "storage", "value": "<p>why</p>"}
    cloud.update(page, 2, "New", "<p>fish</p>")
    told = {"pageId": page, "body": body, "inlineCommentProperties": place}
    cloud.post("/api/v2/inline-comments", told)

    def restore(title: bool) -> int:
        params = {"versionNumber": 1, "message": "back", "restoreTitle": title}
        route = f"/rest/api/content/{page}/version"
        return cloud.post(route, {"operationKey": "restore", "params": params}).status_code

    assert restore(False) == 200
    row = cloud.get(f"/api/v2/pages/{page}").json()
    assert (row["title"], row["version"]["number"], row["version"]["message"]) == ("New", 3, "back")
    comment = cloud.get(f"/api/v2/pages/{page}/inline-comments").json()["results"][0]
    assert comment["resolutionStatus"] == "dangling"
    other = cloud.made("old")
    assert restore(True) == 400, "another page has the title now"
    cloud.remove(other)
    assert restore(True) == 200
    assert cloud.get(f"/api/v2/pages/{page}").json()["title"] == "Old"


def test_what_is_behind_ids_is_told(cloud: Rest) -> None:
    page = cloud.made("Page")
    folder = cloud.post("/api/v2/folders", {"spaceId": str(cloud.space[0]), "title": "Box"}).json()["id"]
    cloud.upload(page, "a.png", b"1")
    file = cloud.get(f"/api/v2/pages/{page}/attachments").json()["results"][0]["id"]
    body = {"representation": "storage", "value": "<p>why</p>"}
    comment = cloud.post("/api/v2/footer-comments", {"pageId": page, "body": body}).json()["id"]
    asked = [page, folder, file, comment, int(page), "1"]
    told = cloud.post("/api/v2/content/convert-ids-to-types", {"contentIds": asked}).json()["results"]
    kinds = {page: "page", folder: "folder", file: "attachment", comment: "footer-comment", "1": None}
    assert told == kinds
    assert cloud.post("/api/v2/content/convert-ids-to-types", {"contentIds": "1"}).status_code == 400


def test_a_plain_read_may_show_the_trash_where_switched(cloud: Rest) -> None:
    page = cloud.made("Page")
    cloud.remove(page)
    cloud.sandbox.switch(trashed_readable=True)
    row = cloud.get(f"/api/v2/pages/{page}").json()
    assert (row["status"], row["parentId"]) == ("trashed", None)


def test_switches_can_be_told_in_words() -> None:
    told = switches.parse(["move_bumps=no", "list_cap=7", "index_lag=0.5", "orphans=lift"])
    assert (told.move_bumps, told.list_cap, told.index_lag, told.orphans) == (False, 7, 0.5, "lift")
    assert switches.parse([]) == switches.Switches()
