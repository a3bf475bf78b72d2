"""Who may see and change what: the space's access, locked pages, restrictions."""

from __future__ import annotations

from . import Store, problems
from .nouns import Content, Person, Space
from .schema import Refused

_SPACE = "id, key, name, type, home, access, author, created"


def space(store: Store, key_or_id: str | int) -> Space:
    """A visible space by key (any case) or id; raises 404."""
    column = "id" if isinstance(key_or_id, int) else "key"
    row = store.db.execute(f"SELECT {_SPACE} FROM space WHERE {column} = ?", (key_or_id,)).fetchone()
    if row is None or row[5] == "none":
        raise problems.no_space(key_or_id)
    return Space(*row)


def spaces(store: Store) -> list[Space]:
    """All visible spaces, by id."""
    rows = store.db.execute(f"SELECT {_SPACE} FROM space WHERE access != 'none' ORDER BY id")
    return [Space(*row) for row in rows]


def require_writable(store: Store, space_id: int) -> None:
    """Raises 404 for an invisible space, 403 for one that may only be read."""
    found = space(store, space_id)
    if found.access != "write":
        raise problems.forbidden(f"User not permitted to create or edit content in space {found.key}")


def visible(store: Store, person: Person, content: Content) -> bool:
    """Whether the space shows, and no page on the way up is kept from this person."""
    row = store.db.execute("SELECT access FROM space WHERE id = ?", (content.space,)).fetchone()
    return row is not None and row[0] != "none" and not _hidden(store, person, content)


def _hidden(store: Store, person: Person, content: Content) -> bool:
    if store.db.execute("SELECT 1 FROM restriction WHERE operation = 'read' LIMIT 1").fetchone() is None:
        return False
    at: int | None = content.id
    while at is not None:
        if not _allowed(store, person, at, "read"):
            return True
        row = store.db.execute("SELECT parent FROM content WHERE id = ?", (at,)).fetchone()
        at = row[0] if row else None
    return False


def _allowed(store: Store, person: Person, content_id: int, operation: str) -> bool:
    rows = store.db.execute(
        "SELECT kind, subject FROM restriction WHERE content = ? AND operation = ?", (content_id, operation)
    ).fetchall()
    return not rows or ("user", person.id) in rows or ("group", "confluence-users") in rows


def require_editable(store: Store, person: Person, content: Content) -> None:
    """Raises 403 (v2: 404) where this person may see the content but not change it."""
    require_writable(store, content.space)
    if content.locked or not _allowed(store, person, content.id, "update"):
        raise problems.forbidden(f"User not permitted to edit content {content.id}")


def operations(store: Store, person: Person, content: Content) -> list[str]:
    """What this person may do with a page that it sees."""
    try:
        require_editable(store, person, content)
    except problems.Problem:
        return ["read"]
    return ["read", "update", "delete", "create"]


def set_space(store: Store, key: str, access: str) -> None:
    """Make a space writable, read-only or invisible (``write``, ``read``, ``none``) for every account.

    Raises ``schema.Refused`` where there is no such space.
    """
    with store.write() as db:
        if not db.execute("UPDATE space SET access = ? WHERE key = ?", (access, key)).rowcount:
            raise Refused(f"There is no space {key!r}.")


def lock(store: Store, content_id: int, locked: bool = True) -> None:
    """Keep everybody from editing one page, or let them again."""
    with store.write() as db:
        db.execute("UPDATE content SET locked = ? WHERE id = ?", (int(locked), content_id))
