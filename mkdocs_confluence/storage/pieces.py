"""What a rule returns: pieces of a line (``Xml``), places (``Anchor``) and blocks.

Blocks stay a tree until the whole page is read, because only then is known what stands in what: ``nesting`` fits the
tree into what the target can hold, ``render`` writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Literal
from urllib.parse import quote

from ..model import CLOSE, OPEN
from .markup import NOTHING, Xml, around_code, el, escape, join

_MARK = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
_TAG = re.compile(r"<[^>]*>")

_BREAK = "<br />"
_BLANK_BREAK = re.compile(" *<br /> *")

Kind = Literal[
    "paragraph",
    "heading",
    "term",  # of a list of definitions
    "code",
    "rule",
    "media",
    "extension",  # a macro without a rich body that stands as a block
    "list",
    "quote",
    "panel",
    "expand",
    "definitions",
    "bodied",  # any other macro with a rich body
    "table",
]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The place of an HTML id that something links to; it ends up in the block that follows."""

    id: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block without blocks in it.

    A paragraph or heading is its ``inline`` content. Any other leaf is finished ``xml``; one that can also stand in a
    line, as an image does, has that form in ``inline``.
    """

    kind: Kind
    inline: Xml = NOTHING
    xml: Xml = NOTHING
    level: int = 0
    """1 to 6 for a heading."""
    align: str = ""
    """``center`` or ``right`` for a paragraph or heading."""
    indent: int = 0
    """Steps of indentation of a paragraph."""
    ids: tuple[str, ...] = ()
    """HTML ids of places in front of it."""
    settled: bool = False
    """Whether an image stands by itself already, as the only one of its paragraph; no line takes it in then."""


@dataclass(frozen=True, slots=True)
class Box:
    """A block around blocks: panel, expand, quote, or another macro with a rich body."""

    kind: Kind
    body: tuple[Block, ...]
    write: Callable[[Xml], Xml]
    """Finished body → the whole block."""
    label: Xml = NOTHING
    """What tells a reader what it is where the box itself cannot stand, then written in bold before its content."""
    again: Callable[[Xml], Xml] | None = None
    """Writes the parts that follow a block which had to leave the box; None: like the first part."""


@dataclass(frozen=True, slots=True)
class List:
    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1
    style: str = ""
    """CSS ``list-style-type`` of an ordered list other than decimal (``lower-alpha``), or empty."""


@dataclass(frozen=True, slots=True)
class Cell:
    body: tuple[Block, ...]
    header: bool = False
    columns: int = 1
    rows: int = 1
    align: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]


Block = Leaf | Box | List | Table
_INLINE = (Xml, Anchor)
Piece = Xml | Anchor | Block
Pieces = Sequence[Piece]


def kind(block: Block) -> Kind:
    if isinstance(block, Leaf | Box):
        return block.kind
    return "list" if isinstance(block, List) else "table"


def paragraph(*inline: str, align: str = "", indent: int = 0) -> Leaf:
    return Leaf("paragraph", join(inline), align=align, indent=indent)


def bold(inline: str) -> Leaf:
    """A paragraph in bold: what a heading or title becomes where it cannot be one."""
    content = Xml(escape(inline).replace("<strong>", "").replace("</strong>", ""))
    return paragraph(around_code(content, lambda text: el("strong", None, text)))


def italic(inline: str) -> Leaf:
    """A paragraph in italics, as captions are."""
    content = Xml(escape(inline).replace("<em>", "").replace("</em>", ""))
    return paragraph(around_code(content, lambda text: el("em", None, text)))


def visible(piece: Piece) -> bool:
    """Whether a reader sees anything of a piece."""
    if isinstance(piece, Xml):
        return bool(piece) and not piece.isspace() and piece != _BREAK
    return not isinstance(piece, Anchor)


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
                _close(run, ids, blocks)
            _add(piece, ids, blocks)
    if run:
        _close(run, ids, blocks)
    if ids:
        blocks.append(Leaf("paragraph", ids=tuple(ids)))
    return blocks


def _close(run: list[Piece], ids: list[str], blocks: list[Block]) -> None:
    """Make a paragraph of a run, or nothing, or images that stand by themselves; anchors go to what follows."""
    if len(run) == 1 and type(run[0]) is Xml:
        if visible(run[0]):
            _add(Leaf("paragraph", inline(run, keep_ends=False)), ids, blocks)
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
    if ids:
        block = anchored(block, tuple(ids))
        ids.clear()
    blocks.append(block)


def inline(pieces: Iterable[Piece], *, keep_ends: bool = True) -> Xml:
    """Everything in one line; anchors become marks that ``render`` replaces; blocks give their inline form."""
    parts: list[str] = []
    blank = False
    for piece in pieces:
        if isinstance(piece, Xml):
            part: str = piece[1:] if blank and piece.startswith(" ") else piece
        else:
            part = mark_of(piece.id) if isinstance(piece, Anchor) else flat_inline(piece)
        if part:
            parts.append(part)
            blank = part.endswith(" ")
    text = "".join(parts)
    if _BREAK in text:
        text = _BLANK_BREAK.sub(_BREAK, text)
    return Xml(text) if keep_ends else _trimmed(text)


def _trimmed(text: str) -> Xml:
    """A line without blanks and breaks at its ends."""
    text = text.strip(" ")
    while text.startswith(_BREAK):
        text = text[len(_BREAK) :].lstrip(" ")
    while text.endswith(_BREAK):
        text = text[: -len(_BREAK)].rstrip(" ")
    return Xml(text)


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
            line += [*map(Anchor, piece.ids), Xml(" "), piece.inline, Xml(" ")]
        elif isinstance(piece, Leaf) and piece.kind != "media":
            rest.append(piece)
        else:
            line.append(piece)
    return line, rest


def flat_inline(block: Block) -> Xml:
    """A block as part of a line: its text, blocks divided by blanks."""
    if isinstance(block, Leaf):
        return Xml("".join(map(mark_of, block.ids)) + (block.inline or block.xml))
    if isinstance(block, Box):
        return join([block.label, *map(flat_inline, block.body)], " ")
    if isinstance(block, List):
        return join((flat_inline(inner) for item in block.items for inner in item), " ")
    return join((flat_inline(inner) for row in block.rows for cell in row for inner in cell.body), " ")


def spoken(content: Xml) -> str:
    """The text of inline content, without marks of any kind."""
    lines = _MARK.sub("", content).replace(_BREAK, " ")
    return " ".join(unescape(_TAG.sub("", lines)).split())


def mark_of(html_id: str) -> Xml:
    """The notation of a place within finished inline content, until names of places are known."""
    return Xml(f"{OPEN}at:{quote(html_id, safe='')}#{CLOSE}")


def anchored(block: Block, ids: tuple[str, ...]) -> Block:
    """The block with places in front of its first line."""
    if isinstance(block, Leaf):
        return replace(block, ids=ids + block.ids)
    if isinstance(block, Box):
        return replace(block, body=_first_anchored(block.body, ids))
    if isinstance(block, List):
        return replace(block, items=(_first_anchored(block.items[0], ids), *block.items[1:]))
    first = block.rows[0][0]
    cell = replace(first, body=_first_anchored(first.body, ids))
    return replace(block, rows=((cell, *block.rows[0][1:]), *block.rows[1:]))


def _first_anchored(body: tuple[Block, ...], ids: tuple[str, ...]) -> tuple[Block, ...]:
    if not body:
        return (Leaf("paragraph", ids=ids),)
    return (anchored(body[0], ids), *body[1:])


def each_line(block: Block, change: Callable[[Leaf], Block]) -> Block:
    """The same tree with every paragraph and heading changed."""
    if isinstance(block, Leaf):
        return change(block) if block.kind in ("paragraph", "heading", "term") else block
    if isinstance(block, Box):
        return replace(block, body=tuple(each_line(inner, change) for inner in block.body))
    if isinstance(block, List):
        items = tuple(tuple(each_line(inner, change) for inner in item) for item in block.items)
        return replace(block, items=items)
    rows = tuple(
        tuple(replace(cell, body=tuple(each_line(inner, change) for inner in cell.body)) for cell in row)
        for row in block.rows
    )
    return replace(block, rows=rows)


def aligned(blocks: Sequence[Block], align: str) -> Sequence[Block]:
    """Blocks with every paragraph and heading aligned that is not yet."""
    if not align:
        return blocks
    return [
        each_line(block, lambda leaf: leaf if leaf.align else replace(leaf, align=align)) for block in blocks
    ]


def marked(pieces: Pieces, wrap: Callable[[Xml], Xml], *, images: bool = False) -> list[Piece]:
    """Put a mark (bold, a link) around every run of inline pieces, within blocks too; images only where asked."""
    if len(pieces) == 1 and type(pieces[0]) is Xml:
        return [wrap(pieces[0]) if pieces[0] and not pieces[0].isspace() else pieces[0]]
    out: list[Piece] = []
    run: list[Xml] = []

    def close() -> None:
        if run:
            text = Xml("".join(run))
            out.append(text if text.isspace() or not text else wrap(text))
            run.clear()

    for piece in pieces:
        if isinstance(piece, Xml):
            run.append(piece)
        elif images and isinstance(piece, Leaf) and piece.kind == "media":
            run.append(piece.inline)
        else:
            close()
            out.append(
                piece if isinstance(piece, Anchor) else each_line(piece, lambda leaf: _wrapped(leaf, wrap))
            )
    close()
    return out


def _wrapped(leaf: Leaf, wrap: Callable[[Xml], Xml]) -> Leaf:
    if not leaf.inline:
        return leaf
    return Leaf(leaf.kind, wrap(leaf.inline), leaf.xml, leaf.level, leaf.align, leaf.indent, leaf.ids)
