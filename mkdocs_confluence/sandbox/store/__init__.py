"""The store: one SQLite file, one connection a thread, every write a transaction.

WAL with ``synchronous=NORMAL`` loses nothing that was acknowledged when the process is killed (only a power cut could).
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path

from . import problems, schema
from .nouns import Flavor
from .switches import Switches

FILE = "sandbox.sqlite"


class Store:
    """Everything one sandbox knows. Thread-safe; ``switches`` may be replaced at any time."""

    def __init__(
        self, data: Path, flavor: Flavor = "cloud", *, strict: bool = False, switches: Switches | None = None
    ) -> None:
        """Open or make the file in the folder ``data``; raises ``schema.Refused``."""
        self.data = data
        self.flavor: Flavor = flavor
        self.strict = strict
        self.switches = switches or Switches()
        self.fresh = schema.ensure(data / FILE, flavor)
        self.young: dict[int, float] = {}
        """Pages whose properties the server is still writing, and until when (monotonic)."""
        self.unseen: dict[int, int] = {}
        """New pages, and the reads that they still answer with 404."""
        self.unindexed: dict[int, list[tuple[float, int]]] = {}
        """Pages changed within the lag of the index: when each version shows (seconds since the epoch), its number."""
        self.tasks_due: float | None = 0.0
        """When the next long task is due (seconds since the epoch); None: there is none."""
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._writing = threading.RLock()
        self._shaping: set[int] = set()
        self._gate = threading.Lock()

    @property
    def datacenter(self) -> bool:
        return self.flavor == "datacenter"

    @property
    def db(self) -> sqlite3.Connection:
        """The connection of the calling thread."""
        found: sqlite3.Connection | None = getattr(self._local, "db", None)
        if found is None:
            found = self._connect()
            self._local.db = found
        return found

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self.data / FILE, isolation_level=None, check_same_thread=False, cached_statements=400, timeout=30
        )
        with self._gate:
            self._connections.append(db)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        return db

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing. Calls inside each other join the outer one."""
        with self._writing:
            db = self.db
            if db.in_transaction:
                yield db
                return
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def shaping(self, parents: Iterable[int | None]) -> Iterator[None]:
        """Claim the order of children under some parents; raises ``problems.crowded`` where another request has it."""
        wanted = {parent for parent in parents if parent is not None}
        with self._gate:
            if wanted & self._shaping:
                raise problems.crowded()
            self._shaping |= wanted
        try:
            yield
            if wanted and self.switches.hold:
                time.sleep(self.switches.hold)
        finally:
            with self._gate:
                self._shaping -= wanted

    def next_id(self, db: sqlite3.Connection) -> int:
        """A new id; ids are never used twice, and all kinds of content share one sequence."""
        db.execute("UPDATE counter SET value = value + 1")
        return int(db.execute("SELECT value FROM counter").fetchone()[0])

    def indexed(self) -> float:
        """When a change made now shows in CQL (seconds since the epoch)."""
        return time.time() + self.switches.index_lag

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._gate:
            while self._connections:
                self._connections.pop().close()
        self._local = threading.local()


def now() -> str:
    """The time as Confluence writes it: ``2026-08-01T10:00:00.000Z``."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
