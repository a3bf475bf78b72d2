"""Write the ledger while a publish goes on: take the lease, note intents, record what was done, commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from threading import Lock

from ..client import Client
from ..errors import Conflict, Leased
from ..model import Publication
from ..remote import Property
from . import ledger as ledgers
from . import shards, stamp
from .changes import Snapshot
from .clock import Clock
from .ledger import Addition, Entry, Filed, Intent, Lease, Ledger


class Stale(Exception):
    """Somebody else wrote the head since it was read: plan again."""


class Journal:
    """The ledger of one run. ``entries`` may be set by any thread; it is written by one thread at a time.

    Shards are written before the head: a crash in between leaves intents that have come true already, which the next
    run sees, and never an intent less than it needs.
    """

    def __init__(
        self, client: Client, publication: Publication, snapshot: Snapshot, root: str, run: str, clock: Clock
    ) -> None:
        self.client = client
        self.site = publication.site
        self.root = root
        self.run = run
        self.clock = clock
        self.entries: dict[str, Entry] = dict(snapshot.ledger.entries)
        self.dropped: set[str] = set()
        """Keys in the ledger that pages do not have any more; their rows go last, so that no page is ever in none."""
        self.properties: dict[str, Property] = dict(snapshot.properties)
        self.ledger = replace(
            snapshot.ledger,
            entries={},
            lease=None,
            names=(publication.site_name, publication.site_url, publication.repo_url),
            converter=publication.converter,
            flavor=publication.flavor,
            shards=snapshot.ledger.shards or shards.fitting(_expected(publication)),
        )
        self.affixes = (publication.title_prefix, publication.title_suffix)
        """Those of the titles that stand when the run is complete."""
        self.writing = Lock()
        self.renewed = 0.0
        self.seconds = 0
        """How long the lease lasts from each write of the head on; 0 where none is held."""
        self.leased = False
        """Whether the head may name this run: its lease was asked for, and not seen to be gone."""

    def adds(self, additions: Mapping[str, Addition]) -> None:
        """What the head says from its next write on about labels, files and width that pages are about to get or lose."""
        self.ledger = replace(self.ledger, additions=ledgers.roomy(additions))

    def places(self, *, ignored: bool) -> None:
        """What the head says from its next write on about whether the server ignores positions."""
        self.ledger = replace(self.ledger, placeless=ignored)

    def open(self, intents: Sequence[Intent], seconds: int, *, settles: bool = False) -> None:
        """Take the lease and note the first intents. Raises Stale where somebody else was faster.

        With ``settles``, what was found out about a run that was cut is recorded before its intents go.
        """
        self.seconds = seconds
        self.renewed = self.clock.now()
        self.leased = True
        try:
            self._write_head(self.ledger.intents if settles else intents)
        except Conflict:
            self.leased = False
            raise Stale from None
        if settles:
            self.flush(intents)

    def flush(self, intents: Sequence[Intent]) -> None:
        """Record what was done, renew the lease and note new intents. Raises Leased where another run took over."""
        with self.writing:
            self._write_shards()
            self._renew(intents)

    def beat(self) -> None:
        """Renew the lease when a third of it has passed, unless the ledger is being written in any case."""
        due = self.clock.now() - self.renewed > self.seconds / 3
        if due and self.writing.acquire(blocking=False):
            try:
                self._renew(self.ledger.intents)
            finally:
                self.writing.release()

    def confirm(self) -> None:
        """Raise Leased where the lease is not this run's any more."""
        key = ledgers.head_key(self.site)
        head = self.client.properties(self.root, key).get(key)
        lease = ledgers.read_head(head.value).lease if head else None
        if lease is None or lease.run != self.run:
            raise self._taken_over()

    def close(self, *, complete: bool) -> None:
        """Record everything and give the lease back; without ``complete`` intents stay open for the next run."""
        self._write_shards()
        if self.dropped:
            self.entries = {key: entry for key, entry in self.entries.items() if key not in self.dropped}
            self._write_shards()
        lasting = () if complete else self.ledger.intents
        if complete:
            self.ledger = replace(self.ledger, affixes=self.affixes)
        self.seconds = 0
        self._renew(lasting)
        self.leased = False

    def give_back(self) -> None:
        """Record what was done and give the lease back after a failure or an interrupt, perhaps amid a write.

        What is stored is read again, since a write may have happened without its answer having been seen.
        """
        self.properties = dict(self.client.properties(self.root, ledgers.prefix(self.site)))
        head = self.properties.get(ledgers.head_key(self.site))
        lease = ledgers.read_head(head.value).lease if head else None
        if lease and lease.run == self.run:
            self.close(complete=False)
        self.leased = False

    # writing

    def _renew(self, intents: Sequence[Intent]) -> None:
        self.renewed = self.clock.now()
        try:
            self._write_head(intents)
        except Conflict:
            raise self._taken_over() from None

    def _write_head(self, intents: Sequence[Intent]) -> None:
        until = round(self.renewed + self.seconds, 3)
        lease = Lease(self.run, until, self.seconds) if self.seconds else None
        self.ledger = replace(self.ledger, lease=lease, intents=tuple(intents))
        self._put(ledgers.head_key(self.site), ledgers.head(self.ledger, self.root, self.site))

    def _write_shards(self) -> None:
        entries = dict(self.entries)
        count = shards.fitting(entries, self.ledger.shards)
        grown = count != self.ledger.shards
        for index, text in enumerate(shards.split(entries, count)):
            key = shards.shard_key(self.site, count, index)
            known = self.properties.get(key)
            if text != (known.value if known else "[]"):
                try:
                    self._put(key, text)
                except Conflict:
                    raise self._taken_over() from None
        if grown:
            self._grow(count)

    def _grow(self, count: int) -> None:
        """From now on the head names more shards; the old ones, which it no longer names, go."""
        before, self.ledger = self.ledger, replace(self.ledger, shards=count)
        self._renew(self.ledger.intents)
        for index in range(before.shards):
            old = self.properties.pop(shards.shard_key(self.site, before.shards, index), None)
            if old is not None:
                self.client.delete_property(self.root, old)

    def _taken_over(self) -> Leased:
        self.leased = False
        return Leased(
            "Another publish of this site took over.",
            hint="It started while this one was silent for longer than `lease` allows. What was done is recorded; "
            "publish again when the other has ended.",
        )

    def _put(self, key: str, text: str) -> None:
        current = self.properties.get(key)
        self.properties[key] = self.client.set_property(self.root, key, text, current=current)


def _expected(publication: Publication) -> dict[str, Entry]:
    """Entries as large as those that this publication will have, to choose the number of shards by."""
    return {
        page.key: Entry(
            "0" * 12,
            9999,
            "0" * 12,
            "0" * 8,
            page.labels,
            {file.name: Filed("0" * 16, "att" + "0" * 12) for file in page.attachments},
            nav=stamp.nav_digest("", "", ()),
        )
        for page in publication.pages
    }


def batches(intents: Iterable[Intent], most: int = 200) -> list[list[Intent]]:
    """Intents in portions that fit into the head beside everything else."""
    parts: list[list[Intent]] = [[]]
    size = 0
    for intent in intents:
        room = len(ledgers.head(Ledger(intents=(intent,)), "", "")) - 120
        if parts[-1] and (size + room > ledgers.LIMIT - ledgers.ADDITIONS - 1_000 or len(parts[-1]) >= most):
            parts.append([])
            size = 0
        parts[-1].append(intent)
        size += room
    return [part for part in parts if part]
