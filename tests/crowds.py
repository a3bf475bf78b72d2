"""A space that belongs to many: pages of other people, put straight into the store."""

from __future__ import annotations

from typing import Any

from sandboxes import Sandbox

from mkdocs_confluence.sandbox.store import limits, now, tree

OWNER = "stranger"


def crowd(sandbox: Sandbox, count: int) -> None:
    """So many pages of somebody else, a dozen below each, under the home page of the space."""
    store = sandbox.store
    with store.write() as db:
        space, home = db.execute("SELECT id, home FROM space").fetchone()
        ids = [store.next_id(db) for _ in range(count)]
        for at, page in enumerate(ids):
            title = f"Stranger {at}"
            parent = home if at < 12 else ids[at // 12 - 1]
            position = None if store.datacenter else 10_000_000 + tree.STEP * at
            values = (
                page, "page", space, parent, title, limits.fold(title), "current", position, 1,
                OWNER, OWNER, now(), "", 0, 0.0,
            )  # fmt: skip
            db.execute(f"INSERT INTO content VALUES ({', '.join('?' * len(values))})", values)
            version = (page, 1, title, f"<p>Words of {title}.</p>", "", 0, OWNER, now(), "[]")
            db.execute(f"INSERT INTO version VALUES ({', '.join('?' * len(version))})", version)


def of_others(sandbox: Sandbox) -> list[tuple[Any, ...]]:
    """Everything stored of the pages that ``crowd`` made, all versions of them."""
    rows = sandbox.store.db.execute(
        "SELECT c.id, c.parent, c.title, c.status, c.position, c.version, v.* FROM content c"
        " JOIN version v ON v.content = c.id WHERE c.owner = ? ORDER BY c.id, v.number",
        (OWNER,),
    )
    return [tuple(row) for row in rows]
