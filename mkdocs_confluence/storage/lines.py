"""How pieces become the blocks of a container, or one line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape

from ..model import CLOSE, OPEN
from .changes import LINES, anchored
from .markup import BREAK, Xml, join, within_edges
from .pieces import Anchor, Block, Box, Leaf, List, Piece, Table, visible
from .places import place
from .tags import squeezed

_INLINE = (Xml, Anchor)
_BLANK_BREAK = re.compile(" *<br /> *")
_NOTATION = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
_TAG = re.compile(r"<[^>]*>")
_UNSAID = re.compile(r'<ac:parameter ac:name="(?!(?:title|body|label)")[^"]*">[^<]*</ac:parameter>')
"""Parameters of macros that no reader sees, as the colour of a status."""
_DATE = re.compile(r'<time datetime="([^"]*)" />')


def collect(pieces: Iterable[Piece]) -> list[Block]:
    """Blocks of a container: runs of inline pieces become paragraphs, blank ones vanish.

    One image alone becomes a block; images within text, or several in a row, stay in the line.
    """
    blocks: list[Block] = []
    run: list[Piece] = []
    ids: list[str] = []
    for piece in pieces:
        if isinstance(piece, _INLINE) or (
            isinstance(piece, Leaf) and piece.kind == "media" and not piece.settled
        ):
            run.append(piece)
        else:
            if run:
                behind = _places_behind(run) if isinstance(run[-1], Anchor) and _is_line(piece) else ()
                _close(run, ids, blocks)
                ids += behind
            _add(piece, ids, blocks)
    if run:
        _close(run, ids, blocks)
    if ids:
        blocks.append(Leaf("paragraph", ids=tuple(ids)))
    return blocks


def _is_line(piece: Piece) -> bool:
    return isinstance(piece, Leaf) and piece.kind in LINES


def _places_behind(run: list[Piece]) -> list[str]:
    """Take the places from the end of a run: they are those of the line behind it, which can hold them."""
    end = len(run)
    while end and isinstance(run[end - 1], Anchor):
        end -= 1
    behind = [piece.id for piece in run[end:] if isinstance(piece, Anchor)]
    del run[end:]
    return behind


def _close(run: list[Piece], ids: list[str], blocks: list[Block]) -> None:
    """Make a paragraph of a run, or nothing, or images that stand by themselves; anchors go to what follows."""
    if not run:
        return
    first = run[0]
    if len(run) == 1 and type(first) is Xml and BREAK not in first:
        if visible(first):
            _add(Leaf("paragraph", Xml(first.strip(" "))), ids, blocks)
        run.clear()
        return
    start = 0
    while start < len(run) and not isinstance(run[start], Leaf) and not visible(run[start]):
        start += 1
    ids += [piece.id for piece in run[:start] if isinstance(piece, Anchor)]
    shown = run[start:]
    media = [piece for piece in shown if isinstance(piece, Leaf)]
    run.clear()
    if len(media) > 1 or (shown and any(type(piece) is Xml and visible(piece) for piece in shown)):
        _add(Leaf("paragraph", inline(shown, keep_ends=False)), ids, blocks)
        return
    for image in media:
        _add(replace(image, settled=True), ids, blocks)
    ids += [piece.id for piece in shown if isinstance(piece, Anchor)]


def _add(block: Block, ids: list[str], blocks: list[Block]) -> None:
    if not ids:
        blocks.append(block)
        return
    blocks += anchored(block, tuple(ids))
    ids.clear()


def inline(pieces: Iterable[Piece], *, keep_ends: bool = True) -> Xml:
    """Everything in one line; anchors become places that ``render`` fills; blocks give their inline form."""
    parts: list[str] = []
    blank = not keep_ends
    for piece in pieces:
        if isinstance(piece, Xml):
            part: str = piece[1:] if blank and piece.startswith(" ") else piece
        elif isinstance(piece, Anchor):  # it shows nothing, so blanks at both sides of it are one
            parts.append(place(piece.id))
            continue
        else:
            part = flat_inline(piece)
        if part:
            parts.append(part)
            blank = part.endswith(" ")
    text = "".join(parts)
    if BREAK in text:
        text = _BLANK_BREAK.sub(BREAK, text)
    return Xml(text) if keep_ends else _trimmed(text)


def _trimmed(text: str) -> Xml:
    """A line without blanks and breaks at its ends."""
    text = text.strip(" ")
    if not (text.startswith(BREAK) or text.endswith(BREAK)):
        return Xml(text)
    start, end = within_edges(text)
    return Xml(text[start:end])


def first_line(pieces: Iterable[Piece]) -> tuple[list[Piece], list[Piece]]:
    """(pieces of one line, the rest): paragraphs and headings join the line, which ends at any other block.

    For what holds no blocks although HTML lets them stand there: headings, titles, terms.
    """
    line: list[Piece] = []
    rest: list[Piece] = []
    for piece in pieces:
        if rest or isinstance(piece, Box | List | Table):
            rest.append(piece)
        elif isinstance(piece, Leaf) and piece.kind in ("paragraph", "heading"):
            line += [Xml(" "), *map(Anchor, piece.ids), piece.inline, Xml(" ")]
        elif isinstance(piece, Leaf) and piece.kind != "media":
            rest.append(piece)
        else:
            line.append(piece)
    return line, rest


def flat_inline(block: Block) -> Xml:
    """A block as part of a line: its text, blocks divided by blanks."""
    if isinstance(block, Leaf):
        return Xml("".join(map(place, block.ids)) + (block.inline or block.xml))
    if isinstance(block, Box):
        return join([block.label, *map(flat_inline, block.body)], " ")
    if isinstance(block, List):
        return join((flat_inline(inner) for item in block.items for inner in item), " ")
    return join((flat_inline(inner) for row in block.rows for cell in row for inner in cell.body), " ")


def spoken(content: Xml) -> str:
    """The text of inline content, without marks of any kind."""
    lines = _DATE.sub(r"\1", _UNSAID.sub("", _NOTATION.sub("", content))).replace(BREAK, " ")
    return squeezed(unescape(_TAG.sub("", lines)))
