"""Boxes: the four admonitions, the panel in any colour, the expand, and the panels and decisions only Cloud has."""

from __future__ import annotations

from markupsafe import Markup

from ..bodies.fragment import (
    Node,
    attribute,
    attributes,
    child,
    is_true,
    macro,
    name,
    named,
    parameter,
    rich_body,
    squeezed,
)
from .context import Context, content, element, for_macro
from .markup import colour, el, join

_ICONS = {"info": "i", "tip": "✓", "note": "!", "warning": "✕", "purple": "✎"}
_FROM_ADF = {"info": "info", "success": "tip", "warning": "note", "error": "warning", "note": "purple"}


@for_macro("info", "tip", "note", "warning")
def admonition(node: Node, context: Context) -> Markup:
    """A coloured box. Data Center shows the title in a line of its own; Cloud as a bold first paragraph (§2.2)."""
    icon = context.cloud or is_true(node, "icon", default=True)
    return _box(macro(node), parameter(node, "title"), content(rich_body(node), context), icon=icon)


def _box(kind: str, title: str, body: Markup, *, icon: bool = True) -> Markup:
    head = el("p", {"class": "title"}, el("strong", None, title)) if title else ""
    sign = el("span", {"class": "icon", "aria-hidden": "true"}, _ICONS[kind]) if icon else ""
    return el(
        "div", {"class": f"panel {kind}", "role": "note"}, sign, el("div", {"class": "body"}, head, body)
    )


@for_macro("panel")
def panel(node: Node, context: Context) -> Markup:
    """A box in the colours that its parameters give."""
    body = content(rich_body(node), context)
    fill = colour(parameter(node, "bgColor"))
    styles = [f"--fill: {fill}"] if fill else []
    if context.cloud:
        icon = parameter(node, "panelIconText") or parameter(node, "panelIcon")
        sign = el("span", {"class": "icon", "aria-hidden": "true"}, icon) if icon else ""
        head = el("p", {"class": "title"}, el("strong", None, parameter(node, "title")))
        shown = el("div", {"class": "body"}, head if parameter(node, "title") else "", body)
        return el("div", {"class": _panel_class("custom", fill), "style": "; ".join(styles)}, sign, shown)
    styles += _border(node)
    attrs = {"class": _panel_class("bordered", fill), "style": "; ".join(styles)}
    return el("div", attrs, _panel_head(node), el("div", {"class": "body"}, body))


def _panel_class(kind: str, fill: str) -> str:
    return f"panel {kind} filled" if fill else f"panel {kind}"


def _border(node: Node) -> list[str]:
    width = parameter(node, "borderWidth").removesuffix("px")
    line = parameter(node, "borderStyle")
    edge = colour(parameter(node, "borderColor"))
    found = [f"border-width: {width}px"] if width.isdigit() else []
    found += [f"border-style: {line}"] if line in ("solid", "dashed", "dotted", "double", "none") else []
    return found + ([f"border-color: {edge}"] if edge else [])


def _panel_head(node: Node) -> str:
    title = parameter(node, "title")
    fill, ink = colour(parameter(node, "titleBGColor")), colour(parameter(node, "titleColor"))
    styles = [f"--fill: {fill}"] if fill else []
    styles += [f"color: {ink}"] if ink else []
    classes = "head filled" if fill else "head"
    return el("div", {"class": classes, "style": "; ".join(styles)}, title) if title else ""


@for_macro("expand", "ui-expand")
def expand(node: Node, context: Context) -> Markup:
    """Closed at first, as in Confluence."""
    title = parameter(node, "title", "Click here to expand…")
    body = el("div", {"class": "body"}, content(rich_body(node), context))
    return el("details", {"class": "expand"}, el("summary", None, title), body)


@element("ac:adf-extension")
def adf_extension(node: Node, context: Context) -> Markup:
    """A panel or a decision that has no storage element of its own; unknown on Data Center (§1.14)."""
    inner = child(node, "ac:adf-node")
    kind = attribute(inner, "type") if inner is not None else ""
    if not context.cloud or inner is None:
        words = "Only Confluence Cloud shows this"
        return el("div", {"class": "unknown"}, el("div", {"class": "label"}, words))
    if kind == "panel":
        look = _FROM_ADF.get(_adf(inner, "panel-type"), "info")
        return _box(look, "", content(child(inner, "ac:adf-content"), context))
    if kind == "decision-list":
        items = (item for item in inner if attributes(item).get("type") == "decision-item")
        return el("ul", {"class": "decisions"}, *(_decision(item, context) for item in items))
    label = el("div", {"class": "label"}, f"Document node: {kind}")
    parts = join(*(content(part, context) for part in named(inner, "ac:adf-content")))
    return el("div", {"class": "unknown"}, label, parts)


def _adf(node: Node, key: str) -> str:
    found = (part for part in node if name(part) == "ac:adf-attribute" and attribute(part, "key") == key)
    return squeezed(next(found, None))


def _decision(node: Node, context: Context) -> Markup:
    return el("li", None, content(child(node, "ac:adf-content"), context))
