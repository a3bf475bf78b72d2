"""A publish costs no more requests than its change is worth, counted by the server, whoever else fills the space."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from crowds import crowd, of_others
from cuts import QUICK
from sandboxes import Sandbox
from trees import P, changed, put

from mkdocs_confluence.sandbox.store.nouns import Flavor
from mkdocs_confluence.sandbox.store.switches import Switches
from mkdocs_confluence.sync.apply import BATCH
from mkdocs_confluence.sync.snapshot.lookups import ROOT_WALK

DOCUMENTED: dict[Flavor, int] = {"cloud": 250, "datacenter": 200}
"""Rows that one answer of a list holds."""
FOREIGN = 5_000


def site(pages: int, *, forward: float, depth: int = 12, section: int = 10, rich: bool = True) -> P:
    """So many pages: a chain ``depth`` deep, then sections. The share ``forward`` of them links to a page that comes
    later, the others to one that comes earlier; every fourth has a file, every fifth a label, every seventh is wide.
    """
    keys = [f"p{at}.md" for at in range(pages)]
    later = [int((at + 1) * forward) > int(at * forward) for at in range(pages)]

    def page(at: int, children: tuple[P, ...] = ()) -> P:
        to = at + 1 if later[at] else at - 1
        return P(
            keys[at],
            f"Page {at}",
            children,
            links=(keys[to],) if 0 <= to < pages else (),
            files={f"f{at}.png": b"%d" % at} if rich and at % 4 == 0 else {},
            labels=("howto",) if rich and at % 5 == 0 else (),
            width="full" if rich and at % 7 == 0 else "default",
        )

    end = min(pages, depth)
    chain: tuple[P, ...] = ()
    for at in range(end - 1, 0, -1):
        chain = (page(at, chain),)
    starts = range(end, pages, section)
    sections = (
        page(start, tuple(page(at) for at in range(start + 1, min(pages, start + section))))
        for start in starts
    )
    return page(0, (*chain, *sections))


@dataclass(frozen=True)
class Spent:
    """What the log of the server tells about one publish."""

    total: int
    moves: int
    writes: int
    """Pages created or updated, or moved."""
    kinds: Counter[str]


def spent(sandbox: Sandbox) -> Spent:
    """Count what was logged, and clear the log."""
    kinds = Counter(f"{method} {re.sub(r'[0-9]{3,}', 'N', path)}" for method, path, _ in sandbox.log)
    moves = sum(number for kind, number in kinds.items() if "/move/" in kind)
    pages = re.compile(r"(POST|PUT|DELETE) \S+/(pages|content)(/N)?(/title|/move/.*)?$")
    writes = sum(number for kind, number in kinds.items() if pages.match(kind))
    sandbox.log.clear()
    return Spent(sum(kinds.values()), moves, writes, kinds)


def parts(rows: int, cap: int) -> int:
    return -(-rows // cap)


def ledger(sandbox: Sandbox, batches: int) -> int:
    """Head twice, the shards, and in each batch at most one flush: the head with the shards that changed."""
    (shards,) = sandbox.store.db.execute(
        "SELECT count(*) FROM property WHERE key LIKE 'mkdocs-docs--%' AND key NOT LIKE '%head'"
    ).fetchone()
    return int(2 + shards + batches * (1 + shards))


def first_publish(sandbox: Sandbox, root: P, cap: int, moves: int, others: int) -> int:
    """The most that a first publish may cost."""
    pages = [page for page, _ in root.walk()]
    order = {page.key: at for at, page in enumerate(pages)}
    n = len(pages)
    forward = sum(any(order[key] > order[page.key] for key in page.links) for page in pages)
    files = sum(len(page.files) for page in pages)
    labelled = sum(bool(page.labels) for page in pages)
    wide = sum(page.width != "default" for page in pages)
    look_ups = parts(others, cap)  # also finds a root whose title has changed, which no other request could
    if look_ups > ROOT_WALK:
        look_ups = min(look_ups, n)
    batches = parts(n, BATCH)
    if sandbox.flavor == "datacenter":
        bodies = 1  # the root's, which takes the place of what announced it
        return n + files + labelled + moves + look_ups + parts(n, cap) + ledger(sandbox, batches + bodies)
    bodies = n if 2 * forward >= n else parts(n, 2)
    batches += parts(bodies, BATCH) + parts(moves, BATCH)
    reads = look_ups + parts(n, cap)
    return n + bodies + files + labelled + moves + wide + reads + ledger(sandbox, batches)


@contextmanager
def crowded(folder: Path, flavor: Flavor, cap: int, others: int) -> Iterator[Sandbox]:
    """A space with many pages of others, whose lists answer ``cap`` rows at a time; nobody touches what is theirs."""
    switches: Switches = replace(QUICK, list_cap=cap, expand_cap=cap)
    with Sandbox(folder, flavor, switches=switches) as sandbox:
        crowd(sandbox, others)
        before = of_others(sandbox)
        yield sandbox
        assert of_others(sandbox) == before


def holds(folder: Path, flavor: Flavor, root: P, *, cap: int, others: int) -> Spent:
    """A first publish, an unchanged one and one with one changed body stay within their bounds; gives the first."""
    n = sum(1 for _ in root.walk())
    with crowded(folder / "s", flavor, cap, others) as sandbox:
        assert put(sandbox, root, folder / "b").ok
        first = spent(sandbox)
        most = first_publish(sandbox, root, cap, first.moves, others + 1)
        assert first.total <= most, (first, most)

        assert put(sandbox, root, folder / "b").plan.empty
        again = spent(sandbox)
        assert not [kind for kind in again.kinds if not kind.startswith("GET")]
        assert again.total <= 6 + parts(n, cap), again

        middle = f"p{n // 2}.md"
        assert put(sandbox, changed(root, middle, words="New."), folder / "b").ok
        one = spent(sandbox)
        assert one.writes == 1
        assert one.total <= again.total + 2 + 1 + 3, one  # two reads, one write, head twice, one shard
    return first


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_a_publish_stays_within_its_budget_beside_5000_pages_of_others(
    flavor: Flavor, tmp_path: Path
) -> None:
    holds(tmp_path, flavor, site(60, forward=0.45), cap=DOCUMENTED[flavor], others=FOREIGN)


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
@pytest.mark.parametrize("pages", [1, 3, 21])
@pytest.mark.parametrize("others", [0, 30, 900])
def test_small_sites_stay_within_it(flavor: Flavor, pages: int, others: int, tmp_path: Path) -> None:
    holds(tmp_path, flavor, site(pages, forward=1.0, depth=3), cap=DOCUMENTED[flavor], others=others)


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_a_server_with_a_smaller_cap_costs_what_the_cap_says(flavor: Flavor, tmp_path: Path) -> None:
    holds(tmp_path, flavor, site(130, forward=0.3, rich=False), cap=60, others=500)


@pytest.mark.parametrize("lands_first", [True, False])
def test_pages_are_created_in_the_order_that_needs_hardly_any_move(lands_first: bool, tmp_path: Path) -> None:
    """Eight workers have begun in as many sections when the first answers show where a page lands."""
    root = site(90, forward=1.0, rich=False)
    with Sandbox(tmp_path / "s", "cloud", switches=replace(QUICK, new_page_first=lands_first)) as sandbox:
        assert put(sandbox, root, tmp_path / "b").ok
        assert spent(sandbox).moves <= (8 if lands_first else 0)


@pytest.mark.prove
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
@pytest.mark.parametrize("cap", [100, 0])
@pytest.mark.parametrize("forward", [0.0, 0.45, 1.0])
@pytest.mark.parametrize("pages", [60, 200, 750, 2000])
def test_sites_of_any_size_stay_within_it(
    flavor: Flavor, cap: int, forward: float, pages: int, tmp_path: Path
) -> None:
    holds(tmp_path, flavor, site(pages, forward=forward), cap=cap or DOCUMENTED[flavor], others=FOREIGN)
