"""Taking pages away and bringing them back: trash, purge, restore, archive."""

from __future__ import annotations

import sqlite3

from . import Store, access, content, problems, tree, versions
from .nouns import Content, Person


def trash(store: Store, person: Person, page_id: int, kind: str = "page") -> None:
    """Put a page into the trash, which frees its title; what becomes of its children is a switch."""
    page = content.see(store, person, page_id, ("current", "archived", "trashed"), kind)
    access.require_editable(store, person, page)
    if page.status == "trashed":
        status = 500 if store.switches.delete_twice_fails and not store.datacenter else 404
        raise problems.Problem(status, f"Could not find page with id [{page_id}]")
    with content.changing(store, page, [page.parent]) as (db, page):
        _orphan(store, db, page)
        _mark(store, db, page)


def _mark(store: Store, db: sqlite3.Connection, page: Content) -> None:
    db.execute("UPDATE content SET status = 'trashed', indexed = ? WHERE id = ?", (store.indexed(), page.id))


def _orphan(store: Store, db: sqlite3.Connection, page: Content) -> None:
    fate = store.switches.orphans or ("lift" if store.datacenter else "archive")
    for child in content.children(store, page.id):
        if fate == "lift":
            position = tree.new_position(store, db, page.parent)
            db.execute(
                "UPDATE content SET parent = ?, position = ? WHERE id = ?", (page.parent, position, child.id)
            )
        else:
            _archive_below(store, db, child)
            db.execute("UPDATE content SET parent = NULL WHERE id = ?", (child.id,))


def _archive_below(store: Store, db: sqlite3.Connection, page: Content) -> None:
    for _, row in [(0, page), *content.descendants(store, page.id)]:
        db.execute(
            "UPDATE content SET status = 'archived', indexed = ? WHERE id = ?", (store.indexed(), row.id)
        )


def trash_tree(store: Store, person: Person, page_id: int) -> None:
    """Put a page and everything below it into the trash; raises 403 where a page of them may not be edited.

    All of them or none, also within a write that goes on after a refusal.
    """
    with store.write() as db:
        page = content.see(store, person, page_id, ("current",))
        rows = [page, *(row for _, row in content.descendants(store, page_id))]
        for row in rows:
            access.require_editable(store, person, row)
        for row in rows:
            _mark(store, db, row)


def purge(store: Store, person: Person, page_id: int, status: str = "trashed") -> None:
    """Remove a page in the trash (or a draft) for good, with all that belongs to it."""
    page = content.see(store, person, page_id, ("current", "archived", "trashed", "draft"))
    access.require_editable(store, person, page)
    if page.status != status:
        raise problems.invalid(f"Content with id [{page_id}] is not {status}")
    with content.changing(store, page) as (db, _):
        for table, column in (("file_version", "file"), ("property", "owner"), ("watch", "content")):
            db.execute(
                f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM file WHERE page = ?)", (page_id,)
            )
        for table, column in _BELONGINGS:
            db.execute(f"DELETE FROM {table} WHERE {column} = ?", (page_id,))


_BELONGINGS = (
    ("file", "page"),
    ("comment", "page"),
    ("property", "owner"),
    ("label", "content"),
    ("link", "content"),
    ("restriction", "content"),
    ("watch", "content"),
    ("draft", "content"),
    ("version", "content"),
    ("content", "id"),
)


def restore(store: Store, person: Person, page: Content, number: object) -> Content:
    """Bring a page back from the trash with its contents as they were, as a new version.

    It stands where it stood if that page is still there, else under the home page. Raises 400 where its title was
    taken meanwhile, 409 for a wrong version number.
    """
    parent = _home_of(store, page)
    above = parent.id if parent else None
    with content.changing(store, page, [above]) as (db, page):
        if number != page.version + 1:
            raise problems.stale(page.version, number)
        if _home_of(store, page) != parent:
            raise problems.crowded()
        position = None if store.datacenter else tree.new_position(store, db, above)
        tree.reparent(db, page.id, parent, position)
        try:
            db.execute(
                "UPDATE content SET status = 'current', indexed = ? WHERE id = ?", (store.indexed(), page.id)
            )
        except sqlite3.IntegrityError as error:
            key = access.space(store, page.space).key
            raise problems.title_taken(page.title, key, datacenter=store.datacenter) from error
        versions.add(store, db, page, person)
    found = content.find(store, page.id)
    if found is None:
        raise problems.no_page(page.id)
    return found


def _home_of(store: Store, page: Content) -> Content | None:
    """Where a page from the trash stands again."""
    parent = content.find(store, page.parent) if page.parent is not None else None
    if parent is not None and parent.status == "current":
        return parent
    return content.find(store, access.space(store, page.space).home or 0)


def archive(store: Store, ids: list[int]) -> None:
    """Archive pages: out of the tree and the search, their titles still taken. Children stay where they are."""
    with store.write() as db:
        for page_id in ids:
            db.execute(
                "UPDATE content SET status = 'archived', indexed = ? WHERE id = ? AND status = 'current'",
                (store.indexed(), page_id),
            )
