"""Time of a first publish of 200 pages in 20 sections when every request takes a tenth of a second."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

from budgets import manual
from cuts import QUICK
from sandboxes import Sandbox
from trees import put

from mkdocs_confluence.sandbox.faults import Fault
from mkdocs_confluence.sandbox.nouns import Flavor

from .ratios import Row

LATENCY, WORKERS, SECTIONS, PAGES = 0.1, 8, 20, 9
READS, LEDGER = 5, 3
"""Space, root, titles (two answers), versions read back; head, shard, head."""
CHAIN = READS + LEDGER + 1 + SECTIONS + PAGES + 1
"""Requests of which each must wait for the one before: besides these the root, its sections, the pages of the last
section, and one body."""


def measure() -> Iterator[Row]:
    for flavor in get_args(Flavor):
        with tempfile.TemporaryDirectory() as folder:
            yield _first(flavor, Path(folder))


def _first(flavor: Flavor, folder: Path) -> Row:
    switches = replace(QUICK, list_cap=250, expand_cap=200)
    with Sandbox(folder / "s", flavor, switches=switches) as sandbox:
        sandbox.faults.on("", Fault("delay", seconds=LATENCY), times=None)
        start = time.monotonic()
        outcome = put(sandbox, manual(SECTIONS, PAGES), folder / "b")
        seconds = time.monotonic() - start
    assert outcome.ok
    least = max(outcome.requests / WORKERS, CHAIN) * LATENCY
    return Row(
        f"{flavor}: {outcome.requests} requests, seconds",
        seconds,
        1.5 * least,
        " s",
        f"{least:.1f} s at best",
    )
