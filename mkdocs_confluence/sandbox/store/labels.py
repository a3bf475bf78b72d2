"""Labels of pages."""

from __future__ import annotations

from collections.abc import Sequence

from . import Store, limits, problems
from .nouns import Content, Label


def listed(store: Store, content_id: int, prefix: str = "") -> list[Label]:
    """Labels by name."""
    rows = store.db.execute(
        "SELECT id, prefix, name FROM label WHERE content = ? AND (? = '' OR prefix = ?) ORDER BY name",
        (content_id, prefix, prefix),
    )
    return [Label(*row) for row in rows]


def add(store: Store, page: Content, wanted: Sequence[tuple[object, object]]) -> list[Label]:
    """Add (prefix, name) pairs to those that are there; raises 400."""
    if page.status == "archived":
        raise problems.invalid("Labels cannot be added to archived content")
    parts = [part for prefix, name in wanted for part in limits.label(prefix, name, store.flavor)]
    with store.write() as db:
        for prefix, name in parts:
            known = db.execute(
                "SELECT id FROM label WHERE prefix = ? AND name = ? LIMIT 1", (prefix, name)
            ).fetchone()
            made = known[0] if known else store.next_id(db)
            db.execute("INSERT OR IGNORE INTO label VALUES (?, ?, ?, ?)", (page.id, prefix, name, made))
        found = listed(store, page.id)
        if len(found) > store.switches.labels_limit:
            raise problems.invalid("Too many labels")
    return found


def remove(store: Store, content_id: int, name: str) -> None:
    """Take a label away; raises 404 where the page has none of this name."""
    with store.write() as db:
        done = db.execute("DELETE FROM label WHERE content = ? AND name = ?", (content_id, name.lower()))
        if not done.rowcount:
            raise problems.missing(f"No label found with name: {name}")


def replace(store: Store, page: Content, wanted: Sequence[tuple[object, object]]) -> None:
    """Exactly these labels, no others (v1 ``metadata.labels`` of an update)."""
    with store.write() as db:
        db.execute("DELETE FROM label WHERE content = ?", (page.id,))
        add(store, page, wanted)
