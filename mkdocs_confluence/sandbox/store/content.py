"""Reading pages and folders."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from . import Store, access, problems
from .limits import fold
from .nouns import Content, Person, Version

SELECT = (
    "SELECT c.id, c.kind, c.space, c.parent, c.title, c.status, c.position, c.version, c.author, c.owner,"
    " c.created, c.subtype, c.locked, v.message, v.minor, v.author, v.created"
    " FROM content c JOIN version v ON v.content = c.id AND v.number = c.version"
)
ORDER = "c.position IS NULL, c.position, c.folded, c.id"
"""Siblings in their order: by position, those without one after them by title."""


def select(store: Store, where: str, arguments: Sequence[Any] = (), tail: str = "") -> list[Content]:
    """Contents for an SQL condition over ``c`` (content) and ``v`` (its current version)."""
    return [Content(*row) for row in store.db.execute(f"{SELECT} WHERE {where} {tail}", arguments)]


def find(store: Store, content_id: int) -> Content | None:
    """Whatever has this id, in any status, without asking who may see it."""
    if not 0 <= content_id < 2**63:  # more than SQLite can hold
        return None
    row = store.db.execute(f"{SELECT} WHERE c.id = ?", (content_id,)).fetchone()
    return Content(*row) if row else None


def see(
    store: Store,
    person: Person,
    content_id: int,
    statuses: Sequence[str] = ("current", "archived"),
    kind: str = "page",
) -> Content:
    """A page (or folder) that this person may see, in one of the statuses; raises 404."""
    found = find(store, content_id)
    if found is None or found.status not in statuses or (kind and found.kind != kind):
        raise problems.no_page(content_id)
    if not access.visible(store, person, found):
        raise problems.no_page(content_id)
    return found


@contextmanager
def changing(
    store: Store, page: Content, parents: Iterable[int | None] = ()
) -> Iterator[tuple[sqlite3.Connection, Content]]:
    """A write that changes a page, with the page as it is now, and the order of children under ``parents`` claimed.

    What was read before the write may be old: another request may have made a version since. Raises
    ``problems.crowded`` where it has moved the page or taken it away.
    """
    with store.shaping(parents), store.write() as db:
        found = find(store, page.id)
        if found is None or (found.status, found.parent) != (page.status, page.parent):
            raise problems.crowded()
        yield db, found


def by_title(
    store: Store, space_id: int, title: str, statuses: Sequence[str] = ("current",), kind: str = "page"
) -> list[Content]:
    """Pages with a title, compared trimmed and without regard to case."""
    marks = ", ".join("?" * len(statuses))
    return select(
        store,
        f"c.space = ? AND c.folded = ? AND c.kind = ? AND c.status IN ({marks})",
        (space_id, fold(title), kind, *statuses),
    )


def body(store: Store, content_id: int, number: int) -> str:
    """The stored body of one version; empty where there is none."""
    row = store.db.execute(
        "SELECT body FROM version WHERE content = ? AND number = ?", (content_id, number)
    ).fetchone()
    return str(row[0]) if row else ""


def versions(store: Store, content_id: int) -> list[Version]:
    """All versions, newest first."""
    rows = store.db.execute(
        "SELECT number, title, message, minor, author, created, findings FROM version"
        " WHERE content = ? ORDER BY number DESC",
        (content_id,),
    )
    return [Version(*row) for row in rows]


def children(store: Store, parent_id: int, kinds: Sequence[str] = ("page", "folder")) -> list[Content]:
    """Current children in their order."""
    marks = ", ".join("?" * len(kinds))
    return select(
        store,
        f"c.parent = ? AND c.status = 'current' AND c.kind IN ({marks})",
        (parent_id, *kinds),
        f"ORDER BY {ORDER}",
    )


def descendants(store: Store, root_id: int, depth: int = 10_000) -> list[tuple[int, Content]]:
    """(depth, content) of everything current below a page, level by level, siblings in order."""
    found: list[tuple[int, Content]] = []
    level = [root_id]
    for number in range(1, depth + 1):
        rows = [child for parent in level for child in children(store, parent)]
        if not rows:
            break
        found += [(number, row) for row in rows]
        level = [row.id for row in rows]
    return found


def ancestors(store: Store, content: Content) -> list[Content]:
    """From the top of the space down to the parent."""
    found: list[Content] = []
    at = content.parent if content.status != "trashed" else None
    while at is not None and (above := find(store, at)) is not None and len(found) < 1000:
        found.append(above)
        at = above.parent
    return found[::-1]


def link_target(store: Store, page: Content, space_key: str, title: str) -> Content | None:
    """Where a link by title in the current body of a page leads.

    Cloud settles it when the body is saved (and a page that came later is not found), Data Center when it is read.
    """
    if store.datacenter or store.switches.links_heal:
        return _titled(store, page, space_key, title)
    row = store.db.execute(
        "SELECT target FROM link WHERE content = ? AND space = ? AND title = ?",
        (page.id, space_key.upper(), fold(title)),
    ).fetchone()
    target = find(store, row[0]) if row and row[0] is not None else None
    return target if target is not None and target.status == "current" else None


def _titled(store: Store, page: Content, space_key: str, title: str) -> Content | None:
    space_id = page.space
    if space_key:
        row = store.db.execute("SELECT id FROM space WHERE key = ?", (space_key,)).fetchone()
        if row is None:
            return None
        space_id = row[0]
    return next(iter(by_title(store, space_id, title)), None)
