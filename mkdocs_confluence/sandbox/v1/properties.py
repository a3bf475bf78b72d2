"""Properties of content and of spaces, by key."""

from __future__ import annotations

from flask import Response

from ..store import access, files, problems, properties
from ..web import answers, ask, paging
from ..web.told import Told
from . import rows
from .face import face, removed


def _owner(kind: str, owner: str, *, write: bool = False) -> int:
    if kind == "space":
        space = access.space(ask.store(), owner)
        if write:
            access.require_writable(ask.store(), space.id)
        return space.id
    file = files.get(ask.store(), ask.number(owner)) if owner.startswith("att") else None
    page = ask.page(str(file.page) if file else owner, "current", "archived")
    if write:
        access.require_editable(ask.store(), ask.person(), page)
    return file.id if file else page.id


@face.get("/<any(content, space):kind>/<owner>/property")
@removed
def list_properties(kind: str, owner: str) -> Response:
    """Ten at a time unless ``limit`` says otherwise."""
    found = properties.listed(ask.store(), _owner(kind, owner))
    start, size = paging.start(), paging.v1_limit(10)
    part = [rows.prop(row) for row in found[start : start + size]]
    return paging.v1(part, start, size, more=start + size < len(found))


@face.post("/<any(content, space):kind>/<owner>/property")
@removed
def create_property(kind: str, owner: str) -> Response:
    told = ask.json_object()
    return _created(_owner(kind, owner, write=True), told.text("key"), told)


@face.post("/<any(content, space):kind>/<owner>/property/<key>")
@removed
def create_named_property(kind: str, owner: str, key: str) -> Response:
    return _created(_owner(kind, owner, write=True), key, ask.json_object())


def _created(owner: int, key: str, told: Told) -> Response:
    made = properties.create(ask.store(), ask.person(), owner, key, told.value("value"))
    return answers.send(rows.prop(made))


@face.get("/<any(content, space):kind>/<owner>/property/<key>")
@removed
def read_property(kind: str, owner: str, key: str) -> Response:
    return answers.send(rows.prop(properties.get(ask.store(), _owner(kind, owner), key)))


@face.put("/<any(content, space):kind>/<owner>/property/<key>")
@removed
def update_property(kind: str, owner: str, key: str) -> Response:
    """``version.number`` 1 creates; any other must be the current one plus one."""
    store, owner_id = ask.store(), _owner(kind, owner, write=True)
    told = ask.json_object()
    number = told.part("version").count("number")
    if told.text("key", key) != key or number is None:
        raise problems.invalid("The key does not match, or the version is missing")
    if number == 1 and not properties.listed(store, owner_id, key):
        return _created(owner_id, key, told)
    current = properties.get(store, owner_id, key)
    made = properties.replace(store, ask.person(), current, told.value("value"), number)
    return answers.send(rows.prop(made))


@face.delete("/<any(content, space):kind>/<owner>/property/<key>")
@removed
def delete_property(kind: str, owner: str, key: str) -> Response:
    store = ask.store()
    properties.delete(store, properties.get(store, _owner(kind, owner, write=True), key))
    return answers.nothing()
