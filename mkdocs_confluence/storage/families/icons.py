"""Emoji of every generator as their characters, and icons as a sign or name that a reader understands."""

from __future__ import annotations

import re

from ..markup import Xml, escape
from ..pieces import Pieces
from ..rules import Walk, rule
from ..tags import Tag, attribute, classes, squeezed, text_of
from . import svg
from .fonts import FONTS, by_itself, fills, font_name, is_icon, speaks
from .media import drawn, image
from .neighbours import alone
from .scripted import drawn_into
from .text import mark

_SIGNS = {
    "✔": "check check-all check-bold check-circle check-circle-fill check-circle-outline check-decagram check-lg"
    " check-square checkbox-marked checkbox-marked-circle circle-check ok ok-sign square-check",
    "✖": "block cancel circle-xmark close close-bold close-circle close-circle-outline close-thick minus-circle"
    " no-entry remove remove-sign times times-circle x x-circle x-circle-fill x-lg xmark",
    "⚠": "alert alert-circle alert-circle-outline alert-fill alert-outline alert-rhombus alert-triangle exclamation"
    " exclamation-triangle triangle-exclamation warning",
    "ℹ": "circle-info info info-circle information information-outline information-variant",
    "★": "star star-circle star-fill",
    "☆": "star-outline",
    "♥": "heart heart-fill",
    "?": "circle-question help help-circle help-circle-outline question question-circle",
    "→": "arrow-right arrow-right-bold arrow-right-circle arrow-right-thick",
    "←": "arrow-left arrow-left-bold arrow-left-circle arrow-left-thick",
    "↑": "arrow-up arrow-up-bold arrow-up-thick",
    "↓": "arrow-down arrow-down-bold arrow-down-thick",
    "⋮": "dots-vertical kebab-horizontal",
    "＋": "plus plus-circle plus-circle-outline",
    "−": "minus",
}
"""Sign → names of icons, without the name of their set, that mean it wherever they stand."""
_SIGN = {name: sign for sign, names in _SIGNS.items() for name in names.split()} | {
    f"numeric-{number}{form}": chr(0x245F + number)
    for number in range(1, 11)
    for form in ("", "-box", "-box-outline", "-circle", "-circle-outline")
}
_SETS = re.compile(
    r"(?:material|octicons|simple|fontawesome-(?:solid|regular|brands)|fontawesome|custom|lucide|tabler)[-/]"
)
_BRANDS = re.compile(r"(?:simple|fontawesome-brands)[-/]")
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

    An icon that no sign stands for says nothing beside text that the text does not, and is left out; one that stands
    among icons alone (in a cell, a link, a list item) is named by its tooltip or its own name.
    """
    drawing = tag.find("svg")
    if not isinstance(drawing, Tag) or text_of(tag).strip() != text_of(drawing).strip():
        return of_font(tag, walk)
    if svg.tells(drawing) and "twemoji" not in classes(tag):
        return walk.pieces(tag)
    name = attribute(tag, "data-icon") or svg.used(drawing) or ""
    return _told(tag, *sign_and_name(name), svg.words(drawing))


@rule("i", *(f"span.{name}" for name in FONTS))
def of_font(tag: Tag, walk: Walk) -> Pieces:
    """``<i class="fas fa-check" title="Yes"></i>`` → ``✔``; an ``i`` that is no icon is in italics"""
    if not is_icon(tag):
        return mark(tag, walk) if tag.name == "i" else walk.pieces(tag)
    return _told(tag, *sign_and_name(font_name(tag)))


@rule("svg")
def inline_svg(tag: Tag, walk: Walk) -> Pieces:
    """``<svg>…</svg>`` → an attachment; an icon is left out but for its name, unless nothing else is there.

    An empty one that a script draws into → a link, as for all that scripts draw; one of shapes that others use → nothing;
    one that uses a shape of elsewhere, ``<svg><use href="#heart"></use></svg>`` → the sign or name of an icon.
    """
    if svg.only_stores(tag):
        return []
    if tag.find(True) is None:
        return drawn_into(tag, walk)
    if (name := svg.used(tag)) is not None:
        return _told(tag, *sign_and_name(name), svg.words(tag))
    source = svg.calm(svg.source(tag))
    if not svg.is_icon(tag, svg.size(source)):
        return drawn(source, tag, walk)
    words = svg.words(tag) or ("•" if fills(tag) else "")
    return [Xml(f" {escape(words)} ")] if words else []


def _told(tag: Tag, sign: str, name: str, title: str = "") -> Pieces:
    """What an icon says where it stands: its sign, or its title or name where nothing else speaks for it."""
    if sign:
        return [Xml(sign)]
    link = tag.find_parent("a")
    if not by_itself(tag) and (link is None or speaks(link)):
        return []
    titles = (
        attribute(tag, "title"),
        attribute(link, "title") if link else "",
        title,
        attribute(tag, "aria-label"),
    )
    said = squeezed(next(filter(None, titles), ""))
    words = escape(said or name or "•")
    return [words if alone(tag) else Xml(f" {words} ")]


def sign_and_name(icon: str) -> tuple[str, str]:
    """``("✔", "check")`` for ``material-check`` or ``:octicons-check-16:``; the sign is empty where there is none.

    A brand means nothing but itself: the x of ``simple-x`` is a logo.
    """
    icon = icon.strip(":")
    short = _SIZE.sub("", _SETS.sub("", icon, count=1))
    sign = "" if _BRANDS.match(icon) else _SIGN.get(short, "")
    return sign, short.replace("-", " ").replace("/", " ")
