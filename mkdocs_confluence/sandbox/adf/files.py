"""Files of pages, as media nodes name them."""

from __future__ import annotations

from ..bodies.fragment import Node, attribute, child, name
from ..bodies.references import attached
from .scope import Adf, Scope

UNKNOWN = "UNKNOWN_MEDIA_ID"
"""Id of a file that is not there."""


def attrs(node: Node, scope: Scope) -> Adf:
    """What a media node says of the file or address that an element refers to."""
    target = child(node, "ri:attachment", "ri:url")
    sizes = {
        side: _size(node, f"ac:original-{side}") or _size(node, f"ac:{side}") for side in ("width", "height")
    }
    also = {"alt": attribute(node, "ac:alt"), **sizes}
    if target is not None and name(target) == "ri:url":
        return _given({"type": "external", "url": attribute(target, "ri:value"), **also})
    found = attached(target, scope.page, scope.reader) if target is not None else None
    holder, uuid = (found[0], found[1].uuid) if found else (scope.page.id, UNKNOWN)
    return _given({"type": "file", "id": uuid, "collection": f"contentId-{holder}", **also})


def _given(found: Adf) -> Adf:
    return {key: value for key, value in found.items() if value not in (None, "")}


def _size(node: Node, key: str) -> int | None:
    """Pixels."""
    text = attribute(node, key).removesuffix("px")
    return int(text) if text.isdigit() and len(text) < 6 else None
