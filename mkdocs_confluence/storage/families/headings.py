"""Headings. How they are reached is the concern of ``render``."""

from __future__ import annotations

import unicodedata

from ..changes import aligned
from ..lines import collect, first_line, inline
from ..pieces import Anchor, Leaf, Pieces, bold, visible
from ..rules import Walk, rule
from ..tags import PERMALINKS, Tag, alignment, classes, hrefs, text_of

DEEPEST = 6
"""The deepest level of heading that Confluence has."""
LEVELS = range(1, 13)
"""Levels that generators write: mkdocstrings counts on where HTML ends."""


@rule(*(f"h{level}" for level in LEVELS))
def heading(tag: Tag, walk: Walk) -> Pieces:
    """``<h2 id="x">Set up</h2>`` → ``<h2>Set up</h2>``; an opening H1 that repeats the page's title is left out.

    ``<h7>Deep</h7>`` → ``<p><strong>Deep</strong></p>``
    """
    return headed(tag, walk, own_text(tag))


def headed(tag: Tag, walk: Walk, words: str) -> Pieces:
    """A heading that says ``words``, which are compared with the title of the page."""
    pieces = walk.pieces(tag)
    if tag is walk.survey.opening and _letters(words) == _letters(walk.scope.heading):
        if links := hrefs(tag):
            walk.note(f"links in the title of the page are not kept: {' '.join(links)}", tag)
        return [piece for piece in pieces if isinstance(piece, Anchor | Leaf)]
    line, rest = first_line(pieces)
    if not any(map(visible, line)):
        return [*(piece for piece in line if isinstance(piece, Anchor)), *collect(rest)]
    content = inline(line, keep_ends=False)
    level = int(tag.name[1:])
    written = Leaf("heading", content, level=level) if level <= DEEPEST else bold(content)
    return [*aligned([written], alignment(tag)), *collect(rest)]


def own_text(tag: Tag) -> str:
    """The text of a heading without its permalink."""
    parts = []
    for child in tag.contents:
        if not isinstance(child, Tag):
            parts.append(str(child))
        elif PERMALINKS.isdisjoint(classes(child)) or "toclink" in classes(child):
            parts.append(text_of(child))
    return "".join(parts)


def _letters(text: str) -> str:
    """Text for comparison: composed, without white space."""
    return "".join(unicodedata.normalize("NFC", text).split())
