"""The way back: a document of Cloud's editor as storage."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from html import escape
from itertools import groupby

from . import inline
from .inline import Names, Unwritable, element, macro
from .scope import Adf

_PANELS = {
    "info": "info",
    "success": "tip",
    "tip": "tip",
    "warning": "note",
    "error": "warning",
    "custom": "panel",
}
_LAYOUTS = {1: "single", 2: "two_equal", 3: "three_equal", 4: "four_equal", 5: "five_equal"}
_SIDES = {
    (33, 66): "two_left_sidebar", (66, 33): "two_right_sidebar", (25, 50, 25): "three_with_sidebars",
    (25, 25, 50): "three_left_sidebars", (50, 25, 25): "three_right_sidebars",
}  # fmt: skip


_WRONG = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError, RecursionError)
"""What a document of another shape than the model's leads to."""


def storage(document: str, names: Names) -> str:
    """Storage for a document as JSON; ``names`` gives the name of a file for its id. Raises Unwritable."""
    try:
        node = json.loads(document)
        if node["type"] != "doc" or node["version"] != 1:
            raise Unwritable("no document of version 1")
        return _all(node["content"], names)
    except _WRONG as error:
        raise Unwritable(str(error)) from error


def _all(nodes: Iterable[Adf], names: Names) -> str:
    """Blocks one after another; sections that follow each other are one layout."""
    written = ""
    for is_layout, group in groupby(nodes, lambda node: node["type"] == "layoutSection"):
        inner = "".join(_one(node, names) for node in group)
        written += element("ac:layout", {}, inner) if is_layout else inner
    return written


def _one(node: Adf, names: Names) -> str:
    rule = _BLOCKS.get(node["type"])
    if rule is None:
        raise Unwritable(f"unknown node {node['type']}")
    return rule(node, names)


def _content(node: Adf, names: Names) -> str:
    return _all(node.get("content", []), names)


def _attr(node: Adf, key: str) -> str:
    value = node.get("attrs", {}).get(key)
    return "" if value is None else str(value)


def _paragraph(node: Adf, names: Names) -> str:
    return element("p", {"style": _style(node)}, inline.line(node, names))


def _heading(node: Adf, names: Names) -> str:
    return element(f"h{int(node['attrs']['level'])}", {"style": _style(node)}, inline.line(node, names))


def _style(node: Adf) -> str:
    for mark in node.get("marks", []):
        if mark["type"] == "alignment":
            return f"text-align: {'right' if mark['attrs']['align'] == 'end' else 'center'};"
        if mark["type"] == "indentation":
            return f"margin-left: {30 * int(mark['attrs']['level'])}.0px;"
    return ""


def _list(node: Adf, names: Names) -> str:
    items = "".join(element("li", {}, _content(item, names)) for item in node["content"])
    if node["type"] == "bulletList":
        return element("ul", {}, items)
    return element("ol", {"start": _attr(node, "order")}, items)


def _quote(node: Adf, names: Names) -> str:
    return element("blockquote", {}, _content(node, names))


def _code(node: Adf, names: Names) -> str:
    text = "".join(below["text"] for below in node.get("content", []))
    return macro("code", {"language": _attr(node, "language")}, plain=text)


def _panel(node: Adf, names: Names) -> str:
    kind, inner = _attr(node, "panelType"), _content(node, names)
    if kind == "note":
        told = element("ac:adf-attribute", {"key": "panel-type"}, "note")
        return element("ac:adf-extension", {}, _adf("panel", told + element("ac:adf-content", {}, inner)))
    keys = {"panelIcon": "panelIcon", "panelIconId": "panelIconId", "panelIconText": "panelIconText"}
    given = {**{key: _attr(node, key) for key in keys}, "bgColor": _attr(node, "panelColor")}
    return macro(_PANELS[kind], given if kind == "custom" else {}, rich=inner)


def _adf(kind: str, inner: str) -> str:
    return element("ac:adf-node", {"type": kind}, inner)


def _decisions(node: Adf, names: Names) -> str:
    items = element("ac:adf-attribute", {"key": "local-id"}, escape(_attr(node, "localId")))
    for item in node["content"]:
        told = element("ac:adf-attribute", {"key": "local-id"}, escape(_attr(item, "localId")))
        told += element("ac:adf-attribute", {"key": "state"}, escape(_attr(item, "state")))
        items += _adf("decision-item", told + element("ac:adf-content", {}, inline.line(item, names)))
    return element("ac:adf-extension", {}, _adf("decision-list", items))


def _expand(node: Adf, names: Names) -> str:
    return macro("expand", {"title": _attr(node, "title")}, rich=_content(node, names))


def _tasks(node: Adf, names: Names) -> str:
    """A list after a task is one within it."""
    written, task = "", ""
    for item in node["content"]:
        if item["type"] == "taskList":
            task += _tasks(item, names)
            continue
        written += element("ac:task", {}, task) if task else ""
        done = "complete" if _attr(item, "state") == "DONE" else "incomplete"
        task = element("ac:task-id", {}, escape(_attr(item, "localId"))) + element("ac:task-status", {}, done)
        task += element("ac:task-body", {}, inline.line(item, names))
    written += element("ac:task", {}, task) if task else ""
    return element("ac:task-list", {"ac:task-list-id": _attr(node, "localId")}, written)


def _layout(node: Adf, names: Names) -> str:
    cells = [element("ac:layout-cell", {}, _content(column, names)) for column in node["content"]]
    widths = tuple(int(float(_attr(column, "width") or 0)) for column in node["content"])
    kind = _SIDES.get(widths) or _LAYOUTS[len(cells)]
    mode = next((mark["attrs"]["mode"] for mark in node.get("marks", []) if mark["type"] == "breakout"), "")
    return element("ac:layout-section", {"ac:type": kind, "ac:breakout-mode": mode}, "".join(cells))


def _table(node: Adf, names: Names) -> str:
    attrs = {
        "data-layout": _attr(node, "layout"),
        "data-table-width": _attr(node, "width").removesuffix(".0"),
    }
    attrs["data-table-display-mode"] = _attr(node, "displayMode")
    numbered = bool(node.get("attrs", {}).get("isNumberColumnEnabled"))
    rows = "".join(_row(row, at, numbered, names) for at, row in enumerate(node["content"]))
    return element("table", attrs, _columns(node, numbered) + element("tbody", {}, rows))


def _columns(node: Adf, numbered: bool) -> str:
    """Widths of the columns, as the cells of the first row tell them."""
    first = node["content"][0].get("content", []) if node["content"] else []
    widths = [width for cell in first for width in cell.get("attrs", {}).get("colwidth") or []]
    cols = "".join(element("col", {"style": f"width: {width}px;"}, "") for width in widths)
    return element("colgroup", {}, ("<col/>" if numbered else "") + cols) if widths else ""


def _row(node: Adf, at: int, numbered: bool, names: Names) -> str:
    """Cells; a numbered table has one more, which the document leaves out."""
    number = element("td", {"class": "numberingColumn"}, str(at)) if numbered else ""
    return element("tr", {}, number + "".join(_cell(cell, names) for cell in node.get("content", [])))


def _cell(node: Adf, names: Names) -> str:
    attrs = {key: _attr(node, key) for key in ("colspan", "rowspan", "valign")}
    attrs["data-highlight-colour"] = _attr(node, "background")
    return element("th" if node["type"] == "tableHeader" else "td", attrs, _content(node, names))


def _picture(node: Adf, names: Names) -> str:
    media = node["content"][0]
    caption = "".join(element("ac:caption", {}, inline.line(below, names)) for below in node["content"][1:])
    attrs = {"ac:layout": _attr(node, "layout"), "ac:width": _attr(node, "width")}
    return inline.linked(inline.image(media, attrs, caption, names), media.get("marks", []))


def _files(node: Adf, names: Names) -> str:
    return "".join(
        macro("view-file", {}, inside=element("ac:parameter", {"ac:name": "name"}, inline.file(media, names)))
        for media in node["content"]
    )


def _card(node: Adf, names: Names) -> str:
    url = _attr(node, "url")
    attrs = {"href": url, "data-card-appearance": "block" if node["type"] == "blockCard" else "embed"}
    return element("a", {**attrs, "data-layout": _attr(node, "layout")}, escape(url, quote=False))


def _extension(node: Adf, names: Names) -> str:
    """A macro; what was kept as source is that source again."""
    kept = node["attrs"].get("parameters", {}).get("cxhtml")
    if kept is not None:
        return str(kept)
    return inline.extension(node, _content(node, names) if node["type"] == "bodiedExtension" else None)


_BLOCKS: dict[str, Callable[[Adf, Names], str]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    **dict.fromkeys(("bulletList", "orderedList"), _list),
    "blockquote": _quote,
    "rule": lambda node, names: "<hr/>",
    "codeBlock": _code,
    "panel": _panel,
    **dict.fromkeys(("expand", "nestedExpand"), _expand),
    "taskList": _tasks,
    "decisionList": _decisions,
    "layoutSection": _layout,
    "table": _table,
    "mediaSingle": _picture,
    "mediaGroup": _files,
    **dict.fromkeys(("blockCard", "embedCard"), _card),
    **dict.fromkeys(("extension", "bodiedExtension"), _extension),
}
