"""Two versions of a body side by side: by lines, and by words within a line that changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from . import pairing

_BLOCKS = (
    "p|h[1-6]|ul|ol|li|table|tbody|tr|td|th|colgroup|blockquote|hr|pre|div|dl|dt|dd|ac:structured-macro|"
    "ac:rich-text-body|ac:plain-text-body|ac:image|ac:task-list|ac:task|ac:layout|ac:layout-section|ac:layout-cell|"
    "ac:adf-extension|ac:adf-node"
)
_TOKENS = re.compile(r"(<!\[CDATA\[.*?\]\]>)|(<[^>]*>)|([^<]+)", re.DOTALL)
_OPENS = re.compile(rf"<(?:{_BLOCKS})(?=[\s/>])")
_INLINE = re.compile(r'ac:name="(?:anchor|status|jira|mathinline|eazy-math-inline)"')
_MINTED = re.compile(
    r"""\s(?:ac:macro-id|ac:local-id|local-id|ri:version-at-save)=(?:"[^"]*"|'[^']*')|<ac:task-uuid>[^<]*</ac:task-uuid>"""
)
"""What the server writes anew on every save, and nobody changed."""
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
CONTEXT = 3
"""Unchanged lines shown around a change."""
_LONG = 4000
"""Characters above which a line is not compared word by word."""

Piece = tuple[str, bool]
"""Text, and whether it changed."""
Line = tuple[int, str]
"""A line with its number."""


@dataclass(frozen=True, slots=True)
class Side:
    """One line of one version; ``number`` counts from 1, 0 where the version has no such line."""

    number: int
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """``kind``: ``equal``, ``change``, ``insert``, ``delete``, or ``gap`` for ``skipped`` unchanged lines."""

    kind: str
    left: Side = Side(0)
    right: Side = Side(0)
    skipped: int = 0


def lines(body: str) -> list[str]:
    """A body cut into lines: one before each block, and where the source itself breaks a line; without minted ids."""
    found = [""]
    for match in _TOKENS.finditer(_MINTED.sub("", body)):
        block = match[2] and _OPENS.match(match[2]) and not _INLINE.search(match[2])
        if block and found[-1].strip():
            found.append("")
        first, *more = match[0].split("\n")
        found[-1] += first
        found += more
    return [line.rstrip("\r") for line in found if line.strip()]


def side_by_side(old: str, new: str) -> list[Row]:
    """Every changed line of two bodies with its surroundings; empty where they are the same."""
    before, after = lines(old), lines(new)
    matcher = SequenceMatcher(None, before, after)
    rows: list[Row] = []
    reached = 0
    for group in matcher.get_grouped_opcodes(CONTEXT):
        skipped = group[0][1] - reached
        if skipped:
            rows.append(Row("gap", skipped=skipped))
        for tag, low, high, start, end in group:
            rows += _rows(tag, before, low, high, after, start, end)
        reached = group[-1][2]
    if rows and reached < len(before):
        rows.append(Row("gap", skipped=len(before) - reached))
    return rows


def _rows(
    tag: str, before: Sequence[str], low: int, high: int, after: Sequence[str], start: int, end: int
) -> Iterator[Row]:
    if tag == "equal":
        for offset, line in enumerate(before[low:high]):
            pieces = ((line, False),)
            yield Row("equal", Side(low + offset + 1, pieces), Side(start + offset + 1, pieces))
        return
    for left, right in _pairs(
        list(enumerate(before[low:high], 1 + low)), list(enumerate(after[start:end], 1 + start))
    ):
        if left and right:
            old, new = _words(left[1], right[1])
            yield Row("change", Side(left[0], old), Side(right[0], new))
        elif left:
            yield Row("delete", Side(left[0], ((left[1], True),)))
        elif right:
            yield Row("insert", right=Side(right[0], ((right[1], True),)))


def _pairs(before: list[Line], after: list[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Lines beside each other: those that are one line, changed; between them one by one, as they come."""
    i = j = 0
    alike = pairing.alike([text for _, text in before], [text for _, text in after])
    for left, right in alike:
        yield from zip_longest(before[i:left], after[j:right])
        yield before[left], after[right]
        i, j = left + 1, right + 1
    yield from zip_longest(before[i:], after[j:])


def _words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two lines in pieces, those that differ marked."""
    if len(old) + len(new) > _LONG:
        return ((old, True),), ((new, True),)
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, low, high, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        changed = tag != "equal"
        left += [("".join(before[low:high]), changed)] if high > low else []
        right += [("".join(after[start:end]), changed)] if end > start else []
    return tuple(left), tuple(right)
