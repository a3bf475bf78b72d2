"""Pictures, cards and files on lines of their own."""

from __future__ import annotations

from ..bodies.fragment import Node, attribute, child, macro, parameter_node
from . import extensions, files
from .flow import line
from .scope import Adf, Scope, block, made

_LAYOUTS = frozenset("wide full-width center wrap-right wrap-left align-end align-start".split())


@block("image")
def picture(node: Node, scope: Scope) -> Adf:
    """A picture with its caption; a link around it becomes a mark of it."""
    found = files.attrs(node, scope)
    media = made("media", found)
    links = [mark for mark in scope.marks if mark["type"] in ("link", "annotation")]
    if links and found["type"] == "file":
        media["marks"] = links
    caption = child(node, "ac:caption")
    below = [made("caption", content=line(caption, scope.within("caption")))] if caption is not None else []
    layout = attribute(node, "ac:layout")
    attrs: Adf = {"layout": layout if layout in _LAYOUTS else "center"}
    width = attribute(node, "ac:width").removesuffix("px")
    if width.isdigit():
        attrs |= {"width": int(width), "widthType": "pixel"}
    return made("mediaSingle", attrs, [media, *below])


@block("card")
def card(node: Node, scope: Scope) -> Adf:
    """A link as a card; a panel holds no embedded one."""
    url = attribute(node, "href")
    if attribute(node, "data-card-appearance") == "block" or scope.where == "panel":
        return made("blockCard", {"url": url})
    layout = attribute(node, "data-layout")
    return made("embedCard", {"url": url, "layout": layout if layout in _LAYOUTS else "center"})


@block("macro without a body")
def bodiless(node: Node, scope: Scope) -> Adf:
    """A macro; the one for a file is a group of one file where such a group can stand."""
    target = parameter_node(node, "name")
    if macro(node) == "view-file" and target is not None and scope.where not in ("list item",):
        return made("mediaGroup", content=[made("media", files.attrs(target, scope))])
    return extensions.made_of(node, "extension")
