"""No cell, list item, heading or label whose HTML shows an icon and nothing else is empty in the output.

Icons are those of Material and pymdownx (``twemoji``), small drawings, and those of fonts (Font Awesome 4 to 6, Bootstrap
Icons, Material Design Icons, Glyphicons, Google's Material Icons), as their makers document them.
"""

from __future__ import annotations

import re

from lxml import etree

from .chrome import LEFT_OUT, matching

HOLDERS = frozenset("td th li label h1 h2 h3 h4 h5 h6".split())
LIGATURES = {"material-icons", "material-symbols-outlined"}
"""Fonts that draw the name of an icon as the icon."""
SMALL = 48
"""Pixels up to which a drawing is an icon."""

_FONT = re.compile(r"(?:^|\s)(?:fa[srlbd]?|fa-[a-z-]+|bi|mdi|glyphicon|octicon|icon-[\w-]+)(?:\s|$)")
_PICTURES = ("img", "picture", "iframe", "embed", "object", "video", "audio", "canvas", "math", "input", "hr")
_DIVIDED = (*HOLDERS, "table", "ul", "ol", "dl", "pre", "code", "div", "details")


def is_icon(element: etree._Element) -> bool:
    classes = element.get("class", "")
    if element.tag == "svg":
        return _small(element)
    if element.tag not in ("i", "span"):
        return False
    if LIGATURES & set(classes.split()):
        return True
    empty = not _said(element) and not len(element)
    if element.tag == "i":
        return empty and bool(classes.strip())
    return empty and bool(_FONT.search(classes)) and not (element.tag == "span" and "fa" not in classes)


def _small(drawing: etree._Element) -> bool:
    parent = drawing.getparent()
    if parent is not None and "twemoji" in parent.get("class", "").split():
        return True
    if not len(drawing) or any(
        drawing.find(f".//{tag}") is not None for tag in ("text", "a", "foreignobject")
    ):
        return False
    sides = [drawing.get("width", ""), drawing.get("height", "")]
    if re.search(r"%|(?:width|height):", "".join((*sides, drawing.get("style", "")))):
        return False
    if not all(re.fullmatch(r"\d+", side) for side in sides):
        sides = drawing.get("viewbox", "").split()[2:]
    return len(sides) == 2 and all(re.fullmatch(r"\d+", side) and 1 <= int(side) <= SMALL for side in sides)


def icons_alone(element: etree._Element) -> bool:
    """Whether an element that a reader takes for a place of its own shows icons and nothing else."""
    if element.tag not in HOLDERS or element.find(".//*") is None:
        return False
    inside = [part for part in element.iter() if isinstance(part.tag, str) and part is not element]
    if any(part.tag in (*_DIVIDED, *_PICTURES) or matching(part, LEFT_OUT) for part in inside):
        return False
    icons = [part for part in inside if is_icon(part)]
    if not icons or any(next(icon.iterancestors("a"), None) is not None for icon in icons):
        return False
    return _said(element) == "".join(map(_said, icons))


def _said(element: etree._Element) -> str:
    return "".join("".join(map(str, element.itertext())).split())
