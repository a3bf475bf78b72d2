"""Places: positions among siblings, moves, and what may not move where."""

from __future__ import annotations

import sqlite3
from typing import Literal

from . import Store, access, content, problems, versions
from .nouns import Content, Person

Relation = Literal["before", "after", "append"]
STEP = 128
"""Distance between the positions of two siblings, so that most moves renumber nobody."""


def new_position(store: Store, db: sqlite3.Connection, parent: int | None) -> int | None:
    """Where a page lands that nobody placed: Data Center leaves it unset (alphabetical)."""
    if store.datacenter or parent is None:
        return None
    first = store.switches.new_page_first
    column = "min(position)" if first else "max(position)"
    row = db.execute(
        f"SELECT {column} FROM content WHERE parent = ? AND status = 'current'", (parent,)
    ).fetchone()
    if row[0] is None:
        return 1_000_000
    return int(row[0]) + (-STEP if first else STEP)


def require_parent(store: Store, person: Person, parent_id: int, space_id: int | None) -> Content:
    """A current page or folder of the space that a page can stand under; raises 400 (Data Center: 404)."""
    found = content.find(store, parent_id)
    right = found and found.status == "current" and (space_id is None or found.space == space_id)
    if not found or not right or not access.visible(store, person, found):
        status = 404 if store.datacenter else 400
        raise problems.Problem(
            status,
            f"Could not find parent content with id: {parent_id}",
            f"No parent or ancestor with ContentId{{id={parent_id}}}",
        )
    return found


def require_no_loop(store: Store, page: Content, parent: Content) -> None:
    """A page cannot stand under itself; Data Center answers a bare 500 for its descendants."""
    if parent.id == page.id:
        raise problems.invalid("Can not set page as its own parent")
    if any(above.id == page.id for above in content.ancestors(store, parent)):
        if store.datacenter:
            raise problems.Problem(500, "Internal Server Error")
        raise problems.invalid("Can not move a page below one of its descendants")


def reparent(db: sqlite3.Connection, page_id: int, parent: Content | None, position: int | None) -> None:
    db.execute(
        "UPDATE content SET parent = ?, position = ? WHERE id = ?",
        (parent.id if parent else None, position, page_id),
    )


def move(store: Store, person: Person, page_id: int, relation: Relation, target_id: int) -> None:
    """Cloud's move: beside a target or as its last child, together with everything below."""
    page = content.see(store, person, page_id, ("current",), kind="")
    target = content.see(store, person, target_id, ("current",), kind="")
    access.require_editable(store, person, page)
    parent_id = target.id if relation == "append" else target.parent
    with (
        content.changing(store, page, [page.parent, parent_id]) as (db, page),
        content.changing(store, target) as (_, target),
    ):
        parent = content.find(store, parent_id) if parent_id is not None else None
        if parent is not None:
            require_no_loop(store, page, parent)
        if target.space != page.space:
            _change_space(store, db, page, target)
        position = _beside(db, page, relation, target)
        reparent(db, page.id, parent, position)
        if store.switches.move_bumps:
            versions.add(store, db, page, person)


def _beside(db: sqlite3.Connection, page: Content, relation: Relation, target: Content) -> int:
    """A position among the target's siblings (or children), which are spread anew where there is no room."""
    parent = target.id if relation == "append" else target.parent
    rows = [
        (row[0], row[1])
        for row in db.execute(
            "SELECT c.id, c.position FROM content c WHERE c.parent IS ? AND c.space = ? AND c.status = 'current'"
            f" AND c.id != ? ORDER BY {content.ORDER}",
            (parent, target.space, page.id),
        )
    ]
    order = [row[0] for row in rows]
    at = len(order) if relation == "append" else order.index(target.id) + (relation == "after")
    before = rows[at - 1][1] if at else None
    after = rows[at][1] if at < len(rows) else None
    if not rows:
        return 1_000_000
    if after is None and before is not None:
        return int(before) + STEP
    if before is None and after is not None and at == 0:
        return int(after) - STEP
    if before is not None and after is not None and after - before > 1:
        return int(before + after) // 2
    return _spread(db, order, at)


def _spread(db: sqlite3.Connection, order: list[int], gap: int) -> int:
    """Number siblings anew, leaving a place for one at ``gap``; returns that place."""
    for index, sibling in enumerate(order):
        place = 1_000_000 + STEP * (index + (index >= gap))
        db.execute("UPDATE content SET position = ? WHERE id = ?", (place, sibling))
    return 1_000_000 + STEP * gap


def _change_space(store: Store, db: sqlite3.Connection, page: Content, target: Content) -> None:
    access.require_writable(store, target.space)
    moved = [page, *(row for _, row in content.descendants(store, page.id))]
    try:
        for row in moved:
            db.execute("UPDATE content SET space = ? WHERE id = ?", (target.space, row.id))
    except sqlite3.IntegrityError as error:
        raise problems.title_taken(page.title, "", datacenter=False) from error
