"""Marks of text, and paragraphs."""

from __future__ import annotations

from .markup import Xml, el
from .pieces import Pieces, collect, marked
from .rules import Tag, Walk, rule, text_of
from .rules import text as line

_MARKS = {
    "strong": "strong",
    "b": "strong",
    "em": "em",
    "i": "em",
    "del": "s",
    "s": "s",
    "strike": "s",
    "ins": "u",
    "u": "u",
    "sub": "sub",
    "sup": "sup",
}


@rule(*_MARKS)
def mark(tag: Tag, walk: Walk) -> Pieces:
    """``<b>x</b>`` → ``<strong>x</strong>``"""
    name = _MARKS[tag.name]
    content = walk.pieces(tag)
    allowed = walk.target.link_marks
    if walk.in_link and allowed is not None and name not in allowed:
        return content
    return marked(content, lambda inner: el(name, None, inner))


@rule("code", "tt", "samp", "kbd")
def mono(tag: Tag, walk: Walk) -> Pieces:
    """``<code class="highlight"><span>x</span></code>`` → ``<code>x</code>``: no marks inside."""
    content = line(text_of(tag))
    return [el("code", None, content) if content and not content.isspace() else content]


@rule("br")
def hard_break(tag: Tag, walk: Walk) -> Pieces:
    return [Xml("<br />")]


@rule("p")
def paragraph(tag: Tag, walk: Walk) -> Pieces:
    return collect(walk.pieces(tag))


@rule(
    "div", "span", "section", "article", "main", "header", "footer", "nav", "aside", "label", "html", "body"
)
def wrapper(tag: Tag, walk: Walk) -> Pieces:
    """``<div>…</div>`` → its content."""
    pieces = walk.pieces(tag)
    return pieces if tag.name in ("span", "label") else collect(pieces)


@rule("script", "style", "template", "link", "meta", "input", "head", "title", "wbr")
def dropped(tag: Tag, walk: Walk) -> Pieces:
    return []
