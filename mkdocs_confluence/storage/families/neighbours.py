"""What stands beside a picture or an icon in its line, looking through links and marks around it."""

from __future__ import annotations

from ..tags import NavigableString, Tag, classes, is_words
from .twins import AROUND, is_twin

_UNSEEN = ("br", "source", "figcaption", "script", "style")
"""Elements that take nothing of the line in which they stand."""
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "label", "dt")
"""Blocks of one paragraph."""


def beside(tag: Tag, *, before: bool) -> Tag | NavigableString | None:
    """What stands next to a tag in its paragraph, looking through links and marks around it."""
    node: Tag | None = tag
    while node is not None and (node is tag or node.name in AROUND):
        for sibling in node.previous_siblings if before else node.next_siblings:
            if isinstance(sibling, Tag) and sibling.name != "source":
                return sibling
            if is_words(sibling):
                return sibling
        node = node.parent
    return None


def is_among_others(tag: Tag) -> bool:
    """Whether there are more pictures in the paragraph of one, as in a row of badges."""
    around = tag.find_parent((*_BLOCKS, "li", "td", "th", "dd", "div"))
    return around is not None and len(around.find_all("img", limit=2)) > 1


def is_in_title(tag: Tag) -> bool:
    """Whether the block around a tag is one line only, where a picture stands like a letter."""
    block = tag.find_parent(_BLOCKS)
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
            elif is_words(sibling):
                return False
        if node.parent.name not in AROUND:
            return True
        node = node.parent
    return True
