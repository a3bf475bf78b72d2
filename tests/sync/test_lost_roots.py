"""A root that was deleted with its ledger, and what `adopt` takes over of what stood below it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sandboxes import Sandbox
from trees import LeapingClock, P, Person, outline, put, tree

from mkdocs_confluence.errors import Lost, TitleHeld, Unreachable
from mkdocs_confluence.model import Destination, Policy
from mkdocs_confluence.sandbox.web.faults import Fault

ADOPT = Policy(adopt=True)
SITE = P(
    "index.md",
    "Docs",
    (
        P("s/", "S", (P("a.md", "A", links=("b.md",)), P("b.md", "B"))),
        P("c.md", "C", links=("d.md",)),
        P("d.md", "D"),
    ),
)
"""On Cloud, A and C are written after D was created, so they carry a stamp; the others are created with their body."""


@pytest.fixture
def lifted(confluence: Sandbox, ann: Person, tmp_path: Path) -> Sandbox:
    """The root of a site is gone for good, and what stood below it stands below the parent."""
    confluence.switch(orphans="lift")
    put(confluence, SITE, tmp_path / "b")
    root = ann.page("Docs").id
    ann.client.trash(root)
    ann.writes("Ann's notes", "Documentation Home")
    confluence.log.clear()
    return confluence


def ids(sandbox: Sandbox) -> dict[str, int]:
    return {node.title: node.id for node in tree(sandbox).walk()}


def refused(sandbox: Sandbox, site: P, folder: Path, policy: Policy = ADOPT) -> str:
    """The hint of a publish that is refused before any write."""
    sandbox.log.clear()
    with pytest.raises(TitleHeld) as caught:
        put(sandbox, site, folder, policy)
    assert sandbox.writes() == []
    return caught.value.hint


def test_a_tree_whose_root_is_lost_is_taken_over_below_a_new_one(lifted: Sandbox, tmp_path: Path) -> None:
    before = ids(lifted)
    assert "put it back first" in refused(lifted, SITE, tmp_path / "b", Policy())
    outcome = put(lifted, SITE, tmp_path / "b", ADOPT)
    assert outcome.ok, outcome.failures
    assert ("Docs", [("S", ["A", "B"]), "C", "D"]) in outline(lifted)
    assert before.items() <= ids(lifted).items()
    lifted.log.clear()
    assert put(lifted, SITE, tmp_path / "b").plan.empty
    assert lifted.writes() == []


@pytest.mark.parametrize("k", range(8, 26, 2))
def test_a_tree_that_is_taken_over_is_so_also_after_a_cut(lifted: Sandbox, tmp_path: Path, k: int) -> None:
    before = ids(lifted)
    lifted.faults.on("", Fault("drop-before"), times=None, skip=k)
    with pytest.raises((Unreachable, Lost)):
        put(lifted, SITE, tmp_path / "b", ADOPT, clock=LeapingClock())
    lifted.faults.clear()
    assert put(lifted, SITE, tmp_path / "b", ADOPT, clock=LeapingClock()).ok
    assert before.items() <= ids(lifted).items()
    assert ("Docs", [("S", ["A", "B"]), "C", "D"]) in outline(lifted)


def test_new_pages_do_not_keep_a_lost_tree_from_being_taken_over(lifted: Sandbox, tmp_path: Path) -> None:
    """Nor does a first level that has changed, as long as a stamp tells whose tree it is."""
    before = ids(lifted)
    more = replace(SITE, children=(*SITE.children, P("n.md", "New")))
    assert put(lifted, more, tmp_path / "b", ADOPT).ok
    assert before.items() <= ids(lifted).items()
    assert ("Docs", [("S", ["A", "B"]), "C", "D", "New"]) in outline(lifted)


def test_a_lost_tree_is_taken_over_below_a_root_that_somebody_made(
    lifted: Sandbox, ann: Person, tmp_path: Path
) -> None:
    ann.writes("Docs", "Documentation Home")
    before = ids(lifted)
    assert put(lifted, SITE, tmp_path / "b", ADOPT).ok
    assert ids(lifted) == before


def test_a_page_that_somebody_else_wrote_last_is_not_taken_over_until_it_stands_below_the_root(
    lifted: Sandbox, ann: Person, tmp_path: Path
) -> None:
    ann.edits("D")
    before = ids(lifted)
    hint = refused(lifted, SITE, tmp_path / "b")
    assert "make a page “Docs” below the one that `parent` names, and move these pages below it" in hint
    assert "with `adopt`" not in hint
    ann.writes("Docs", "Documentation Home")
    ann.moves("D", "Docs")
    assert put(lifted, SITE, tmp_path / "b", ADOPT).ok
    assert before.items() <= ids(lifted).items()


def test_a_page_beside_a_root_that_was_never_there_is_not_taken_over(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    """Though the account that publishes wrote it: it may be that of a person."""
    own = Person(confluence, "sandbox")
    own.writes("C", "Documentation Home")
    own.client.close()
    assert "move these pages below it" in refused(confluence, SITE, tmp_path / "b")


def test_nothing_of_another_site_is_taken_over(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    """Its root was renamed last, which leaves no stamp."""
    there = Destination(confluence.url, confluence.flavor, "DOCS", site="other")
    put(confluence, P("index.md", "Other"), tmp_path / "o", destination=there)
    put(confluence, P("index.md", "C"), tmp_path / "o", destination=there)
    hint = refused(confluence, P("index.md", "Docs", (P("c.md", "C"),)), tmp_path / "b")
    assert "move these pages below it" in hint


@pytest.mark.parametrize("confluence", ["cloud"], indirect=True)
def test_pages_that_were_archived_with_the_root_are_to_be_restored(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    confluence.switch(orphans="archive")
    put(confluence, SITE, tmp_path / "b")
    ann.trashes("Docs")
    hint = refused(confluence, SITE, tmp_path / "b")
    assert "can only be restored or deleted" in hint
    assert "move" not in hint.replace("renamed and moved", "")


@pytest.mark.parametrize("policy", [Policy(), ADOPT])
def test_a_site_with_the_title_of_the_page_above_it_is_told_to_take_another(
    confluence: Sandbox, tmp_path: Path, policy: Policy
) -> None:
    hint = refused(confluence, P("index.md", "Documentation Home"), tmp_path / "b", policy)
    assert "title of the page that the site stands under" in hint
    assert "`adopt`" not in hint


def test_a_root_that_stands_elsewhere_is_to_be_moved_to_be_adopted(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    ann.writes("Section", "Documentation Home")
    ann.writes("Docs", "Section")
    assert "directly below the page that `parent` names: move it there" in refused(
        confluence, SITE, tmp_path / "b"
    )
