"""Comments: footer comments stand below a page, inline comments are anchored in its stored body."""

from __future__ import annotations

import re
import sqlite3
import uuid

from ..bodies import findings, markers
from . import Store, access, content, now, problems
from .nouns import Comment, Content, Person

_SELECT = "SELECT id, page, parent, location, body, ref, selection, resolution, version, author, created FROM comment"
_REF = re.compile(r'<ac:inline-comment-marker\b[^>]*\bac:ref="([^"]*)"')


def listed(store: Store, page_id: int, location: str = "") -> list[Comment]:
    """Comments of a page with their replies, by id."""
    rows = store.db.execute(
        f"{_SELECT} WHERE page = ? AND (? = '' OR location = ?) ORDER BY id", (page_id, location, location)
    )
    return [Comment(*row) for row in rows]


def get(store: Store, comment_id: int) -> Comment:
    """One comment; raises 404."""
    row = store.db.execute(f"{_SELECT} WHERE id = ?", (comment_id,)).fetchone()
    if row is None:
        raise problems.missing(
            f"Could not find comment with id: {comment_id}",
            f"No content found with id: ContentId{{id={comment_id}}}",
        )
    return Comment(*row)


def add(store: Store, person: Person, page: Content, body: str, *, parent: int | None = None) -> Comment:
    """A footer comment, or a reply to any comment of the page."""
    access.require_writable(store, page.space)
    findings.accept(store, body)
    with store.write() as db:
        above = get(store, parent) if parent is not None else None
        made = _insert(store, db, person, page, body, above.location if above else "footer", parent, "", "")
    return get(store, made)


def add_inline(
    store: Store,
    person: Person,
    page: Content,
    body: str,
    words: str,
    index: int = 0,
    count: int | None = None,
) -> Comment:
    """A comment on the ``index``-th of ``count`` places where the page says ``words``.

    Markers go into the stored body; the version of the page stays. Raises 400 where the page does not say so.
    """
    access.require_editable(store, person, page)
    findings.accept(store, body)
    ref = str(uuid.uuid4())
    with content.changing(store, page) as (db, page):
        stored = content.body(store, page.id, page.version)
        places = list(markers.places(stored, words))
        if not 0 <= index < len(places) or (count is not None and len(places) != count):
            raise problems.invalid("The text selection was not found on the page the given number of times")
        db.execute(
            "UPDATE version SET body = ? WHERE content = ? AND number = ?",
            (markers.put(stored, places[index], ref), page.id, page.version),
        )
        made = _insert(store, db, person, page, body, "inline", None, ref, words)
    return get(store, made)


def _insert(
    store: Store,
    db: sqlite3.Connection,
    person: Person,
    page: Content,
    body: str,
    location: str,
    parent: int | None,
    ref: str,
    words: str,
) -> int:
    made = store.next_id(db)
    resolution = "open" if location == "inline" else ""
    db.execute(
        "INSERT INTO comment VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)",
        (made, page.id, parent, location, body, ref, words, resolution, person.id, now()),
    )
    return made


def settle(db: sqlite3.Connection, page_id: int, body: str) -> None:
    """After a new body: open comments whose marker is gone hang in the air (``dangling``)."""
    rows = db.execute(
        "SELECT id, ref FROM comment WHERE page = ? AND ref != '' AND resolution IN ('open', 'reopened')",
        (page_id,),
    ).fetchall()
    if not rows:
        return
    kept = set(_REF.findall(body))
    for comment_id, ref in rows:
        if ref not in kept:
            db.execute("UPDATE comment SET resolution = 'dangling' WHERE id = ?", (comment_id,))


def resolve(store: Store, comment: Comment, resolved: bool) -> Comment:
    """Settle an inline comment, or open it again."""
    with store.write() as db:
        db.execute(
            "UPDATE comment SET resolution = ?, version = version + 1 WHERE id = ?",
            ("resolved" if resolved else "reopened", comment.id),
        )
    return get(store, comment.id)


def change(store: Store, comment: Comment, body: str, number: object) -> Comment:
    findings.accept(store, body)
    with store.write() as db:
        current = get(store, comment.id).version
        if number != current + 1:
            raise problems.stale(current, number)
        db.execute("UPDATE comment SET body = ?, version = version + 1 WHERE id = ?", (body, comment.id))
    return get(store, comment.id)


def delete(store: Store, comment: Comment) -> None:
    """A comment and its replies; a marker stays in the body, as in Confluence until the next edit."""
    with store.write() as db:
        db.execute("DELETE FROM comment WHERE id = ? OR parent = ?", (comment.id, comment.id))
