"""Columns: layouts, and the older section and column macros (reference, §1.13, §2.22)."""

from __future__ import annotations

import re

from markupsafe import Markup

from ..bodies.fragment import Node, attribute, is_true, name, parameter, rich_body
from .context import Context, content, element, for_macro, one
from .markup import el

_TYPES = frozenset(
    "single fixed-width two_equal two_left_sidebar two_right_sidebar three_equal three_with_sidebars "
    "three_left_sidebars three_right_sidebars four_equal five_equal".split()
)


@element("ac:layout")
def layout(node: Node, context: Context) -> Markup:
    return el("div", {"class": "layout"}, *(one(section, context) for section in node))


@element("ac:layout-section")
def layout_section(node: Node, context: Context) -> Markup:
    kind = attribute(node, "ac:type")
    known = kind if kind in _TYPES else "single"
    wide = attribute(node, "ac:breakout-mode") if context.cloud else ""
    classes = f"section {known} layout-{wide}" if wide in ("wide", "full-width") else f"section {known}"
    return el("div", {"class": classes}, *(one(cell, context) for cell in node))


@element("ac:layout-cell")
def layout_cell(node: Node, context: Context) -> Markup:
    return el("div", {"class": "cell"}, content(node, context))


@for_macro("section")
def section(node: Node, context: Context) -> Markup:
    body = rich_body(node)
    bordered = is_true(node, "border")
    return el("div", {"class": "columns border" if bordered else "columns"}, content(body, context))


@for_macro("column")
def column(node: Node, context: Context) -> Markup:
    width = parameter(node, "width")
    sized = re.fullmatch(r"\d+(\.\d+)?(px|%)?", width)
    value = width if not width.isdigit() else f"{width}px"
    style = f"flex: 0 1 {value}" if sized else ""
    return el("div", {"class": "column", "style": style}, content(rich_body(node), context))


@element("xml", "ac:rich-text-body", "ac:link-body", "ac:caption", "ac:task-body", "ac:adf-content")
def through(node: Node, context: Context) -> Markup:
    """Elements that only hold others."""
    return content(node, context)


@element("ac:parameter", "ac:default-parameter", "ac:adf-attribute", "ac:adf-fallback", "ac:adf-mark")
def silent(node: Node, context: Context) -> Markup:
    """Elements that say something about their parent and show nothing themselves."""
    return Markup("")


@element("*")
def unknown_element(node: Node, context: Context) -> Markup:
    """An element that storage format does not have: its content, marked as such."""
    return el("span", {"class": "unknown-element", "title": f"<{name(node)}>"}, content(node, context))
