"""Pages that left the site and are kept, or cannot be found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import pytest
from sandboxes import Sandbox
from trees import LeapingClock, P, Person, client, outline, put, site, tree

from mkdocs_confluence.errors import Lost, Unreachable
from mkdocs_confluence.model import Destination, Policy
from mkdocs_confluence.sandbox.store import content, people, restrictions
from mkdocs_confluence.sandbox.web.faults import Fault
from mkdocs_confluence.sync import Notice, Progress, publish, report

SITE = P("index.md", "Docs", (P("a.md", "A", words="a"), P("b.md", "B", words="b")))
TAKEN = P("index.md", "Docs", (P("b.md", "A", words="b"),))
"""Where A left and B takes its title."""
GONE = P("index.md", "Docs", (P("b.md", "B", words="b"),))


@pytest.mark.parametrize("why", ["policy", "below", "edited"])
def test_a_page_that_is_kept_and_gives_its_title_away_is_in_the_plan_and_said(
    confluence: Sandbox, ann: Person, tmp_path: Path, why: str
) -> None:
    put(confluence, SITE, tmp_path / "b")
    policy = {"policy": Policy(retire="keep"), "below": Policy(), "edited": Policy(on_edit="skip")}[why]
    if why == "below":
        ann.writes("Ann's notes", "A")
    if why == "edited":
        ann.edits("A")
    kept = ann.page("A").id
    outcome = put(confluence, TAKEN, tmp_path / "b", policy)
    new = ann.client.page(kept)
    (row,) = [row for row in json.loads(report.plan_json(outcome.plan))["pages"] if row["id"] == kept]
    assert (row["source"], row["mark"], row["title"]) == ("a.md", ">", new.title)
    assert f"\n> {new.title}  (no longer in the site; renamed from “A”)\n" in report.plan_text(outcome.plan)
    assert "2 to move" in report.totals(outcome.plan)
    said = f"renamed from “A” to “{new.title}”, since b.md has that title now"
    (notice,) = [notice for notice in outcome.notices if notice.key == "a.md"]
    assert said in notice.message
    assert notice.url == new.url, "its old address may be another page's by now"
    assert put(confluence, TAKEN, tmp_path / "b", policy).plan.empty
    assert ann.client.page(kept).status == "current"


def test_a_page_that_gave_its_title_away_and_is_kept_at_the_last_moment_says_so(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    """Somebody writes a page below it while the publish goes on."""
    put(confluence, SITE, tmp_path / "b")
    left = ann.page("A").id

    def meanwhile(event: Notice | Progress) -> None:
        if isinstance(event, Progress) and event.wave == "retire" and not event.done:
            ann.client.create("Ann's notes", left, "<p>Mine.</p>")

    publication, bundle = site(TAKEN, tmp_path / "b", confluence.flavor)
    where = Destination(confluence.url, confluence.flavor, "DOCS")
    reach = client(confluence.url, confluence.flavor)
    clock = LeapingClock().clock
    outcome = publish(reach, publication, bundle, where, Policy(), notify=meanwhile, clock=clock)
    reach.close()
    assert outcome.retired == ()
    (notice,) = outcome.notices
    now = ann.client.page(left)
    assert "somebody else's page is below it. It is renamed from “A” to" in notice.message
    assert f"“{now.title}”" in notice.message
    assert notice.url == now.url


def test_an_edited_page_that_was_kept_and_renamed_is_still_kept_for_its_edit(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    ann.edits("A")
    put(confluence, TAKEN, tmp_path / "b", Policy(retire="keep"))
    outcome = put(confluence, TAKEN, tmp_path / "b", Policy(on_edit="skip"))
    assert outcome.retired == ()
    assert put(confluence, TAKEN, tmp_path / "b").retired == ("a.md",)


def test_a_page_that_was_kept_and_renamed_is_found_edited_and_comes_back_without_a_word(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    left = ann.page("A").id
    put(confluence, TAKEN, tmp_path / "b", Policy(retire="keep"))
    ann.edits(ann.client.page(left).title)
    assert put(confluence, TAKEN, tmp_path / "b", Policy(on_edit="skip")).retired == ()
    outcome = put(confluence, SITE, tmp_path / "b", Policy(on_edit="skip"))
    assert ann.page("A").id == left
    (notice,) = outcome.notices
    assert "its body is left alone" in notice.message, "and nobody renamed it in Confluence"


def test_a_page_that_is_kept_is_not_forgotten_when_another_one_gets_its_path(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    """The first page of the nav is the root, whatever its path."""
    put(confluence, SITE, tmp_path / "b")
    other = P("a.md", "Docs", (P("b.md", "B", words="b"),))
    outcome = put(confluence, other, tmp_path / "b", Policy(retire="keep"))
    assert [change.source for change in outcome.plan.changes if not change.page] == ["a.md"]
    assert put(confluence, other, tmp_path / "b", Policy(retire="keep")).plan.empty
    assert put(confluence, other, tmp_path / "b").retired == ("a.md",)
    assert outline(confluence) == [("Docs", ["B"])]
    assert put(confluence, other, tmp_path / "b").plan.empty


@pytest.mark.parametrize("retire", ["trash", "keep"])
def test_a_page_that_a_cut_run_left_under_two_paths_leaves_once(
    confluence: Sandbox, tmp_path: Path, retire: Literal["trash", "keep"]
) -> None:
    policy = Policy(retire=retire)
    put(confluence, SITE, tmp_path / "b")
    moved = P("index.md", "Docs", (P("new/a.md", "A", words="new"), *GONE.children))
    confluence.faults.on("^PUT .*/(pages|content)/[0-9]+([?]|$)", Fault("drop-before"), times=None)
    confluence.faults.on("propert", Fault("drop-before"), times=None, skip=4)
    with pytest.raises((Unreachable, Lost)):
        put(confluence, moved, tmp_path / "b", clock=LeapingClock())
    confluence.faults.clear()
    outcome = put(confluence, GONE, tmp_path / "b", policy, clock=LeapingClock())
    assert outcome.ok, outcome.failures
    assert len(outcome.retired) == (retire == "trash")
    confluence.log.clear()
    assert put(confluence, GONE, tmp_path / "b", policy).plan.empty
    assert confluence.writes() == []


def hide(sandbox: Sandbox, ann: Person, title: str) -> None:
    """Let nobody but Ann see a page."""
    page_id = int(ann.page(title).id)
    ann.edits(title, tree(sandbox).named(title).body)  # makes her known to the store
    person, page = people.by_name(sandbox.store, "ann"), content.find(sandbox.store, page_id)
    assert person
    assert page
    restrictions.replace(sandbox.store, person, page, {"read": [("user", person.id)]})


def show(sandbox: Sandbox) -> None:
    with sandbox.store.write() as db:
        db.execute("DELETE FROM restriction")


def about(notices: tuple[Notice, ...], key: str) -> str:
    return " ".join(notice.message for notice in notices if notice.key == key)


def test_a_page_that_is_hidden_while_it_leaves_is_said_once_and_is_ours_when_it_comes_back(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    hide(confluence, ann, "A")
    before = tree(confluence).named("A").id
    outcome = put(confluence, GONE, tmp_path / "b")
    assert "cannot be found: it is gone already, or hidden from this account" in about(
        outcome.notices, "a.md"
    )
    assert outcome.retired == ()
    confluence.log.clear()
    again = put(confluence, GONE, tmp_path / "b")
    assert (again.notices, again.plan.empty) == ((), True)
    assert confluence.writes() == []
    show(confluence)
    moved = P("index.md", "Docs", (P("new/a.md", "A", words="new"), P("b.md", "B", words="b")))
    for root in (SITE, moved):
        outcome = put(confluence, root, tmp_path / "b")
        assert outcome.ok
        assert tree(confluence).named("A").id == before
    assert put(confluence, moved, tmp_path / "b").plan.empty


def test_a_page_that_cannot_be_found_is_created_anew_and_may_be_hidden(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    hide(confluence, ann, "A")
    outcome = put(confluence, P("index.md", "Docs", (P("a.md", "New"), GONE.children[0])), tmp_path / "b")
    assert "or is hidden from this account; it is created anew" in about(outcome.notices, "a.md")
    assert outline(confluence) in ([("Docs", ["A", "New", "B"])], [("Docs", ["New", "A", "B"])])
    new = ann.page("New").id
    show(confluence)
    assert put(
        confluence, P("index.md", "Docs", (P("a.md", "New"), GONE.children[0])), tmp_path / "b"
    ).plan.empty
    outcome = put(confluence, SITE, tmp_path / "b")
    assert outcome.ok, outcome.failures
    assert outcome.retired == ("a.md",), "the page that was hidden makes room, as it is ours"
    assert ann.page("A").id == new
    assert outline(confluence) == [("Docs", ["A", "B"])]
    assert put(confluence, SITE, tmp_path / "b").plan.empty
