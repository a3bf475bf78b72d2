"""Who watches what: the author of a page or file by itself (reference, §17.3), others when they say so."""

from __future__ import annotations

from . import Store
from .nouns import Person


def begin(store: Store, person: Person, content_id: int) -> None:
    with store.write() as db:
        db.execute("INSERT OR IGNORE INTO watch VALUES (?, ?)", (content_id, person.id))


def end(store: Store, person: Person, content_id: int) -> None:
    with store.write() as db:
        db.execute("DELETE FROM watch WHERE content = ? AND person = ?", (content_id, person.id))


def stands(store: Store, person: Person, content_id: int) -> bool:
    row = store.db.execute(
        "SELECT 1 FROM watch WHERE content = ? AND person = ?", (content_id, person.id)
    ).fetchone()
    return row is not None
