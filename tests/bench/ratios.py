"""What a benchmark says, and how it takes the time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One number with the most that it may be."""

    what: str
    value: float
    most: float | None = None
    unit: str = ""
    note: str = ""

    @property
    def good(self) -> bool:
        return self.most is None or self.value <= self.most

    def __str__(self) -> str:
        limit = (
            ""
            if self.most is None
            else f"(at most {self.most:g}{self.unit}{'' if self.good else ': MISSED'})"
        )
        return f"{self.what:<64} {self.value:>8.3g}{self.unit:<4} {limit:<24} {self.note}".rstrip()


def best(runs: int, work: Callable[[], object]) -> float:
    """Seconds of processor time of the fastest of some runs: what the work takes when nothing disturbs it."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def best_of_each(runs: int, *works: Callable[[], object]) -> list[float]:
    """The same for several works in turn, so that what disturbs one disturbs the others."""
    rounds = [[best(1, work) for work in works] for _ in range(runs)]
    return [min(times) for times in zip(*rounds, strict=True)]
