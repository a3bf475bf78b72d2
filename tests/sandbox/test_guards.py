"""Permissions, several changes at once, bursts, and what search knows."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from asking import Rest, at_once

from mkdocs_confluence.sandbox.store import access


def _created(rest: Rest, title: str, parent: str | None = None) -> int:
    return rest.create(title, parent).status_code


def _updated(rest: Rest, page: str, body: str) -> int:
    return rest.update(page, 2, "Page", body).status_code


def _claimed(rest: Rest, route: str, value: int) -> int:
    return rest.post(route, {"key": "lease", "value": value}).status_code


def test_two_creates_at_once_under_one_parent_are_a_conflict(rest: Rest) -> None:
    rest.sandbox.switch(hold=0.3)
    statuses = at_once([partial(_created, rest, f"P{number}") for number in range(4)])
    assert statuses == {200: 1, 409: 3}
    assert len(rest.children(rest.home)) == 1


def test_creates_under_different_parents_go_through(rest: Rest) -> None:
    parents = [rest.made(f"Parent {number}") for number in range(3)]
    rest.sandbox.switch(hold=0.3)
    calls = [partial(_created, rest, f"Below {parent}", parent) for parent in parents]
    assert at_once(calls) == {200: 3}


def test_deletes_and_moves_at_once_under_one_parent_are_a_conflict(rest: Rest) -> None:
    parent, other = rest.made("Parent"), rest.made("Other")
    one, two = rest.made("One", parent), rest.made("Two", parent)
    rest.sandbox.switch(hold=0.3)
    calls = [
        lambda: rest.remove(one).status_code,
        lambda: rest.update(two, 2, "Two", parent=other).status_code,
    ]
    assert sorted(at_once(calls)) in ([204, 409], [200, 409])


def test_bodies_files_and_labels_of_siblings_go_throughat_once(rest: Rest) -> None:
    pages = [rest.made(f"Page {number}") for number in range(3)]
    rest.sandbox.switch(hold=0.3)
    label = [{"prefix": "global", "name": "a"}]
    calls = [
        lambda: rest.update(pages[0], 2, "Page 0").status_code,
        lambda: rest.update(pages[1], 2, "Page 1").status_code,
        lambda: rest.upload(pages[2], "a.png", b"1").status_code,
        lambda: rest.post(f"/rest/api/content/{pages[2]}/label", label).status_code,
        lambda: rest.create("New").status_code,
    ]
    assert at_once(calls) == {200: 5}


def test_of_many_updates_to_the_same_version_one_wins(rest: Rest) -> None:
    page = rest.made("Page")
    calls = [partial(_updated, rest, page, f"<p>{number}</p>") for number in range(8)]
    assert at_once(calls) == {200: 1, 409: 7}
    assert rest.version(page) == 2


def test_of_many_creates_of_one_property_one_wins(cloud: Rest) -> None:
    cloud.sandbox.switch(early_property=0)
    page = cloud.made("Page")
    route = f"/api/v2/pages/{page}/properties"
    calls = [partial(_claimed, cloud, route, number) for number in range(6)]
    assert at_once(calls) == {200: 1, 409: 5}


def test_a_conflict_under_a_parent_is_worded_like_a_lost_lock(rest: Rest) -> None:
    with rest.store.shaping([int(rest.home)]):
        answer = rest.create("Page")
    assert answer.status_code == 409
    assert "OptimisticLockException" in rest.reason(answer)


def test_a_space_that_may_only_be_read_refuses_every_write(rest: Rest) -> None:
    page = rest.made("Page")
    access.set_space(rest.store, "DOCS", "read")
    refused = 404 if rest.sandbox.flavor == "cloud" else 403
    assert rest.get(f"{rest.pages}/{page}").status_code == 200
    assert rest.create("Other").status_code == refused
    assert rest.update(page, 2, "Page").status_code == refused
    assert rest.remove(page).status_code == refused
    assert rest.upload(page, "a.png", b"1").status_code == 403
    assert (
        rest.post(f"/rest/api/content/{page}/label", [{"prefix": "global", "name": "a"}]).status_code == 403
    )


def test_what_belongs_to_a_page_is_guarded_like_the_page(rest: Rest) -> None:
    page = rest.made("Page", body="<p>words</p>")
    file = rest.upload(page, "a.png", b"1").json()["results"][0]["id"]
    access.set_space(rest.store, "DOCS", "read")
    cloud = rest.sandbox.flavor == "cloud"
    body = {"representation": "storage", "value": "<p>a</p>"}
    comment = {"type": "comment", "container": {"id": page}, "body": {"storage": body}}
    route, told = (
        ("/api/v2/footer-comments", {"pageId": page, "body": body})
        if cloud
        else ("/rest/api/content", comment)
    )
    assert rest.post(route, told).status_code == (404 if cloud else 403)
    assert (
        rest.delete(f"/api/v2/attachments/{file}" if cloud else f"/rest/api/content/{file}").status_code
        >= 403
    )
    assert len(rest.get(f"/rest/api/content/{page}/child/attachment").json()["results"]) == 1
    assert rest.post("/rest/api/user/watch/content/999999").status_code == 404


def test_an_invisible_space_is_not_there(rest: Rest) -> None:
    page = rest.made("Page")
    access.set_space(rest.store, "DOCS", "none")
    assert rest.get(f"{rest.pages}/{page}").status_code == 404
    assert rest.create("Other").status_code == 404
    if rest.sandbox.flavor == "cloud":
        assert rest.get("/api/v2/spaces?keys=DOCS").json()["results"] == []
        assert rest.get("/api/v2/pages").json()["results"] == []
    else:
        assert rest.get("/rest/api/space/DOCS").status_code == 404
        assert rest.get("/rest/api/content/scan").json()["results"] == []


def test_a_page_that_may_not_be_edited_can_still_be_read(rest: Rest) -> None:
    page, other = rest.made("Page"), rest.made("Other")
    access.lock(rest.store, int(page))
    assert rest.get(f"{rest.pages}/{page}").status_code == 200
    assert rest.update(page, 2, "Page").status_code == (404 if rest.sandbox.flavor == "cloud" else 403)
    assert rest.update(other, 2, "Other").status_code == 200
    if rest.sandbox.flavor == "cloud":
        told = rest.get(f"/api/v2/pages/{page}?include-operations=true").json()["operations"]["results"]
        assert [row["operation"] for row in told] == ["read"]


def test_a_title_held_by_a_page_that_one_may_not_see_is_taken(rest: Rest) -> None:
    page = rest.made("Page")
    me = {"type": "known", "accountId": "", "username": "ann"}
    if rest.sandbox.flavor == "cloud":
        me["accountId"] = rest.get("/rest/api/user/current").json()["accountId"]
    told = [{"operation": "read", "restrictions": {"user": [me], "group": []}}]
    assert rest.put(f"/rest/api/content/{page}/restriction", told).status_code == 200
    bob = Rest(rest.sandbox, user="bob")
    assert "title already exists" in bob.reason(bob.create("page"))
    assert bob.children(rest.home) == []


def test_a_burst_is_slowed_down_by_account(rest: Rest) -> None:
    route = "/rest/api/user/current"
    rest.get(route)
    rest.sandbox.switch(burst=5)
    answers = [rest.get(route) for _ in range(8)]
    assert Counter(answer.status_code for answer in answers)[429] >= 1
    slow = next(answer for answer in answers if answer.status_code == 429)
    assert slow.headers["Retry-After"] == "1"
    assert slow.headers["X-RateLimit-Remaining"] == "0"
    assert Rest(rest.sandbox, user="bob").get(route).status_code == 200


def test_answers_tell_what_is_left_of_the_rate_where_it_is_limited(rest: Rest) -> None:
    route = "/rest/api/user/current"
    assert "X-RateLimit-Limit" not in rest.get(route).headers
    rest.sandbox.switch(burst=1000)
    headers = rest.get(route).headers
    assert headers["X-RateLimit-Limit"] == "1000"
    assert 0 < int(headers["X-RateLimit-Remaining"]) < 1000
    assert "X-RateLimit-NearLimit" not in headers
    rest.sandbox.switch(burst=2)
    near = [rest.get(route).headers.get("X-RateLimit-NearLimit") for _ in range(3)]
    assert ("true" in near) == (rest.sandbox.flavor == "cloud")


def test_what_the_account_may_do_with_a_page_is_told(rest: Rest) -> None:
    page = rest.made("Page")
    query = "include-operations=true" if rest.sandbox.flavor == "cloud" else "expand=operations"

    def told() -> set[str]:
        found = rest.get(f"{rest.pages}/{page}?{query}").json()["operations"]
        rows = found["results"] if isinstance(found, dict) else found
        return {row["operation"] for row in rows}

    assert told() == {"read", "update", "delete", "create"}
    access.lock(rest.store, int(page))
    assert told() == {"read"}


def test_a_new_page_can_be_hidden_from_the_first_reads(rest: Rest) -> None:
    rest.sandbox.switch(late_read=2)
    page = rest.made("Page")
    assert [rest.get(f"{rest.pages}/{page}").status_code for _ in range(3)] == [404, 404, 200]


def _found(rest: Rest, cql: str) -> list[str]:
    answer = rest.get("/rest/api/content/search", params={"cql": cql, "limit": 100})
    assert answer.status_code == 200, answer.text
    return [row["title"] for row in answer.json()["results"]]


def test_cql_finds_by_the_common_clauses(rest: Rest) -> None:
    top = rest.made("Install guide", body="<p>needle</p>")
    below = rest.made('A "quoted" \\ title', top)
    rest.made("Deep", below)
    rest.post(f"/rest/api/content/{top}/label", [{"prefix": "global", "name": "howto"}])
    rest.upload(top, "a.png", b"1")
    assert _found(rest, f"ancestor = {top} and type = page order by title desc") == [
        "Deep",
        'A "quoted" \\ title',
    ]
    assert _found(rest, f"parent = {top}") == ['A "quoted" \\ title']
    assert _found(rest, 'space = "DOCS" and title = "INSTALL GUIDE"') == ["Install guide"]
    assert _found(rest, 'title ~ "guide inst*"') == ["Install guide"]
    assert _found(rest, 'title = "A \\"quoted\\" \\\\ title"') == ['A "quoted" \\ title']
    assert _found(rest, 'label in ("howto", "x") and type != attachment') == ["Install guide"]
    assert _found(rest, f"type = attachment and container = {top}") == ["a.png"]
    assert _found(rest, f"(id = {top} or id = {below}) and not title = Deep and label != howto") == [
        'A "quoted" \\ title'
    ]
    assert _found(rest, 'text ~ "needle" AND type = page') == ["Install guide"]
    assert _found(rest, 'type = page and lastmodified > "2020/01/01 10:00"') != []
    assert _found(rest, 'type = page and created >= "2100-01-01"') == []
    assert _found(rest, "space = NONE") == []


@pytest.mark.parametrize(
    "cql",
    [
        "",
        "type",
        "type =",
        "type = page and",
        "nonsense = 1",
        "(type = page",
        "type = page )",
        'title = "a',
        "order by title",
    ],
)
def test_cql_that_cannot_be_read_is_refused(rest: Rest, cql: str) -> None:
    assert rest.get("/rest/api/content/search", params={"cql": cql}).status_code == 400


def test_search_pages_by_cursor_on_cloud_and_by_start_on_data_center(rest: Rest) -> None:
    for number in range(5):
        rest.made(f"P{number}")
    path = "/rest/api/content/search?cql=title~P and type=page order by title&limit=2"
    titles: list[str] = []
    ignored = rest.get(f"{path}&start=2").json()["results"][0]["title"]
    assert ignored == ("P0" if rest.sandbox.flavor == "cloud" else "P2")
    while path:
        told = rest.get(path).json()
        titles += [row["title"] for row in told["results"]]
        path = told["_links"].get("next", "")
    assert titles == [f"P{number}" for number in range(5)]


def test_the_index_lags_where_that_is_switched_on(rest: Rest) -> None:
    old = rest.made("Old")
    rest.sandbox.switch(index_lag=60)
    rest.made("New")
    rest.remove(old)
    assert _found(rest, f"parent = {rest.home}") == ["Old"]
    assert rest.children(rest.home) == ["New"]


def test_the_index_knows_a_changed_page_as_it_was(rest: Rest) -> None:
    page = rest.made("Old", body="<p>before</p>")
    rest.sandbox.switch(index_lag=60)
    for number in (2, 3):
        assert rest.update(page, number, "New", "<p>after</p>").status_code == 200
    asked = ("title = Old", "title = New", "text ~ before", "text ~ after")
    assert [bool(_found(rest, f"id = {page} and {clause}")) for clause in asked] == [True, False, True, False]
    assert rest.version(page) == 3
    rest.store.unindexed[int(page)] = [(0.0, number) for _, number in rest.store.unindexed[int(page)]]
    assert [bool(_found(rest, f"id = {page} and {clause}")) for clause in asked] == [False, True, False, True]


def test_the_index_knows_a_renamed_page_as_it_was(cloud: Rest) -> None:
    page = cloud.made("Old")
    cloud.sandbox.switch(index_lag=60)
    cloud.put(f"/api/v2/pages/{page}/title", {"status": "current", "title": "New"})
    assert (_found(cloud, "title = Old"), _found(cloud, "title = New")) == (["Old"], [])


def test_every_answer_can_be_traced(rest: Rest) -> None:
    first, second = (rest.get("/rest/api/user/current") for _ in range(2))
    if rest.sandbox.flavor == "cloud":
        assert first.headers["atl-request-id"] != second.headers["atl-request-id"]
    else:
        assert "JSESSIONID" in first.cookies
        assert "JSESSIONID" not in second.cookies
