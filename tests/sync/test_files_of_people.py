"""Files of a page: those of people stay, and so do those that a body shows which is left alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sandboxes import Sandbox
from trees import LeapingClock, P, Person, changed, client, put, tree
from trees import site as built

from mkdocs_confluence.errors import PublishError
from mkdocs_confluence.model import Destination, Policy, digest
from mkdocs_confluence.sandbox.web.faults import Fault
from mkdocs_confluence.sync import Notice, Outcome, Progress, publish

SITE = P("index.md", "Docs", (P("a.md", "A", words="Some words."), P("b.md", "B")))
PICTURED = changed(SITE, "a.md", files={"gone.png": b"1", "same.png": b"1", "new.png": b"1"})
NEWER = changed(SITE, "a.md", words="Nothing of that.", files={"same.png": b"1", "new.png": b"22"})
"""Without one of the pictures, and with another in place of one."""


def bytes_of(confluence: Sandbox, title: str) -> dict[str, str]:
    return dict(tree(confluence).named(title).files)


FIRST = {name: digest(b"1") for name in ("gone.png", "same.png", "new.png")}
THEN = {"same.png": digest(b"1"), "new.png": digest(b"22")}


def attaches(ann: Person, folder: Path, title: str, name: str, content: bytes) -> None:
    """A new file, or a new version of the one with this name."""
    page = ann.page(title).id
    (folder / "hers").write_bytes(content)
    there = {file.name: file.id for file in ann.client.files(page)}
    ann.client.upload(
        page, name, folder / "hers", media_type="text/plain", comment="Hers", current=there.get(name, "")
    )


def told(outcome: Outcome, words: str) -> list[tuple[str, str]]:
    """Key and link of the notices that say so."""
    return [(notice.key, notice.url) for notice in outcome.notices if words in notice.message]


# --- bodies that are left alone -------------------------------------------------------------------


def test_a_body_left_alone_for_a_comment_keeps_its_files(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    skip = Policy(on_lost_comment="skip", verify=True)
    put(confluence, PICTURED, tmp_path / "b")
    ann.comments("A", "Some words")
    outcome = put(confluence, NEWER, tmp_path / "b", skip)
    assert outcome.ok, outcome.failures
    assert (outcome.attachments, outcome.count("updated")) == (0, 0)
    assert bytes_of(confluence, "A") == FIRST
    assert put(confluence, NEWER, tmp_path / "b").ok
    assert bytes_of(confluence, "A") == THEN
    assert put(confluence, NEWER, tmp_path / "b").plan.empty


def test_a_body_left_alone_for_an_edit_keeps_its_files(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    skip = Policy(on_edit="skip", verify=True)
    put(confluence, PICTURED, tmp_path / "b")
    ann.edits("A")
    confluence.log.clear()
    outcome = put(confluence, NEWER, tmp_path / "b", skip)
    assert outcome.ok, outcome.failures
    assert confluence.writes() == []
    assert bytes_of(confluence, "A") == FIRST
    assert put(confluence, NEWER, tmp_path / "b").ok
    assert bytes_of(confluence, "A") == THEN


def meanwhile(
    confluence: Sandbox, folder: Path, root: P, policy: Policy, act: Callable[[], object]
) -> Outcome:
    """A publish while whose content is about to be written somebody acts."""

    def notify(event: Notice | Progress) -> None:
        if isinstance(event, Progress) and event.wave == "content" and not event.done:
            act()

    publication, bundle = built(root, folder, confluence.flavor)
    where = Destination(confluence.url, confluence.flavor, "DOCS")
    with client(confluence.url, confluence.flavor) as reach:
        return publish(reach, publication, bundle, where, policy, notify=notify)


def test_a_body_left_alone_for_an_edit_made_meanwhile_keeps_its_files(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    skip = Policy(on_edit="skip", verify=True)
    put(confluence, PICTURED, tmp_path / "b")
    outcome = meanwhile(confluence, tmp_path / "b", NEWER, skip, lambda: ann.edits("A"))
    assert outcome.ok, outcome.failures
    assert told(outcome, "left alone") == [("a.md", ann.page("A").url)]
    assert "Edited by hand" in tree(confluence).named("A").body
    assert bytes_of(confluence, "A") == FIRST
    assert put(confluence, NEWER, tmp_path / "b").ok
    assert bytes_of(confluence, "A") == THEN


def test_what_a_cut_run_was_about_to_remove_stays_while_the_body_that_shows_it_does(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, PICTURED, tmp_path / "b")
    ann.comments("A", "Some words")
    confluence.faults.on("^PUT .*/(pages|content)/[0-9]+([?]|$)", Fault("drop-before"), times=None)
    with suppress(PublishError):
        put(confluence, NEWER, tmp_path / "b", clock=LeapingClock())
    confluence.faults.clear()
    for _ in range(2):
        outcome = put(confluence, NEWER, tmp_path / "b", Policy(on_lost_comment="skip"), clock=LeapingClock())
        assert outcome.ok, outcome.failures
        assert bytes_of(confluence, "A") == FIRST
    assert put(confluence, NEWER, tmp_path / "b").ok
    assert bytes_of(confluence, "A") == THEN
    assert put(confluence, NEWER, tmp_path / "b").plan.empty


def test_a_file_that_a_cut_run_replaced_gets_its_bytes_back_where_the_source_has_them_again(
    confluence: Sandbox, tmp_path: Path
) -> None:
    put(confluence, PICTURED, tmp_path / "b")
    confluence.faults.on("^(GET|PUT) .*propert", Fault("drop-before"), times=None, skip=2)
    with suppress(PublishError):
        put(confluence, NEWER, tmp_path / "b", clock=LeapingClock())
    confluence.faults.clear()
    assert bytes_of(confluence, "A") == THEN
    assert put(confluence, PICTURED, tmp_path / "b", clock=LeapingClock()).ok
    assert bytes_of(confluence, "A") == FIRST


# --- files that people attached, and new versions of ours -----------------------------------------


def test_adopt_takes_no_file_of_a_page_that_was_ours_before(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    adopt = Policy(adopt=True)
    put(confluence, SITE, tmp_path / "b", adopt)
    attaches(ann, tmp_path, "A", "new.png", b"hers")
    outcome = put(confluence, changed(SITE, "a.md", files={"new.png": b"1"}), tmp_path / "b", adopt)
    assert [(failure.key, "“new.png”" in failure.message) for failure in outcome.failures] == [("a.md", True)]
    assert bytes_of(confluence, "A") == {"new.png": digest(b"hers")}


def test_adopting_takes_over_files_also_after_a_cut(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    ann.writes("Docs", "Documentation Home")
    ann.writes("A", "Docs")
    attaches(ann, tmp_path, "A", "new.png", b"hers")
    ours = changed(SITE, "a.md", files={"new.png": b"1"})
    confluence.faults.on("^POST .*/child/attachment", Fault("drop-before"), times=None)
    with suppress(PublishError):
        put(confluence, ours, tmp_path / "b", Policy(adopt=True), clock=LeapingClock())
    confluence.faults.clear()
    outcome = put(confluence, ours, tmp_path / "b", Policy(adopt=True), clock=LeapingClock())
    assert outcome.ok, outcome.failures
    assert told(outcome, "“new.png” that somebody attached") == [("a.md", ann.page("A").url)]
    assert bytes_of(confluence, "A") == {"new.png": digest(b"1")}


def test_a_file_of_ours_that_a_person_gave_a_new_version_stays_when_it_is_no_longer_used(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, PICTURED, tmp_path / "b", Policy(verify=True))
    attaches(ann, tmp_path, "A", "gone.png", b"hers")
    outcome = put(confluence, NEWER, tmp_path / "b", Policy(verify=True))
    assert outcome.ok, outcome.failures
    assert told(outcome, "“gone.png”, but somebody gave that a new version; it is kept") == [
        ("a.md", ann.page("A").url)
    ]
    assert bytes_of(confluence, "A") == {**THEN, "gone.png": digest(b"hers")}
    assert put(confluence, NEWER, tmp_path / "b").plan.empty


def test_a_new_version_of_a_file_by_a_person_is_replaced_and_said_where_the_source_has_another(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, PICTURED, tmp_path / "b")
    attaches(ann, tmp_path, "A", "new.png", b"hers")
    before = {file.name: file.id for file in ann.client.files(ann.page("A").id)}
    outcome = put(confluence, NEWER, tmp_path / "b", Policy(verify=True))
    assert outcome.ok, outcome.failures
    assert told(outcome, "“new.png” got a new version in Confluence; it is replaced") == [
        ("a.md", ann.page("A").url)
    ]
    assert bytes_of(confluence, "A") == THEN
    assert {file.name: file.id for file in ann.client.files(ann.page("A").id)}["new.png"] == before["new.png"]


def test_files_are_looked_at_only_where_one_is_replaced_or_removed(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    confluence.log.clear()
    put(confluence, PICTURED, tmp_path / "b")
    put(confluence, changed(PICTURED, "a.md", words="Other words."), tmp_path / "b")
    assert not [path for method, path, _ in confluence.log if method == "GET" and "attachment" in path]
    put(confluence, NEWER, tmp_path / "b")
    assert len([path for method, path, _ in confluence.log if method == "GET" and "attachment" in path]) == 1
