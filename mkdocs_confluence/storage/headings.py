"""Headings. How they are reached is the concern of ``render``."""

from __future__ import annotations

import unicodedata

from .pieces import Leaf, Pieces, collect, inline
from .rules import Tag, Walk, rule, text_of


@rule("h1", "h2", "h3", "h4", "h5", "h6")
def heading(tag: Tag, walk: Walk) -> Pieces:
    """``<h2 id="x">Set up</h2>`` → ``<h2>Set up</h2>``; the H1 that repeats the page's title is left out."""
    pieces = walk.pieces(tag)
    content = inline(pieces, keep_ends=False)
    if tag is walk.survey.opening and _same(content_text(tag), walk.scope.heading):
        return []
    return [Leaf("heading", content, level=int(tag.name[1]))] if content else collect(pieces)


def content_text(tag: Tag) -> str:
    """The text of a heading without its permalink."""
    return "".join(
        text_of(child) if isinstance(child, Tag) else str(child)
        for child in tag.contents
        if not (
            isinstance(child, Tag)
            and child.name == "a"
            and "href" in child.attrs
            and "headerlink" in (child.get("class") or ())
        )
    )


def _same(one: str, other: str) -> bool:
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    """Text for comparison: no case, white space, pictographs or marks of permalinks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        c
        for c in folded
        if c not in "¶⚓¤#" and unicodedata.category(c) not in ("So", "Cf", "Zs", "Cc", "Mn")
    )
