"""Opening a store: what is in it from the start."""

from __future__ import annotations

from pathlib import Path

from . import Store, people, schema, spaces
from .nouns import Flavor
from .switches import Switches

SPACE = "DOCS"


def open_store(
    data: Path, flavor: Flavor = "cloud", *, strict: bool = False, switches: Switches | None = None
) -> Store:
    """The store in a folder, with the space ``DOCS`` and its home page where it is new; raises ``schema.Refused``."""
    store = Store(data, flavor, strict=strict, switches=switches)
    try:
        with schema.usable(data), store.write():
            _furnish(store)
    except schema.Refused:
        store.close()
        raise
    return store


def _furnish(store: Store) -> None:
    if store.db.execute("SELECT 1 FROM space LIMIT 1").fetchone() is None:
        person = people.by_name(store, "sandbox") or people.add(store, "sandbox")
        spaces.create(store, person, SPACE, "Documentation", home="Documentation Home")
