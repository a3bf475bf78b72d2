"""Maps of pictures: Confluence has no places to click on in a picture, so their links follow as a list."""

from __future__ import annotations

from ..markup import escape
from ..pieces import List, Pieces, paragraph
from ..rules import Walk, rule
from ..tags import Tag, attribute, squeezed
from .links import linked


@rule("map")
def image_map(tag: Tag, walk: Walk) -> Pieces:
    """``<map><area href="../other/" alt="Other"></map>`` → ``<ul><li>`` with a link to each place, named by its words"""
    content = walk.pieces(tag)
    areas = [
        area for area in tag.find_all("area") if isinstance(area, Tag) and attribute(area, "href").strip()
    ]
    if walk.in_link and areas:
        walk.note(f"links of places in a picture that is a link itself are not kept: {_hrefs(areas)}", tag)
    if not areas or walk.in_link:
        return content
    links = [linked(attribute(area, "href").strip(), escape(_name(area)), area, walk) for area in areas]
    return [*content, List(tuple((paragraph(link),) for link in links))]


@rule("area")
def area(tag: Tag, walk: Walk) -> Pieces:
    """A place of a picture by itself → nothing: its map lists it"""
    return []


def _hrefs(areas: list[Tag]) -> str:
    return " ".join(attribute(area, "href").strip() for area in areas)


def _name(area: Tag) -> str:
    names = (squeezed(attribute(area, name)) for name in ("alt", "title", "aria-label", "href"))
    return next(filter(None, names))
