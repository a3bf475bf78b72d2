"""Headings. How they are reached is the concern of ``render``."""

from __future__ import annotations

import re
import unicodedata

from ..changes import aligned
from ..lines import collect, first_line, inline, spoken
from ..markup import Xml
from ..pieces import Anchor, Leaf, Pieces, bold, visible
from ..rules import Walk, rule
from ..tags import Tag, alignment, attribute, classes, hrefs, is_permalink, text_of

DEEPEST = 6
"""The deepest level of heading that Confluence has."""
LEVELS = range(1, 13)
"""Levels that generators write: mkdocstrings counts on where HTML ends."""
_PICTURE = re.compile(r'<ac:image\b[^>]*? ac:alt="([^"]*)".*?</ac:image>', re.DOTALL)


@rule(*(f"h{level}" for level in LEVELS))
def heading(tag: Tag, walk: Walk) -> Pieces:
    """``<h2 id="x">Set up</h2>`` → ``<h2>Set up</h2>``; an opening H1 that repeats the page's title is left out.

    ``<h7>Deep</h7>`` → ``<p><strong>Deep</strong></p>``
    """
    return headed(tag, walk)


def headed(tag: Tag, walk: Walk, words: str = "") -> Pieces:
    """A heading; ``words`` are what it says where those are not its text."""
    pieces = walk.pieces(tag)
    if tag is walk.survey.opening and _is_title(walk.scope.heading, words or _own_text(tag), pieces):
        if links := [href for href in hrefs(tag) if href not in _around_pictures(tag)]:
            walk.note(f"links in the title of the page are not kept: {' '.join(links)}", tag)
        return [piece for piece in pieces if not isinstance(piece, Xml) or _is_picture(piece)]
    line, rest = first_line(pieces)
    if not any(map(visible, line)):
        return [*(piece for piece in line if isinstance(piece, Anchor)), *collect(rest)]
    content = inline(line, keep_ends=False)
    level = int(tag.name[1:])
    written = Leaf("heading", content, level=level) if level <= DEEPEST else bold(content)
    return [*aligned([written], alignment(tag)), *collect(rest)]


def _around_pictures(tag: Tag) -> set[str]:
    """Where links lead to that hold a picture and no words."""
    links = (link for link in tag.find_all("a") if isinstance(link, Tag))
    return {attribute(link, "href") for link in links if link.find("img") and not text_of(link).strip()}


def _is_picture(piece: Xml) -> bool:
    """Whether a part of a line is a picture, with a link around it or without, or the blank beside one."""
    return piece.isspace() or ("<ac:image" in piece and not spoken(piece))


def _is_title(title: str, words: str, pieces: Pieces) -> bool:
    """Whether a heading says what the title of the page does, in words or with its pictures."""
    return _letters(title) in (_letters(words), _letters(_heard(pieces)))


def _own_text(tag: Tag) -> str:
    """The text of a heading without its permalink."""
    return "".join(text_of(node) for node in tag.contents if not _is_sign(node))


def _is_sign(node: object) -> bool:
    """Whether a part of a heading is a permalink that is none of its words, as those of a toclink are."""
    return isinstance(node, Tag) and is_permalink(node) and "toclink" not in classes(node)


def _heard(pieces: Pieces) -> str:
    """What a heading says with the words of its emoji and pictures, which are a part of a title made of it."""
    return spoken(Xml(_PICTURE.sub(r"\1", inline(first_line(pieces)[0]))))


def _letters(text: str) -> str:
    """Text for comparison: composed, without white space."""
    return "".join(unicodedata.normalize("NFC", text).split())
