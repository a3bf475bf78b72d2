"""Pictures: how they stand on the page, in a line or as a block, with what size and words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from ...model import digest
from ..addresses import on_site, split
from ..markup import NOTHING, Xml, el, escape
from ..pieces import Leaf, Pieces
from ..rules import Walk, rule
from ..tags import Tag, alignment_around, attribute, is_break, squeezed, style_of
from . import svg
from .figures import side
from .linking import linked
from .links import link
from .neighbours import alone, beside, is_among_others, is_in_title
from .scripted import drawn_into
from .sizes import sides_of
from .sources import Source, address, find, vector
from .twins import is_twin

_LINE = 20
"""Pixels of height of a picture in a line of which no size is known: Cloud asks for one (reference, §1.10), and nearly
all such pictures are badges, which are that high."""
_BADGE = re.compile("badge|shield", re.IGNORECASE)
_WRAPS = {"left": "wrap-left", "right": "wrap-right", "center": "center"}
_ALIGNS = {"left": "align-start", "center": "center", "right": "align-end"}
"""How Cloud calls the place of a picture beside text, and of one by itself."""
_ENDINGS = frozenset("png jpg jpeg jfif gif webp svg avif bmp ico tif tiff apng heic".split())
"""Endings of files that are pictures."""
_NO_ALT = "No description has been provided for this image"
"""What nbconvert writes where a picture has no description."""
_HELD = ("td", "th", "li", "figure")
"""What gives a picture its side: a figure the middle, the others that of their text."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it stands on the page."""

    source: Source
    sides: Mapping[str, int] = field(default_factory=dict)
    """``width`` and ``height`` in pixels at which to show it, where the page says."""
    alt: str = ""
    title: str = ""
    place: str = ""
    """``left``, ``right`` (text flows around it) or ``center``."""
    align: str = ""
    """``left``, ``center`` or ``right`` where the text around it is aligned so."""


@rule("img")
def image(tag: Tag, walk: Walk) -> Pieces:
    """``<img src="a.png" alt="A" width="300">`` → ``ac:image``, or its words where there is no such picture"""
    source = address(tag)
    if is_twin(tag):
        return []
    alt = squeezed(attribute(tag, "alt"))
    alt = "" if alt == _NO_ALT else alt
    words = escape(alt or squeezed(attribute(tag, "title")) or _last(source))
    if not source and (instead := drawn_into(tag, walk)):
        return instead
    if _no_picture(source, walk):
        walk.note("Confluence shows no picture of this kind; a link stands for it", tag)
        return [words if walk.in_link else linked(source, words, tag, walk)]
    found = find(source, tag, walk)
    if found is None:
        return [words if not words or alone(tag) else Xml(f" {words} ")]
    return shown(_picture(found, tag, alt, walk), tag, walk)


def _no_picture(source: str, walk: Walk) -> bool:
    """Whether a source is a file of the site that only a script shows as a picture (``plan.drawio``)."""
    found = on_site(source, walk.scope) if source else None
    ending = found[0].rpartition("/")[2].rpartition(".")[2].lower() if found else ""
    return bool(found and ending and ending not in _ENDINGS and walk.scope.find_file(found[0]))


@rule("picture")
def picture(tag: Tag, walk: Walk) -> Pieces:
    """``<picture><source …><img …></picture>`` → the image, which every browser can show"""
    return walk.pieces(tag)


@rule("a.glightbox")
def lightbox(tag: Tag, walk: Walk) -> Pieces:
    """``<a class="glightbox" href="a.png"><img src="a.png"></a>`` → the image: a reader can enlarge it anyway"""
    inner = tag.find("img")
    if isinstance(inner, Tag) and _same(attribute(tag, "href"), address(inner)):
        return walk.pieces(tag)
    return link(tag, walk)


def shown(picture: Picture, tag: Tag, walk: Walk) -> Pieces:
    """A picture as a block of its own and as part of a line; the context decides."""
    block = _image(picture, walk, inline=False)
    if not walk.target.image_layouts:
        return [Leaf("media", block, el("p", None, block), placed=bool(picture.place))]
    source = picture.source
    known = bool(picture.sides or source.sides or source.size or _BADGE.search(address(tag)))
    apart = _stands_apart(picture, tag, known)
    if not (known or apart or alone(tag)):
        walk.note(f"in a line of text a picture of unknown size is {_LINE} pixels high", tag)
    stands = walk.in_link and (apart or alone(tag)) and not is_in_title(tag)
    line = block if stands else _image(picture, walk, inline=True)
    captioned = partial(_image, picture, walk, inline=False) if walk.target.image_captions else None
    return [Leaf("media", line, block, titled=captioned, placed=True, settled=apart)]


def _stands_apart(picture: Picture, tag: Tag, known: bool) -> bool:
    """Whether a picture leaves the text of its paragraph: on a line of its own, or at an end of it and too large for a
    line, as one may be that has no ``known`` size.
    """
    near = (beside(tag, before=True), beside(tag, before=False))
    if any(near) and all(node is None or is_break(node) for node in near):
        return True
    leaves = picture.place in ("left", "right") or not (known or is_among_others(tag))
    return leaves and not all(near)


def _image(picture: Picture, walk: Walk, caption: Xml = NOTHING, *, inline: bool) -> Xml:
    source = picture.source
    sides = picture.sides or source.sides
    attributes = {"ac:align": picture.place, "ac:alt": picture.alt, "ac:title": picture.title}
    if walk.target.image_layouts:
        attributes["ac:align"] = picture.place or picture.align
        attributes["ac:layout"] = _WRAPS.get(picture.place, "") or _ALIGNS.get(picture.align, "")
        if source.size:
            attributes["ac:original-width"], attributes["ac:original-height"] = map(str, source.size)
        attributes["ac:custom-width"] = "true" if "width" in sides else ""
        if inline:
            attributes |= {"ac:inline": "true", "ac:layout": "", "ac:align": ""}
            natural = dict(zip(("width", "height"), source.size, strict=True)) if source.size else {}
            sides = sides or natural or {"height": _LINE}
    attributes |= {f"ac:{side}": str(value) for side, value in sides.items()}
    held = el("ac:caption", None, el("p", None, caption)) if caption else NOTHING
    return el("ac:image", attributes, source.resource, held)


def _picture(source: Source, tag: Tag, alt: str, walk: Walk) -> Picture:
    style = style_of(tag)
    place = attribute(tag, "align").lower() or style.get("float", "") or _side_of_figure(tag, walk)
    return Picture(
        source,
        sides_of(tag, source),
        alt,
        squeezed(attribute(tag, "title")),
        {"left": "left", "right": "right", "center": "center", "middle": "center"}.get(place, ""),
        alignment_around(tag) or _beside_text(tag),
    )


def _beside_text(tag: Tag) -> str:
    """``left`` for a picture in a cell or an item, where the text before and after it stands at the left."""
    around = next((around for around in tag.parents if around.name in _HELD), None)
    return "left" if around is not None and around.name != "figure" else ""


def _side_of_figure(tag: Tag, walk: Walk) -> str:
    """The side at which the figure around a picture floats; empty where its caption could not go along."""
    figure = next((around for around in tag.parents if around.name == "figure"), None)
    if figure is None or not (walk.target.image_captions or figure.find("figcaption") is None):
        return ""
    return side(figure)


def _last(source: str) -> str:
    """Words for a picture that has none: its file name."""
    if source.startswith("data:"):
        return "image"
    return split(source).path.rsplit("/", 1)[-1] or ("image" if source else "")


def _same(one: str, other: str) -> bool:
    return one.partition("#")[0] == other.partition("#")[0]


def drawn(source: str, tag: Tag, walk: Walk) -> Pieces:
    """An ``<svg>`` of the page as a picture, by its source."""
    shown_at = sides_of(tag, Source(NOTHING, svg.size(source)))
    source = svg.widened(source, shown_at.get("width", 0))
    found = vector(source, f"drawing-{digest(source)[:12]}.svg", tag, walk)
    return shown(_picture(found, tag, svg.words(tag), walk), tag, walk)
