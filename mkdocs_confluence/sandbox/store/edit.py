"""Creating and changing pages."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

from .. import adf
from ..bodies import findings, normalise, wiki
from . import (
    Store,
    access,
    comments,
    content,
    files,
    limits,
    links,
    now,
    problems,
    properties,
    trash,
    tree,
    versions,
    watches,
)
from .nouns import Content, Person


@dataclass(frozen=True, slots=True)
class New:
    """A page to create. ``parent`` None: at the top of the space."""

    space: int
    title: str
    body: str = ""
    parent: int | None = None
    representation: str = "storage"
    message: str = ""
    status: str = "current"
    position: int | None = None
    subtype: str = ""
    kind: str = "page"


@dataclass(frozen=True, slots=True)
class Change:
    """A change to a page; what is None stays. ``number`` is the version that it makes."""

    number: object
    title: str | None = None
    body: str | None = None
    representation: str = "storage"
    message: str = ""
    minor: bool = False
    parent: int | None = None
    position: int | None = None
    status: str = "current"


Also = Callable[[Content], None]
"""What belongs to the same transaction as the change of a page."""


def create(store: Store, person: Person, new: New, also: Also | None = None) -> Content:
    """Create a page; raises 400 (title, markup, parent), 403, 404 (space), 409 (another change under the parent)."""
    access.require_writable(store, new.space)
    title = new.title.strip() if new.status == "draft" else limits.title(new.title)
    body, found = stored(store, new.body, new.representation)
    with store.shaping([new.parent]), store.write() as db:
        if new.parent is not None:
            tree.require_parent(store, person, new.parent, new.space)
        page_id = _insert(store, db, person, new, title)
        message = new.message if store.switches.create_keeps_message else ""
        versions.put(store, db, page_id, 1, person, title, body, found, message, False)
        links.record(db, page_id, new.space, body)
        watches.begin(store, person, page_id)
        if new.kind == "page" and store.switches.system_properties:
            properties.write_system(store, db, person, page_id, title)
        if also is not None:
            also(_found(store, page_id))
    if new.kind == "page":
        store.young[page_id] = time.monotonic() + store.switches.early_property
        if store.switches.late_read:
            store.unseen[page_id] = store.switches.late_read
    return _found(store, page_id)


def _insert(store: Store, db: sqlite3.Connection, person: Person, new: New, title: str) -> int:
    position = new.position if new.position is not None else tree.new_position(store, db, new.parent)
    page_id = store.next_id(db)
    values = (
        page_id, new.kind, new.space, new.parent, title, limits.fold(title), new.status, position, 1,
        person.id, person.id, now(), new.subtype, 0, store.indexed(),
    )  # fmt: skip
    try:
        db.execute(f"INSERT INTO content VALUES ({', '.join('?' * len(values))})", values)
    except sqlite3.IntegrityError as error:
        raise taken(store, new.space, title, new.kind) from error
    return page_id


def taken(store: Store, space_id: int, title: str, kind: str = "page") -> problems.Problem:
    if kind == "folder":
        return problems.invalid("A folder exists with the same title")
    row = store.db.execute("SELECT key FROM space WHERE id = ?", (space_id,)).fetchone()
    return problems.title_taken(title, row[0], datacenter=store.datacenter)


def _found(store: Store, page_id: int) -> Content:
    found = content.find(store, page_id)
    if found is None:
        raise problems.no_page(page_id)
    return found


def stored(store: Store, body: str, representation: str, page_id: int = 0) -> tuple[str, str]:
    """A body of a page, or of a comment on it, as it is stored; and its findings. Raises 400."""
    if representation == "wiki":
        body = wiki.storage(body)
    elif representation == "atlas_doc_format" and not store.datacenter:
        names = {file.uuid: file.name for file in files.listed(store, page_id)}
        try:
            body = adf.storage(body, names.get)
        except adf.Unwritable as error:
            raise problems.invalid(f"Error converting ADF to storage format: {error}") from error
    elif representation not in ("storage", "editor"):
        raise problems.invalid(f"Unsupported representation: {representation}")
    found = findings.accept(store, body)
    return normalise.saved(body, store.flavor), found


def update(store: Store, person: Person, page_id: int, change: Change, also: Also | None = None) -> Content:
    """Change a page; raises 400, 403, 404, 409 (version, or another change under a parent)."""
    page = content.see(store, person, page_id, ("current", "archived", "trashed", "draft"))
    access.require_editable(store, person, page)
    if page.status == "trashed":
        return trash.restore(store, person, page, change.number)
    if page.status == "archived":
        raise problems.invalid(f"Content with id {page_id} is archived and cannot be edited")
    _require_next(page, change.number)
    title = limits.title(change.title) if change.title is not None else page.title
    written = None if change.body is None else stored(store, change.body, change.representation, page_id)
    moved = _moved(page, change)
    with content.changing(store, page, moved) as (db, page):
        _require_next(page, change.number)
        if change.title is None:
            title = page.title
        if _nothing_new(store, page, title, written, moved):
            return page
        _require_place(store, person, page, change)
        _apply(store, db, person, page, change, title, written)
        if also is not None:
            also(_found(store, page_id))
    return _found(store, page_id)


def _require_next(page: Content, number: object) -> None:
    wanted = page.version if page.status == "draft" else page.version + 1
    if number != wanted:
        raise problems.stale(page.version, number)


def _moved(page: Content, change: Change) -> list[int | None]:
    """The parents whose order the change touches."""
    if change.parent is not None and change.parent != page.parent:
        return [page.parent, change.parent]
    if change.position is not None and change.position != page.position:
        return [page.parent]
    return []


def _require_place(store: Store, person: Person, page: Content, change: Change) -> None:
    """Raises 400 (Data Center also 404, 500) where the page cannot stand under the parent that the change names."""
    if change.parent is not None and change.parent != page.parent:
        parent = tree.require_parent(store, person, change.parent, page.space)
        tree.require_no_loop(store, page, parent)


def _nothing_new(
    store: Store, page: Content, title: str, written: tuple[str, str] | None, moved: list[int | None]
) -> bool:
    if store.switches.same_body_bumps or moved or title != page.title or page.status != "current":
        return False
    return written is None or written[0] == content.body(store, page.id, page.version)


def _apply(
    store: Store,
    db: sqlite3.Connection,
    person: Person,
    page: Content,
    change: Change,
    title: str,
    written: tuple[str, str] | None,
) -> None:
    _place(store, db, page, change)
    try:
        db.execute(
            "UPDATE content SET title = ?, folded = ?, status = 'current' WHERE id = ?",
            (title, limits.fold(title), page.id),
        )
    except sqlite3.IntegrityError as error:
        raise taken(store, page.space, title) from error
    body, found = written or (None, None)
    if page.status == "draft":
        kept = body if body is not None else content.body(store, page.id, page.version)
        db.execute("DELETE FROM version WHERE content = ? AND number = ?", (page.id, page.version))
        versions.put(
            store, db, page.id, page.version, person, title, kept, found or "[]", change.message, change.minor
        )
    else:
        versions.add(
            store, db, page, person, title=title, body=body, findings=found,
            message=change.message, minor=change.minor,
        )  # fmt: skip
    if body is not None:
        links.record(db, page.id, page.space, body)
        comments.settle(db, page.id, body)


def _place(store: Store, db: sqlite3.Connection, page: Content, change: Change) -> None:
    if change.parent is not None and change.parent != page.parent:
        position = change.position if store.datacenter else tree.new_position(store, db, change.parent)
        tree.reparent(db, page.id, content.find(store, change.parent), position)
    elif change.position is not None:
        db.execute("UPDATE content SET position = ? WHERE id = ?", (change.position, page.id))


def rename(store: Store, person: Person, page_id: int, title: str) -> Content:
    """A new title, the body as it is (Cloud's title route)."""
    page = content.see(store, person, page_id, ("current", "draft"))
    access.require_editable(store, person, page)
    kept = limits.title(title)
    with content.changing(store, page) as (db, page):
        try:
            db.execute(
                "UPDATE content SET title = ?, folded = ? WHERE id = ?", (kept, limits.fold(kept), page_id)
            )
        except sqlite3.IntegrityError as error:
            raise taken(store, page.space, kept) from error
        if store.switches.title_bumps:
            versions.add(store, db, page, person, title=kept)
        else:
            db.execute(
                "UPDATE version SET title = ? WHERE content = ? AND number = ?", (kept, page_id, page.version)
            )
    return _found(store, page_id)


def restore(
    store: Store, person: Person, page: Content, number: int, message: str, *, title: bool
) -> Content:
    """Make an old version the current one again, with its title where ``title``; raises as an update, and 404."""
    old = next((row for row in content.versions(store, page.id) if row.number == number), None)
    if old is None:
        raise problems.missing(f"Could not find version {number} of content {page.id}")
    body = content.body(store, page.id, number)
    change = Change(page.version + 1, old.title if title else None, body, message=message)
    return update(store, person, page.id, change)
