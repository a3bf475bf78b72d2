"""Grids: cards as the cells of a table, other blocks in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..changes import left_out
from ..lines import collect
from ..markup import macro_around
from ..pieces import Block, Box, Cell, List, Pieces, Table, kind
from ..rules import Walk, rule
from ..tags import Tag, classes


@rule("div.grid")
def grid(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="grid cards"><ul><li>…`` → a table with a cell for each card.

    Where no cell holds a table, cards with one follow each other. The blocks of other grids stand in
    columns, two beside each other, or follow each other where there are none.
    """
    if "cards" in classes(tag):
        return side_by_side([body for body in map(_without_rules, _cards(tag, walk)) if body], walk)
    if not walk.target.columns:
        return walk.by_name(tag)
    parts = [body for body in _parts(tag, walk) if body]
    pairs = [_section(parts[at : at + 2]) for at in range(0, len(parts) - 1, 2)]
    return [*pairs, *(parts[-1] if len(parts) % 2 else ())]


def _section(pair: Sequence[Sequence[Block]]) -> Box:
    columns = [Box("bodied", tuple(body), macro_around("column")) for body in pair]
    return Box("bodied", tuple(columns), macro_around("section"))


def side_by_side(bodies: Sequence[tuple[Block, ...]], walk: Walk) -> Pieces:
    """Cards, none of them empty, as a table; one alone, or those that a cell cannot hold, after each other."""
    with_table = any(kind(block) == "table" for body in bodies for block in body)
    if len(bodies) < 2 or (with_table and walk.target.verdict("cell", "table")):
        return [block for body in bodies for block in body]
    columns = 2 if len(bodies) in (2, 4) else 3
    cells = [Cell(body) for body in bodies]
    cells += [Cell(())] * (-len(cells) % columns)
    rows = tuple(tuple(cells[start : start + columns]) for start in range(0, len(cells), columns))
    return [Table(rows, even=True)]


def _cards(tag: Tag, walk: Walk) -> list[Sequence[Block]]:
    """The content of every card: list items, or whatever else stands in the grid."""
    found: list[Sequence[Block]] = []
    for blocks in _parts(tag, walk):
        if len(blocks) == 1 and isinstance(blocks[0], List):
            found += blocks[0].items
        else:
            found.append(blocks)
    return found


def _parts(tag: Tag, walk: Walk) -> Iterator[list[Block]]:
    """What each element in a tag becomes, and each text beside it."""
    return (collect(walk.node(child)) for child in tag.contents)


def _without_rules(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return tuple(kept for block in blocks for kept in (left_out(block) if kind(block) == "rule" else [block]))
