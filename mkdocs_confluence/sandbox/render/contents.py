"""Lists that Confluence makes: the table of contents, children, the page tree, attachments, a gallery."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from markupsafe import Markup

from ..bodies.fragment import (
    Malformed,
    Node,
    is_true,
    macro,
    named,
    parameter,
    parameter_node,
    parse,
    rich_body,
    squeezed,
)
from ..bodies.reader import Ref
from ..bodies.references import page_of
from ..web import addresses
from .context import Context, Heading, content, for_macro
from .markup import el, join


@for_macro("toc")
def toc(node: Node, context: Context) -> Markup:
    """Headings of the page between ``minLevel`` and ``maxLevel``, nested, each a link."""
    rows = [heading for heading in context.outline.headings if _wanted(heading, node)]
    if not rows:
        return el("p", {"class": "hint"}, "No headings to list")
    if parameter(node, "type") == "flat":
        links = (el("a", {"href": f"#{quote(heading.id)}"}, heading.text) for heading in rows)
        return el("nav", {"class": "toc flat", "aria-label": "On this page"}, Markup(" · ").join(links))
    start = min(heading.level for heading in rows)
    classes = "toc outline" if is_true(node, "outline") else "toc"
    return el("nav", {"class": classes, "aria-label": "On this page"}, _nested(rows, start))


def _nested(rows: Sequence[Heading], level: int) -> Markup:
    """The headings of one level as a list; deeper ones follow under the one before them."""
    items, index = [], 0
    while index < len(rows):
        end = index + 1
        while end < len(rows) and rows[end].level > level:
            end += 1
        top = rows[index]
        below = rows[index + 1 : end] if top.level <= level else rows[index:end]
        link = el("a", {"href": f"#{quote(top.id)}"}, top.text) if top.level <= level else ""
        items.append(el("li", None, link, _nested(below, level + 1) if below else ""))
        index = end
    return el("ul", None, *items)


def _wanted(heading: Heading, node: Node) -> bool:
    if not _number(node, "minLevel", 1) <= heading.level <= _number(node, "maxLevel", 7):
        return False
    keep, drop = parameter(node, "include"), parameter(node, "exclude")
    return (not keep or _matches(keep, heading.text)) and not (drop and _matches(drop, heading.text))


def _matches(pattern: str, words: str) -> bool:
    try:
        return re.fullmatch(pattern, words) is not None
    except re.error:
        return False


def _number(node: Node, key: str, default: int) -> int:
    value = parameter(node, key)
    return int(value) if value.isdigit() else default


@for_macro("toc-zone")
def toc_zone(node: Node, context: Context) -> Markup:
    place = parameter(node, "location", "both")
    list_ = toc(node, context)
    parts = [
        list_ if place != "bottom" else "",
        content(rich_body(node), context),
        list_ if place != "top" else "",
    ]
    return join(*parts)


@for_macro("children")
def children(node: Node, context: Context) -> Markup:
    """The pages below this one, or below the one that ``page`` names."""
    start = parameter_node(node, "page")
    ref = context.page if start is None else page_of(start, context.page, context.reader)
    if ref is None:
        return el("p", {"class": "hint"}, "No such page to list children of")
    everything = is_true(node, "all") or is_true(node, "allChildren")
    levels = _number(node, "depth", 0) or (100 if everything else 1)
    return _child_list(ref, levels, node, context) or el("p", {"class": "hint"}, "No child pages")


def _child_list(ref: Ref, levels: int, node: Node, context: Context) -> Markup:
    rows = list(context.reader.children(ref.id)) if levels else []
    order = parameter(node, "sort") or parameter(node, "sortAndReverse")
    if order.startswith("title"):
        rows.sort(key=lambda row: row.title.casefold())
    elif order.startswith("creation"):
        rows.sort(key=lambda row: int(row.id) if row.id.isdigit() else 0)
    if is_true(node, "reverse") or order.endswith(".true"):
        rows.reverse()
    rows = rows[: _number(node, "first", 0) or None]
    items = (
        el(
            "li",
            None,
            _page_link(row, context),
            _summary(row, node, context),
            _child_list(row, levels - 1, node, context),
        )
        for row in rows
    )
    return el("ul", {"class": "children"}, *items) if rows else Markup("")


def _page_link(ref: Ref, context: Context) -> Markup:
    return el("a", {"href": addresses.page(context.flavor, ref)}, ref.title)


def _summary(ref: Ref, node: Node, context: Context) -> str:
    """The excerpt of a child, where the macro asks for it."""
    if not is_true(node, "excerpt") and parameter(node, "excerptType", "none") == "none":
        return ""
    try:
        tree = parse(context.reader.body(ref.id))
    except Malformed:
        return ""
    found = next((m for m in named(tree, "ac:structured-macro") if macro(m) == "excerpt"), None)
    return el("div", {"class": "hint"}, squeezed(rich_body(found))) if found is not None else ""


@for_macro("pagetree")
def pagetree(node: Node, context: Context) -> Markup:
    start = parameter_node(node, "root")
    ref = (
        page_of(start, context.page, context.reader)
        if start is not None
        else context.reader.home(context.page.space)
    )
    return _folded(ref, context) if ref else el("p", {"class": "hint"}, "No such page to draw the tree of")


def _folded(ref: Ref, context: Context) -> Markup:
    items = []
    for row in context.reader.children(ref.id):
        below = _folded(row, context)
        link = _page_link(row, context)
        items.append(el("li", None, el("details", None, el("summary", None, link), below) if below else link))
    return el("ul", {"class": "children"}, *items) if items else Markup("")


@for_macro("attachments")
def attachments(node: Node, context: Context) -> Markup:
    rows = context.reader.files(context.page.id)
    links = (
        el(
            "li",
            None,
            el("a", {"href": addresses.attachment(context.flavor, context.page.id, row.name)}, row.name),
        )
        for row in rows
    )
    return el("ul", {"class": "files"}, *links) if rows else el("p", {"class": "hint"}, "No attachments")


@for_macro("gallery")
def gallery(node: Node, context: Context) -> Markup:
    rows = [row for row in context.reader.files(context.page.id) if row.media_type.startswith("image/")]
    pictures = (
        el(
            "img",
            {
                "src": addresses.attachment(context.flavor, context.page.id, row.name),
                "alt": row.name,
                "loading": "lazy",
            },
        )
        for row in rows
    )
    return el("div", {"class": "gallery"}, *pictures) if rows else el("p", {"class": "hint"}, "No pictures")
