"""Writing versions of a page: what every change of title, body or place leaves behind."""

from __future__ import annotations

import sqlite3

from . import Store, now
from .nouns import Content, Person


def add(
    store: Store,
    db: sqlite3.Connection,
    page: Content,
    person: Person,
    *,
    title: str | None = None,
    body: str | None = None,
    findings: str | None = None,
    message: str = "",
    minor: bool = False,
) -> int:
    """A new current version of a page read within this write; what is not given stays. Returns its number."""
    number = page.version + 1
    if body is None or findings is None:
        body, findings = db.execute(
            "SELECT body, findings FROM version WHERE content = ? AND number = ?", (page.id, page.version)
        ).fetchone()
    put(store, db, page.id, number, person, title or page.title, body, findings, message, minor)
    db.execute("UPDATE content SET version = ? WHERE id = ?", (number, page.id))
    if store.switches.index_lag:
        store.unindexed.setdefault(page.id, []).append((store.indexed(), number))
    return number


def put(
    store: Store,
    db: sqlite3.Connection,
    content_id: int,
    number: int,
    person: Person,
    title: str,
    body: str,
    findings: str,
    message: str,
    minor: bool,
) -> None:
    """Write one version row."""
    db.execute(
        "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            content_id,
            number,
            title,
            body,
            message[: store.switches.message_limit],
            int(minor),
            person.id,
            now(),
            findings,
        ),
    )
