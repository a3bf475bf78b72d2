"""How large a picture or film is shown, in pixels."""

from __future__ import annotations

import re

from ..tags import Tag, attribute, style_of
from .lengths import pixels
from .sources import Source

PAGE_WIDTH = 760
"""Pixels of a page's text on Cloud; what a width in per cent is taken of."""

_PER_CENT = re.compile(r"\s*(\d{1,6}(?:\.\d+)?|\.\d+)\s*%\s*")
_DIMENSION = re.compile(r"\s*\d+(?:\.\d+)?%?")
_SHARE = re.compile(r"(\d{1,4}(?:\.\d+)?)(%?)")


def sides_of(tag: Tag, source: Source) -> dict[str, int]:
    """``width`` and ``height`` at which the page shows a picture, as far as it says."""
    style = style_of(tag)
    said = {
        side: length
        for side in ("width", "height")
        if (length := _pixels(style.get(side, "") or _given(tag, side), side))
    }
    return said or _at_most(style.get("max-width", ""), source) or _zoomed(style.get("zoom", ""), source)


def _given(tag: Tag, side: str) -> str:
    """The length that an attribute gives; that of an SVG has a unit (``width="10cm"``)."""
    value = attribute(tag, side)
    return value if tag.name == "svg" and pixels(value) else _dimension(value)


def _at_most(length: str, source: Source) -> dict[str, int]:
    """The width of a picture that may not be wider, but for one that is not by itself."""
    most = round(pixels(length))
    return {"width": most} if most and not 0 < _natural(source) <= most else {}


def _zoomed(zoom: str, source: Source) -> dict[str, int]:
    """The width of a picture of known size that is shown smaller or larger than it is, as Typora writes it."""
    match = _SHARE.fullmatch(zoom)
    share = float(match[1]) / (100 if match[2] else 1) if match else 1
    return {"width": round(_natural(source) * share)} if share != 1 and _natural(source) * share >= 1 else {}


def _natural(source: Source) -> int:
    """The width of a picture by itself, 0 where not known."""
    return source.sides.get("width") or (source.size[0] if source.size else 0)


def number(length: str) -> str:
    """An attribute that is a length in pixels as a parameter of a macro; empty for any other."""
    return str(round(pixels(_dimension(length))) or "")


def _dimension(value: str) -> str:
    """The length that an attribute gives, as a browser reads it: a number or per cent, whatever follows (``100px;``)."""
    match = _DIMENSION.match(value)
    return match[0] if match else ""


def _pixels(length: str, side: str) -> int:
    """A length in pixels, a width in per cent as one of the page; 0 for one that says nothing by itself."""
    share = _PER_CENT.fullmatch(length)
    if share is None:
        return round(pixels(length))
    return round(PAGE_WIDTH * min(float(share[1]), 100) / 100) if side == "width" else 0
