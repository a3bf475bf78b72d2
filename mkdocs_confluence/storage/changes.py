"""The same blocks with something changed: an anchor in front, other alignment, a mark around each line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from .markup import Xml
from .pieces import Anchor, Block, Box, Kind, Leaf, List, Piece, Pieces


def anchored(block: Block, ids: tuple[str, ...]) -> tuple[Block, ...]:
    """The block with places in front of its first line; before an expand, in which nobody would be led to them."""
    if isinstance(block, Leaf):
        return (replace(block, ids=ids + block.ids),)
    if isinstance(block, Box):
        if block.kind == "expand":
            return Leaf("paragraph", ids=ids), block
        return (replace(block, body=_first_anchored(block.body, ids)),)
    if isinstance(block, List):
        return (replace(block, items=(_first_anchored(block.items[0], ids), *block.items[1:])),)
    first = block.rows[0][0]
    cell = replace(first, body=_first_anchored(first.body, ids))
    return (replace(block, rows=((cell, *block.rows[0][1:]), *block.rows[1:])),)


def _first_anchored(body: tuple[Block, ...], ids: tuple[str, ...]) -> tuple[Block, ...]:
    if not body:
        return (Leaf("paragraph", ids=ids),)
    return (*anchored(body[0], ids), *body[1:])


def left_out(block: Block) -> list[Block]:
    """What stays of a block that is left out: the places in front of it."""
    return [Leaf("paragraph", ids=block.ids)] if isinstance(block, Leaf) and block.ids else []


LINES: tuple[Kind, ...] = ("paragraph", "heading", "term")
"""Kinds of leaves that are a line of text."""


def each_line(block: Block, change: Callable[[Leaf], Block], kinds: tuple[Kind, ...] = LINES) -> Block:
    """The same tree with every paragraph and heading changed."""

    def changed(body: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(each_line(inner, change, kinds) for inner in body)

    if isinstance(block, Leaf):
        return change(block) if block.kind in kinds else block
    if isinstance(block, Box):
        return replace(block, body=changed(block.body))
    if isinstance(block, List):
        return replace(block, items=tuple(map(changed, block.items)))
    rows = (tuple(replace(cell, body=changed(cell.body)) for cell in row) for row in block.rows)
    return replace(block, rows=tuple(rows))


def aligned(blocks: Sequence[Block], align: str) -> Sequence[Block]:
    """Blocks with every paragraph and heading aligned that is not yet."""
    if not align:
        return blocks
    return [
        each_line(block, lambda leaf: leaf if leaf.align else replace(leaf, align=align))
        for block in map(in_paragraph, blocks)
    ]


def in_paragraph(block: Block) -> Block:
    """A picture that is aligned as lines are, as the paragraph that it stands in; any other block as it is."""
    if not isinstance(block, Leaf) or block.kind != "media" or block.placed:
        return block
    return Leaf("paragraph", block.inline, ids=block.ids)


def marked(pieces: Pieces, wrap: Callable[[Xml], Xml], *, images: bool = False) -> list[Piece]:
    """Put a mark (bold, a link) around every run of inline pieces, within blocks too; images only where asked."""
    if len(pieces) == 1 and type(pieces[0]) is Xml:
        return [wrap(pieces[0]) if pieces[0] and not pieces[0].isspace() else pieces[0]]
    kinds: tuple[Kind, ...] = (*LINES, "media") if images else LINES
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
        elif images and isinstance(piece, Leaf) and piece.kind == "media" and not piece.settled:
            if piece.ids:
                close()
                out += map(Anchor, piece.ids)
            run.append(piece.inline)
        elif isinstance(piece, Anchor):
            close()
            out.append(piece)
        else:
            close()
            out.append(each_line(piece, lambda leaf: _wrapped(leaf, wrap), kinds))
    close()
    return out


def _wrapped(leaf: Leaf, wrap: Callable[[Xml], Xml]) -> Leaf:
    if not leaf.inline:
        return leaf
    if leaf.kind == "media":
        return Leaf("paragraph", wrap(leaf.inline), align=leaf.align, ids=leaf.ids)
    return replace(leaf, inline=wrap(leaf.inline))
