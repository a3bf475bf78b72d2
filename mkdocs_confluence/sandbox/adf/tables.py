"""Tables: rows of cells, each a container of blocks."""

from __future__ import annotations

import re

from ..bodies.fragment import Node, attribute, name, named
from ..bodies.vocabulary import HIGHLIGHTS
from .flow import flow
from .marks import hexadecimal
from .scope import Adf, Scope, block, made

_LAYOUTS = frozenset("default center align-start align-end wide full-width".split())
_WIDTH = re.compile(r"width:\s*([\d.]+)px")


@block("table")
def table(node: Node, scope: Scope) -> Adf:
    """Rows of head and body alike: the document model tells heads by their cells."""
    layout, width = attribute(node, "data-layout"), attribute(node, "data-table-width")
    numbered = any(_is_number(cell) for cell in named(node, "td", "th"))
    attrs: Adf = {
        "layout": layout if layout in _LAYOUTS else "default",
        "width": float(width) if width.isdigit() else None,
        "displayMode": "fixed" if attribute(node, "data-table-display-mode") == "fixed" else None,
        "isNumberColumnEnabled": True if numbered else None,
    }
    widths = [float(found[1]) if found else 0.0 for found in _columns(node)]
    rows = [_row(row, widths, scope) for row in _rows(node)]
    return made("table", attrs, [row for row in rows if row["content"]])


def _columns(node: Node) -> list[re.Match[str] | None]:
    groups = [below for below in node if name(below) == "colgroup"]
    return [_WIDTH.search(attribute(col, "style")) for group in groups for col in group]


def _rows(node: Node) -> list[Node]:
    """The rows of this table, not those of a table in a cell."""
    parts = [below for below in node if name(below) in ("thead", "tbody", "tfoot")]
    return [row for part in (parts or [node]) for row in part if name(row) == "tr"]


def _row(node: Node, widths: list[float], scope: Scope) -> Adf:
    """Cells; the numbers of a numbered table are no cells of the document."""
    content, at = [], 0
    for cell in node:
        span = _span(cell, "colspan") or 1
        if name(cell) in ("td", "th") and not _is_number(cell):
            content.append(_cell(cell, widths[at : at + span], scope))
        at += span
    return made("tableRow", content=content)


def _cell(node: Node, widths: list[float], scope: Scope) -> Adf:
    fill = attribute(node, "data-highlight-colour")
    attrs: Adf = {
        "colspan": _span(node, "colspan"),
        "rowspan": _span(node, "rowspan"),
        "colwidth": widths if any(widths) else None,
        "background": HIGHLIGHTS.get(fill.lower()) or hexadecimal(fill),
        "valign": attribute(node, "valign")
        if attribute(node, "valign") in ("top", "middle", "bottom")
        else None,
    }
    kind = "tableHeader" if name(node) == "th" else "tableCell"
    return made(kind, attrs, flow(node, scope.within("table cell")))


def _span(node: Node, key: str) -> int | None:
    text = attribute(node, key)
    return int(text) if text.isdigit() and len(text) < 5 else None


def _is_number(node: Node) -> bool:
    return "numberingColumn" in attribute(node, "class").split()
