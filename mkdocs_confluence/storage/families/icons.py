"""Emoji of every generator as their characters, and icons as a sign or name that a reader understands."""

from __future__ import annotations

import re

from ..markup import Xml, escape
from ..pieces import Pieces
from ..rules import Walk, rule
from ..tags import Tag, attribute, text_of
from . import svg
from .media import alone, image, inline_svg

_SIGNS = {
    "✔": "check check-bold check-circle check-circle-fill check-circle-outline checkbox-marked-circle check-all"
    " square-check circle-check check-decagram checkbox-marked check-square check-circle-outline",
    "✖": "close close-bold close-circle close-circle-outline close-thick x x-circle x-circle-fill xmark circle-xmark"
    " cancel minus-circle block no-entry",
    "⚠": "alert alert-outline alert-fill alert-circle alert-circle-outline alert-rhombus triangle-exclamation"
    " exclamation warning alert-triangle",
    "ℹ": "information information-outline information-variant info info-circle circle-info",
    "★": "star star-fill star-circle",
    "☆": "star-outline",
    "♥": "heart heart-fill",
    "?": "help help-circle help-circle-outline question question-circle circle-question",
    "→": "arrow-right arrow-right-thick arrow-right-bold arrow-right-circle",
    "←": "arrow-left arrow-left-thick arrow-left-bold arrow-left-circle",
    "↑": "arrow-up arrow-up-thick arrow-up-bold",
    "↓": "arrow-down arrow-down-thick arrow-down-bold",
    "⋮": "dots-vertical kebab-horizontal",
    "＋": "plus plus-circle plus-circle-outline",
    "−": "minus",
}
"""Sign → names of icons, without the name of their set, that mean it wherever they stand."""
_SIGN = {name: sign for sign, names in _SIGNS.items() for name in names.split()}
_SETS = re.compile(
    r"(?:material|octicons|simple|fontawesome-(?:solid|regular|brands)|fontawesome|custom|lucide|tabler)[-/]"
)
_SIZE = re.compile(r"-(?:16|24)$")


@rule("img.twemoji", "img.emojione", "img.gemoji", "img.emoji", "img.joypixels")
def emoji(tag: Tag, walk: Walk) -> Pieces:
    """``<img alt="😄" class="twemoji" title=":smile:">`` → ``😄``"""
    words = attribute(tag, "alt").strip() or attribute(tag, "title").strip()
    return [escape(words)] if words else image(tag, walk)


@rule("svg.twemoji", "svg.emojione", "svg.gemoji")
def sprite(tag: Tag, walk: Walk) -> Pieces:
    """``<svg class="emojione"><description>😄</description><use …></svg>`` → ``😄``"""
    found = tag.find("description")
    return [escape(text_of(found).strip())] if isinstance(found, Tag) else inline_svg(tag, walk)


@rule("span.twemoji", "span.icon", "i.icon")
def icon(tag: Tag, walk: Walk) -> Pieces:
    """``<span class="twemoji" data-icon="material-check"><svg>…</svg></span>`` → ``✔``

    An icon beside text says nothing that the text does not, and is left out; one that stands alone (in a cell, a link,
    a list item) is named by its tooltip or its own name.
    """
    drawing = tag.find("svg")
    if not isinstance(drawing, Tag) or text_of(tag).strip() != text_of(drawing).strip():
        return walk.pieces(tag)
    sign, name = sign_and_name(attribute(tag, "data-icon"))
    if sign:
        return [Xml(sign)]
    link = tag.find_parent("a")
    by_itself = alone(tag)
    if not by_itself and (link is None or text_of(link).strip()):
        return []
    titles = (attribute(tag, "title"), attribute(link, "title") if link else "", svg.words(drawing))
    title = next((" ".join(title.split()) for title in titles if title), "")
    words = escape(title or name or "•")
    return [words if by_itself else Xml(f" {words} ")]


def sign_and_name(icon: str) -> tuple[str, str]:
    """``("✔", "check")`` for ``material-check`` or ``:octicons-check-16:``; the sign is empty where there is none."""
    short = _SIZE.sub("", _SETS.sub("", icon.strip(":"), count=1))
    return _SIGN.get(short, ""), short.replace("-", " ").replace("/", " ")
