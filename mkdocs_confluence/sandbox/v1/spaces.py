"""Spaces."""

from __future__ import annotations

from flask import Response, request

from ..store import access, content, problems, spaces, trash
from ..store.nouns import Space
from ..web import answers, ask, paging
from . import expand, rows
from .face import datacenter, face, removed


def _row(space: Space, expansions: expand.Expansions) -> rows.Row:
    made = rows.space(space)
    home = content.find(ask.store(), space.home) if space.home is not None else None
    if "homepage" in expansions and home is not None:
        made["homepage"] = rows.content(home)
        del made["_expandable"]["homepage"]
    return made


@face.get("/space/<key>")
@removed
def read_space(key: str) -> Response:
    return answers.send(_row(access.space(ask.store(), key), expand.asked()))


@face.get("/space")
@removed
def list_spaces() -> Response:
    keys = [key.lower() for key in request.args.getlist("spaceKey")]
    found = [row for row in access.spaces(ask.store()) if not keys or row.key.lower() in keys]
    start, size = paging.start(), paging.v1_limit()
    part = [_row(row, expand.asked()) for row in found[start : start + size]]
    return paging.v1(part, start, size, more=start + size < len(found))


@face.post("/space")
def create_space() -> Response:
    told = ask.json_object()
    key, name = told.text("key"), told.text("name")
    if not key.isalnum() or not name:
        raise problems.invalid("A space needs a key of letters and digits, and a name")
    return answers.send(_row(spaces.create(ask.store(), ask.person(), key, name), frozenset(["homepage"])))


@face.get("/space/<key>/trash")
@datacenter
def list_trash(key: str) -> Response:
    space = access.space(ask.store(), key)
    found = content.select(ask.store(), "c.space = ? AND c.status = 'trashed'", [space.id], "ORDER BY c.id")
    start, size = paging.start(), paging.v1_limit()
    part = [expand.content(row, expand.asked()) for row in found[start : start + size]]
    return paging.v1(part, start, size, more=start + size < len(found))


@face.delete("/space/<key>/trash")
@datacenter
def empty_trash(key: str) -> Response:
    space = access.space(ask.store(), key)
    for row in content.select(ask.store(), "c.space = ? AND c.status = 'trashed'", [space.id]):
        trash.purge(ask.store(), ask.person(), row.id)
    return answers.nothing()
