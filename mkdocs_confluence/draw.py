"""Drawings for rules that ask for one: so far SVG as PNG, through the ``[svg]`` extra."""

from __future__ import annotations

import logging
import math
from functools import lru_cache
from importlib import import_module
from typing import Any

from .model import Drawing

SCALE = 2
"""Pixels drawn for one unit of an SVG, so that lines stay sharp on dense screens."""

MOST = 4096 * 4096
"""Pixels that a drawing has at most: with four bytes each they take up memory, and nobody looks at more."""

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
        return bytes(renderer.svg_to_bytes(svg_string=source, zoom=zoom))
    except (KeyboardInterrupt, SystemExit):
        raise
    except (
        BaseException
    ) as error:  # a panic of the renderer is no Exception; the page goes on without the picture
        _log.debug("An SVG cannot be drawn: %s", error)
        return None


def _renderer() -> Any:
    """The ``resvg_py`` module, or None where it is not installed."""
    try:
        return import_module("resvg_py")
    except ImportError:
        return None
