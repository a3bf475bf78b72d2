"""Rows of cells that span others, made a rectangle: a row has cells for all columns, and none has two in one place."""

from __future__ import annotations

from dataclasses import replace

from ..pieces import Cell

LIMIT = 1000
"""Columns or rows that a cell may span (the limit of HTML)."""


def reaches_below(row: tuple[Cell, ...], left: int) -> bool:
    """Whether a cell spans more rows than are left; one that asks for all of them does not."""
    return any(left < cell.rows < LIMIT for cell in row)


def kept(rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Rows that have cells; cells that span one without any span it no more."""
    return [
        tuple(cell if cell.rows == 1 else _cut(cell, rows[index : index + cell.rows]) for cell in row)
        for index, row in enumerate(rows)
        if row
    ]


def _cut(cell: Cell, rows: list[tuple[Cell, ...]]) -> Cell:
    return replace(cell, rows=sum(map(bool, rows)))


def rectangle(rows: list[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of one width: spans that reach into others are cut, short rows filled with empty cells."""
    above: dict[int, int] = {}
    grid = [(_placed(row, index, above), _taken(index, above)) for index, row in enumerate(rows)]
    width = max((column + 1 for row, _ in grid for column, _ in row), default=0)
    return tuple(_filled(row, taken, width) for row, taken in grid)


def _filled(row: list[tuple[int, Cell]], taken: set[int], width: int) -> tuple[Cell, ...]:
    """Cells of a row, none beyond the last column, and an empty one for each column that is not taken."""
    cells = [
        replace(cell, columns=width - column) if cell.columns > width - column else cell
        for column, cell in row
    ]
    free = sum(column not in taken for column in range(width))
    return (*cells, *[Cell((), all(cell.header for cell in cells))] * free)


def _placed(row: tuple[Cell, ...], index: int, above: dict[int, int]) -> list[tuple[int, Cell]]:
    """Cells of a row with the column that each begins in; ``above``: column → first row that it is free in again."""
    taken = _taken(index, above)
    placed = []
    column = 0
    for cell in row:
        while column in taken:
            column += 1
        if cell.columns > 1:
            cell = replace(cell, columns=_room(column, cell.columns, taken))
        above.update(dict.fromkeys(range(column, column + cell.columns), index + cell.rows))
        placed.append((column, cell))
        column += cell.columns
    return placed


def _taken(index: int, above: dict[int, int]) -> set[int]:
    """Columns of a row that a cell spans, of this row or one above it."""
    return {column for column, until in above.items() if until > index}


def _room(column: int, wanted: int, taken: set[int]) -> int:
    """Columns from ``column`` on that are free, at most ``wanted``."""
    room = 1
    while room < wanted and column + room not in taken:
        room += 1
    return room
