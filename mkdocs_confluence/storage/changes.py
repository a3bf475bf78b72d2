"""The same blocks with something changed: an anchor in front, other alignment, a mark around each line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from .markup import Xml
from .pieces import Anchor, Block, Box, Leaf, List, Piece, Pieces


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
        each_line(block, lambda leaf: leaf if leaf.align else replace(leaf, align=align))
        for block in map(_in_paragraph, blocks)
    ]


def _in_paragraph(block: Block) -> Block:
    """A picture that the target writes in a paragraph, as that paragraph, unless it stands at a side by itself."""
    if not isinstance(block, Leaf) or block.kind != "media" or not block.xml.startswith("<p>"):
        return block
    held = "ac:align=" in block.xml or not block.inline
    return block if held else Leaf("paragraph", block.inline, ids=block.ids)


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
    return replace(leaf, inline=wrap(leaf.inline))
