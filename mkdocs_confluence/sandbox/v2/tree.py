"""Children, descendants and ancestors of pages and folders."""

from __future__ import annotations

from flask import Response

from ..store import access, content
from ..store.nouns import Content
from ..web import ask, paging
from . import rows
from .face import face


def _top(kind: str, content_id: str) -> Content:
    return ask.page(content_id, kind=kind.removesuffix("s"))


def _seen(found: list[Content]) -> list[Content]:
    return [row for row in found if access.visible(ask.store(), ask.person(), row)]


@face.get("/<any(pages, folders):kind>/<content_id>/direct-children")
def read_direct_children(kind: str, content_id: str) -> Response:
    top = _top(kind, content_id)
    found, following = paging.cut(_seen(content.children(ask.store(), top.id)), paging.limit())
    return paging.v2([rows.child(row) for row in found], following)


@face.get("/pages/<content_id>/children")
def read_children(content_id: str) -> Response:
    top = _top("pages", content_id)
    found, following = paging.cut(_seen(content.children(ask.store(), top.id, ("page",))), paging.limit())
    made = []
    for row in found:
        child = rows.child(row)
        del child["type"]
        made.append(child)
    return paging.v2(made, following)


@face.get("/<any(pages, folders):kind>/<content_id>/descendants")
def read_descendants(kind: str, content_id: str) -> Response:
    top = _top(kind, content_id)
    below = content.descendants(ask.store(), top.id, ask.count("depth", 2, 10))
    seen = [(depth, row) for depth, row in below if access.visible(ask.store(), ask.person(), row)]
    found, following = paging.cut(seen, paging.limit())
    return paging.v2([rows.descendant(depth, row) for depth, row in found], following)


@face.get("/<any(pages, folders):kind>/<content_id>/ancestors")
def read_ancestors(kind: str, content_id: str) -> Response:
    """The nearest ones, from the top down; there is no cursor, a caller asks again with the topmost id."""
    found = content.ancestors(ask.store(), _top(kind, content_id))[-paging.limit() :]
    return paging.v2([{"id": str(row.id), "type": row.kind} for row in found], None)
