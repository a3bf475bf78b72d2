"""Drawings for rules that ask for one: so far SVG as PNG, through the ``[svg]`` extra."""

from __future__ import annotations

import logging
import math
import re
from functools import lru_cache
from html import unescape
from importlib import import_module
from typing import Any

from .model import Drawing

SCALE = 2
"""Pixels drawn for one unit of an SVG, so that lines stay sharp on dense screens."""

MOST = 4096 * 4096
"""Pixels that a drawing has at most: with four bytes each they take up memory, and nobody looks at more."""

_TAG = re.compile(r"<[^<>]*>")
_PROBE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text y="30" font-size="30">%s</text></svg>'
_NO_SIGN = "\U0010fffd"
"""A character that means nothing, in any font."""

_log = logging.getLogger(f"mkdocs.plugins.{__name__}")


def draw(drawing: Drawing) -> bytes | None:
    """The drawing as PNG; None where nothing can draw it (the extra is missing, the source is broken)."""
    return _png(drawing.source, _zoom(drawing.size)) if drawing.kind == "svg" else None


def _zoom(size: tuple[int, int] | None) -> float:
    width, height = size or (1, 1)
    return min(SCALE, math.sqrt(MOST / max(width * height, 1)))


@lru_cache(maxsize=64)
def _png(source: str, zoom: float) -> bytes | None:
    """An SVG as PNG; kept for a while, since a logo stands on many pages."""
    renderer = _renderer()
    if renderer is None:
        return None
    try:
        if unknown := [letter for letter in _letters(source) if not _has_font(renderer, letter)]:
            _log.info("An SVG is not drawn: no font of this machine has %s.", " ".join(unknown[:10]))
            return None
        return bytes(renderer.svg_to_bytes(svg_string=source, zoom=zoom))
    except (KeyboardInterrupt, SystemExit):
        raise
    except (
        BaseException
    ) as error:  # a panic of the renderer is no Exception; the page goes on without the picture
        _log.debug("An SVG cannot be drawn: %s", error)
        return None


def _letters(source: str) -> list[str]:
    """The different letters and digits that an SVG shows; other signs may be missing without a loss."""
    texts = (f"<{part.partition('</text')[0]}" for part in source.split("<text")[1:])
    return sorted({sign for sign in unescape(_TAG.sub("", "".join(texts))) if sign.isalnum()})


@lru_cache(maxsize=4096)
def _has_font(renderer: Any, letter: str) -> bool:
    """Whether a letter is drawn otherwise than one that no font has: by a box, or where there are no fonts not at all."""
    drawn, missing = (bytes(renderer.svg_to_bytes(svg_string=_PROBE % sign)) for sign in (letter, _NO_SIGN))
    return drawn != missing


def _renderer() -> Any:
    """The ``resvg_py`` module, or None where it is not installed."""
    try:
        return import_module("resvg_py")
    except ImportError:
        return None
