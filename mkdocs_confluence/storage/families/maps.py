"""Maps of pictures: Confluence has no places to click on in a picture, so their links follow as a list."""

from __future__ import annotations

from ..markup import BLANK, escape
from ..pieces import List, Piece, Pieces, paragraph
from ..rules import Walk, rule
from ..tags import Tag, attribute, squeezed
from .linking import linked


@rule("map")
def image_map(tag: Tag, walk: Walk) -> Pieces:
    """``<map><area href="../other/" alt="Other"></map>`` → ``<ul><li>`` with a link to each place, named by its words"""
    found: list[Piece] = []
    for piece in walk.pieces(tag):
        before = found[-1] if found else None
        if not isinstance(before, List):
            found.append(piece)
        elif isinstance(piece, List):
            found[-1] = List(before.items + piece.items)
        elif piece != BLANK:
            found.append(piece)
    return found


@rule("area")
def area(tag: Tag, walk: Walk) -> Pieces:
    """``<area href="../other/" alt="Other">`` → a list of one link, which its map joins to the others"""
    href = attribute(tag, "href").strip()
    if not href:
        return []
    if walk.in_link:
        walk.note(f"a place in a picture that is a link itself is not kept: {href}", tag)
        return []
    names = (squeezed(attribute(tag, name)) for name in ("alt", "title", "aria-label", "href"))
    name = next(filter(None, names))
    return [List(((paragraph(linked(href, escape(name), tag, walk)),),))]
