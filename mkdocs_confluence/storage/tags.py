"""Reading a tag of the soup: its classes, attributes and alignment, the text and the links in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bs4.element import NavigableString, RubyTextString, Tag

from .colours import declarations

__all__ = [
    "INLINE",
    "PERMALINKS",
    "NavigableString",
    "RubyTextString",
    "Tag",
    "alignment",
    "attribute",
    "classes",
    "hrefs",
    "text_of",
    "words",
]

PERMALINKS = frozenset({"headerlink", "anchor-link", "toclink"})

INLINE = frozenset(
    "a abbr autoref b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup"
    " time tt u var".split()
)
"""Elements of a line: their text continues the text before them."""


def classes(tag: Tag) -> list[str]:
    found = tag.attrs.get("class")
    return found if isinstance(found, list) else found.split() if found else []


def attribute(tag: Tag, name: str) -> str:
    """The value of an attribute, empty where there is none."""
    value = tag.attrs.get(name)
    return "" if value is None else value if isinstance(value, str) else " ".join(value)


def alignment(tag: Tag) -> str:
    """``center`` or ``right`` where a tag aligns its text so, else empty; by ``style`` or ``align``."""
    if "style" not in tag.attrs and "align" not in tag.attrs:
        return ""
    return _alignment(attribute(tag, "style"), attribute(tag, "align"))


@lru_cache(maxsize=256)
def _alignment(style: str, align: str) -> str:
    value = declarations(style).get("text-align") or align
    return {"center": "center", "right": "right", "end": "right"}.get(value.strip().lower(), "")


def text_of(tag: Tag) -> str:
    """All text in a tag as it stands in the HTML, without comments, scripts and style sheets."""
    if len(tag.contents) == 1 and type(tag.contents[0]) is NavigableString:
        return str(tag.contents[0])
    return "".join(words(tag))


def words(tag: Tag, gap: str = "") -> Iterator[str]:
    """Strings of text within a tag, in order, however deep; ``gap`` around every element that is not part of a line."""
    stack: list[object] = [tag]
    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            apart = gap and node.name not in INLINE
            if apart:
                yield gap
                stack.append(gap)
            stack.extend(reversed(node.contents))
        elif type(node) in (NavigableString, RubyTextString, str):
            yield str(node)


def hrefs(tag: Tag) -> list[str]:
    """Where the links in a tag lead to, permalinks apart, each once: what to tell where they cannot be kept."""
    links = (link for link in tag.find_all("a") if isinstance(link, Tag))
    found = (attribute(link, "href") for link in links if PERMALINKS.isdisjoint(classes(link)))
    return list(dict.fromkeys(filter(None, found)))
