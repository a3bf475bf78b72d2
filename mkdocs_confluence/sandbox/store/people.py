"""Accounts: anybody is let in unless the store was told accounts."""

from __future__ import annotations

import hashlib
import uuid

from . import Store
from .nouns import Person
from .schema import Refused

_NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


def account_id(name: str, flavor: str) -> str:
    """An id that follows from the name: Cloud's account id or Data Center's user key."""
    if flavor == "cloud":
        return f"557058:{uuid.uuid5(_NAMESPACE, name)}"
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


def add(store: Store, name: str, token: str | None = None, display: str = "") -> Person:
    """Make an account; with a token, only accounts with tokens are let in from now on."""
    person = Person(name, account_id(name, store.flavor), display or name.partition("@")[0].capitalize())
    with store.write() as db:
        db.execute(
            "INSERT OR REPLACE INTO person (id, name, display, token) VALUES (?, ?, ?, ?)",
            (person.id, person.name, person.display, token),
        )
    return person


def limit(store: Store, name: str, scopes: frozenset[str]) -> None:
    """Make the token of an account one with scopes (Cloud); raises ``schema.Refused`` where there is no such account."""
    found = by_name(store, name)
    if found is None:
        raise Refused(f"There is no account {name!r}.")
    with store.write() as db:
        db.execute(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"scopes {found.id}", " ".join(sorted(scopes)))
        )


def scopes(store: Store, person: Person) -> frozenset[str] | None:
    """The scopes of the account's token; None for a token that may do everything."""
    row = store.db.execute("SELECT value FROM meta WHERE name = ?", (f"scopes {person.id}",)).fetchone()
    return frozenset(row[0].split()) if row else None


def closed(store: Store) -> bool:
    """Whether only known accounts are let in."""
    return store.db.execute("SELECT 1 FROM person WHERE token IS NOT NULL LIMIT 1").fetchone() is not None


def login(store: Store, name: str, token: str) -> Person | None:
    """The account with these credentials; a bearer token has no name. None where it is not let in."""
    if not closed(store):
        return by_name(store, name or "sandbox") or add(store, name or "sandbox")
    row = store.db.execute(
        "SELECT name, id, display FROM person WHERE token = ? AND (? = '' OR name = ?)", (token, name, name)
    ).fetchone()
    return Person(*row) if row else None


def by_name(store: Store, name: str) -> Person | None:
    row = store.db.execute("SELECT name, id, display FROM person WHERE name = ?", (name,)).fetchone()
    return Person(*row) if row else None


def by_id(store: Store, account: str) -> Person | None:
    row = store.db.execute("SELECT name, id, display FROM person WHERE id = ?", (account,)).fetchone()
    return Person(*row) if row else None


def like(store: Store, text: str) -> list[Person]:
    """Accounts whose display name holds a text, in any case."""
    rows = store.db.execute(
        "SELECT name, id, display FROM person WHERE display LIKE ? ESCAPE '\\' ORDER BY display",
        (f"%{text.replace('%', '')}%",),
    )
    return [Person(*row) for row in rows]
