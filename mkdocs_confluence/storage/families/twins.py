"""Pictures that come twice, for light pages and for dark ones: Confluence shows the light one."""

from __future__ import annotations

from collections.abc import Iterable

from ..tags import INLINE, Tag, is_words
from .sources import address

_DARK = ("#only-dark", "#gh-dark-mode-only")
_LIGHT = ("#only-light", "#gh-light-mode-only")
AROUND = INLINE | {"picture", "center", "label"}
"""Elements that a picture may be in without being set apart."""


def is_twin(tag: Tag) -> bool:
    """Whether a picture is for dark pages, and its twin for light ones is in its block, or next to it but for captions."""
    if not address(tag).endswith(_DARK):
        return False
    return (
        _beside(tag, _LIGHT) or _leads_to_light(tag.previous_elements) or _leads_to_light(tag.next_elements)
    )


def is_twin_link(tag: Tag) -> bool:
    """Whether a link shows pictures only that are left out, and opens those or leads to where the link beside it does."""
    pictures = [picture for picture in tag.find_all("img") if isinstance(picture, Tag)]
    if not pictures or not all(map(is_twin, pictures)):
        return False
    href = tag.get("href")
    if all(address(picture).partition("#")[0] == str(href).partition("#")[0] for picture in pictures):
        return True
    beside = (tag.find_previous("a"), tag.find_next("a"))
    return any(isinstance(link, Tag) and link.get("href") == href for link in beside)


def _beside(tag: Tag, endings: tuple[str, ...]) -> bool:
    """Whether a picture of which the address ends so is in the block of another."""
    near = tag.parent
    if near is not None and near.name in AROUND:
        near = near.parent
    pictures = near.find_all("img") if near is not None else []
    return any(isinstance(twin, Tag) and address(twin).endswith(endings) for twin in pictures)


def _leads_to_light(nodes: Iterable[object]) -> bool:
    """Whether the next picture is for light pages, with no words but captions before it and no twin of its own."""
    for node in nodes:
        if isinstance(node, Tag) and node.name == "img":
            return address(node).endswith(_LIGHT) and not _beside(node, _DARK)
        if is_words(node) and node.find_parent("figcaption") is None:
            return False
    return False
