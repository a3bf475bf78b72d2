"""Requests of a publish, counted by the server in a space that also holds 5,000 pages of others."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from budgets import DOCUMENTED, FOREIGN, manual, space
from budgets import measure as counted

from mkdocs_confluence.sandbox.store.nouns import Flavor

from .ratios import Row

SITES = {"200 pages in 20 sections": manual(20, 9), "twelve levels deep": manual(4, 5, deep=12)}


def measure() -> Iterator[Row]:
    for name, site in SITES.items():
        for flavor in get_args(Flavor):
            with tempfile.TemporaryDirectory() as folder, space(Path(folder) / "s", flavor) as sandbox:
                for count in counted(sandbox, site, Path(folder) / "b", DOCUMENTED[flavor], FOREIGN + 1):
                    what = f"{flavor}, {name}, {count.pages} pages: {count.case}"
                    yield Row(what, count.requests, count.allowed)
