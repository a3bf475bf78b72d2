"""Pictures: attached or remote, placed as each flavor places them (reference, §1.10)."""

from __future__ import annotations

from markupsafe import Markup

from ..bodies.fragment import Node, attribute, child, name
from ..bodies.references import attached
from ..web import addresses
from .context import Context, content, element, is_block
from .markup import el, source

_LAYOUTS = frozenset("center align-start align-end wrap-left wrap-right wide full-width".split())


@element("ac:image")
def image(node: Node, context: Context) -> Markup:
    """An ``img``; on Cloud a figure of its own unless it is inline."""
    picture = _picture(node, context)
    if not is_block(node, context):
        return picture
    layout = attribute(node, "ac:layout")
    kept = layout if layout in _LAYOUTS else "center"
    caption = child(node, "ac:caption")
    below = el("figcaption", None, content(caption, context)) if caption is not None else ""
    return el("figure", {"class": f"image layout-{kept}"}, picture, below)


def _picture(node: Node, context: Context) -> Markup:
    url = _url(node, context)
    alt = attribute(node, "ac:alt")
    if url is None:
        return el("span", {"class": "broken", "role": "img"}, _what(node))
    attrs: dict[str, str | bool | None] = {"src": url, "alt": alt, "class": _classes(node, context)}
    attrs |= {"title": attribute(node, "ac:title"), "loading": "lazy"}
    for side in ("width", "height"):
        size = attribute(node, f"ac:{side}").removesuffix("px")
        attrs[side] = size if size.isdigit() else None
    return el("img", attrs)


def _classes(node: Node, context: Context) -> str:
    found = []
    if attribute(node, "ac:border") == "true" or child(node, "ac:adf-mark") is not None:
        found.append("border")
    align = attribute(node, "ac:align")
    if not context.cloud and align in ("left", "center", "right"):
        found.append(f"align-{align}")
    return " ".join(found)


def _url(node: Node, context: Context) -> str | None:
    """Where the picture is to be had; None where the file is missing or the address cannot be used."""
    target = child(node, "ri:attachment", "ri:url")
    if target is None:
        return None
    if name(target) == "ri:url":
        return source(attribute(target, "ri:value"))
    found = attached(target, context.page, context.reader)
    return addresses.attachment(context.flavor, found[0], found[1].name) if found else None


def _what(node: Node) -> str:
    target = child(node, "ri:attachment", "ri:url")
    if target is None:
        return "picture without a source"
    if name(target) == "ri:url":
        return f"cannot be shown: {attribute(target, 'ri:value')[:80]}"
    return f"missing attachment: {attribute(target, 'ri:filename')}"
