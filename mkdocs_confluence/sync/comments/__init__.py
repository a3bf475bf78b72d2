"""Carry inline comments from the stored body to the new one (pure).

A comment is anchored by ``<ac:inline-comment-marker ac:ref="…">`` around its words in the stored body. All of them
are given places in the new body by one assignment: the same words where they stand alone, those with the most similar
surroundings where they repeat, nearly the same words where they were edited a little.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape

from .assign import assign
from .flow import MARKER, Flow, flow, said

Span = tuple[int, int]

AROUND = 60
"""Characters before and after the words that count as their surroundings."""
NEAR = 200
"""Characters of the same block before and after the words that are compared."""
ALIKE = 0.6
"""Similarity that edited words need to be the same words still."""
MOST = 200
"""Places at which one comment is weighed."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A body with its comments, and those that found no place: (ref, words)."""

    body: str
    lost: tuple[tuple[str, str], ...] = ()


def has_comments(body: str) -> bool:
    return f"<{MARKER}" in body


def carry(stored: str, new: str) -> Carried:
    """The new body with the comments of the stored one, each at one place, no two at the same."""
    atoms: dict[str, str] = {}
    old, now = flow(stored, atoms), flow(new, atoms)
    weights = {ref: _candidates(old, span, now) for ref, span in old.refs.items()}
    placed = _apart(assign(weights), old, weights)
    lost = tuple(
        (ref, said(old.text[slice(*span)], atoms)) for ref, span in old.refs.items() if ref not in placed
    )
    return Carried(_marked(new, now, placed, old.holding), lost)


# --- where a comment could go ---------------------------------------------------------------------


def _candidates(old: Flow, span: Span, now: Flow) -> dict[Span, float]:
    """Places in the new body with their weights: where the words stand, else where they stand edited."""
    start, end = _trimmed(old.text, span)
    words = old.text[start:end]
    if not words:
        return {}
    code = all(old.code[start:end])
    whole = _stands_alone(old.text, start, end)
    exact = [
        (at, at + len(words))
        for at in _occurrences(words, now.text)
        if (code or not any(now.code[at : at + len(words)]))
        and (not whole or _stands_alone(now.text, at, at + len(words)))
    ]
    if exact:
        return {place: _weight(old, (start, end), now, place) for place in exact}
    return _edited(old, (start, end), now)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in " \n":
        start += 1
    while start < end and text[end - 1] in " \n":
        end -= 1
    return start, end


def _occurrences(words: str, text: str) -> list[int]:
    found: list[int] = []
    at = text.find(words)
    while at >= 0 and len(found) < MOST:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether words are whole words: a comment on ``port`` does not go into ``important``."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not before and not after


def _weight(old: Flow, was: Span, now: Flow, span: Span, same: float = 1.0) -> float:
    """Likeness of the words, of the block that they stand in, of what is around that, and a little of the depth."""
    (top, bottom), (first, last) = _block(old.text, was), _block(now.text, span)
    block = _alike(old.text[max(top, was[0] - NEAR) : was[0]], now.text[max(first, span[0] - NEAR) : span[0]])
    block += _alike(
        old.text[was[1] : min(bottom, was[1] + NEAR)], now.text[span[1] : min(last, span[1] + NEAR)]
    )
    block += old.text[top:bottom] == now.text[first:last]
    before = _alike(old.text[max(0, was[0] - AROUND) : was[0]], now.text[max(0, span[0] - AROUND) : span[0]])
    after = _alike(old.text[was[1] : was[1] + AROUND], now.text[span[1] : span[1] + AROUND])
    depth = abs(was[0] / max(1, len(old.text)) - span[0] / max(1, len(now.text)))
    return 10 * same + 2 * block + (before + after) / 2 - 0.1 * depth


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _edited(old: Flow, was: Span, now: Flow) -> dict[Span, float]:
    """Places of words that were edited a little, in the blocks most like the one where the words stood."""
    top, bottom = _block(old.text, was)
    block = old.text[top:bottom]
    ranked = sorted(_blocks(now.text), key=lambda span: -_rough(block, now.text[span[0] : span[1]]))
    found: dict[Span, float] = {}
    for start, end in ranked[:3]:
        span = _mapped(block, (was[0] - top, was[1] - top), now.text[start:end])
        if span is None or any(now.code[start + span[0] : start + span[1]]):
            continue
        place = (start + span[0], start + span[1])
        same = _alike(old.text[was[0] : was[1]], now.text[place[0] : place[1]])
        if same >= ALIKE:
            found[place] = _weight(old, was, now, place, same)
    return found


def _block(text: str, span: Span) -> Span:
    """The block, or blocks, that a span stands in."""
    end = text.find("\n", span[1])
    return text.rfind("\n", 0, span[0]) + 1, end if end >= 0 else len(text)


def _blocks(text: str) -> list[Span]:
    spans, start = [], 0
    for part in text.split("\n"):
        spans.append((start, start + len(part)))
        start += len(part) + 1
    return [span for span in spans if span[0] < span[1]]


def _rough(one: str, other: str) -> float:
    """An upper bound of the likeness, cheap enough for every block of a page."""
    return SequenceMatcher(None, one, other, autojunk=False).quick_ratio()


def _mapped(block: str, span: Span, other: str) -> Span | None:
    """Where a part of a block is in an edited block: between what stood around it, to whole words."""
    matches = [m for m in SequenceMatcher(None, block, other, autojunk=False).get_matching_blocks() if m.size]
    inside = [
        (max(m.a, span[0]) - m.a + m.b, min(m.a + m.size, span[1]) - m.a + m.b)
        for m in matches
        if m.a < span[1] and m.a + m.size > span[0]
    ]
    if not inside:
        return None
    start, end = inside[0][0], inside[-1][1]
    while start > 0 and other[start - 1].isalnum():
        start -= 1
    while end < len(other) and other[end].isalnum():
        end += 1
    return _trimmed(other, (start, end))


# --- putting them there ---------------------------------------------------------------------------


def _apart(
    chosen: Mapping[str, Span], old: Flow, weights: Mapping[str, Mapping[Span, float]]
) -> dict[str, Span]:
    """The heavier ones of places that overlap, unless the comments overlapped before."""
    placed: dict[str, Span] = {}
    for ref in sorted(chosen, key=lambda ref: -weights[ref][chosen[ref]]):
        rivals = [other for other, span in placed.items() if _overlap(span, chosen[ref])]
        if all(_overlap(old.refs[other], old.refs[ref]) for other in rivals):
            placed[ref] = chosen[ref]
    return placed


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _marked(body: str, now: Flow, placed: Mapping[str, Span], holding: Container[str]) -> str:
    """The body with a marker around each run of text of each comment; tags stay outside.

    An element goes inside only where the comment stood on one before.
    """
    parts: list[str] = []
    done = 0
    for start, end, refs in _runs(now, placed, holding):
        opening = "".join(f'<{MARKER} ac:ref="{escape(ref)}">' for ref in refs)
        parts += [body[done:start], opening, body[start:end], f"</{MARKER}>" * len(refs)]
        done = end
    return "".join([*parts, body[done:]])


def _runs(
    now: Flow, placed: Mapping[str, Span], holding: Container[str]
) -> list[tuple[int, int, tuple[str, ...]]]:
    """(start, end, refs) in the body: neighbouring characters with the same comments and no tag between them."""
    covering: dict[int, list[str]] = {}
    for ref, (start, end) in sorted(placed.items(), key=lambda item: (item[1][0], -item[1][1])):
        for index in range(start, end):
            if now.places[index][0] < now.places[index][1] and (ref in holding or not now.element(index)):
                covering.setdefault(index, []).append(ref)
    runs: list[tuple[int, int, tuple[str, ...]]] = []
    for index in sorted(covering):
        (start, end), refs = now.places[index], tuple(covering[index])
        if runs and runs[-1][1] == start and runs[-1][2] == refs:
            runs[-1] = (runs[-1][0], end, refs)
        else:
            runs.append((start, end, refs))
    return runs
