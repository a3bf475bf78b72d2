"""No write that was acknowledged is lost to another one at the same time."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
import requests
from asking import Rest, at_once

from mkdocs_confluence.sandbox.store import access, content, edit, people, trash
from mkdocs_confluence.sandbox.store.nouns import Person

Asked = Callable[[], requests.Response]
BODY = "<p>meanwhile, words</p>"


def _me(rest: Rest) -> Person:
    found = people.by_name(rest.store, "ann")
    assert found is not None
    return found


def _meanwhile(rest: Rest, asked: Asked, done: Callable[[], object]) -> requests.Response:
    """The answer to a request that has read what it changes when ``done`` is written, and writes after it."""
    with ThreadPoolExecutor(1) as pool:
        with rest.store.write():
            answer = pool.submit(asked)
            time.sleep(0.3)
            assert not answer.done()
            done()
        return answer.result()


def _number(rest: Rest, page: str) -> int:
    found = content.find(rest.store, int(page))
    assert found is not None
    return found.version


def _written(rest: Rest, page: str) -> Callable[[], object]:
    change = edit.Change(_number(rest, page) + 1, body=BODY)
    return partial(edit.update, rest.store, _me(rest), int(page), change)


def _inline(rest: Rest, page: str) -> requests.Response:
    body = {"representation": "storage", "value": "<p>What?</p>"}
    if rest.sandbox.flavor == "cloud":
        place = {"textSelection": "words", "textSelectionMatchCount": 1, "textSelectionMatchIndex": 0}
        told: dict[str, Any] = {"pageId": page, "body": body, "inlineCommentProperties": place}
        return rest.post("/api/v2/inline-comments", told)
    told = {"type": "comment", "container": {"id": page}, "body": {"storage": body}}
    told["extensions"] = {"location": "inline", "inlineProperties": {"originalSelection": "words"}}
    return rest.post("/rest/api/content", told)


def _move(rest: Rest, page: str, target: str) -> requests.Response:
    if rest.sandbox.flavor == "cloud":
        return rest.put(f"/rest/api/content/{page}/move/append/{target}")
    return rest.post(f"/pages/movepage.action?pageId={page}&position=append&targetId={target}")


def _plain(body: str) -> str:
    return re.sub(r"</?ac:inline-comment-marker[^>]*>", "", body)


def _asks(rest: Rest, page: str, other: str) -> dict[str, Asked]:
    """Requests that change a page without a number of a version."""
    asks: dict[str, Asked] = {
        "move": partial(_move, rest, page, other),
        "comment": partial(_inline, rest, page),
    }
    if rest.sandbox.flavor == "cloud":
        told = {"status": "current", "title": "Renamed"}
        asks["rename"] = partial(rest.put, f"/api/v2/pages/{page}/title", told)
    return asks


def _require_both(rest: Rest, name: str) -> None:
    """A body written while a change of this name waits stays, and so does the change."""
    page, other = rest.made("Page"), rest.made("Other")
    answer = _meanwhile(rest, _asks(rest, page, other)[name], _written(rest, page))
    assert answer.status_code in (200, 201), answer.text
    assert _plain(content.body(rest.store, int(page), 2)) == BODY
    assert _plain(rest.body(page)) == BODY
    assert ("marker" in rest.body(page), rest.version(page)) == (name == "comment", 3 - (name == "comment"))


@pytest.mark.parametrize("name", ["move", "comment"])
def test_a_change_without_a_number_keeps_the_body_that_was_written_meanwhile(rest: Rest, name: str) -> None:
    _require_both(rest, name)


def test_a_rename_keeps_the_body_that_was_written_meanwhile(cloud: Rest) -> None:
    _require_both(cloud, "rename")


def test_a_page_restored_meanwhile_is_not_restored_again(rest: Rest) -> None:
    page = rest.made("Page")
    rest.remove(page)
    told = {"type": "page"} if rest.sandbox.flavor == "datacenter" else {}
    back = partial(rest.store.db.execute, "UPDATE content SET status = 'current' WHERE id = ?", (int(page),))
    answer = _meanwhile(rest, lambda: rest.update(page, 2, "Page", status="current", **told), back)
    assert answer.status_code == 409
    assert rest.version(page) == 1


def test_a_page_is_not_made_below_one_that_was_trashed_meanwhile(rest: Rest) -> None:
    parent = rest.made("Parent")
    away = partial(trash.trash, rest.store, _me(rest), int(parent))
    answer = _meanwhile(rest, lambda: rest.create("Page", parent), away)
    assert answer.status_code == (400 if rest.sandbox.flavor == "cloud" else 404)


def test_a_draft_with_a_new_title_is_published_with_its_body(cloud: Rest) -> None:
    page = cloud.made("Page", status="draft")
    told = {"status": "draft", "title": "Renamed"}
    number = cloud.put(f"/api/v2/pages/{page}/title", told).json()["version"]["number"]
    assert cloud.update(page, number, "Published", BODY).status_code == 200
    assert cloud.body(page) == BODY


def test_uploads_to_one_attachment_at_once_all_go_through(rest: Rest) -> None:
    page = rest.made("Page")
    file = rest.upload(page, "a.png", b"first").json()["results"][0]["id"]
    route = f"/rest/api/content/{page}/child/attachment/{file}/data"
    datas = [f"data {number}".encode() for number in range(4)]

    def renew(data: bytes) -> int:
        return rest.call("POST", route, files={"file": ("a.png", data, "image/png")}).status_code

    for _ in range(3):
        assert at_once([partial(renew, data) for data in datas]) == {200: 4}
    kept = rest.store.db.execute("SELECT number, bytes FROM file_version ORDER BY number").fetchall()
    assert [number for number, _ in kept] == list(range(1, 14))
    assert sorted(data for _, data in kept[1:]) == sorted(datas * 3)


def test_a_file_described_while_it_is_renewed_is_told_so(rest: Rest) -> None:
    page = rest.made("Page")
    file = rest.upload(page, "a.png", b"first").json()["results"][0]["id"]
    route = f"/rest/api/content/{page}/child/attachment/{file}"
    told = {"id": file, "type": "attachment", "version": {"number": 1}, "title": "b.png"}

    def renewed() -> None:
        rest.store.db.execute(
            "INSERT INTO file_version SELECT file, 2, media_type, size, comment, minor, author, created, bytes"
            " FROM file_version"
        )
        rest.store.db.execute("UPDATE file SET version = 2")

    assert _meanwhile(rest, partial(rest.put, route, told), renewed).status_code == 409
    assert rest.store.db.execute("SELECT version, name FROM file").fetchall() == [(2, "a.png")]


def test_of_many_changes_to_one_comment_one_wins(cloud: Rest) -> None:
    body = {"representation": "storage", "value": "<p>a</p>"}
    comment = cloud.post("/api/v2/footer-comments", {"pageId": cloud.made("Page"), "body": body}).json()["id"]
    told = {"body": body, "version": {"number": 2}}
    route = f"/api/v2/footer-comments/{comment}"
    assert at_once([lambda: cloud.put(route, told).status_code] * 6) == {200: 1, 409: 5}


def test_users_restricted_at_once_are_all_kept(rest: Rest) -> None:
    page = rest.made("Page")
    cloud = rest.sandbox.flavor == "cloud"
    route = f"/rest/api/content/{page}/restriction/byOperation/read/user"
    names = ["ann", "bob", "cid", "dan"]
    for name in names:
        Rest(rest.sandbox, user=name).get("/rest/api/user/current")
    ids = {name: person.id for name in names if (person := people.by_name(rest.store, name))}
    who = {name: {"accountId": ids[name]} if cloud else {"userName": name} for name in names}
    assert rest.put(route, params=who["ann"]).status_code == 200
    calls = [lambda name=name: rest.put(route, params=who[name]).status_code for name in names]
    assert at_once(calls) == {200: 4}
    assert [rest.get(route, params=who[name]).status_code for name in names] == [200] * 4


def test_no_acknowledged_body_is_lost_among_other_changes(rest: Rest) -> None:
    rest.sandbox.switch(hold=0)
    page, other = rest.made("Page"), rest.made("Other")
    acknowledged: dict[int, str] = {}
    statuses: list[int] = []
    done = threading.Event()

    def write() -> int:
        while len(acknowledged) < 8:
            number = _number(rest, page) + 1
            body = f"<p>{number} words</p>"
            answer = rest.update(page, number, "Page", body)
            statuses.append(answer.status_code)
            if answer.status_code == 200:
                acknowledged[number] = body
        done.set()
        return 0

    def disturb(asked: Asked) -> int:
        while not done.is_set():
            statuses.append(asked().status_code)
            time.sleep(0.02)
        return 0

    at_once([write, *(partial(disturb, asked) for asked in _asks(rest, page, other).values())])
    assert set(statuses) <= {200, 201, 400, 404, 409}
    kept = {number: _plain(content.body(rest.store, int(page), number)) for number in acknowledged}
    assert kept == acknowledged


def _tree_deleted(cloud: Rest, page: str) -> dict[str, Any]:
    """The long task of deleting a page with all below it, once it is finished."""
    task = cloud.delete(f"/rest/api/content/{page}/pageTree").json()["id"]
    while not (told := cloud.get(f"/rest/api/longtask/{task}").json())["finished"]:
        time.sleep(0.02)
    return dict(told)


def test_a_tree_with_a_page_that_may_not_be_edited_stays_whole(cloud: Rest) -> None:
    top = cloud.made("Top")
    below = cloud.made("Below", top)
    deep = cloud.made("Deep", below)
    access.lock(cloud.store, int(deep))
    told = _tree_deleted(cloud, top)
    assert (told["successful"], deep in told["messages"][0]["translation"]) == (False, True)
    assert [cloud.children(page) for page in (cloud.home, top, below)] == [["Top"], ["Below"], ["Deep"]]
    access.lock(cloud.store, int(deep), False)
    assert _tree_deleted(cloud, top)["successful"]
    assert cloud.children(cloud.home) == []


def test_deletes_of_trees_at_once_under_one_parent_are_a_conflict(cloud: Rest) -> None:
    pages = [cloud.made(f"Page {number}") for number in range(3)]
    cloud.sandbox.switch(hold=0.3)
    routes = [f"/rest/api/content/{page}/pageTree" for page in pages]
    calls = [partial(_deleted, cloud, route) for route in routes]
    assert at_once(calls) == {202: 1, 409: 2}


def _deleted(cloud: Rest, route: str) -> int:
    return cloud.delete(route).status_code
