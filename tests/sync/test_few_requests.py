"""A publish costs no more requests than its change is worth, counted by the server, whoever else fills the space."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from budgets import DOCUMENTED, FOREIGN, measure, spent
from crowds import crowd, of_others
from cuts import QUICK
from sandboxes import Sandbox
from trees import P, put

from mkdocs_confluence.sandbox.store.nouns import Flavor
from mkdocs_confluence.sandbox.store.switches import Switches


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


@contextmanager
def crowded(folder: Path, flavor: Flavor, cap: int, others: int) -> Iterator[Sandbox]:
    """A space with many pages of others, whose lists answer ``cap`` rows at a time; nobody touches what is theirs."""
    switches: Switches = replace(QUICK, list_cap=cap, expand_cap=cap)
    with Sandbox(folder, flavor, switches=switches) as sandbox:
        crowd(sandbox, others)
        before = of_others(sandbox)
        yield sandbox
        assert of_others(sandbox) == before


def holds(folder: Path, flavor: Flavor, root: P, *, cap: int, others: int) -> None:
    """A first publish, an unchanged one and one with one changed body stay within their bounds."""
    with crowded(folder / "s", flavor, cap, others) as sandbox:
        counts = measure(sandbox, root, folder / "b", cap, others + 1)
        assert [str(count) for count in counts if count.requests > count.allowed] == []
        first, again, one = (count.spent for count in counts)
        assert first.search <= 1, "as long as few pages stand under the parent"
        assert (again.writes, again.search) == (0, 0)
        assert (one.writes, one.search) == (1, 0)


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_a_publish_stays_within_its_budget_beside_5000_pages_of_others(
    flavor: Flavor, tmp_path: Path
) -> None:
    holds(tmp_path, flavor, site(60, forward=0.45), cap=DOCUMENTED[flavor], others=FOREIGN)


SMALL = [
    *((pages, others) for pages in (1, 3, 21) for others in (0, 30)),
    (1, 900),
    (3, 900),
    *((pages, FOREIGN) for pages in (1, 3, 10, 21, 26)),
]


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
@pytest.mark.parametrize(("pages", "others"), SMALL)
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
