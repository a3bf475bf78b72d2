"""Marks of text: bold to quotations, critic marks, colours; and paragraphs."""

from __future__ import annotations

from ..changes import aligned, marked
from ..lines import collect
from ..markup import BREAK, Xml, el, escape, within_blanks
from ..pieces import Anchor, Pieces, visible
from ..rules import Walk, rule
from ..tags import Tag, alignment, attribute
from ..tints import coloured, letters
from ..tints import mark as in_element
from .scripted import drawn_into

_MARKS = {
    "strong": "strong",
    "b": "strong",
    "em": "em",
    "i": "em",
    "cite": "em",
    "var": "em",
    "del": "s",
    "s": "s",
    "strike": "s",
    "ins": "u",
    "u": "u",
    "sub": "sub",
    "sup": "sup",
}

_HIGHLIGHT, _ADDED, _REMOVED = "rgb(248,230,160)", "rgb(0,102,68)", "rgb(191,38,0)"
"""Yellow, green and red of Cloud's pickers."""


@rule(*(name for name in _MARKS if name != "i"))
def mark(tag: Tag, walk: Walk) -> Pieces:
    """``<b>x</b>`` → ``<strong>x</strong>``; an ``i`` comes by way of ``icons``, since it may be one"""
    return in_mark(walk, _MARKS[tag.name], walk.pieces(tag))


@rule("mark")
def highlight(tag: Tag, walk: Walk) -> Pieces:
    """``<mark>x</mark>`` → a highlighted span, unless its ``style`` says how it is to be highlighted."""
    pieces = walk.pieces(tag)
    own = "background" in attribute(tag, "style")
    return pieces if own else _coloured(walk, pieces, background=_HIGHLIGHT)


@rule("ins.critic")
def added(tag: Tag, walk: Walk) -> Pieces:
    """``<ins class="critic">x</ins>``, around blocks too → green and underlined."""
    return _coloured(walk, in_mark(walk, "u", walk.pieces(tag)), colour=_ADDED)


@rule("del.critic")
def removed(tag: Tag, walk: Walk) -> Pieces:
    """``<del class="critic">x</del>``, around blocks too → red and struck."""
    return _coloured(walk, in_mark(walk, "s", walk.pieces(tag)), colour=_REMOVED)


@rule("span.critic")
def comment(tag: Tag, walk: Walk) -> Pieces:
    """``<span class="critic comment">x</span>`` → ``<em>(x)</em>``"""
    return in_mark(walk, "em", marked(walk.pieces(tag), lambda inner: Xml(f" ({inner.strip()})")))


@rule("span")
def span(tag: Tag, walk: Walk) -> Pieces:
    """``<span style="color: red">x</span>`` → ``<span style="color: rgb(255,0,0);">x</span>``, as of any tag."""
    return walk.pieces(tag)


@rule("font")
def font(tag: Tag, walk: Walk) -> Pieces:
    """``<font color="red">x</font>`` → ``<span style="color: rgb(255,0,0);">x</span>``"""
    return _coloured(walk, walk.pieces(tag), letters(attribute(tag, "color"), tag, walk.note))


def _coloured(walk: Walk, pieces: Pieces, colour: str = "", background: str = "") -> Pieces:
    return coloured(pieces, colour, background, on_code=walk.target.marked_code)


def in_mark(walk: Walk, name: str, pieces: Pieces) -> Pieces:
    """Pieces in a mark."""
    if len(pieces) == 1 and type(pieces[0]) is Xml and visible(pieces[0]) and "<" not in pieces[0]:
        return [within_blanks(pieces[0], lambda inner: Xml(f"<{name}>{inner}</{name}>"))]
    return marked(pieces, in_element(name, on_code=walk.target.marked_code))


@rule("abbr", "acronym", "dfn")
def abbreviation(tag: Tag, walk: Walk) -> Pieces:
    """``<abbr title="Hyper Text">HT</abbr>`` → the same on Data Center, its text on Cloud."""
    title = attribute(tag, "title")
    pieces = walk.pieces(tag)
    if not title or walk.in_link or not walk.target.abbreviations:
        return pieces
    return marked(pieces, lambda inner: el("abbr", {"title": escape(title)}, inner))


@rule("q")
def quotation(tag: Tag, walk: Walk) -> Pieces:
    return [Xml("“"), *walk.pieces(tag), Xml("”")]


@rule("br")
def hard_break(tag: Tag, walk: Walk) -> Pieces:
    return [BREAK]


@rule("p")
def paragraph(tag: Tag, walk: Walk) -> Pieces:
    """``<p align="center">x</p>`` → ``<p style="text-align: center;">x</p>``; without content what a script draws.

    ``<p><a name="x"></a></p>`` is a place of what follows, most often a heading.
    """
    pieces = walk.pieces(tag)
    blocks = collect(pieces)
    if not any(map(visible, pieces)):
        places = [piece for piece in pieces if isinstance(piece, Anchor)]
        return places if places or "id" not in tag.attrs else drawn_into(tag, walk)
    return aligned(blocks, alignment(tag))
