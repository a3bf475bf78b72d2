"""Tables: widths, layout, alignment and colours as each flavor shows them (reference, §1.9)."""

from __future__ import annotations

import re

from markupsafe import Markup

from ..bodies.fragment import Node, attribute, name, named
from ..bodies.vocabulary import HIGHLIGHTS
from .context import Context, content, element
from .markup import colour, el, style

_LAYOUTS = frozenset("default center align-start align-end wide full-width".split())
_WIDTHS = ((680, "default"), (960, "wide"))
"""Total width of the columns in px, up to which Cloud takes a layout where none is written."""


@element("table")
def table(node: Node, context: Context) -> Markup:
    """A table in a box that scrolls by itself, so that a wide one never widens the page."""
    layout = _layout(node) if context.cloud else ""
    width = attribute(node, "data-table-width") if context.cloud else ""
    own = "" if context.cloud else style(attribute(node, "style"), context.flavor)
    if width.isdigit():
        own = f"width: {width}px"
    numbered = any("numberingColumn" in attribute(cell, "class").split() for cell in named(node, "td", "th"))
    classes = " ".join(filter(None, ("numbered" if numbered else "", "sized" if own else "")))
    inner = el("table", {"style": own, "class": classes}, content(node, context))
    scroll = f"scroll layout-{layout}" if layout else "scroll"
    return el("div", {"class": scroll, "tabindex": "0", "role": "region", "aria-label": "Table"}, inner)


def _layout(node: Node) -> str:
    written = attribute(node, "data-layout")
    if written in _LAYOUTS:
        return written
    pixels = _pixels(node)
    if not pixels:
        return ""
    return next((layout for limit, layout in _WIDTHS if sum(pixels) <= limit), "full-width")


def _pixels(node: Node | None) -> list[float]:
    """Widths in px of the columns within a node, as far as they have such."""
    styles = [] if node is None else [attribute(column, "style") for column in named(node, "col")]
    return [float(found[1]) for found in map(_PIXELS.search, styles) if found]


_PIXELS = re.compile(r"width:\s*([\d.]+)px")


@element("tbody", "thead", "tfoot", "tr", "colgroup")
def part(node: Node, context: Context) -> Markup:
    return el(name(node), None, content(node, context))


@element("col")
def col(node: Node, context: Context) -> Markup:
    """A column; on Cloud a width in px is a share of all, since a table narrows with the window."""
    whole = sum(_pixels(node.getparent())) if context.cloud else 0
    if whole and (own := _PIXELS.search(attribute(node, "style"))):
        return el("col", {"style": f"width: {100 * float(own[1]) / whole:.2f}%"})
    return el("col", {"style": style(attribute(node, "style"), context.flavor)})


@element("caption")
def caption(node: Node, context: Context) -> Markup:
    return el("caption", None, content(node, context))


@element("td", "th")
def cell(node: Node, context: Context) -> Markup:
    declared = [style(attribute(node, "style"), context.flavor)]
    classes = "numbering" if "numberingColumn" in attribute(node, "class").split() else ""
    written = attribute(node, "data-highlight-colour")
    fill = colour(HIGHLIGHTS.get(written.lower(), written))
    if fill:
        declared.append(f"--fill: {fill}")
        classes = f"{classes} filled".strip()
    if attribute(node, "valign") in ("top", "middle", "bottom"):
        declared.append(f"vertical-align: {attribute(node, 'valign')}")
    attrs: dict[str, str | bool | None] = {"style": "; ".join(filter(None, declared)), "class": classes}
    for span in ("colspan", "rowspan"):
        attrs[span] = attribute(node, span) if attribute(node, span).isdigit() else None
    return el(name(node), attrs, content(node, context))
