"""Tables: rectangular, with header cells, spans and alignment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..changes import aligned
from ..colours import shade
from ..lines import collect, first_line, inline
from ..markup import collapsed
from ..pieces import Anchor, Block, Cell, Piece, Pieces, Table, italic
from ..rules import Walk, rule
from ..soup import Element
from ..tags import NavigableString, Tag, alignment, attribute, classes, is_words, squeezed, text_of, words
from .spans import LIMIT, kept, reaches_below, rectangle

_FRAME = "dataframe"
"""Class of the tables of pandas, which align only their header; notebooks show all of their cells at the right."""


@rule("table")
def table(tag: Tag, walk: Walk) -> Pieces:
    """``<table><caption>C</caption><thead>…`` → ``<p><em>C</em></p><table><tbody>…`` with ``th`` in the header."""
    pieces: list[Piece] = []
    rows: list[tuple[Cell, ...]] = []
    side = "right" if _FRAME in classes(tag) else ""
    parts = list(_parts(tag))
    faults = _faults(parts)
    for part in parts:
        if isinstance(part, Tag) and part.name == "tr":
            rows.append(_row(part, [*_above(part, tag, walk), *walk.place(part)], side, walk))
            continue
        pieces += _finished(rows, faults)
        rows = []
        if not isinstance(part, Tag):
            pieces += collect([collapsed(part)])
        elif part.name == "caption":
            line, rest = first_line(walk.visit(part))
            caption = inline(line, keep_ends=False)
            pieces += [*([italic(caption)] if caption else []), *rest]
        else:
            pieces += collect(walk.visit(part))
    pieces += _finished(rows, faults)
    if faults:
        start = squeezed("".join(words(tag, " ")))[:40].strip()
        walk.warn(
            f"a table is malformed, and mended: {' and '.join(faults)}" + (f" (“{start}”)" if start else ""),
            tag,
        )
    return pieces


def _finished(rows: list[tuple[Cell, ...]], faults: dict[str, None]) -> list[Table]:
    """The rows as a table, if there is any cell; ``faults`` learns what had to be mended."""
    simple = len({len(row) for row in rows}) == 1 and all(
        cell.rows == cell.columns == 1 for row in rows for cell in row
    )
    if simple and rows[0]:
        return [Table(tuple(rows))]
    written = kept(rows)
    filled = rectangle(written)
    # the last row may be short
    mended = filled and (*filled[:-1], filled[-1][: len(written[-1])]) != tuple(written)
    if mended or any(map(reaches_below, rows, range(len(rows), 0, -1))):
        faults["its rows are not of one width, or a cell spans more than there is"] = None
    return [Table(filled)] if filled else []


def _faults(parts: Sequence[Tag | str]) -> dict[str, None]:
    """What is wrong with a table but for the width of its rows: no cells at all, or text outside of them."""
    rows = [part for part in parts if isinstance(part, Tag) and part.name == "tr"]
    strays: list[object] = [
        part for part in parts if isinstance(part, str) or part.name not in ("tr", "caption")
    ]
    strays += [part for row in rows for part in row.contents if not _is_cell(part)]
    faults: dict[str, None] = {}
    if not any(_is_cell(part) for row in rows for part in row.contents):
        faults["it has no cells"] = None
    if any(text_of(part).strip() for part in strays):
        faults["text stands outside of its cells"] = None
    return faults


def _is_cell(part: object) -> bool:
    return isinstance(part, Tag) and part.name in ("td", "th")


def _parts(tag: Tag) -> Iterator[Tag | str]:
    """Captions, rows, and what should not be in a table, in order; cells without a row are one, as in a browser."""
    row: Tag | None = None
    for child in tag.contents:
        if _is_cell(child):
            if row is None:
                row = Element("tr", {}, tag)
            row.contents.append(child)
        elif isinstance(child, Tag) or is_words(child):
            if row is not None:
                yield row
                row = None
            yield from _part(child)
    if row is not None:
        yield row


def _part(child: Tag | NavigableString) -> Iterator[Tag | str]:
    if not isinstance(child, Tag):
        yield str(child)
    elif child.name in ("thead", "tbody", "tfoot"):
        yield from _parts(child)
    elif child.name not in ("colgroup", "col"):
        yield child


def _above(row: Tag, table: Tag, walk: Walk) -> list[Anchor]:
    group = row.parent
    return walk.place(group) if group is not None and group is not table else []


def _row(row: Tag, anchors: list[Anchor], side: str, walk: Walk) -> tuple[Cell, ...]:
    head = row.parent is not None and row.parent.name == "thead"
    cells = []
    before: list[Piece] = list(anchors)
    for child in row.contents:
        if isinstance(child, Tag):
            found = walk.visit(child)
            pieces = [*before, *(walk.tinted(row, found) if "style" in row.attrs else found)]
            cells.append(_cell(child, collect(pieces), head or child.name == "th", row, side))
            before = []
        elif is_words(child):
            before += collect(walk.node(child))
    if before and cells:
        cells[-1] = replace(cells[-1], body=(*cells[-1].body, *collect(before)))
    elif before:
        cells = [Cell(tuple(collect(before)))]
    if head and not any(cell.body for cell in cells):
        return ()
    return tuple(cells)


def _cell(tag: Tag, body: list[Block], header: bool, row: Tag, side: str) -> Cell:
    if not (tag.attrs or row.attrs or side):
        return Cell(tuple(body), header)
    blocks = aligned(body, alignment(tag) or alignment(row) or side)
    colour = _shade(tag) or _shade(row)
    return Cell(tuple(blocks), header, _span(tag, "colspan"), _span(tag, "rowspan"), colour)


def _shade(tag: Tag) -> str:
    if "style" not in tag.attrs and "bgcolor" not in tag.attrs:
        return ""
    return shade(attribute(tag, "style"), attribute(tag, "bgcolor"))


def _span(tag: Tag, name: str) -> int:
    if name not in tag.attrs:
        return 1
    value = attribute(tag, name).strip()
    if not value.isdecimal():
        return 1
    return min(int(value), LIMIT) or (LIMIT if name == "rowspan" else 1)


@rule("td", "th", "caption")
def content(tag: Tag, walk: Walk) -> Pieces:
    """A caption, or a part of a table that has none around it → blocks."""
    return walk.blocks(tag)
