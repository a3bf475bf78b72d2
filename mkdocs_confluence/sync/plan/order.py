"""The order of siblings, reached with the fewest writes (pure)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

STEP = 1000
"""Distance of two neighbouring positions on Data Center: leaves room for pages that come between."""


@dataclass(frozen=True, slots=True)
class Move:
    """Put ``key`` directly ``relation`` its ``sibling``."""

    key: str
    relation: Literal["before", "after"]
    sibling: str


def longest_increasing(ranks: Sequence[int]) -> list[int]:
    """Indices of a longest strictly increasing subsequence."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, rank in enumerate(ranks):
        place = bisect_left(tails, rank)
        before.append(ends[place - 1] if place else -1)
        if place == len(tails):
            tails.append(rank)
            ends.append(index)
        else:
            tails[place], ends[place] = rank, index
    chain: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]


def moves(current: Sequence[str], wanted: Sequence[str]) -> tuple[Move, ...]:
    """The fewest moves that bring siblings from one order into another; both hold the same keys, each once."""
    rank = {key: index for index, key in enumerate(current)}
    staying = {wanted[index] for index in longest_increasing([rank[key] for key in wanted])}
    found: list[Move] = []
    for index, key in enumerate(wanted):
        if key in staying:
            continue
        if index:
            found.append(Move(key, "after", wanted[index - 1]))
        else:
            found.append(Move(key, "before", next(other for other in wanted if other in staying)))
    return tuple(found)


def positions(current: Sequence[int | None]) -> tuple[int, ...]:
    """Positions for siblings in their wanted order, as many as can be kept; None stands for one that has none yet.

    Without room between two that stay, all are numbered anew.
    """
    numbered = [(index, value) for index, value in enumerate(current) if value is not None and value > 0]
    kept = {numbered[i][0] for i in longest_increasing([value for _, value in numbered])}
    result: list[int] = []
    waiting = 0
    for index, value in enumerate(current):
        if index not in kept or value is None:
            waiting += 1
            continue
        low = result[-1] if result else 0
        if value - low <= waiting:
            return tuple(STEP * (i + 1) for i in range(len(current)))
        result += [low + (value - low) * (i + 1) // (waiting + 1) for i in range(waiting)]
        result.append(value)
        waiting = 0
    low = result[-1] if result else 0
    return (*result, *(low + STEP * (i + 1) for i in range(waiting)))


def insert(lane: Sequence[tuple[float, str]], position: float, key: str) -> list[tuple[float, str]]:
    """Siblings (position, key) in order with one more, as the answer to its creation tells where it landed.

    A server that numbers its pages anew may name a position that another page had: the new one pushed it back.
    """
    at = next((index for index, (other, _) in enumerate(lane) if other >= position), len(lane))
    return [*lane[:at], (position, key), *lane[at:]]
