"""Fits a tree of blocks into what the target can hold.

A block that cannot stand where it is leaves its container, which goes on after it (so the order of reading stays and
lists count on), or gives up its box and leaves its content, as the target's table of nesting says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import is_

from .changes import left_out
from .markup import BREAK, Xml, join
from .pieces import Block, Box, Cell, Leaf, List, Table, bold, kind
from .target import Context, Target


def fit(blocks: Iterable[Block], target: Target, context: Context = "page") -> list[Block]:
    """Blocks that may stand in ``context``, and blocks that must leave it (verdict ``lift``), in order."""
    if not target.nesting:
        return list(blocks)
    found: list[Block] = []
    for block in blocks:
        found.extend(_settle(block, target, context))
    return found


def _settle(block: Block, target: Target, context: Context) -> list[Block]:
    verdict = target.verdict(context, kind(block))
    if verdict == "lift":
        return [block]
    if verdict == "drop":
        return left_out(block)
    if verdict == "flatten":
        return fit(flat(block), target, context)
    if isinstance(block, Box):
        return _box(block, target, context)
    if isinstance(block, List):
        return _list(block, target, context)
    if isinstance(block, Table):
        return [_table(block, target)]
    return [_line_of(block, target, context) if block.align or block.indent else block]


def _line_of(leaf: Leaf, target: Target, context: Context) -> Leaf:
    """A line with no more alignment and indentation than it can have where it stands."""
    align = leaf.align if context in target.aligning else ""
    indent = leaf.indent if context in target.indenting else 0
    return leaf if (align, indent) == (leaf.align, leaf.indent) else replace(leaf, align=align, indent=indent)


def flat(block: Block) -> list[Block]:
    """The content of a block without the block."""
    if isinstance(block, Leaf):
        return [replace(block, kind="paragraph", level=0, inline=bold(block.inline).inline)]
    if isinstance(block, Box):
        return [*([bold(block.label)] if block.label else []), *block.body]
    if isinstance(block, List):
        return [inner for item in block.items for inner in item]
    return [List(tuple(_flat_row(row) for row in block.rows))]


def _flat_row(row: Iterable[Cell]) -> tuple[Block, ...]:
    """One row as the content of a list item: in one line where every cell is a paragraph, headers in bold."""
    cells = [cell for cell in row if cell.body]
    lines = [line for cell in cells for line in _line(cell)]
    if len(lines) == len(cells):
        return (Leaf("paragraph", join((line for line in lines if line), BREAK)),)
    return tuple(inner for cell in cells for inner in cell.body)


def _line(cell: Cell) -> list[Xml]:
    """The one line that a cell is, if it is one and nothing leads to it."""
    body = cell.body[0]
    if len(cell.body) > 1 or not isinstance(body, Leaf) or body.kind != "paragraph" or body.ids:
        return []
    return [bold(body.inline).inline if cell.header and body.inline else body.inline]


def _same(new: Sequence[Block], old: Sequence[Block]) -> bool:
    """Whether fitting changed nothing, which is so nearly always."""
    return len(new) == len(old) and all(map(is_, new, old))


def _box(box: Box, target: Target, context: Context) -> list[Block]:
    inner = target.inner(context, box.kind)
    parts: list[Block] = []
    run: list[Block] = []
    write = box.write
    fitted = fit(box.body, target, inner)
    if _same(fitted, box.body) and not any(target.verdict(inner, kind(block)) for block in fitted):
        return [box]
    for block in fitted:
        if target.verdict(inner, kind(block)) != "lift":
            run.append(block)
            continue
        if inner == "nested expand":  # a second part would need a title of its own
            return fit(flat(box), target, context)
        if run:
            parts.append(replace(box, body=tuple(run), write=write))
            run, write = [], box.again or box.write
        elif not parts and box.label:
            parts.append(bold(box.label))
        parts.extend(_settle(block, target, context))
    if run or not parts:
        parts.append(replace(box, body=tuple(run), write=write))
    return parts


def _list(block: List, target: Target, context: Context) -> list[Block]:
    fits = [fit(item, target, "item") for item in block.items]
    if all(map(_same, fits, block.items)) and not any(
        target.verdict("item", kind(inner)) for item in block.items for inner in item
    ):
        return [block]
    parts: list[Block] = []
    items: list[tuple[Block, ...]] = []
    start = block.start

    def close(next_start: int) -> None:
        nonlocal start
        if items:
            parts.append(replace(block, items=tuple(items), start=start))
            items.clear()
        start = next_start

    for number, fitted in enumerate(fits, block.start):
        lifted = [
            index for index, inner in enumerate(fitted) if target.verdict("item", kind(inner)) == "lift"
        ]
        if not lifted:
            items.append(tuple(fitted))
            continue
        if lifted[0] or block.ordered:  # its number stays, if nothing else does
            items.append(tuple(fitted[: lifted[0]]))
        close(number + 1)
        parts.extend(fit(fitted[lifted[0] :], target, context))
    close(0)
    return parts


def _table(table: Table, target: Target) -> Table:
    return replace(table, rows=tuple(tuple(_cell(cell, target) for cell in row) for row in table.rows))


def _cell(cell: Cell, target: Target) -> Cell:
    fitted = fit(cell.body, target, "cell")
    return cell if _same(fitted, cell.body) else replace(cell, body=tuple(fitted))
