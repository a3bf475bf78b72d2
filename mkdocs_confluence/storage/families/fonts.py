"""Icons in the soup: those of icon fonts, and whether anything but icons stands where one does."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..tags import INLINE, Tag, children, classes, is_permalink, is_words

FONTS = """fa fas far fab fal fad fa-solid fa-regular fa-brands fa-light bi mdi glyphicon octicon material-icons
    material-symbols-outlined""".split()
"""Classes that a style sheet of icons asks for."""

_BRANDS = frozenset({"fab", "fa-brands"})
_LIGATURES = frozenset({"material-icons", "material-symbols-outlined"})
"""Fonts in which the name of an icon, as text, is drawn as the icon."""
_NAME = re.compile(r"(?:fa|bi|mdi|icon|glyphicon|octicon)-(.+)")
_ANY_NAME = re.compile(r"[^\W_]+-(?!(?:thin|light|bold|fill|duotone|spin|xs|sm|md|lg|fw)$)(.+)")
"""Of an icon of any font, ``ri-home-line``, behind the short name of the font; its weight and size are no names."""
_MANNER = re.compile(
    r"fa-(?:solid|regular|brands|light|thin|duotone|fw|lg|sm|xs|xl|2xl|2xs|\d+x|spin|pulse|border|inverse|li|ul|beat"
    r"|(?:pull|rotate|flip|stack)-?\w*)|mdi-(?:\d+px|spin|light|dark|inactive|(?:rotate|flip)-\w+)"
)
"""Classes that say how an icon looks, not which it is."""
_IN_LINE = INLINE | {"br", "wbr", "img", "svg", "picture", "input", "script", "style"}
_HOLDERS = ("td", "th", "li", "dt", "dd", "label", "summary", "h1", "h2", "h3", "h4", "h5", "h6")
_SHOWN = frozenset("img picture iframe embed object video audio canvas math hr input".split())
_SILENT = frozenset({"svg", "script", "style", "template"})


def is_icon(tag: Tag) -> bool:
    """Whether a tag is an icon of a font: ``<i class="fas fa-check"></i>``, or the name of one in its font.

    An ``i`` without text is one of whatever font, since nothing else could be seen of it.
    """
    if tag.name not in ("i", "span"):
        return False
    css = classes(tag)
    if not _LIGATURES.isdisjoint(css):
        return not children(tag)
    known = (tag.name == "i" and css) or any(name in FONTS or _NAME.fullmatch(name) for name in css)
    return bool(known) and not any(map(_speaks, tag.contents))


def font_name(tag: Tag) -> str:
    """The name of an icon of a font, as it is with drawings: ``check``, ``fontawesome-brands-github``."""
    css = classes(tag)
    if not _LIGATURES.isdisjoint(css):
        return "".join(map(str, tag.contents)).strip().replace("_", "-")
    own = [name for name in css if not _MANNER.fullmatch(name)]
    names = (pattern.fullmatch(name) for pattern in (_NAME, _ANY_NAME) for name in own)
    name = next((found[1] for found in names if found), "")
    return name if _BRANDS.isdisjoint(css) else f"fontawesome-brands-{name}"


def by_itself(tag: Tag) -> bool:
    """Whether the line of an icon says nothing but icons and marks of footnotes."""
    node = tag
    while node.parent is not None:
        if any(_line_speaks(side) for side in (node.previous_siblings, node.next_siblings)):
            return False
        if node.parent.name not in INLINE:
            return True
        node = node.parent
    return True


def _line_speaks(siblings: Iterable[object]) -> bool:
    for near in siblings:
        if isinstance(near, Tag) and near.name not in _IN_LINE:
            return False
        if _speaks(near):
            return True
    return False


def fills(tag: Tag) -> bool:
    """Whether a cell, list item, heading or label has nothing to show but icons such as this one, none in a link."""
    holder = tag.find_parent(_HOLDERS)
    return holder is not None and tag.find_parent("a") is None and not speaks(holder)


def speaks(tag: Tag) -> bool:
    """Whether a tag holds text or pictures other than icons, permalinks and marks of footnotes."""
    return any(map(_speaks, tag.contents))


def _speaks(node: object) -> bool:
    todo = [node]
    while todo:
        node = todo.pop()
        if isinstance(node, Tag):
            if node.name in _SHOWN:
                return True
            if not _silent(node):
                todo += node.contents
        elif is_words(node):
            return True
    return False


def _silent(tag: Tag) -> bool:
    if tag.name in _SILENT or is_icon(tag):
        return True
    return tag.name == "a" and (is_permalink(tag) or "footnote-ref" in classes(tag))
