"""Lengths as CSS and SVG write them, in pixels."""

from __future__ import annotations

import re

_LENGTH = re.compile(r"\s*(\d{1,6}(?:\.\d+)?|\.\d+)\s*(px|pt|pc|mm|cm|in|r?em|)\s*")
_PIXELS = {
    "": 1,
    "px": 1,
    "pt": 4 / 3,
    "pc": 16,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96,
    "em": 16,
    "rem": 16,
}
"""Pixels of one of a unit (CSS Values and Units, "Absolute lengths"); letters are as large as in a browser that nobody
told another, and on Cloud."""


def pixels(length: str) -> float:
    """A length in pixels; 0 for one that depends on what is around (``20vw``: of what size of window?)."""
    match = _LENGTH.fullmatch(length)
    return float(match[1]) * _PIXELS[match[2]] if match else 0
