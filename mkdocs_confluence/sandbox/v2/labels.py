"""Labels can only be read on v2."""

from __future__ import annotations

from flask import Response, request

from ..store import labels
from ..web import ask, paging
from . import rows
from .face import face


@face.get("/pages/<page_id>/labels")
def read_labels(page_id: str) -> Response:
    page = ask.page(page_id)
    listed = labels.listed(ask.store(), page.id, request.args.get("prefix", ""))
    found, following = paging.cut(listed, paging.limit())
    return paging.v2([rows.label(row) for row in found], following)
