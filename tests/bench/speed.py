"""First publish of 200 pages in 20 sections at a tenth of a second a request: its time over the least that it can take."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import get_args

from budgets import manual
from trees import P, client, site

from mkdocs_confluence.model import Destination, Policy
from mkdocs_confluence.sandbox.store.nouns import Flavor
from mkdocs_confluence.sync import publish

from .ratios import Row

LATENCY, WORKERS, SECTIONS, PAGES = 0.1, 8, 20, 9
READS = {"cloud": 4, "datacenter": 6}
"""Space, root, titles, versions read back; Data Center looks for a title twice and reads 200 pages at a time."""
CHAIN = 3 + 1 + SECTIONS + PAGES
"""Requests of which each must wait for the one before: besides the reads the ledger (head, shard, head), the root, its
sections, and the pages of the last section, since Confluence refuses two creates at once under one parent."""
RUNS = 3
"""The warming up of the workers, from four to eight, is part of the time that is taken."""


def measure() -> Iterator[Row]:
    linked = manual(SECTIONS, PAGES)
    alone = _unlinked(linked)
    for flavor in get_args(Flavor):
        for what, root in (("pages without links", alone), ("pages with links", linked)):
            yield min((_first(flavor, root, what) for _ in range(RUNS)), key=lambda row: row.value)


def _unlinked(page: P) -> P:
    return replace(page, links=(), children=tuple(_unlinked(child) for child in page.children))


def _first(flavor: Flavor, root: P, what: str) -> Row:
    """One publish into a sandbox of its own; the fastest counts, since the machine does other things, too."""
    with tempfile.TemporaryDirectory() as name, _served(Path(name) / "s", flavor) as url:
        publication, bundle = site(root, Path(name) / "b", flavor)
        with client(url, flavor, workers=WORKERS) as reach:
            start = time.monotonic()
            where = Destination(url, flavor, "DOCS")
            outcome = publish(reach, publication, bundle, where, Policy(), workers=WORKERS)
            seconds = time.monotonic() - start
    assert outcome.ok
    least = max(outcome.requests / WORKERS, READS[flavor] + CHAIN) * LATENCY
    note = f"{outcome.requests} requests in {seconds:.1f} s, {least:.1f} s at best"
    return Row(f"{flavor}, {what}: time ÷ the least", seconds / least, 1.5, note=note)


@contextmanager
def _served(data: Path, flavor: Flavor) -> Iterator[str]:
    """The address of a slow sandbox in a process of its own."""
    command = [sys.executable, str(Path(__file__).parent / "slow.py"), str(data), flavor, str(LATENCY)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
