"""Give each of many one of many, so that the weights add up to the most (pure)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

A = TypeVar("A", bound=Hashable)
B = TypeVar("B", bound=Hashable)


def assign(weights: Mapping[A, Mapping[B, float]]) -> dict[A, B]:
    """One of its own for as many as possible, with the greatest sum of weights (the Hungarian method, O(n²·m)).

    ``weights`` are positive; what is absent is impossible.
    """
    rows = [row for row, found in weights.items() if found]
    columns: list[B | None] = list(dict.fromkeys(column for row in rows for column in weights[row]))
    columns += [None] * len(rows)  # for those that get none
    worth = [
        [weights[row].get(column, -1e6) if column is not None else 0.0 for column in columns] for row in rows
    ]
    taken = _solve([[-value for value in line] for line in worth])
    return {
        row: column
        for row, at in zip(rows, taken, strict=True)
        if (column := columns[at]) is not None and column in weights[row]
    }


def _solve(cost: list[list[float]]) -> list[int]:
    """For each row its column, at the least cost; there are at least as many columns as rows."""
    width = len(cost[0]) if cost else 0
    of_row = [0.0] * (len(cost) + 1)
    of_column = [0.0] * (width + 1)
    owner = [0] * (width + 1)
    for row in range(1, len(cost) + 1):
        owner[0] = row
        column, way = _path(cost, of_row, of_column, owner)
        while column:
            owner[column] = owner[way[column]]
            column = way[column]
    taken = [0] * len(cost)
    for column in range(1, width + 1):
        if owner[column]:
            taken[owner[column] - 1] = column - 1
    return taken


def _path(
    cost: list[list[float]], of_row: list[float], of_column: list[float], owner: list[int]
) -> tuple[int, list[int]]:
    """A cheapest alternating path from the new row to a free column: that column, and the way back."""
    width = len(of_column)
    least = [float("inf")] * width
    way = [0] * width
    seen = [False] * width
    column = 0
    while owner[column]:
        seen[column] = True
        row, delta, following = owner[column], float("inf"), 0
        for other in range(1, width):
            if seen[other]:
                continue
            reduced = cost[row - 1][other - 1] - of_row[row] - of_column[other]
            if reduced < least[other]:
                least[other], way[other] = reduced, column
            if least[other] < delta:
                delta, following = least[other], other
        for other in range(width):
            if seen[other]:
                of_row[owner[other]] += delta
                of_column[other] -= delta
            else:
                least[other] -= delta
        column = following
    return column, way
