"""Creating, changing, moving and removing pages, as both flavors answer."""

from __future__ import annotations

from typing import Literal

import pytest
from asking import Rest


def test_a_created_page_can_be_read_by_id(rest: Rest) -> None:
    page = rest.made("Install", body="<p>Hello</p>")
    assert rest.body(page) == "<p>Hello</p>"
    assert rest.version(page) == 1
    assert rest.children(rest.home) == ["Install"]


def test_an_update_makes_the_next_version(rest: Rest) -> None:
    page = rest.made("Install")
    answer = rest.update(page, 2, "Set up", "<p>other</p>")
    assert answer.status_code == 200
    assert answer.json()["title"] == "Set up"
    assert answer.json()["version"]["message"] == "a message"
    assert rest.version(page) == 2
    assert rest.body(page) == "<p>other</p>"


@pytest.mark.parametrize("number", [1, 3])
def test_an_update_with_any_other_version_than_the_next_is_a_conflict(rest: Rest, number: int) -> None:
    page = rest.made("Install")
    answer = rest.update(page, number, "Install")
    assert answer.status_code == 409
    assert "Version must be incremented" in rest.reason(answer)
    assert rest.version(page) == 1


def test_an_update_with_the_same_body_makes_a_version_unless_switched(rest: Rest) -> None:
    page = rest.made("Install", body="<p>same</p>")
    rest.update(page, 2, "Install", "<p>same</p>")
    assert rest.version(page) == 2
    rest.sandbox.switch(same_body_bumps=False)
    rest.update(page, 3, "Install", "<p>same</p>")
    assert rest.version(page) == 2


@pytest.mark.parametrize("title", ["install", "  INSTALL ", "Install"])
def test_a_title_can_exist_once_in_a_space_whatever_its_case(rest: Rest, title: str) -> None:
    rest.made("Install")
    answer = rest.create(title)
    assert answer.status_code == 400
    assert "title already exists" in rest.reason(answer)


def test_a_rename_to_a_title_that_is_taken_changes_nothing(rest: Rest) -> None:
    rest.made("One")
    page = rest.made("Two")
    assert rest.update(page, 2, "one").status_code == 400
    assert rest.version(page) == 1


def test_a_page_in_the_trash_frees_its_title_and_comes_back_as_it_was(rest: Rest) -> None:
    page = rest.made("Install", body="<p>kept</p>")
    assert rest.remove(page).status_code == 204
    twin = rest.made("Install")
    refused = _restore(rest, page, 2)
    assert refused == 400
    rest.update(twin, 2, "Elsewhere")
    assert _restore(rest, page, 2) == 200
    assert rest.body(page) == "<p>kept</p>"
    assert rest.version(page) == 2


def _restore(rest: Rest, page: str, number: int) -> int:
    if rest.sandbox.flavor == "cloud":
        return rest.update(page, number, "Other", "<p>not applied</p>").status_code
    told = {"id": page, "status": "current", "version": {"number": number}}
    return rest.put(f"/rest/api/content/{page}", told).status_code


def test_a_page_in_the_trash_is_not_found_unless_its_status_is_named(rest: Rest) -> None:
    page = rest.made("Install")
    rest.remove(page)
    assert rest.get(f"{rest.pages}/{page}").status_code == 404
    found = rest.get(f"{rest.pages}/{page}?status=trashed")
    assert found.status_code == 200
    assert found.json()["status"] == "trashed"


def test_only_a_page_in_the_trash_can_be_purged(rest: Rest) -> None:
    page = rest.made("Install")
    purge = "?purge=true" if rest.sandbox.flavor == "cloud" else "?status=trashed"
    assert rest.delete(f"{rest.pages}/{page}{purge}").status_code == 400
    rest.remove(page)
    assert rest.delete(f"{rest.pages}/{page}{purge}").status_code == 204
    assert rest.get(f"{rest.pages}/{page}?status=trashed").status_code == 404


def test_a_parent_must_exist_and_must_not_be_below_the_page(rest: Rest) -> None:
    outer = rest.made("Outer")
    inner = rest.made("Inner", outer)
    assert rest.create("Lost", "999999").status_code in (400, 404)
    assert rest.update(outer, 2, "Outer", parent=inner).status_code in (400, 500)
    answer = rest.update(outer, 2, "Outer", parent=outer)
    assert answer.status_code == 400
    assert rest.reason(answer) == "Can not set page as its own parent"


def test_an_update_can_move_a_page_and_its_children_follow(rest: Rest) -> None:
    old, new = rest.made("Old"), rest.made("New")
    page = rest.made("Page", old)
    rest.made("Child", page)
    assert rest.update(page, 2, "Page", parent=new).status_code == 200
    assert rest.children(old) == []
    assert rest.children(new) == ["Page"]
    assert rest.children(page) == ["Child"]


def test_children_of_a_page_in_the_trash_meet_the_worse_fate(rest: Rest) -> None:
    parent = rest.made("Parent")
    child = rest.made("Child", parent)
    rest.remove(parent)
    if rest.sandbox.flavor == "cloud":
        row = rest.get(f"/api/v2/pages/{child}").json()
        assert (row["status"], row["parentId"]) == ("archived", None)
    else:
        assert rest.children(rest.home) == ["Child"]


@pytest.mark.parametrize("fate", ["archive", "lift"])
def test_the_fate_of_the_children_of_a_page_in_the_trash_can_be_switched(
    rest: Rest, fate: Literal["archive", "lift"]
) -> None:
    parent = rest.made("Parent")
    rest.made("Child", parent)
    rest.sandbox.switch(orphans=fate)
    rest.remove(parent)
    assert rest.children(rest.home) == (["Child"] if fate == "lift" else [])


@pytest.mark.parametrize(
    ("title", "status"), [("", 400), ("   ", 400), ("x" * 256, 400), ("😀" * 128, 400), ("😀" * 127, 200)]
)
def test_a_title_has_1_to_255_characters(rest: Rest, title: str, status: int) -> None:
    assert rest.create(title).status_code == status


def test_a_body_over_5_megabytes_is_refused(rest: Rest) -> None:
    answer = rest.create("Huge", body=f"<p>{'x' * 5_300_000}</p>")
    assert answer.status_code == 413
    assert "at most 5242880 bytes" in rest.reason(answer)


def test_nonsense_is_answered_with_400(rest: Rest) -> None:
    page = rest.made("Page")
    assert rest.call("POST", rest.pages, data="{").status_code == 415
    assert rest.post(rest.pages, ["a list"]).status_code == 400
    assert rest.put(f"{rest.pages}/{page}", {"title": "alone"}).status_code == 400
    assert rest.get(f"{rest.pages}/no-number").status_code == 400
    assert rest.get(f"{rest.pages}?limit=x").status_code == 400


def test_the_version_message_of_a_create_is_dropped_unless_switched(rest: Rest) -> None:
    version = {"number": 1, "message": "first"}
    assert rest.create("One", version=version).json()["version"]["message"] == ""
    rest.sandbox.switch(create_keeps_message=True)
    assert rest.create("Two", version=version).json()["version"]["message"] == "first"


def test_a_long_version_message_is_cut(rest: Rest) -> None:
    page = rest.made("Page")
    version = {"number": 2, "message": "m" * 300}
    assert rest.update(page, 2, "Page", version=version).json()["version"]["message"] == "m" * 255


def test_wiki_markup_is_stored_as_storage(rest: Rest) -> None:
    page = rest.made("Page")
    wiki = {"representation": "wiki", "value": "h1. Hello"}
    rest.update(page, 2, "Page", body=wiki if rest.sandbox.flavor == "cloud" else {"wiki": wiki})
    assert rest.body(page) == "<h1>Hello</h1>"
