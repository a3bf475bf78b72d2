"""Which lines of two versions are one line that changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_NAME = re.compile(r"</?[\w:-]+")
_WORD = re.compile(r"\w+")
_MANY = 2500
"""Pairs of lines above which they are not weighed one by one."""
_ALIKE = 0.3
"""Share of words in common from which two lines can be one."""

Pair = tuple[int, int]


def alike(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Indexes of lines that belong together, in order on both sides, so that they have as much as possible in common."""
    if len(before) * len(after) > _MANY:
        return []
    old, new = [_words(line) for line in before], [_words(line) for line in after]
    best: list[tuple[float, tuple[Pair, ...]]] = [(0.0, ())] * (len(new) + 1)
    for i, words in enumerate(old):
        row = [best[0]]
        for j, others in enumerate(new):
            found = max(best[j + 1], row[j], key=_weight)
            if (share := _share(words, others)) >= _ALIKE and best[j][0] + share > found[0]:
                found = (best[j][0] + share, (*best[j][1], (i, j)))
            row.append(found)
        best = row
    return list(best[-1][1])


def _weight(chain: tuple[float, tuple[Pair, ...]]) -> float:
    return chain[0]


def _words(line: str) -> Counter[str]:
    """The words of a line without the names of its elements, which lines of any content share."""
    return Counter(_WORD.findall(_NAME.sub(" ", line)))


def _share(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)
