"""Restrictions of pages: which accounts and groups may read or update them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import Store, people, problems
from .nouns import Content, Person

OPERATIONS = ("read", "update")


@dataclass(frozen=True, slots=True)
class Restriction:
    """``kind`` is ``user`` (subject: account id or user key) or ``group`` (subject: name)."""

    operation: str
    kind: str
    subject: str


def listed(store: Store, page_id: int) -> list[Restriction]:
    rows = store.db.execute(
        "SELECT operation, kind, subject FROM restriction WHERE content = ? ORDER BY operation, kind, subject",
        (page_id,),
    )
    return [Restriction(*row) for row in rows]


def replace(
    store: Store, person: Person, page: Content, wanted: Mapping[str, Sequence[tuple[str, str]]]
) -> None:
    """New subjects for the named operations; raises 400 where the account would shut itself out."""
    for operation, subjects in wanted.items():
        if operation not in OPERATIONS:
            raise problems.invalid(f"Unsupported operation: {operation}")
        if subjects and ("user", person.id) not in subjects and ("group", "confluence-users") not in subjects:
            raise problems.invalid("You cannot remove your own access to the content")
    with store.write() as db:
        for operation, subjects in wanted.items():
            db.execute("DELETE FROM restriction WHERE content = ? AND operation = ?", (page.id, operation))
            for kind, subject in subjects:
                db.execute(
                    "INSERT OR IGNORE INTO restriction VALUES (?, ?, ?, ?)",
                    (page.id, operation, kind, subject),
                )


def account(store: Store, told: Mapping[str, Any]) -> str:
    """The id of a user as a request names one; raises 400 for somebody unknown."""
    by_id = str(told.get("accountId") or told.get("userKey") or "")
    found = people.by_id(store, by_id) if by_id else people.by_name(store, str(told.get("username") or ""))
    if found is None:
        raise problems.invalid(f"No user found: {dict(told)}")
    return found.id
