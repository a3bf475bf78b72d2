"""Panels, expands, macros with a body, columns."""

from __future__ import annotations

from ..bodies.fragment import Node, attribute, attributes, child, macro, name, parameter, rich_body, squeezed
from . import extensions
from .flow import flow, line
from .marks import hexadecimal
from .scope import Adf, Scope, block, made

_PANELS = {"info": "info", "tip": "success", "note": "warning", "warning": "error", "panel": "custom"}
_FROM_ADF = ("info", "note", "tip", "warning", "error", "success", "custom")
_WIDTHS = {
    "two_equal": (50, 50), "two_left_sidebar": (33.33, 66.66), "two_right_sidebar": (66.66, 33.33),
    "three_equal": (33.33, 33.33, 33.33), "three_with_sidebars": (25, 50, 25),
    "three_left_sidebars": (25, 25, 50), "three_right_sidebars": (50, 25, 25), "four_equal": (25,) * 4,
    "five_equal": (20,) * 5,
}  # fmt: skip
"""Type of a layout section → the widths of its columns in percent."""


@block("panel")
def panel(node: Node, scope: Scope) -> Adf:
    """A panel has no title: it becomes a bold first paragraph (reference, §2.2)."""
    if name(node) == "ac:adf-extension":
        return _from_adf(node, scope)
    attrs: Adf = {"panelType": _PANELS[macro(node)]}
    if macro(node) == "panel":
        attrs |= {
            "panelColor": hexadecimal(parameter(node, "bgColor")),
            "panelIcon": parameter(node, "panelIcon"),
        }
        attrs |= {key: parameter(node, key) for key in ("panelIconId", "panelIconText")}
    content = flow(rich_body(node), scope.within("panel"))
    title = parameter(node, "title")
    if title:
        bold = {"type": "text", "text": title, "marks": [{"type": "strong"}]}
        content.insert(0, made("paragraph", content=[bold]))
    return made("panel", attrs, content)


def _from_adf(node: Node, scope: Scope) -> Adf:
    inner = child(node, "ac:adf-node")
    kind = _attributes(inner).get("panel-type", "")
    attrs = {"panelType": kind if kind in _FROM_ADF else "note"}
    return made("panel", attrs, flow(child(inner, "ac:adf-content"), scope.within("panel")))


def _attributes(node: Node | None) -> dict[str, str]:
    found = [] if node is None else [below for below in node if name(below) == "ac:adf-attribute"]
    return {attribute(below, "key"): squeezed(below) for below in found}


@block("decision list")
def decisions(node: Node, scope: Scope) -> Adf:
    inner = child(node, "ac:adf-node")
    items = [] if inner is None else [below for below in inner if name(below) == "ac:adf-node"]
    ids = _attributes(inner).get("local-id") or "decisions"
    content = [_decision(item, f"{ids}-{number}", scope) for number, item in enumerate(items)]
    return made("decisionList", {"localId": ids}, content)


def _decision(node: Node, fallback: str, scope: Scope) -> Adf:
    given = _attributes(node)
    attrs = {"localId": given.get("local-id") or fallback, "state": given.get("state") or "DECIDED"}
    return made("decisionItem", attrs, line(child(node, "ac:adf-content"), scope.within("task")))


@block("expand", "nested expand")
def expand(node: Node, scope: Scope) -> Adf:
    """An expand within an expand or a cell is another node, which holds less."""
    nested = scope.where in ("expand", "table cell")
    content = flow(rich_body(node), scope.within("nested expand" if nested else "expand"))
    made_here = made("nestedExpand" if nested else "expand", content=content)
    return {**made_here, "attrs": {"title": parameter(node, "title")}}


@block("macro with a body")
def bodied(node: Node, scope: Scope) -> Adf:
    return extensions.made_of(
        node, "bodiedExtension", flow(rich_body(node), scope.within("macro with a body"))
    )


@block("layout")
def layout(node: Node, scope: Scope) -> list[Adf]:
    """Each section by itself: the document has no node around them."""
    return [_section(section, scope) for section in node if name(section) == "ac:layout-section"]


def _section(node: Node, scope: Scope) -> Adf:
    cells = [below for below in node if name(below) == "ac:layout-cell"]
    widths = _WIDTHS.get(attribute(node, "ac:type"), (100,))
    columns = [
        made("layoutColumn", {"width": width}, flow(cell, scope.within("layout cell")))
        for cell, width in zip(cells, widths, strict=False)
    ]
    section = made("layoutSection", content=columns)
    mode = attributes(node).get("ac:breakout-mode")
    if mode in ("wide", "full-width"):
        section["marks"] = [{"type": "breakout", "attrs": {"mode": mode}}]
    return section
