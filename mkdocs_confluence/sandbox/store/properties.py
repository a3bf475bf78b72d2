"""Properties of pages and spaces: JSON values with version counters of their own."""

from __future__ import annotations

import json
import sqlite3
import time
from typing import Any

from . import Store, limits, now, problems
from .nouns import Person, Property

_SELECT = "SELECT id, owner, key, value, version, message, author, created FROM property"


def listed(store: Store, owner: int, key: str = "", after: int = 0, limit: int = 10_000) -> list[Property]:
    """Properties by id; ``key`` is compared exactly."""
    rows = store.db.execute(
        f"{_SELECT} WHERE owner = ? AND id > ? AND (? = '' OR key = ?) ORDER BY id LIMIT ?",
        (owner, after, key, key, limit),
    )
    return [Property(*row) for row in rows]


def get(store: Store, owner: int, key_or_id: str | int) -> Property:
    """One property; raises 404."""
    column = "id" if isinstance(key_or_id, int) else "key"
    row = store.db.execute(f"{_SELECT} WHERE owner = ? AND {column} = ?", (owner, key_or_id)).fetchone()
    if row is None:
        raise problems.missing(
            f"Could not find property with id [{key_or_id}]", f"Cannot find content property: {key_or_id}"
        )
    return Property(*row)


def require_settled(store: Store, owner: int) -> None:
    """Right after a create the server writes properties itself: the first write of ours meets it with 409."""
    until = store.young.pop(owner, 0.0)
    if until > time.monotonic():
        raise problems.crowded()


def create(store: Store, person: Person, owner: int, key: object, value: object) -> Property:
    """A new property; raises 400, 409 where the key exists, 413."""
    require_settled(store, owner)
    written = limits.property_value(key, value, store.switches.property_limit)
    with store.write() as db:
        try:
            made = _insert(store, db, person, owner, str(key), written)
        except sqlite3.IntegrityError as error:
            raise _exists(store, key, owner) from error
    return get(store, owner, made)


def _exists(store: Store, key: object, owner: int) -> problems.Problem:
    return problems.Problem(
        409,
        f"Property with key [{key}] already exists",
        f"The given property has a different content id to the content id {owner}, or the content already has a "
        "value with the given key, or the value is missing, or the value is too long",
    )


def _insert(store: Store, db: sqlite3.Connection, person: Person, owner: int, key: str, value: str) -> int:
    made = store.next_id(db)
    db.execute(
        "INSERT INTO property VALUES (?, ?, ?, ?, 1, '', ?, ?)", (made, owner, key, value, person.id, now())
    )
    return made


def replace(
    store: Store, person: Person, current: Property, value: object, number: object, message: str = ""
) -> Property:
    """A new value; raises 409 unless ``number`` is the current version plus one."""
    require_settled(store, current.owner)
    written = limits.property_value(current.key, value, store.switches.property_limit)
    with store.write() as db:
        version = db.execute("SELECT version FROM property WHERE id = ?", (current.id,)).fetchone()
        if version is None or number != version[0] + 1:
            raise _stale(version[0] if version else 0, number)
        db.execute(
            "UPDATE property SET value = ?, version = ?, message = ?, author = ?, created = ? WHERE id = ?",
            (written, number, message, person.id, now(), current.id),
        )
    return get(store, current.owner, current.id)


def _stale(current: int, given: object) -> problems.Problem:
    return problems.Problem(
        409,
        "Version must be incremented when updating a property. "
        f"Current Version: [{current}]. Provided version: [{given}]",
        f"Version must be incremented on update. Current version is: {current}",
    )


def delete(store: Store, current: Property) -> None:
    with store.write() as db:
        db.execute("DELETE FROM property WHERE id = ?", (current.id,))


def write_system(store: Store, db: sqlite3.Connection, person: Person, page_id: int, title: str) -> None:
    """What the server writes by itself on a new page."""
    own: dict[str, Any] = {"page-title-property-published": title}
    if not store.datacenter:
        own |= {"page-title-property-draft": title, "editor": "v2"}
    for key, value in own.items():
        _insert(store, db, person, page_id, key, json.dumps(value, ensure_ascii=False))


def put_all(store: Store, person: Person, page_id: int, values: dict[str, Any]) -> None:
    """Write properties that came with a page (v1 ``metadata.properties``), whatever was there."""
    with store.write() as db:
        for key, value in values.items():
            written = limits.property_value(key, value, store.switches.property_limit)
            row = db.execute("SELECT id FROM property WHERE owner = ? AND key = ?", (page_id, key)).fetchone()
            if row is None:
                _insert(store, db, person, page_id, key, written)
            else:
                db.execute(
                    "UPDATE property SET value = ?, version = version + 1 WHERE id = ?", (written, row[0])
                )
