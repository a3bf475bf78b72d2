"""A page that a person only renamed or moved was not edited: its body is published, whatever ``on_edit`` says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sandboxes import Sandbox
from trees import P, Person, changed, client, outline, put, tree
from trees import site as built

from mkdocs_confluence.model import Destination, Policy
from mkdocs_confluence.sync import Notice, Progress, publish
from mkdocs_confluence.sync.sameness import plain

SITE = P("index.md", "Docs", (P("a.md", "A", words="Some words."), P("b.md", "B"), P("c.md", "C")))
NEWER = changed(SITE, "a.md", words="Newer.")
TREE = [("Docs", ["A", "B", "C"])]

SKIP, FAIL = Policy(on_edit="skip"), Policy(on_edit="fail")

Act = Callable[[Person], object]


def renames_a_commented_page(ann: Person) -> None:
    ann.comments("A", "words")
    ann.renames("A", "Hers")


NO_EDITS: dict[str, Act] = {
    "renamed": lambda ann: ann.renames("A", "Hers"),
    "renamed with a comment": renames_a_commented_page,
    "moved": lambda ann: ann.moves("A", "B"),
    "edit undone": lambda ann: [ann.edits("A"), ann.edits("A", "<p>Some words.</p>")],
}


def body_reads(confluence: Sandbox, page: str) -> int:
    """How often the page was read by itself."""
    ends = (f"/pages/{page}", f"/content/{page}")
    return len([path for method, path, _ in confluence.log if method == "GET" and path.endswith(ends)])


@pytest.mark.parametrize(
    ("how", "policy"),
    [
        ("renamed", SKIP),
        ("renamed", FAIL),
        ("renamed with a comment", SKIP),
        ("moved", FAIL),
        ("edit undone", SKIP),
    ],
)
def test_its_body_is_published_and_title_and_place_are_put_back(
    confluence: Sandbox, ann: Person, tmp_path: Path, how: str, policy: Policy
) -> None:
    put(confluence, SITE, tmp_path / "b")
    NO_EDITS[how](ann)
    outcome = put(confluence, NEWER, tmp_path / "b", policy)
    assert outcome.ok, outcome.failures
    assert "Newer." in tree(confluence).named("A").body
    assert outline(confluence) == TREE
    assert [it.message for it in outcome.notices if "edited" in it.message] == []
    assert any("put back" in it.message for it in outcome.notices) == (how != "edit undone")
    assert put(confluence, NEWER, tmp_path / "b", policy).plan.empty


@pytest.mark.parametrize("policy", [FAIL, Policy()], ids=["fail", "overwrite"])
def test_two_reads_are_spent_on_a_page_that_is_ahead_and_none_on_others(
    confluence: Sandbox, ann: Person, tmp_path: Path, policy: Policy
) -> None:
    put(confluence, SITE, tmp_path / "b")
    ids = {title: ann.page(title).id for title in "ABC"}
    ann.renames("A", "Hers")
    ann.renames("Hers", "A")
    confluence.log.clear()
    put(confluence, SITE, tmp_path / "b", policy)
    reads = {title: body_reads(confluence, ids[title]) for title in "ABC"}
    if policy.on_edit == "overwrite":
        assert (reads["B"], reads["C"]) == (0, 0)
    else:
        assert reads == {"A": 2, "B": 0, "C": 0}
        assert confluence.writes() == []


def test_a_page_that_was_renamed_and_edited_was_edited(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    ann.edits("A")
    ann.renames("A", "Hers")
    outcome = put(confluence, NEWER, tmp_path / "b", SKIP)
    assert "Edited by hand" in tree(confluence).named("A").body
    assert any("left alone" in it.message for it in outcome.notices)


def test_it_counts_as_edited_where_the_old_version_was_deleted(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    page = ann.page("A")
    ann.renames("A", "Hers")
    with confluence.store.write() as db:
        db.execute("DELETE FROM version WHERE content = ? AND number = ?", (int(page.id), page.version))
    outcome = put(confluence, NEWER, tmp_path / "b", SKIP)
    assert any("left alone" in it.message for it in outcome.notices)
    assert "Some words." in tree(confluence).named("A").body


def test_a_page_that_leaves_and_was_only_moved_goes(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    ann.moves("A", "B")
    few = P("index.md", "Docs", SITE.children[1:])
    assert put(confluence, few, tmp_path / "b", SKIP).retired == ("a.md",)


def test_a_page_that_is_renamed_while_it_is_published_is_written(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")

    def meanwhile(event: Notice | Progress) -> None:
        if isinstance(event, Progress) and event.wave == "content" and not event.done:
            ann.renames("A", "Hers")

    publication, bundle = built(NEWER, tmp_path / "b", confluence.flavor)
    where = Destination(confluence.url, confluence.flavor, "DOCS")
    with client(confluence.url, confluence.flavor) as reach:
        outcome = publish(reach, publication, bundle, where, FAIL, notify=meanwhile)
    assert outcome.ok, outcome.failures
    assert "Newer." in tree(confluence).named("A").body
    assert put(confluence, NEWER, tmp_path / "b", FAIL).plan.empty


def test_who_edited_is_named_although_our_own_rename_came_after(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    ann.edits("A")
    for title in ("A2", "A2", "A3"):
        outcome = put(confluence, changed(NEWER, "a.md", title=title), tmp_path / "b", SKIP)
        (notice,) = outcome.notices
        assert f"edited in Confluence by {ann.client.whoami()};" in notice.message
    assert "Edited by hand" in tree(confluence).named("A3").body


def test_nobody_is_named_where_our_own_account_edited(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    us = Person(confluence, "sandbox")
    us.edits("A")
    us.edits("A", "<p>Edited again.</p>")
    us.client.close()
    (notice,) = put(confluence, NEWER, tmp_path / "b", SKIP).notices
    assert "edited in Confluence by somebody;" in notice.message


def test_bodies_are_compared_without_markers_and_ids_of_the_server() -> None:
    marked = '<p local-id="1">Some <ac:inline-comment-marker ac:ref="7">words</ac:inline-comment-marker>.</p>'
    assert plain(marked) == plain('<p local-id="2">Some words.</p>') == "<p>Some words.</p>"
    code = '<![CDATA[<p local-id="1"><ac:inline-comment-marker ac:ref="7">]]>'
    assert plain(code) == code
    assert plain('<ac:image ac:width="1" />') != plain('<ac:image ac:width="2" />')
