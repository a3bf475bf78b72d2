"""What a publish may cost: sites of any size in a space full of foreign pages, and the requests counted by the server.

For N pages in a space of P, with answers of c rows, a first publish may send

- Cloud: 2N + files + labels + moves + wide pages + ⌈N/c⌉ + title look-ups + ledger; 1.5N where fewer than half the pages
  link forward;
- Data Center: N + files + labels + moves + ⌈N/c⌉ + title look-ups + ledger,

where title look-ups are at most min(⌈P/c⌉, N), and the ledger is its head twice, its shards, and one flush a batch. A
root whose title has changed is looked for among the children of the parent, outside any budget: counted apart.
"""

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
from mkdocs_confluence.sync.apply import BATCH

CAPS = replace(QUICK, list_cap=250, expand_cap=200)
"""The documented caps of lists."""
FOREIGN = 5000

DOCUMENTED: dict[Flavor, int] = {"cloud": 250, "datacenter": 200}
"""Rows that one answer of a list holds."""
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
class Spent:
    """What the log of the server tells about one publish."""

    total: int
    """Without ``search``."""
    search: int
    """Lists of the children of the parent, among which the root is looked for."""
    moves: int
    writes: int
    """Pages created or updated, or moved."""
    kinds: Counter[str]


def spent(sandbox: Sandbox) -> Spent:
    """Count what was logged, and clear the log."""
    (home,) = sandbox.store.db.execute("SELECT home FROM space").fetchone()
    search = sum(f"/{home}/" in path and "child" in path for _, path, _ in sandbox.log)
    kinds = Counter(f"{method} {re.sub(r'[0-9]{3,}', 'N', path)}" for method, path, _ in sandbox.log)
    moves = sum(number for kind, number in kinds.items() if "/move/" in kind)
    pages = re.compile(r"(POST|PUT|DELETE) \S+/(pages|content)(/N)?(/title|/move/.*)?$")
    writes = sum(number for kind, number in kinds.items() if pages.match(kind))
    sandbox.log.clear()
    return Spent(sum(kinds.values()) - search, search, moves, writes, kinds)


def parts(rows: int, cap: int) -> int:
    return -(-rows // cap)


def ledger(sandbox: Sandbox, batches: int) -> int:
    """Head twice, the shards, and in each batch at most one flush: the head with the shards that changed."""
    (shards,) = sandbox.store.db.execute(
        "SELECT count(*) FROM property WHERE key LIKE 'mkdocs-docs--%' AND key NOT LIKE '%head'"
    ).fetchone()
    return int(2 + shards + batches * (1 + shards))


def first_publish(sandbox: Sandbox, root: P, cap: int, moves: int, others: int) -> int:
    """The most that a first publish may cost in a space with so many pages of others."""
    pages = [page for page, _ in root.walk()]
    order = {page.key: at for at, page in enumerate(pages)}
    n = len(pages)
    forward = sum(any(order[key] > order[page.key] for key in page.links) for page in pages)
    files = sum(len(page.files) for page in pages)
    labelled = sum(bool(page.labels) for page in pages)
    wide = sum(page.width != "default" for page in pages)
    reads = min(parts(others, cap), n) + parts(n, cap)
    batches = parts(n, BATCH)
    if sandbox.flavor == "datacenter":
        bodies = 1  # the root's, which takes the place of what announced it
        return n + files + labelled + moves + reads + ledger(sandbox, batches + bodies)
    bodies = n if 2 * forward >= n else parts(n, 2)
    batches += parts(bodies, BATCH) + parts(moves, BATCH)
    return n + bodies + files + labelled + moves + wide + reads + ledger(sandbox, batches)


def unchanged(pages: int, cap: int) -> int:
    """The most that a publish without any change may cost."""
    return BASE + parts(pages, cap)


def one_body(nothing: int) -> int:
    """The most that one changed body may cost, where a publish of nothing costs so much: two reads, a write, head twice
    and one shard.
    """
    return nothing + 2 + 1 + 3


@dataclass(frozen=True)
class Count:
    """Requests of one kind of publish, what they may be, and which they were."""

    case: str
    flavor: Flavor
    pages: int
    requests: int
    allowed: int
    spent: Spent

    def __str__(self) -> str:
        apart = f", {self.spent.search} more to search the root" if self.spent.search else ""
        return (
            f"{self.flavor:10} {self.case:20} {self.pages:5} pages {self.requests:6} requests, "
            f"{self.allowed:6} allowed{apart}"
        )


def measure(sandbox: Sandbox, site: P, folder: Path, cap: int, others: int) -> list[Count]:
    """A first publish, an unchanged one, and one with one changed body."""
    rows = [page for page, _ in site.walk()]
    n = len(rows)
    newer = changed(site, rows[n // 2].key, words="Changed.")
    first = _publish(sandbox, site, folder)
    most = first_publish(sandbox, site, cap, first.moves, others)
    again, one = _publish(sandbox, site, folder), _publish(sandbox, newer, folder)
    cases = (
        ("first publish", first, most),
        ("unchanged", again, unchanged(n, cap)),
        ("one body changed", one, one_body(again.total)),
    )
    return [Count(case, sandbox.flavor, n, what.total, most, what) for case, what, most in cases]


def _publish(sandbox: Sandbox, site: P, folder: Path) -> Spent:
    sandbox.log.clear()
    outcome = put(sandbox, site, folder)
    assert outcome.ok, outcome.failures
    return spent(sandbox)
