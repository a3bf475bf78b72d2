"""Wait for another publish of the same site to end, or for its lease to expire."""

from __future__ import annotations

from itertools import chain, repeat

from ..client import Client
from ..errors import Leased
from . import ledger as ledgers
from .changes import Notice, Notify
from .clock import Clock
from .ledger import Lease

STEPS = (0.5, 1.0, 2.0, 5.0)
"""Seconds between two looks at the head; the last goes on."""
PATIENCE = 600.0
"""Seconds after which a publish that is always renewed is no longer waited for."""


def wait_for(
    client: Client, site: str, root: str, lease: Lease, clock: Clock, notify: Notify
) -> Lease | None:
    """The lease as it expired; None where it was given back. Raises Leased after ten minutes of renewals.

    A lease expires at its moment, or when its head was not written for as long as it lasts: the clock of the other
    machine may be wrong.
    """
    started = seen = clock.now()
    version = -1
    key = ledgers.head_key(site)
    steps = chain(STEPS, repeat(STEPS[-1]))
    while True:
        left = min(lease.until, seen + lease.seconds) - clock.now()
        if left <= 0:
            return lease
        if clock.now() - started > PATIENCE:
            raise Leased(
                f"Another publish of the site “{site}” is still going on after {PATIENCE / 60:.0f} minutes.",
                hint="Publish again when it has ended.",
            )
        if version < 0:
            notify(Notice("", f"Another publish of this site is going on; waiting for up to {left:.0f} s."))
        clock.sleep(min(left, next(steps)))
        head = client.properties(root, key).get(key)
        now = ledgers.read_head(head.value).lease if head else None
        if head is None or now is None or now.run != lease.run:
            return None
        if head.version != version:
            version, seen, lease = head.version, clock.now() if version >= 0 else seen, now
