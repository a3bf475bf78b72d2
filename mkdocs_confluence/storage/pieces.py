"""What a rule returns: pieces of a line (``Xml``), places (``Anchor``) and blocks.

Blocks stay a tree until the whole page is read, because only then is known what stands in what: ``nesting`` fits the
tree into what the target can hold, ``render`` writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from .markup import BREAK, NOTHING, Xml, around_code, el, escape, join, unmarked

Kind = Literal[
    "paragraph",
    "heading",
    "term",  # of a list of definitions
    "code",
    "rule",
    "media",
    "figure",  # a picture that holds its caption
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
    """``center`` or ``right`` for a paragraph or heading, and for that which a picture becomes within a link."""
    indent: int = 0
    """Steps of indentation of a paragraph."""
    ids: tuple[str, ...] = ()
    """HTML ids of places in front of it."""
    titled: Callable[[Xml], Xml] | None = None
    """Writes ``xml`` with a title (code) or a caption (a picture); None where it can hold none, or has one."""
    placed: bool = False
    """Whether a picture itself says at which side it stands, so that it is not aligned as lines are."""
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
    colour: str = ""
    """Of its background, ``#rrggbb``; empty for none."""


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]
    even: bool = False
    """Whether its columns are of one width, as those of cards are."""


Block = Leaf | Box | List | Table
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
    return _all_in("strong", inline)


def italic(inline: str) -> Leaf:
    """A paragraph in italics, as captions are."""
    return _all_in("em", inline)


def _all_in(mark: str, inline: str) -> Leaf:
    """A paragraph in one mark, which parts of it need not have again."""
    return paragraph(around_code(unmarked(escape(inline), mark), lambda text: el(mark, None, text)))


def visible(piece: Piece) -> bool:
    """Whether a reader sees anything of a piece."""
    if isinstance(piece, Xml):
        return bool(piece) and not piece.isspace() and piece != BREAK
    return not isinstance(piece, Anchor)
