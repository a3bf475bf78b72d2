"""Drafts of published pages: what somebody has open in the editor."""

from __future__ import annotations

from dataclasses import replace

from . import Store, access, content, now, problems
from .nouns import Content, Person


def save(store: Store, person: Person, page_id: int, title: str, body: str) -> Content:
    """Put a draft beside a page, in place of the one that is there."""
    page = content.see(store, person, page_id, ("current", "draft"))
    access.require_editable(store, person, page)
    with store.write() as db:
        db.execute(
            "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?)", (page_id, title, body, person.id, now())
        )
    return replace(page, status="draft", title=title, version=1)


def exists(store: Store, page_id: int) -> bool:
    return store.db.execute("SELECT 1 FROM draft WHERE content = ?", (page_id,)).fetchone() is not None


def read(store: Store, page_id: int) -> tuple[str, str] | None:
    """(title, body) of the draft of a page."""
    row = store.db.execute("SELECT title, body FROM draft WHERE content = ?", (page_id,)).fetchone()
    return (row[0], row[1]) if row else None


def discard(store: Store, page_id: int) -> None:
    with store.write() as db:
        db.execute("DELETE FROM draft WHERE content = ?", (page_id,))


def unreconciled(page_id: int) -> problems.Problem:
    """What Data Center answers where an open draft stands in the way."""
    return problems.Problem(
        501,
        f"Unable to save changes to unreconciled page ContentId{{id={page_id}}}. Refreshing the page should fix this.",
    )
