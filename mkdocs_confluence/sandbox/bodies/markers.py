"""Marking words in a stored body: where they stand, across the marks of a line, and the markers around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from . import normalise

Place = list[tuple[int, int]]
"""One occurrence of some words: start and end of each piece of text that it goes through."""

_TOKEN = re.compile(r"<!\[CDATA\[.*?\]\]>|<[^>]*>|[^<]+", re.DOTALL)
_UNSEEN = re.compile(
    r"<(?P<end>/?)(?:ac:parameter|ac:plain-text-body|ac:task-id|ac:task-status|ac:task-uuid|ac:adf-attribute)"
    r"\b[^>]*?(?P<empty>/?)>"
)
_INLINE = re.compile(
    r"</?(?:strong|b|em|i|u|ins|s|del|code|sub|sup|span|a|small|big|tt|kbd|abbr|cite|dfn|var|samp|q"
    r"|ac:inline-comment-marker)\b[^>]*>"
)
"""Tags that do not end the line of text in which they stand."""
_ENTITY = re.compile(r"&[^;]*;")


def places(body: str, words: str) -> Iterator[Place]:
    """Every occurrence of the words in a line of shown text, whatever marks it goes through; blanks are all alike."""
    parts = normalise.text(escape(words, quote=False)).split()
    if not parts:
        return
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    for line in _lines(body):
        text = "".join(body[start:end] for start, end in line)
        names = {at for name in _ENTITY.finditer(text) for at in range(name.start() + 1, name.end())}
        for found in pattern.finditer(text):
            if found.start() not in names and found.end() not in names:
                yield list(_pieces(line, found.start(), found.end()))


def put(body: str, place: Place, ref: str) -> str:
    """The body with a marker around each piece of a place; all have the same ``ref``, as Confluence writes them."""
    for start, end in reversed(place):
        tag = f'<ac:inline-comment-marker ac:ref="{ref}">'
        body = f"{body[:start]}{tag}{body[start:end]}</ac:inline-comment-marker>{body[end:]}"
    return body


def _lines(body: str) -> Iterator[Place]:
    """Pieces of text that a reader sees in one line: not parameters of macros, code blocks, ids of tasks."""
    line: Place = []
    hidden = 0
    for token in _TOKEN.finditer(body):
        tag = _UNSEEN.fullmatch(token[0])
        if tag and not tag["empty"]:
            hidden += -1 if tag["end"] else 1
        if not token[0].startswith("<"):
            line += [] if hidden else [token.span()]
        elif not _INLINE.fullmatch(token[0]):
            yield line
            line = []
    yield line


def _pieces(line: Place, start: int, end: int) -> Place:
    """The part of a line between two places in its text, as parts of the body."""
    found, at = [], 0
    for begun, ended in line:
        first, last = max(start - at, 0), min(end - at, ended - begun)
        if first < last:
            found.append((begun + first, begun + last))
        at += ended - begun
    return found
