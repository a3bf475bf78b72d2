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
from ..tags import INLINE, NavigableString, Tag, alignment_around, attribute, classes, declarations, squeezed
from . import svg
from .figures import side
from .links import link, linked
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
_UNSEEN = ("br", "source", "figcaption", "script", "style")
"""Elements that take nothing of the line in which they stand."""
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "label", "dt")
_HELD = ("td", "th", "li", "figure")
"""What gives a picture its side: a figure the middle, the others that of their text."""
_AROUND = INLINE | {"picture", "center"}
"""Elements that a picture may be in without being set apart."""


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
    stands = walk.in_link and (apart or alone(tag)) and not _is_title(tag.find_parent(_BLOCKS))
    line = block if stands else _image(picture, walk, inline=True)
    captioned = partial(_image, picture, walk, inline=False) if walk.target.image_captions else None
    return [Leaf("media", line, block, titled=captioned, placed=True, settled=apart)]


def _stands_apart(picture: Picture, tag: Tag, known: bool) -> bool:
    """Whether a picture leaves the text of its paragraph: on a line of its own, or at an end of it and too large for a
    line, as one may be that has no ``known`` size.
    """
    beside = (_beside(tag, before=True), _beside(tag, before=False))
    if any(beside) and all(node is None or _is_break(node) for node in beside):
        return True
    leaves = picture.place in ("left", "right") or not (known or _is_among_others(tag))
    return leaves and not all(beside)


def _beside(tag: Tag, *, before: bool) -> Tag | NavigableString | None:
    """What stands next to a tag in its paragraph, looking through links and marks around it."""
    node: Tag | None = tag
    while node is not None and (node is tag or node.name in _AROUND):
        for sibling in node.previous_siblings if before else node.next_siblings:
            if isinstance(sibling, Tag) and sibling.name != "source":
                return sibling
            if type(sibling) is NavigableString and not sibling.isspace():
                return sibling
        node = node.parent
    return None


def _is_break(node: Tag | NavigableString) -> bool:
    return isinstance(node, Tag) and node.name == "br"


def _is_among_others(tag: Tag) -> bool:
    """Whether there are more pictures in the paragraph of one, as in a row of badges."""
    around = tag.find_parent((*_BLOCKS, "li", "td", "th", "dd", "div"))
    return around is not None and len(around.find_all("img", limit=2)) > 1


def _is_title(block: Tag | None) -> bool:
    """Whether a block is one line only, where a picture stands like a letter."""
    return block is not None and (block.name != "p" or "admonition-title" in classes(block))


def alone(tag: Tag) -> bool:
    """Whether nothing else stands in the line of a tag, looking through links and marks around it."""
    node = tag
    while node.parent is not None:
        for sibling in node.parent.contents:
            if sibling is node:
                continue
            if isinstance(sibling, Tag):
                if sibling.name not in _UNSEEN and not (sibling.name == "img" and is_twin(sibling)):
                    return False
            elif type(sibling) is NavigableString and not sibling.isspace():
                return False
        if node.parent.name not in _AROUND:
            return True
        node = node.parent
    return True


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
    style = declarations(attribute(tag, "style").lower())
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
    found = vector(source, f"drawing-{digest(source)[:12]}.svg", tag, walk)
    return shown(_picture(found, tag, svg.words(tag), walk), tag, walk)
