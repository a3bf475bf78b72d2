"""Making spaces."""

from __future__ import annotations

import sqlite3

from . import Store, access, edit, now, problems
from .nouns import Person, Space


def create(store: Store, person: Person, key: str, name: str, kind: str = "global", home: str = "") -> Space:
    """A space with a home page; raises 400 where the key is taken."""
    with store.write() as db:
        space_id = store.next_id(db)
        try:
            db.execute(
                "INSERT INTO space VALUES (?, ?, ?, ?, NULL, 'write', ?, ?)",
                (space_id, key, name, kind, person.id, now()),
            )
        except sqlite3.IntegrityError as error:
            raise problems.invalid(f"A space already exists with key {key}") from error
        page = edit.create(store, person, edit.New(space_id, home or f"{name} Home", "<p></p>"))
        db.execute("UPDATE space SET home = ? WHERE id = ?", (page.id, space_id))
    store.young.pop(page.id, None)
    return access.space(store, space_id)
