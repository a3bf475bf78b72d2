"""Reading back after a publish finds every way in which a page can differ from what was meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sandboxes import Sandbox
from trees import P, Person, changed, client, put
from trees import site as built

from mkdocs_confluence.model import Destination, Policy
from mkdocs_confluence.sync import Notice, Progress, plan_only, publish
from mkdocs_confluence.sync.verify import verify

SITE = P(
    "index.md",
    "Docs",
    (
        P("a.md", "Alpha", files={"a.txt": b"1234"}, labels=("howto",)),
        P("b.md", "Beta", words="Some words."),
        P("c.md", "Gamma"),
    ),
)

OLDER = changed(
    changed(SITE, "c.md", labels=("older",), files={"older.txt": b"1"}),
    "a.md",
    labels=("howto", "older"),
    files={"a.txt": b"1234", "older.txt": b"1"},
)
"""The site as it was published before."""


def last_first(confluence: Sandbox, ann: Person) -> None:
    with confluence.store.write() as db:
        db.execute("UPDATE content SET position = 1 WHERE title = 'Gamma'")
        db.execute("UPDATE content SET position = 2000000 WHERE title = 'Alpha'")


def shortens(confluence: Sandbox, ann: Person) -> None:
    with confluence.store.write() as db:
        db.execute(
            "UPDATE file_version SET size = 3 WHERE file IN (SELECT id FROM file WHERE name = 'a.txt')"
        )


def attaches(title: str, comment: str = "mkdocs:0123456789abcdef") -> Callable[[Sandbox, Person], object]:
    """As a publish would, or, with another comment, a person."""

    def attach(confluence: Sandbox, ann: Person) -> None:
        file = confluence.store.data / "older.txt"
        file.write_bytes(b"1")
        ann.client.upload(ann.page(title).id, "older.txt", file, media_type="text/plain", comment=comment)

    return attach


def rewords(confluence: Sandbox, ann: Person) -> None:
    with confluence.store.write() as db:
        db.execute("UPDATE version SET body = '<p>Other words.</p>' WHERE title = 'Beta'")


TAMPERS: dict[str, tuple[Callable[[Sandbox, Person], object], str, str]] = {
    "title": (lambda at, ann: ann.renames("Beta", "Hers"), "b.md", "its title is “Hers”"),
    "parent": (lambda at, ann: ann.moves("Beta", "Alpha"), "b.md", "it stands under another page"),
    "order": (last_first, "index.md", "its children stand in another order"),
    "labels": (
        lambda at, ann: ann.client.remove_label(ann.page("Alpha").id, "howto"),
        "a.md",
        "it lacks the labels howto",
    ),
    "labels of ours that left": (
        lambda at, ann: ann.client.add_labels(ann.page("Alpha").id, ["older"]),
        "a.md",
        "it still has the labels older",
    ),
    "labels where there should be none": (
        lambda at, ann: ann.client.add_labels(ann.page("Gamma").id, ["older"]),
        "c.md",
        "it still has the labels older",
    ),
    "files of ours that left": (attaches("Alpha"), "a.md", "it still has the file older.txt"),
    "files where there should be none": (attaches("Gamma"), "c.md", "it still has the file older.txt"),
    "file name": (
        lambda at, ann: ann.client.delete_file(
            ann.page("Alpha").id, ann.client.files(ann.page("Alpha").id)[0].id
        ),
        "a.md",
        "it lacks the file a.txt",
    ),
    "file size": (shortens, "a.md", "the file a.txt has 3 bytes, not 4"),
    "version": (lambda at, ann: ann.edits("Beta", "<p>Some words.</p>"), "b.md", "it has version"),
    "words": (rewords, "b.md", "its words are others"),
    "gone": (lambda at, ann: ann.trashes("Gamma"), "c.md", "the page is gone"),
}


@pytest.mark.parametrize("name", TAMPERS)
def test_it_tells_what_reads_back_differently(
    confluence: Sandbox, ann: Person, tmp_path: Path, name: str
) -> None:
    tamper, key, says = TAMPERS[name]
    put(confluence, OLDER, tmp_path / "b")
    publication, bundle = built(SITE, tmp_path / "b", confluence.flavor)
    with client(confluence.url, confluence.flavor) as reach:
        where = Destination(confluence.url, confluence.flavor, "DOCS")
        plan = plan_only(reach, publication, where, Policy())
        put(confluence, SITE, tmp_path / "b")
        pages = {change.key: ann.page(change.title) for change in plan.changes}
        assert verify(reach, plan, bundle, pages, 8) == ()
        tamper(confluence, ann)
        failures = {failure.key: failure.message for failure in verify(reach, plan, bundle, pages, 8)}
    assert says in failures.pop(key)
    assert not failures


def test_labels_and_files_of_people_are_not_told(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    put(confluence, OLDER, tmp_path / "b")
    put(confluence, SITE, tmp_path / "b", Policy(verify=True))
    ann.client.add_labels(ann.page("Gamma").id, ["hers"])
    attaches("Gamma", "Hers")(confluence, ann)
    assert put(confluence, SITE, tmp_path / "b", Policy(verify=True)).ok


NEWER = changed(SITE, "b.md", words="Newer.")


def test_a_page_left_alone_for_a_comment_is_no_failure(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    policy = Policy(verify=True, on_lost_comment="skip")
    put(confluence, SITE, tmp_path / "b")
    ann.comments("Beta", "Some")
    outcome = put(confluence, NEWER, tmp_path / "b", policy)
    assert outcome.ok, outcome.failures
    assert "left as it is" in outcome.notices[0].message


def test_a_page_left_alone_for_an_edit_is_no_failure(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    policy = Policy(verify=True, on_edit="skip")
    put(confluence, SITE, tmp_path / "b")
    ann.edits("Beta")
    outcome = put(confluence, NEWER, tmp_path / "b", policy)
    assert outcome.ok, outcome.failures
    assert "left alone" in outcome.notices[0].message
    assert put(confluence, NEWER, tmp_path / "b", policy).ok


def test_a_page_left_alone_for_an_edit_made_meanwhile_is_no_failure(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    publication, bundle = built(NEWER, tmp_path / "b", confluence.flavor)
    where = Destination(confluence.url, confluence.flavor, "DOCS")
    policy = Policy(verify=True, on_edit="skip")

    def meanwhile(event: Notice | Progress) -> None:
        if isinstance(event, Progress) and event.wave == "content" and not event.done:
            ann.edits("Beta")

    with client(confluence.url, confluence.flavor) as reach:
        outcome = publish(reach, publication, bundle, where, policy, notify=meanwhile)
    assert outcome.ok, outcome.failures
    assert any("meanwhile" in notice.message for notice in outcome.notices)


@pytest.mark.parametrize(
    ("kept", "policy"), [(True, Policy(positions=False, verify=True)), (False, Policy(verify=True))]
)
def test_an_order_that_is_left_to_the_server_is_no_failure(
    ann: Person, confluence: Sandbox, tmp_path: Path, kept: bool, policy: Policy
) -> None:
    """Neither where no positions are sent nor where the server ignores them; Cloud has an order in any case."""
    put(confluence, SITE, tmp_path / "b")
    confluence.switch(positions=kept)
    turned = P("index.md", "Docs", SITE.children[::-1])
    for _ in range(2):
        outcome = put(confluence, turned, tmp_path / "b", policy)
        assert outcome.ok, outcome.failures
