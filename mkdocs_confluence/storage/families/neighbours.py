"""What stands beside a picture or an icon in its line, looking through links and marks around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from bs4.element import PageElement

from ..tags import BLOCKS, NavigableString, Tag, is_words
from .twins import AROUND, is_twin, is_twin_link

_UNSEEN = ("br", "source", "figcaption", "script", "style")
"""Elements that take nothing of the line in which they stand."""
_ENDS = BLOCKS | {"hr"}
"""Elements with which a line is at its end."""
_TITLES = ("h1", "h2", "h3", "h4", "h5", "h6", "summary", "label", "dt")
"""Blocks of one line."""


def beside(tag: Tag, *, before: bool) -> Tag | NavigableString | None:
    """What stands next to a tag in its paragraph, looking through links and marks around it."""
    node: Tag | None = tag
    while node is not None and (node is tag or node.name in AROUND):
        siblings = node.previous_siblings if before else node.next_siblings
        for sibling in siblings:
            if isinstance(sibling, Tag) and sibling.name != "source":
                return None if sibling.name in _ENDS else sibling
            if is_words(sibling):
                return sibling
        node = node.parent
    return None


def is_among_others(tag: Tag) -> bool:
    """Whether there are more pictures in the paragraph of one, as in a row of badges."""
    around = tag.find_parent((*_TITLES, "p", "li", "td", "th", "dd", "div"))
    return around is not None and len(around.find_all("img", limit=2)) > 1


def is_in_title(tag: Tag) -> bool:
    """Whether what stands around a tag is one line only, where a picture stands like a letter."""
    return tag.find_parent(_TITLES) is not None or tag.find_parent("p", class_="admonition-title") is not None


def alone(tag: Tag) -> bool:
    """Whether nothing else stands in the line of a tag, looking through links and marks around it."""
    node = tag
    while node.parent is not None:
        around = chain(_up_to_block(node.previous_siblings), _up_to_block(node.next_siblings))
        if any(map(_is_seen, around)):
            return False
        if node.parent.name not in AROUND:
            return True
        node = node.parent
    return True


def _up_to_block(siblings: Iterable[PageElement]) -> Iterator[PageElement]:
    for sibling in siblings:
        if isinstance(sibling, Tag) and sibling.name in _ENDS:
            return
        yield sibling


def _is_seen(node: PageElement) -> bool:
    if not isinstance(node, Tag):
        return is_words(node)
    return not (
        node.name in _UNSEEN
        or (node.name == "img" and is_twin(node))
        or (node.name == "a" and is_twin_link(node))
    )
