"""The order of siblings: reached, and with the fewest writes."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_confluence.sync.plan.order import STEP, insert, longest_increasing, moves, positions


def moved(current: list[str], wanted: list[str]) -> list[str]:
    """What a server makes of the moves."""
    order = list(current)
    for move in moves(current, wanted):
        order.remove(move.key)
        at = order.index(move.sibling)
        order.insert(at + (move.relation == "after"), move.key)
    return order


orders = st.integers(0, 7).flatmap(
    lambda n: st.tuples(
        st.permutations([str(i) for i in range(n)]), st.permutations([str(i) for i in range(n)])
    )
)


@given(orders)
def test_moves_reach_the_wanted_order(pair: tuple[list[str], list[str]]) -> None:
    assert moved(*pair) == pair[1]


@given(orders)
def test_no_fewer_moves_would_do(pair: tuple[list[str], list[str]]) -> None:
    current, wanted = pair
    most = max(
        (k for k in range(len(wanted) + 1) for kept in combinations(wanted, k) if _in_order(kept, current)),
        default=0,
    )
    assert len(moves(current, wanted)) == len(wanted) - most


def _in_order(kept: tuple[str, ...], current: list[str]) -> bool:
    places = [current.index(key) for key in kept]
    return places == sorted(places)


@given(orders)
def test_pages_of_others_between_ours_do_not_matter(pair: tuple[list[str], list[str]]) -> None:
    current, wanted = pair
    mixed = [item for key in current for item in (f"foreign {key}", key)]
    for move in moves(current, wanted):
        mixed.remove(move.key)
        at = mixed.index(move.sibling)
        mixed.insert(at + (move.relation == "after"), move.key)
    assert [key for key in mixed if not key.startswith("foreign")] == wanted


@given(st.lists(st.integers(0, 20)))
def test_a_longest_increasing_subsequence_increases(ranks: list[int]) -> None:
    chain = longest_increasing(ranks)
    assert chain == sorted(chain)
    values = [ranks[index] for index in chain]
    assert all(low < high for low, high in pairwise(values))


@given(st.lists(st.none() | st.integers(1, 12) | st.integers(1, 10_000), max_size=9))
def test_positions_increase_and_keep_what_they_can(current: list[int | None]) -> None:
    found = positions(current)
    assert len(found) == len(current)
    assert all(low < high for low, high in pairwise((0, *found)))
    numbered = [value for value in current if value is not None]
    changed = sum(old != new for old, new in zip(current, found, strict=True))
    fewest = len(current) - len(longest_increasing(numbered))
    renumbered = found == tuple(STEP * (i + 1) for i in range(len(found)))
    assert changed == fewest or renumbered


def test_new_pages_get_steps_of_a_thousand() -> None:
    assert positions([None, None, None]) == (1000, 2000, 3000)
    assert positions([1000, None, 2000, None]) == (1000, 1500, 2000, 3000)
    assert positions([1, None, 2]) == (1000, 2000, 3000)


def test_a_server_that_numbers_anew_pushes_older_pages_back() -> None:
    lane = insert([], 0, "a")
    lane = insert(lane, 0, "b")
    assert [key for _, key in insert(lane, 0, "c")] == ["c", "b", "a"]
    lane = insert(insert([], 0, "a"), 1, "b")
    assert [key for _, key in insert(lane, 2, "c")] == ["a", "b", "c"]
