"""Annotations: numbers in code or text, and the numbered list after it that says what they mean."""

from __future__ import annotations

import re
from dataclasses import replace

from bs4.element import PreformattedString

from ..changes import each_line
from ..markup import Xml, el, in_text
from ..pieces import Anchor, Piece, Pieces
from ..rules import Walk, rule
from ..tags import Tag, classes

_IN_CODE = re.compile(r"\((\d{1,4})\)!")
_IN_COMMENT = re.compile(r"(?:(?<!\w)|(?=\(\d{1,4}\)!))\((\d{1,4})\)!?")
"""The same, and what lacks the last sign, but is no call: ``f(1)``."""
_IN_TEXT = re.compile(r"\((\d{1,4})\)!?")


@rule(".annotate")
def annotate(tag: Tag, walk: Walk) -> Pieces:
    """``<p class="annotate">Text (1)</p><ol><li>Note</li></ol>`` → ``Text <sup>(1)</sup>``, and the list as it is"""
    return annotated(walk.by_name(tag), tag)


def annotated(pieces: Pieces, tag: Tag) -> Pieces:
    """Pieces of a tag with its annotations marked, if it is of the class for them."""
    notes = notes_after(tag) if "annotate" in classes(tag) else 0
    return [_raised(piece, notes) for piece in pieces] if notes else pieces


def _raised(piece: Piece, notes: int) -> Piece:
    def sign(match: re.Match[str]) -> str:
        return el("sup", None, f"({match[1]})") if _known(match, notes) else match[0]

    def raised(content: Xml) -> Xml:
        return in_text(content, lambda text: Xml(_IN_TEXT.sub(sign, text)))

    if isinstance(piece, Anchor):
        return piece
    if isinstance(piece, Xml):
        return raised(piece)
    return each_line(piece, lambda leaf: replace(leaf, inline=raised(leaf.inline)))


def notes_after(tag: Tag) -> int:
    """The number of annotations that a numbered list right after a tag can hold; comments between do not count."""
    for sibling in tag.next_siblings:
        if isinstance(sibling, Tag):
            if sibling.name != "ol":
                return 0
            return sum(isinstance(child, Tag) and child.name == "li" for child in sibling.contents)
        if not (isinstance(sibling, PreformattedString) or str(sibling).isspace()):
            return 0
    return 0


def in_comment(text: str, notes: int, *, bare: bool) -> str:
    """A comment of code with ``(1)!``, and ``(1)`` where it is ``bare``, as ``①``, for as many annotations as there are.

    The bare one stands where a theme looks for it: not in a line for the preprocessor, where it may be an expression.
    """

    def sign(match: re.Match[str]) -> str:
        return circled(int(match[1])) if _known(match, notes) else match[0]

    return (_IN_COMMENT if bare else _IN_CODE).sub(sign, text)


def _known(match: re.Match[str], notes: int) -> bool:
    return 1 <= int(match[1]) <= notes


def circled(number: int) -> str:
    """``①`` for 1, up to ``㊿``; ``(51)`` beyond."""
    for start, first in ((1, 0x2460), (21, 0x3251), (36, 0x32B1)):
        if start <= number < start + (20 if start == 1 else 15):
            return chr(first + number - start)
    return f"({number})"
