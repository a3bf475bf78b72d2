"""Reading back after a publish finds every way in which a page can differ from what was meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sandboxes import Sandbox
from trees import P, Person, client, put
from trees import site as built

from mkdocs_confluence.model import Destination, Policy
from mkdocs_confluence.sync import plan_only
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


def last_first(confluence: Sandbox, ann: Person) -> None:
    with confluence.store.write() as db:
        db.execute("UPDATE content SET position = 1 WHERE title = 'Gamma'")
        db.execute("UPDATE content SET position = 2000000 WHERE title = 'Alpha'")


def shortens(confluence: Sandbox, ann: Person) -> None:
    with confluence.store.write() as db:
        db.execute(
            "UPDATE file_version SET size = 3 WHERE file IN (SELECT id FROM file WHERE name = 'a.txt')"
        )


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
    put(confluence, SITE, tmp_path / "b")
    publication, bundle = built(SITE, tmp_path / "b", confluence.flavor)
    with client(confluence.url, confluence.flavor) as reach:
        where = Destination(confluence.url, confluence.flavor, "DOCS")
        plan = plan_only(reach, publication, where, Policy())
        pages = {change.key: change.before for change in plan.changes if change.before}
        assert verify(reach, plan, bundle, pages, 8) == ()
        tamper(confluence, ann)
        failures = {failure.key: failure.message for failure in verify(reach, plan, bundle, pages, 8)}
    assert says in failures.pop(key)
    assert not failures
