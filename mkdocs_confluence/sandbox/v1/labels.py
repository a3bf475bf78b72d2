"""Labels: written on v1 on both flavors, read here on Data Center."""

from __future__ import annotations

from flask import Response, request

from ..store import access, labels, problems
from ..store.nouns import Content
from ..web import answers, ask, paging
from . import rows
from .face import face, removed


def _page(content_id: str, *, write: bool = False) -> Content:
    page = ask.page(content_id, "current", "archived")
    if write:
        access.require_editable(ask.store(), ask.person(), page)
    return page


@face.get("/content/<content_id>/label")
@removed
def list_labels(content_id: str) -> Response:
    store = ask.store()
    if not store.datacenter and request.args.get("limit") == "0":
        raise problems.invalid("java.lang.IllegalArgumentException: null")
    found = labels.listed(store, _page(content_id).id, request.args.get("prefix", ""))
    start, size = paging.start(), paging.v1_limit(200)
    part = [rows.label(row) for row in found[start : start + size]]
    return paging.v1(part, start, size, more=start + size < len(found))


@face.post("/content/<content_id>/label")
def add_labels(content_id: str) -> Response:
    """A list of labels, or one bare object. Answers with all labels of the page."""
    page = _page(content_id, write=True)
    told = ask.json_body()
    if isinstance(told, dict):
        told = [told]
    if not isinstance(told, list) or not told or not all(isinstance(one, dict) for one in told):
        raise problems.invalid("Could not parse Labels")
    found = labels.add(ask.store(), page, [(one.get("prefix", "global"), one.get("name")) for one in told])
    return paging.v1([rows.label(row) for row in found], 0, 200, more=False)


@face.delete("/content/<content_id>/label")
def remove_label_by_query(content_id: str) -> Response:
    return _removed(content_id, request.args.get("name", ""))


@face.delete("/content/<content_id>/label/<name>")
def remove_label(content_id: str, name: str) -> Response:
    return _removed(content_id, name)


def _removed(content_id: str, name: str) -> Response:
    labels.remove(ask.store(), _page(content_id, write=True).id, name)
    return answers.nothing()
