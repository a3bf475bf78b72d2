"""Words in order, some of which may be missing or stand for others, and how to set two such rows side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

EDGE = "\uf8f0"
"""Border of an inline element: a word may be cut there, as when a picture is lifted out of a sentence."""
ANYTHING = "\uf8f1"
"""A place where one word of the converter's choice may stand, such as the name of an icon."""

_WORD = re.compile(rf"[\w{EDGE}]+|[^\w\s{EDGE}]")
_CIRCLED = {chr(0x2460 + n): f"({n + 1})" for n in range(20)} | {
    **{chr(0x3251 + n): f"({n + 21})" for n in range(15)},
    **{chr(0x32B1 + n): f"({n + 36})" for n in range(15)},
}
_ANNOTATION = re.compile(r"\((\d+)\)!")
_DROPPED = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufe0f\ufffe\uffff\ufdd0-\ufdef\ud800-\udfff]")


def canonical(text: str) -> str:
    """Text with annotation marks in one form (``(1)!`` and ``①`` as ``(1)``), without characters that XML forbids."""
    text = _DROPPED.sub("", text)
    text = _ANNOTATION.sub(r"(\1)", text)
    return "".join(_CIRCLED.get(c, c) for c in text) if any("\u2460" <= c <= "\u32bf" for c in text) else text


@dataclass(slots=True)
class Words:
    """Words in order of reading. ``rules`` tells which may be missing, and why."""

    texts: list[str] = field(default_factory=list)
    rules: dict[int, str] = field(default_factory=dict)
    cuts: dict[int, int] = field(default_factory=dict)
    """Index of a word → into how many parts it may fall."""
    _run: list[str] = field(default_factory=list)
    _rule: str = ""

    def say(self, text: str, rule: str = "") -> None:
        """Add text; ``rule`` names why it may be missing."""
        if rule != self._rule:
            self.close()
            self._rule = rule
        self._run.append(text)

    def anything(self, rule: str = "") -> None:
        """Add a word of any kind; ``rule`` names why it may be missing."""
        self.close()
        if rule:
            self.rules[len(self.texts)] = rule
        self.texts.append(ANYTHING)

    def close(self) -> Words:
        """Cut what was said so far into words."""
        for word in _WORD.findall(canonical("".join(self._run))):
            parts = [part for part in word.split(EDGE) if part]
            if not parts:
                continue
            if self._rule:
                self.rules[len(self.texts)] = self._rule
            if len(parts) > 1:
                self.cuts[len(self.texts)] = len(parts)
            self.texts.append("".join(parts))
        self._run = []
        return self


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two rows part: words that are gone, words that are new, what stood before."""

    gone: tuple[str, ...]
    new: tuple[str, ...]
    after: str

    def __str__(self) -> str:
        parts = [
            f"lost {_quoted(self.gone)}" if self.gone else "",
            f"added {_quoted(self.new)}" if self.new else "",
        ]
        return f"{', '.join(part for part in parts if part)} after …{self.after!r}"


def _quoted(words: Sequence[str]) -> str:
    text = " ".join(words)
    return repr(text if len(text) < 100 else f"{text[:60]} … {text[-30:]}")


LIMIT = 300
"""Words that may differ before two rows are not compared any further."""
STATES = 300_000
"""Places looked at before two rows are not compared any further, and ten more for every word."""


def differences(wanted: Words, given: Words) -> list[Difference]:
    """What keeps ``given`` from saying each word of ``wanted`` once and in order, but for what may be missing."""
    if wanted.texts == given.texts:
        return []
    steps, complete = _align(wanted, given)
    found = list(_gather(wanted, given, steps))
    if not complete:
        found.append(Difference(("…",), ("…",), "more differences than are worth comparing"))
    return found


@dataclass(frozen=True, slots=True)
class _Step:
    """From word ``i`` of the one and ``j`` of the other, past the words that it takes, at a price."""

    i: int
    j: int
    past_i: int
    past_j: int
    price: int


def _align(wanted: Words, given: Words) -> tuple[list[_Step], bool]:
    """The cheapest way through both rows: equal words cost nothing, lost and added ones cost one each."""
    goal = len(wanted.texts), len(given.texts)
    best = start = _follow(wanted, given, 0, 0)
    heap = [(0, -sum(start), *start)]
    cost, came = {start: 0}, dict[tuple[int, int], _Step]()
    while heap:
        paid, _, i, j = heappop(heap)
        if paid > cost[(i, j)]:
            continue
        best = max(best, (i, j), key=sum)
        if (i, j) == goal:
            return _steps(came, start, goal), True
        if paid > LIMIT or len(cost) > STATES + 10 * goal[0]:
            break
        for step in _moves(wanted, given, i, j):
            end = _follow(wanted, given, step.past_i, step.past_j)
            if paid + step.price < cost.get(end, LIMIT * 9):
                cost[end] = paid + step.price
                came[end] = step
                heappush(heap, (cost[end], -sum(end), *end))
    return _steps(came, start, best), False


def _moves(wanted: Words, given: Words, i: int, j: int) -> Iterator[_Step]:
    a, b = wanted.texts, given.texts
    if i < len(a):
        yield _Step(i, j, i + 1, j, 0 if i in wanted.rules else 1)
        if j < len(b) and a[i] in (b[j], ANYTHING):
            yield _Step(i, j, i + 1, j + 1, 0)
        elif parts := _parts(wanted, given, i, j):
            yield _Step(i, j, i + 1, j + parts, 0)
    if j < len(b):
        yield _Step(i, j, i, j + 1, 0 if j in given.rules else 1)


def _follow(wanted: Words, given: Words, i: int, j: int) -> tuple[int, int]:
    """As far as both rows agree and no word may be missing."""
    a, b = wanted.texts, given.texts
    while i < len(a) and j < len(b) and i not in wanted.rules and j not in given.rules:
        if a[i] == b[j]:
            i, j = i + 1, j + 1
        elif parts := _parts(wanted, given, i, j):
            i, j = i + 1, j + parts
        else:
            break
    return i, j


def _parts(wanted: Words, given: Words, i: int, j: int) -> int:
    """How many words of ``given`` make up word ``i``, if it may fall apart; else 0."""
    allowed, word = wanted.cuts.get(i, 1), wanted.texts[i]
    for count in range(2, allowed + 1):
        if "".join(given.texts[j : j + count]) == word:
            return count
    return 0


def _steps(came: dict[tuple[int, int], _Step], start: tuple[int, int], end: tuple[int, int]) -> list[_Step]:
    steps = []
    while end != start:
        steps.append(came[end])
        end = came[end].i, came[end].j
    return steps[::-1]


def _gather(wanted: Words, given: Words, steps: list[_Step]) -> Iterator[Difference]:
    """Steps that cost something, neighbours as one."""
    gone: list[str] = []
    new: list[str] = []
    after, reached = "", (-1, -1)
    for step in (step for step in steps if step.price):
        if (step.i, step.j) != reached and (gone or new):
            yield Difference(tuple(gone), tuple(new), after)
            gone, new = [], []
        if not gone and not new:
            after = " ".join(wanted.texts[max(0, step.i - 6) : step.i]).replace(ANYTHING, "*")
        gone += wanted.texts[step.i : step.past_i]
        new += given.texts[step.j : step.past_j]
        reached = step.past_i, step.past_j
    if gone or new:
        yield Difference(tuple(gone), tuple(new), after)
