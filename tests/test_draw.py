"""SVG becomes PNG where a renderer is installed, and nothing breaks where not."""

from __future__ import annotations

import importlib
import struct
import sys
from functools import partial
from types import ModuleType

import pytest

from mkdocs_confluence import draw
from mkdocs_confluence.model import Drawing

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20" fill="red"/></svg>'


def test_an_svg_becomes_a_png_of_twice_its_size() -> None:
    png = draw.draw(Drawing("svg", SQUARE))
    assert png is not None
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (60, 40)


def test_a_large_svg_becomes_a_png_that_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw, "MOST", 10_000)
    wide = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 200"><path d="M0 0"/></svg>'
    png = draw.draw(Drawing("svg", wide, (800, 200)))
    assert png is not None
    assert struct.unpack(">II", png[16:24]) == (200, 50)


@pytest.mark.parametrize(
    "source", ["", "<svg", "no picture", '<svg xmlns="http://www.w3.org/2000/svg" width="0"/>']
)
def test_a_broken_svg_is_not_drawn(source: str) -> None:
    assert draw.draw(Drawing("svg", source)) is None


LABELLED = SQUARE.replace("</svg>", '<text y="15">A &#20013;<tspan>b</tspan> &lt; 1</text></svg>')


def test_letters_that_no_font_has_are_not_lost_in_a_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    resvg = importlib.import_module("resvg_py")
    bare = ModuleType("resvg_py")
    bare.svg_to_bytes = partial(resvg.svg_to_bytes, skip_system_fonts=True)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "resvg_py", bare)
    assert draw.draw(Drawing("svg", LABELLED)) is None
    assert draw.draw(Drawing("svg", LABELLED.replace("text", "title"))) is not None


def test_other_kinds_are_not_drawn() -> None:
    assert draw.draw(Drawing("mermaid", "graph TD; A-->B")) is None


def test_nothing_is_drawn_where_no_renderer_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(ImportError):
        importlib.import_module("resvg_py")
    assert draw.draw(Drawing("svg", SQUARE.replace("red", "blue"))) is None
