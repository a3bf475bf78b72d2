"""Drawings for rules that ask for one: so far SVG as PNG, through the ``[svg]`` extra."""

from __future__ import annotations

import logging
from functools import lru_cache
from importlib import import_module
from typing import Any

from .model import Drawing

SCALE = 2
"""Pixels drawn for one unit of an SVG, so that lines stay sharp on dense screens."""

_log = logging.getLogger(f"mkdocs.plugins.{__name__}")


def draw(drawing: Drawing) -> bytes | None:
    """The drawing as PNG; None where nothing can draw it (the extra is missing, the source is broken)."""
    return _png(drawing.source) if drawing.kind == "svg" else None


@lru_cache(maxsize=64)
def _png(source: str) -> bytes | None:
    """An SVG as PNG; kept for a while, since a logo stands on many pages."""
    renderer = _renderer()
    if renderer is None:
        return None
    try:
        return bytes(renderer.svg_to_bytes(svg_string=source, zoom=SCALE))
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
