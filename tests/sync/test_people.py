"""What people do in Confluence between two publishes, and what is theirs."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from sandboxes import Sandbox
from trees import LeapingClock, P, Person, changed, client, hanging, outline, put, site, tree

from mkdocs_confluence.errors import Edited, Foreign, PublishError, RetireRefused, SettingsError, TitleHeld
from mkdocs_confluence.model import Destination, Policy
from mkdocs_confluence.sandbox.store import comments, content, people
from mkdocs_confluence.sandbox.store.switches import Switches
from mkdocs_confluence.sandbox.web.faults import Fault
from mkdocs_confluence.sync import Notice, Progress, publish

SITE = P("index.md", "Docs", (P("s/", "S", (P("a.md", "A"), P("b.md", "B"))), P("c.md", "C")))


def settled(sandbox: Sandbox, site: P, folder: Path, policy: Policy | None = None) -> None:
    """A further publish finds nothing to do."""
    sandbox.log.clear()
    outcome = put(sandbox, site, folder, policy)
    assert sandbox.writes() == [], [c for c in outcome.plan.changes if c.writes]


def test_an_edit_is_overwritten_and_said(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    ann.edits("A")
    outcome = put(confluence, SITE, tmp_path / "b")
    assert "Edited by hand" not in tree(confluence).named("A").body
    (notice,) = outcome.notices
    assert notice.key == "a.md"
    assert f"edited in Confluence by {ann.client.whoami()};" in notice.message
    assert notice.url == ann.page("A").url
    settled(confluence, SITE, tmp_path / "b")


def test_an_edit_is_left_alone_where_the_policy_says_skip(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    skip = Policy(on_edit="skip")
    put(confluence, SITE, tmp_path / "b")
    ann.edits("A")
    newer = changed(SITE, "a.md", words="Newer.")
    outcome = put(confluence, newer, tmp_path / "b", skip)
    assert "Edited by hand" in tree(confluence).named("A").body
    assert "left alone" in outcome.notices[0].message
    settled(confluence, newer, tmp_path / "b", skip)
    put(confluence, changed(newer, "a.md", title="A2"), tmp_path / "b", skip)
    assert "Edited by hand" in tree(confluence).named("A2").body
    settled(confluence, changed(newer, "a.md", title="A2"), tmp_path / "b", skip)


def test_an_edit_stops_the_publish_where_the_policy_says_fail(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    ann.edits("A")
    confluence.log.clear()
    with pytest.raises(Edited, match=f"“A” by {ann.client.whoami()} "):
        put(confluence, changed(SITE, "c.md", words="x"), tmp_path / "b", Policy(on_edit="fail"))
    assert confluence.writes() == []


SMALLER = P("index.md", "Docs", (P("c.md", "C"),))
"""Without S and what is below it."""


def test_an_edit_of_a_page_that_leaves_is_said(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    ann.edits("A")
    url = ann.page("A").url
    outcome = put(confluence, SMALLER, tmp_path / "b")
    assert outline(confluence) == [("Docs", ["C"])]
    (notice,) = outcome.notices
    assert (notice.key, notice.url) == ("a.md", url)
    assert f"edited in Confluence by {ann.client.whoami()};" in notice.message
    assert "goes into the trash" in notice.message


def test_a_page_that_leaves_and_was_edited_is_kept_where_the_policy_says_skip(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    skip = Policy(on_edit="skip")
    put(confluence, SITE, tmp_path / "b")
    ann.edits("A")
    outcome = put(confluence, SMALLER, tmp_path / "b", skip)
    assert outline(confluence) == [("Docs", [("S", ["A"]), "C"])]
    assert outcome.retired == ("b.md",)
    told = {notice.key: notice.message for notice in outcome.notices}
    assert f"edited in Confluence by {ann.client.whoami()};" in told["a.md"]
    assert "one below it is kept" in told["s/"]
    settled(confluence, SMALLER, tmp_path / "b", skip)


def test_a_page_that_leaves_and_was_edited_stops_the_publish_where_the_policy_says_fail(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    fail = Policy(on_edit="fail")
    put(confluence, SITE, tmp_path / "b")
    ann.edits("A")
    confluence.log.clear()
    with pytest.raises(Edited, match=f"“A” by {ann.client.whoami()} "):
        put(confluence, SMALLER, tmp_path / "b", fail)
    assert confluence.writes() == []
    put(confluence, SMALLER, tmp_path / "b", replace(fail, retire="keep"))


def test_a_page_that_was_renamed_to_be_archived_is_not_edited(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "s", "cloud", switches=Switches(early_property=0.0)) as sandbox:
        put(sandbox, SITE, tmp_path / "b")
        sandbox.faults.on("^POST .*/archive", Fault("drop-before"), times=None)
        sandbox.faults.on("^PUT .*/propert", Fault("drop-before"), times=None, skip=1)
        with suppress(PublishError):
            put(sandbox, SMALLER, tmp_path / "b", Policy(retire="archive"), clock=LeapingClock())
        sandbox.faults.clear()
        assert any("(" in node.title for node in tree(sandbox).walk()), "renamed, and not archived"
        outcome = put(sandbox, SMALLER, tmp_path / "b", Policy(retire="archive"))
        assert outcome.notices == ()
        assert outline(sandbox) == [("Docs", ["C"])]


def test_title_and_place_are_put_back_and_said(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    ann.renames("A", "Ann's page")
    ann.moves("B", "C")
    outcome = put(confluence, SITE, tmp_path / "b")
    assert outline(confluence) == [("Docs", [("S", ["A", "B"]), "C"])]
    said = {(notice.key, notice.message.split(" in ")[0]) for notice in outcome.notices}
    assert {("a.md", "the page was renamed"), ("b.md", "the page was moved")} <= said
    settled(confluence, SITE, tmp_path / "b")


@pytest.mark.parametrize("policy", [Policy(), Policy(on_edit="skip")], ids=["overwrite", "skip"])
def test_a_page_that_was_edited_and_then_trashed_is_restored_as_the_policy_for_edits_says(
    confluence: Sandbox, ann: Person, tmp_path: Path, policy: Policy
) -> None:
    put(confluence, SITE, tmp_path / "b")
    ann.edits("A")
    ann.trashes("A")
    outcome = put(confluence, SITE, tmp_path / "b", policy)
    assert outcome.ok, outcome.failures
    kept = "Edited by hand" in tree(confluence).named("A").body
    assert kept == (policy.on_edit == "skip")
    assert any("edited in Confluence" in notice.message for notice in outcome.notices)
    settled(confluence, SITE, tmp_path / "b", policy)


def test_a_page_in_the_trash_is_restored(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    before = tree(confluence).named("A").id
    ann.trashes("A")
    outcome = put(confluence, SITE, tmp_path / "b")
    assert tree(confluence).named("A").id == before
    assert outline(confluence) == [("Docs", [("S", ["A", "B"]), "C"])]
    assert any("trash" in notice.message for notice in outcome.notices)
    settled(confluence, SITE, tmp_path / "b")


@pytest.mark.parametrize("title", ["c", "C"])
def test_a_title_of_somebody_else_stops_the_publish_before_any_write(
    confluence: Sandbox, ann: Person, tmp_path: Path, title: str
) -> None:
    page = ann.writes(title, "Documentation Home")
    confluence.log.clear()
    with pytest.raises(TitleHeld) as error:
        put(confluence, SITE, tmp_path / "b")
    assert "“C” (c.md" in str(error.value)
    assert page.url in str(error.value)
    assert confluence.writes() == []


def test_pages_of_others_below_ours_stay_and_keep_what_is_above(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    ann.writes("Ann's notes", "A")
    before = tree(confluence).named("Ann's notes")
    outcome = put(confluence, SMALLER, tmp_path / "b")
    assert outline(confluence) == [("Docs", [("S", [("A", ["Ann's notes"])]), "C"])]
    assert tree(confluence).named("Ann's notes") == before
    assert outcome.retired == ("b.md",)
    assert sum("somebody else's page" in notice.message for notice in outcome.notices) == 2


@pytest.mark.parametrize(
    ("confluence", "retire"),
    [("cloud", "trash"), ("cloud", "archive"), ("datacenter", "trash")],
    indirect=["confluence"],
)
def test_a_page_that_is_written_below_ours_while_the_publish_goes_on_is_not_harmed(
    confluence: Sandbox, ann: Person, tmp_path: Path, retire: Literal["trash", "archive"]
) -> None:
    put(confluence, SITE, tmp_path / "b")

    def meanwhile(event: Notice | Progress) -> None:
        if isinstance(event, Progress) and event.wave == "retire" and not event.done:
            ann.writes("Ann's notes", "A")

    publication, bundle = site(SMALLER, tmp_path / "b", confluence.flavor)
    where, policy = Destination(confluence.url, confluence.flavor, "DOCS"), Policy(retire=retire)
    reach = client(confluence.url, confluence.flavor)
    outcome = publish(reach, publication, bundle, where, policy, notify=meanwhile, clock=LeapingClock().clock)
    reach.close()
    assert outcome.ok
    assert outline(confluence) == [("Docs", [("S", [("A", ["Ann's notes"])]), "C"])]
    assert outcome.retired == ("b.md",)
    kept = [notice.key for notice in outcome.notices if "somebody else's page" in notice.message]
    assert kept == ["a.md", "s/"]
    settled(confluence, SMALLER, tmp_path / "b", policy)


def test_many_pages_are_retired_after_one_look_below_them(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    many = tuple(P(f"{n}.md", f"Page {n}", (P(f"{n}/sub.md", f"Sub {n}"),)) for n in range(15))
    put(confluence, P("index.md", "Docs", many), tmp_path / "b")
    ann.writes("Ann's notes", "Sub 3")
    ann.moves("Page 7", "Documentation Home")
    ann.writes("Ann's other notes", "Page 7")
    confluence.log.clear()
    outcome = put(confluence, P("index.md", "Docs"), tmp_path / "b", Policy(force=True))
    looks = [path for _, path, _ in confluence.log if path.endswith(("/child/page", "/direct-children"))]
    assert len(looks) == 2 + 27, (
        "before for the two that are not below the root any more; then at each that goes"
    )
    assert len(outcome.retired) == 30 - 3
    kept = ("Docs", [("Page 3", [("Sub 3", ["Ann's notes"])])])
    assert outline(confluence) == [kept, ("Page 7", ["Ann's other notes"])]


def test_labels_of_people_stay_and_ours_go(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    put(confluence, changed(SITE, "a.md", labels=("one", "two")), tmp_path / "b")
    ann.client.add_labels(ann.page("A").id, ["hers"])
    put(confluence, changed(SITE, "a.md", labels=("two", "three")), tmp_path / "b")
    assert tree(confluence).named("A").labels == ("hers", "three", "two")
    settled(confluence, changed(SITE, "a.md", labels=("two", "three")), tmp_path / "b")


def test_files_are_uploaded_replaced_and_removed_by_their_bytes(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, changed(SITE, "a.md", files={"one.txt": b"1", "two.txt": b"2"}), tmp_path / "b")
    hers = tmp_path / "hers.txt"
    hers.write_bytes(b"hers")
    ann.client.upload(ann.page("A").id, "hers.txt", hers, media_type="text/plain")
    before = tree(confluence).named("A")
    newer = changed(SITE, "a.md", files={"two.txt": b"22", "three.txt": b"3"})
    outcome = put(confluence, newer, tmp_path / "b")
    after = tree(confluence).named("A")
    assert outcome.attachments == 2
    assert [name for name, _ in after.files] == ["hers.txt", "three.txt", "two.txt"]
    assert dict(after.files)["two.txt"] != dict(before.files)["two.txt"]
    settled(confluence, newer, tmp_path / "b")


def test_a_file_of_a_person_with_a_name_of_ours_stays_and_its_page_is_refused(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    hers = tmp_path / "hers.txt"
    hers.write_bytes(b"hers")
    ann.client.upload(ann.page("A").id, "one.txt", hers, media_type="text/plain")
    before = tree(confluence).named("A")
    newer = changed(changed(SITE, "a.md", files={"one.txt": b"1"}), "b.md", words="Newer.")
    outcome = put(confluence, newer, tmp_path / "b")
    (failure,) = outcome.failures
    assert failure.key == "a.md"
    assert "already: “one.txt”" in failure.message
    assert tree(confluence).named("A") == before
    assert "Newer." in tree(confluence).named("B").body
    page = ann.page("A").id
    ann.client.delete_file(page, ann.client.files(page)[0].id)
    assert put(confluence, newer, tmp_path / "b").ok
    settled(confluence, newer, tmp_path / "b")


def test_a_file_of_ours_that_a_person_deleted_is_made_anew_when_its_bytes_change(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, changed(SITE, "a.md", files={"one.txt": b"1"}), tmp_path / "b")
    page = ann.page("A").id
    ann.client.delete_file(page, ann.client.files(page)[0].id)
    newer = changed(SITE, "a.md", files={"one.txt": b"11"})
    assert put(confluence, newer, tmp_path / "b").ok
    assert len(tree(confluence).named("A").files) == 1
    settled(confluence, newer, tmp_path / "b")


def test_more_than_a_third_is_not_retired_unless_forced(confluence: Sandbox, tmp_path: Path) -> None:
    full = P("index.md", "Docs", tuple(P(f"{n}.md", f"Page {n}") for n in range(10)))
    few = P("index.md", "Docs", full.children[:3])
    put(confluence, full, tmp_path / "b")
    confluence.log.clear()
    with pytest.raises(RetireRefused, match="7 of 11 pages"):
        put(confluence, few, tmp_path / "b")
    with pytest.raises(RetireRefused):
        put(confluence, few, tmp_path / "b", Policy(retire_limit=6))
    assert confluence.writes() == []
    assert put(confluence, few, tmp_path / "b", Policy(force=True)).ok
    assert outline(confluence) == [("Docs", ["Page 0", "Page 1", "Page 2"])]


def test_pages_that_left_are_kept_where_the_policy_says_keep(confluence: Sandbox, tmp_path: Path) -> None:
    keep = Policy(retire="keep")
    put(confluence, SITE, tmp_path / "b")
    few = P("index.md", "Docs", SITE.children[:1])
    outcome = put(confluence, few, tmp_path / "b", keep)
    assert outline(confluence) == [("Docs", [("S", ["A", "B"]), "C"])]
    assert "kept, as `retire: keep` says: 1 page." in outcome.notices[0].message
    settled(confluence, few, tmp_path / "b", keep)
    assert put(confluence, few, tmp_path / "b").retired == ("c.md",)


def test_archived_pages_give_their_title_away_and_come_back_anew(tmp_path: Path) -> None:
    archive = Policy(retire="archive")
    with Sandbox(tmp_path / "s", "cloud") as confluence:
        put(confluence, SITE, tmp_path / "b")
        before = tree(confluence).named("C").id
        few = P("index.md", "Docs", SITE.children[:1])
        assert put(confluence, few, tmp_path / "b", archive).retired == ("c.md",)
        settled(confluence, few, tmp_path / "b", archive)
        outcome = put(confluence, SITE, tmp_path / "b", archive)
        assert outcome.ok, outcome.failures
        assert tree(confluence).named("C").id != before
        assert any("created anew" in notice.message and notice.url for notice in outcome.notices)
        settled(confluence, SITE, tmp_path / "b", archive)


def test_a_page_that_was_renamed_but_not_archived_yet_is_not_renamed_again(tmp_path: Path) -> None:
    archive = Policy(retire="archive")
    with Sandbox(tmp_path / "s", "cloud") as confluence:
        put(confluence, SITE, tmp_path / "b")
        few = P("index.md", "Docs", SITE.children[:1])
        confluence.faults.on("POST .*/content/archive", Fault("status", status=403), times=None)
        assert not put(confluence, few, tmp_path / "b", archive).ok
        (renamed,) = [node.title for node in tree(confluence).walk() if node.title.startswith("C (")]
        confluence.faults.clear()
        assert put(confluence, few, tmp_path / "b", archive).retired == ("c.md",)
        rows = confluence.store.db.execute("SELECT title FROM content WHERE status = 'archived'")
        assert [title for (title,) in rows] == [renamed]


def test_two_sites_stand_under_one_parent(confluence: Sandbox, tmp_path: Path) -> None:
    other = P("index.md", "API", (P("a.md", "Calls"),))
    where = Destination(confluence.url, confluence.flavor, "DOCS", site="api")
    put(confluence, SITE, tmp_path / "b")
    put(confluence, other, tmp_path / "o", destination=where, site_name="API")
    settled(confluence, SITE, tmp_path / "b")
    newer = P("index.md", "API", (P("b.md", "Returns", words="b"),))
    assert put(confluence, newer, tmp_path / "o", destination=where, site_name="API").ok
    settled(confluence, SITE, tmp_path / "b")
    assert len(tree(confluence).children) == 2


def test_the_ledger_of_another_site_is_refused(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    other = P("index.md", "Else", (P("a.md", "A"),))
    confluence.log.clear()
    with pytest.raises(TitleHeld):
        put(
            confluence,
            other,
            tmp_path / "o",
            destination=Destination(confluence.url, confluence.flavor, "DOCS", site="x"),
        )
    with pytest.raises(Foreign, match="option `site`"):
        _elsewhere(confluence, other, tmp_path)
    assert confluence.writes() == []


def _elsewhere(confluence: Sandbox, root: P, folder: Path) -> None:
    publication, bundle = site(
        root, folder / "e", confluence.flavor, site_name="Else", site_url="https://else.example.org/"
    )
    other = replace(publication, repo_url="https://example.org/else")
    where = Destination(confluence.url, confluence.flavor, "DOCS")
    reach = client(confluence.url, confluence.flavor)
    try:
        publish(reach, other, bundle, where, Policy(), clock=LeapingClock().clock)
    finally:
        reach.close()


def test_a_parent_is_named_by_title_or_id_and_the_root_moves_there(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    root = tree(confluence).named("Docs").id
    page = ann.writes("Products", "Documentation Home")
    for parent in ("Products", page.id):
        where = Destination(confluence.url, confluence.flavor, "DOCS", parent=parent)
        put(confluence, SITE, tmp_path / "b", destination=where)
        assert tree(confluence).named("Products").children[0].id == root
    with pytest.raises(SettingsError, match="no page “Nowhere”"):
        put(
            confluence,
            SITE,
            tmp_path / "b",
            destination=Destination(confluence.url, confluence.flavor, "DOCS", parent="Nowhere"),
        )
    with pytest.raises(SettingsError, match="itself a page of this site"):
        put(
            confluence,
            SITE,
            tmp_path / "b",
            destination=Destination(confluence.url, confluence.flavor, "DOCS", parent="A"),
        )


def test_a_parent_that_nothing_can_stand_under_is_refused_before_any_write(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    gone = {"in the trash": ann.writes("Old", "Documentation Home").id}
    ann.trashes("Old")
    if confluence.flavor == "cloud":
        gone["archived"] = ann.writes("Older", "Documentation Home").id
        ann.client.archive([gone["archived"]])
    writes = confluence.writes()
    for state, page in gone.items():
        where = Destination(confluence.url, confluence.flavor, "DOCS", parent=page)
        with pytest.raises(SettingsError, match=f"which `parent` names, is {state}"):
            put(confluence, changed(SITE, "a.md", words="New."), tmp_path / "b", destination=where)
    assert confluence.writes() == writes


def test_adopt_takes_over_pages_of_the_same_titles(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    ann.writes("Docs", "Documentation Home")
    ann.writes("S", "Docs")
    ann.writes("a", "Docs")
    ann.writes("Unknown", "Docs")
    ids = {node.title.lower(): node.id for node in tree(confluence).walk()}
    with pytest.raises(TitleHeld):
        put(confluence, SITE, tmp_path / "b")
    outcome = put(confluence, SITE, tmp_path / "b", Policy(adopt=True))
    assert outcome.ok, outcome.failures
    taken = {change.key for change in outcome.plan.changes if "taken over" in change.reasons}
    assert taken == {"index.md", "s/", "a.md"}
    urls = {"index.md": ann.page("Docs").url, "s/": ann.page("S").url, "a.md": ann.page("A").url}
    assert {it.key: it.url for it in outcome.notices if "existed before" in it.message} == urls
    after = {node.title.lower(): node.id for node in tree(confluence).walk()}
    assert ids.items() <= after.items()
    assert "Mine" not in tree(confluence).named("A").body
    assert "Mine" in tree(confluence).named("Unknown").body
    settled(confluence, SITE, tmp_path / "b")


@pytest.mark.parametrize("root", ["Docs", "Manual"])
def test_adopt_takes_nothing_from_another_site(
    confluence: Sandbox, ann: Person, tmp_path: Path, root: str
) -> None:
    """Neither its root nor a page of it below a page of ours."""
    here = Destination(confluence.url, confluence.flavor, "DOCS")
    ann.writes("Manual", "Documentation Home")
    parent = "Manual" if root == "Manual" else ""
    put(confluence, SITE, tmp_path / "b", destination=replace(here, site="first", parent=parent))
    put(
        confluence,
        changed(SITE, "a.md", words="Newer."),
        tmp_path / "b",
        destination=replace(here, site="first", parent=parent),
    )
    confluence.log.clear()
    other = P("index.md", root, (P("a.md", "A"),))
    with pytest.raises(Foreign, match="published site “first”"):
        put(confluence, other, tmp_path / "c", Policy(adopt=True), destination=replace(here, site="second"))
    assert confluence.writes() == []


def test_adopt_takes_over_the_files_of_a_page_too_and_says_so(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    page = ann.writes("Docs", "Documentation Home")
    hers = tmp_path / "hers.txt"
    hers.write_bytes(b"hers")
    before = ann.client.upload(page.id, "one.txt", hers, media_type="text/plain")
    ours = changed(SITE, "index.md", files={"one.txt": b"1"})
    outcome = put(confluence, ours, tmp_path / "b", Policy(adopt=True))
    assert outcome.ok
    assert [file.id for file in ann.client.files(page.id)] == [before.id]
    assert any("“one.txt” that somebody attached" in notice.message for notice in outcome.notices)
    settled(confluence, ours, tmp_path / "b")


def test_a_root_that_a_person_deleted_is_to_be_put_back_and_then_has_its_pages_again(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    confluence.store.switches = replace(confluence.store.switches, orphans="lift")
    put(confluence, SITE, tmp_path / "b")
    before = {node.id for node in tree(confluence).walk()}
    root = ann.page("Docs")
    ann.client.trash(root.id)
    confluence.log.clear()
    with pytest.raises(TitleHeld) as caught:
        put(confluence, SITE, tmp_path / "b")
    assert "put it back first" in caught.value.hint
    assert confluence.writes() == []
    ann.client.restore(root)
    assert put(confluence, SITE, tmp_path / "b").ok
    assert outline(confluence) == [("Docs", [("S", ["A", "B"]), "C"])]
    assert {node.id for node in tree(confluence).walk()} == before
    settled(confluence, SITE, tmp_path / "b")


def test_a_copy_of_the_root_is_not_the_root(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    root = ann.page("Docs")
    copy = ann.writes("Copy of Docs", "Documentation Home")
    for key, found in ann.client.properties(root.id, "mkdocs").items():
        ann.client.set_property(copy.id, key, found.value)
    ann.edits("Copy of Docs")
    before = tree(confluence).named("Copy of Docs")
    renamed = P("index.md", "Manual", SITE.children)
    assert put(confluence, renamed, tmp_path / "b").ok
    assert tree(confluence).named("Manual").id == int(root.id)
    assert tree(confluence).named("Copy of Docs") == before


def test_an_order_that_a_person_changed_is_put_back_and_said(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    if confluence.flavor == "cloud":
        ann.client.move(ann.page("C").id, "before", ann.page("S").id)
    else:
        ann.client.place(ann.page("C"), 7)
    outcome = put(confluence, SITE, tmp_path / "b")
    assert outline(confluence) == [("Docs", [("S", ["A", "B"]), "C"])]
    assert any("another order" in notice.message for notice in outcome.notices)
    settled(confluence, SITE, tmp_path / "b")
    swapped = P("index.md", "Docs", SITE.children[::-1])
    assert not any("another order" in n.message for n in put(confluence, swapped, tmp_path / "b").notices)


def test_positions_that_a_server_ignores_are_written_once_and_said(tmp_path: Path) -> None:
    switches = Switches(early_property=0.0, positions=False)
    with Sandbox(tmp_path / "s", "datacenter", switches=switches) as sandbox:
        first = put(sandbox, SITE, tmp_path / "b")
        assert ["positions: false" in notice.message for notice in first.notices] == [True]
        settled(sandbox, SITE, tmp_path / "b")
        swapped = P("index.md", "Docs", SITE.children[::-1])
        newer = changed(swapped, "c.md", words="Newer.")
        sandbox.log.clear()
        second = put(sandbox, newer, tmp_path / "b")
        assert second.notices == ()
        assert len([1 for _, path, _ in sandbox.writes() if "propert" not in path]) == 1, "that of the body"
        settled(sandbox, newer, tmp_path / "b")


def test_positions_are_written_again_when_a_server_is_seen_to_keep_one(tmp_path: Path) -> None:
    switches = Switches(early_property=0.0, positions=False)
    with Sandbox(tmp_path / "s", "datacenter", switches=switches) as sandbox:
        put(sandbox, SITE, tmp_path / "b")
        sandbox.switch(positions=True)
        wanted = changed(P("index.md", "Docs", SITE.children[::-1]), "c.md", words="Newer.")
        put(sandbox, wanted, tmp_path / "b")
        put(sandbox, wanted, tmp_path / "b")
        assert outline(sandbox) == [("Docs", ["C", ("S", ["A", "B"])])]
        settled(sandbox, wanted, tmp_path / "b")


def test_a_tree_whose_ledger_was_lost_is_recovered_by_adopting(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    before = tree(confluence)
    root = ann.page("Docs").id
    for found in ann.client.properties(root, "mkdocs").values():
        ann.client.delete_property(root, found)
    with pytest.raises(TitleHeld):
        put(confluence, SITE, tmp_path / "b")
    assert put(confluence, SITE, tmp_path / "b", Policy(adopt=True)).ok
    after = tree(confluence)
    assert {n.title: n.id for n in before.walk()} == {n.title: n.id for n in after.walk()}
    settled(confluence, SITE, tmp_path / "b")


NEWER = P("index.md", "Docs", (*SITE.children, P("n/", "N", (P("new.md", "New"),))))


def cut_after_creating(sandbox: Sandbox, site: P, folder: Path, count: int) -> None:
    """A publish whose way to the server is cut when so many pages were created, before that is recorded."""
    create = "^POST .*/(pages|content)([?]|$)"
    sandbox.faults.on(create, Fault("drop-after"), skip=count - 1)
    for pattern, skip in ((create, count), ("propert", 2), ("title=N", 0)):
        sandbox.faults.on(pattern, Fault("drop-before"), times=None, skip=skip)
    with suppress(PublishError):
        put(sandbox, site, folder, clock=LeapingClock())
    sandbox.faults.clear()


def test_pages_that_a_cut_run_created_go_where_the_site_has_them_no_more(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    cut_after_creating(confluence, NEWER, tmp_path / "b", 2)
    assert tree(confluence).named("New").version == 1
    assert put(confluence, SITE, tmp_path / "b").ok
    assert outline(confluence) == [("Docs", [("S", ["A", "B"]), "C"])]
    settled(confluence, SITE, tmp_path / "b")
    assert put(confluence, NEWER, tmp_path / "b").ok


def test_a_page_that_a_cut_run_created_is_renamed_where_the_site_names_it_otherwise(
    confluence: Sandbox, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    cut_after_creating(confluence, NEWER, tmp_path / "b", 2)
    made = tree(confluence).named("New").id
    other = changed(NEWER, "new.md", title="Newest")
    assert put(confluence, other, tmp_path / "b").ok
    assert outline(confluence) == [("Docs", [("S", ["A", "B"]), "C", ("N", ["Newest"])])]
    assert tree(confluence).named("Newest").id == made
    settled(confluence, other, tmp_path / "b")


def test_a_page_of_a_person_with_the_title_of_a_create_that_was_cut_is_not_retired(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    cut_after_creating(confluence, NEWER, tmp_path / "b", 1)
    hers = ann.writes("New", "N")
    assert put(confluence, SITE, tmp_path / "b").ok
    assert ann.page("New") == hers


class _Cutting(LeapingClock):
    """Cuts the way to the server as soon as a page has been renamed."""

    def __init__(self, confluence: Sandbox) -> None:
        super().__init__()
        self.confluence = confluence
        confluence.log.clear()

    def now(self) -> float:
        pages = [
            path for method, path, _ in self.confluence.writes() if method == "PUT" and "propert" not in path
        ]
        if pages and not self.confluence.faults.met:
            self.confluence.faults.on("", Fault("drop-before"), times=None)
        return super().now()


RENAME = {"cloud": "^PUT .*/pages/[0-9]+/title$", "datacenter": "^PUT .*/content/[0-9]+[?]"}


@pytest.mark.parametrize("cut", [True, False])
def test_an_edit_is_not_forgotten_when_overwriting_it_fails_halfway(
    confluence: Sandbox, ann: Person, tmp_path: Path, cut: bool
) -> None:
    put(confluence, SITE, tmp_path / "b")
    ann.edits("A")
    renamed = changed(SITE, "a.md", title="A2")
    faults = confluence.faults
    if cut:
        clock = _Cutting(confluence)
        with suppress(PublishError):
            put(confluence, renamed, tmp_path / "b", clock=clock)
    else:
        body = "^PUT .*/pages/[0-9]+$" if confluence.flavor == "cloud" else RENAME["datacenter"]
        faults.on(body, Fault("status", status=413), skip=0 if confluence.flavor == "cloud" else 1)
        assert not put(confluence, renamed, tmp_path / "b").ok
    faults.clear()
    assert "Edited by hand" in tree(confluence).named("A2").body
    outcome = put(confluence, renamed, tmp_path / "b", clock=LeapingClock())
    assert outcome.ok
    assert "Edited by hand" not in tree(confluence).named("A2").body
    settled(confluence, renamed, tmp_path / "b")


def test_an_edit_between_a_cut_and_the_next_run_is_found_on_a_page_that_was_to_be_renamed(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    newer = changed(SITE, "c.md", title="D")
    confluence.faults.on(RENAME[confluence.flavor], Fault("drop-before"), times=None)
    with suppress(PublishError):
        put(confluence, newer, tmp_path / "b", clock=LeapingClock())
    confluence.faults.clear()
    ann.edits("C")
    outcome = put(confluence, newer, tmp_path / "b", Policy(on_edit="skip"))
    assert [(notice.key, "left alone" in notice.message) for notice in outcome.notices] == [("c.md", True)]
    assert "ann" in outcome.notices[0].message.lower()
    settled(confluence, newer, tmp_path / "b", Policy(on_edit="skip"))


def test_a_file_of_a_cut_run_that_is_not_used_any_more_goes_and_that_of_a_person_stays(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    ann.client.upload(
        ann.page("C").id, "ann.png", _file(tmp_path, b"ann"), media_type="image/png", comment="Mine"
    )
    pictured = changed(SITE, "c.md", files={"new.png": b"n"}, words="With a picture.")
    confluence.faults.on("^(GET|PUT) .*propert", Fault("drop-before"), times=None, skip=2)
    with suppress(PublishError):
        put(confluence, pictured, tmp_path / "b", clock=LeapingClock())
    confluence.faults.clear()
    assert {name for name, _ in tree(confluence).named("C").files} == {"ann.png", "new.png"}
    plain = changed(SITE, "c.md", words="Without one.")
    assert put(confluence, plain, tmp_path / "b", clock=LeapingClock()).ok
    assert {name for name, _ in tree(confluence).named("C").files} == {"ann.png"}
    settled(confluence, plain, tmp_path / "b")


def _file(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


def test_a_title_of_an_archived_page_stops_the_publish_before_any_write(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "s", "cloud") as confluence:
        ann = Person(confluence, "ann")
        page = ann.writes("c", "Documentation Home")
        ann.client.archive([page.id])
        confluence.log.clear()
        with pytest.raises(TitleHeld, match="spelled “c”, archived") as error:
            put(confluence, SITE, tmp_path / "b")
        ann.client.close()
        assert page.url in str(error.value)
        assert confluence.writes() == []


def test_what_people_hang_on_a_page_stays(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    """Restrictions, watchers, comments below the page and labels, while all that is ours changes."""
    first = changed(SITE, "a.md", labels=("ours",))
    put(confluence, first, tmp_path / "b")
    page = ann.page("A")
    ann.client.add_labels(page.id, ["hers"])
    store = confluence.store
    here = content.find(store, int(page.id))
    person = people.by_name(store, "ann")
    assert here
    assert person
    comments.add(store, person, here, "<p>Well said.</p>")
    with store.write() as db:
        for (somebody,) in db.execute("SELECT id FROM person").fetchall():
            db.execute("INSERT INTO restriction VALUES (?, 'update', 'user', ?)", (here.id, somebody))
            db.execute("INSERT OR IGNORE INTO watch VALUES (?, ?)", (here.id, somebody))
    kinds = ("restrictions", "watchers", "comments")
    before = hanging(confluence, here.id, *kinds)
    assert all(before.values()), before
    newer = P(
        "index.md",
        "Docs",
        (P("s/", "S", (P("b.md", "B"),)), P("c.md", "C", (P("a.md", "A2", words="New.", width="full"),))),
    )
    assert put(confluence, newer, tmp_path / "b").ok
    assert outline(confluence) == [("Docs", [("S", ["B"]), ("C", ["A2"])])]
    now = tree(confluence).named("A2")
    assert now.id == here.id
    assert now.labels == ("hers",)
    assert "New." in now.body
    assert hanging(confluence, here.id, *kinds) == before
    put(confluence, P("index.md", "Docs", (P("s/", "S", (P("b.md", "B"),)), P("c.md", "C"))), tmp_path / "b")
    assert put(confluence, newer, tmp_path / "b").ok
    assert tree(confluence).named("A2").id == here.id
    assert hanging(confluence, here.id, *kinds) == before
