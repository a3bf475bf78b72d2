"""What a publish may cost: sites of any size in a space full of foreign pages, and the requests counted by the server."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from crowds import crowd
from cuts import QUICK
from sandboxes import Sandbox
from trees import P, changed, put

from mkdocs_confluence.sandbox.store.nouns import Flavor

CAPS = replace(QUICK, list_cap=250, expand_cap=200)
"""The documented caps of lists."""
FOREIGN = 5000

BASE = 6
"""What every publish asks before it knows more: space, parent, root, its ledger."""


def space(folder: Path, flavor: Flavor, foreign: int = FOREIGN) -> Sandbox:
    """A sandbox whose space holds pages of others, too."""
    sandbox = Sandbox(folder, flavor, switches=CAPS)
    crowd(sandbox, foreign)
    return sandbox


def manual(sections: int, pages: int, *, forward: float = 0.3, deep: int = 0) -> P:
    """A site of sections with pages that link to each other, ``forward`` of them also to the next; every tenth has a
    file, every twentieth a label, every fiftieth is wide; ``deep`` more levels at the end."""
    keys = [f"s{s}/p{n}.md" for s in range(sections) for n in range(pages)]
    parts = [
        P(f"s{s}/", f"Section {s}", tuple(_page(keys, s * pages + n, forward) for n in range(pages)))
        for s in range(sections)
    ]
    bottom: tuple[P, ...] = ()
    for level in range(deep, 0, -1):
        bottom = (P(f"deep{level}.md", f"Level {level}", bottom),)
    return P("index.md", "Docs", (*parts, *bottom))


def _page(keys: list[str], at: int, forward: float) -> P:
    links = [keys[at - 3]] if at >= 3 else []
    links += [keys[at + 1]] if at % 10 < forward * 10 and at + 1 < len(keys) else []
    return P(
        keys[at],
        f"Page {at}",
        links=tuple(links),
        files={"f.png": str(at).encode()} if at % 10 == 0 else {},
        labels=("x",) if at % 20 == 0 else (),
        width="full" if at % 50 == 7 else "default",
    )


@dataclass(frozen=True)
class Count:
    """Requests of one kind of publish, what they may be, and which they were."""

    case: str
    flavor: Flavor
    pages: int
    requests: int
    allowed: int
    kinds: Counter[str]

    def __str__(self) -> str:
        return f"{self.flavor:10} {self.case:20} {self.pages:5} pages {self.requests:6} requests, {self.allowed:6} allowed"


def measure(sandbox: Sandbox, site: P, folder: Path, forward: float) -> list[Count]:
    """A first publish, an unchanged one, and one with one changed body."""
    rows = [page for page, _ in site.walk()]
    newer = changed(site, rows[len(rows) // 2].key, words="Changed.")
    first = _count(sandbox, site, folder)
    again = _count(sandbox, site, folder)
    one = _count(sandbox, newer, folder)
    n, bulk = len(rows), 250 if sandbox.flavor == "cloud" else 200
    unchanged = BASE + -(-n // bulk)
    cases = (
        ("first publish", first, _first(sandbox, rows, first, forward)),
        ("unchanged", again, unchanged),
        ("one body changed", one, unchanged + 3 + _ledger(one)),
    )
    return [Count(case, sandbox.flavor, n, sum(kinds.values()), most, kinds) for case, kinds, most in cases]


def _count(sandbox: Sandbox, site: P, folder: Path) -> Counter[str]:
    sandbox.log.clear()
    outcome = put(sandbox, site, folder)
    assert outcome.ok, outcome.failures
    return Counter(f"{method} {re.sub(r'[0-9]+', 'N', path)}" for method, path, _ in sandbox.log)


def _first(sandbox: Sandbox, rows: list[P], kinds: Counter[str], forward: float) -> int:
    """The sum that the row of a first publish allows."""
    n = len(rows)
    cloud = sandbox.flavor == "cloud"
    bulk = 250 if cloud else 200
    writes = (1.5 if forward < 0.5 else 2) * n if cloud else n
    files = sum(len(page.files) for page in rows)
    labels = sum(bool(page.labels) for page in rows)
    moves = sum(count for kind, count in kinds.items() if "/move/" in kind)
    wide = sum(page.width != "default" for page in rows)
    walk = -(-(FOREIGN + n + 1) // bulk)  # a root that is not found by its title is looked for in any case
    return BASE + int(writes) + files + labels + moves + wide + walk + -(-n // bulk) + _ledger(kinds)


def _ledger(kinds: Counter[str]) -> int:
    """Head twice, changed shards, at most one flush a batch: what was written of it."""
    return sum(count for kind, count in kinds.items() if "propert" in kind and not kind.startswith("GET"))
