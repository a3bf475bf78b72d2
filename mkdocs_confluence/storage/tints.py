"""Marks around text, and the colours that a tag gives to its own by ``style``."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from .changes import marked
from .colours import NO_COLOUR, is_light, rgb
from .markup import Xml, around_code, el, unmarked, within_blanks
from .pieces import Pieces
from .tags import INLINE, Tag, attribute, declarations

_HELD = frozenset({"tr", "td", "th"})
"""Elements whose background cells keep."""
_ONCE = frozenset({"strong", "em", "u", "s"})
"""Marks that say nothing more where they are written twice; an index of an index does."""


def mark(name: str, style: str = "", *, on_code: bool) -> Callable[[Xml], Xml]:
    """What puts text in an element; blanks at its ends stay outside, and code where it can have no mark.

    Parts that have the mark already lose their own.
    """

    def wrap(text: Xml) -> Xml:
        return within_blanks(text, lambda inner: el(name, {"style": style}, inner))

    put = wrap if on_code else lambda text: around_code(text, wrap)
    return (lambda text: put(unmarked(text, name))) if name in _ONCE else put


def coloured(pieces: Pieces, colour: str = "", background: str = "", *, on_code: bool) -> Pieces:
    """Pieces with their text in these colours."""
    style = f"color: {colour};" * bool(colour) + f"background-color: {background};" * bool(background)
    return marked(pieces, mark("span", style, on_code=on_code)) if style else pieces


def own_colours(tag: Tag, note: Callable[[str, Tag], None]) -> tuple[str, str]:
    """Colour and background that the ``style`` of a tag gives to its text, empty for none.

    A background is shown behind letters: that of a mark, or of a block whose letters are coloured to go with it.
    """
    colour, background = _declared(attribute(tag, "style"))
    if not colour and (not background or tag.name not in INLINE):
        return "", ""
    behind = _known(background, tag, note)
    return letters(colour, tag, note), "" if tag.name in _HELD else behind


def letters(colour: str, tag: Tag, note: Callable[[str, Tag], None]) -> str:
    """A colour of CSS for the text of a tag; empty, and a note, where it is not known or would not be seen."""
    found = _known(colour, tag, note)
    if is_light(found) and not any(map(_is_dark, (tag, *tag.parents))):
        note("letters as light as the page are not seen; they have the colour of all text", tag)
        return ""
    return found


def _known(colour: str, tag: Tag, note: Callable[[str, Tag], None]) -> str:
    found = rgb(colour)
    if colour and not found:
        note("a colour is not known; its text is kept", tag)
    return found


def _is_dark(tag: Tag) -> bool:
    """Whether a tag has a background that is kept, and on which light letters are seen."""
    colour, background = _declared(attribute(tag, "style"))
    kept = colour or tag.name in _HELD or tag.name in INLINE
    ground = rgb(background or attribute(tag, "bgcolor")) if kept else ""
    return bool(ground) and not is_light(ground)


@lru_cache(maxsize=256)
def _declared(style: str) -> tuple[str, str]:
    """Colour and background in a ``style``, as written; empty for none."""
    found = declarations(style)
    values = (found.get("color", ""), found.get("background-color") or found.get("background", ""))
    colour, background = ("" if value.lower() in NO_COLOUR else value for value in values)
    return colour, background
