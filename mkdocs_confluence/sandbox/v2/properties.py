"""Properties of pages, attachments and spaces."""

from __future__ import annotations

from flask import Response, request

from ..store import access, files, problems, properties
from ..store.nouns import Property
from ..web import answers, ask, paging
from . import rows
from .face import face


def _owner(kind: str, owner_id: str, *, write: bool = False) -> int:
    if kind != "spaces":
        file = files.get(ask.store(), ask.number(owner_id)) if kind == "attachments" else None
        page = ask.page(str(file.page) if file else owner_id)
        if write:
            access.require_editable(ask.store(), ask.person(), page)
        return file.id if file else page.id
    space = access.space(ask.store(), ask.number(owner_id))
    if write:
        access.require_writable(ask.store(), space.id)
    return space.id


@face.get("/<any(pages, spaces, attachments):kind>/<owner_id>/properties")
def list_properties(kind: str, owner_id: str) -> Response:
    owner = _owner(kind, owner_id)
    size = paging.limit()
    key = request.args.get("key", "")
    found = properties.listed(ask.store(), owner, key, paging.after(), size + 1)
    following = found[size - 1].id if len(found) > size else None
    return paging.v2([rows.prop(row) for row in found[:size]], following)


@face.post("/<any(pages, spaces, attachments):kind>/<owner_id>/properties")
def create_property(kind: str, owner_id: str) -> Response:
    owner = _owner(kind, owner_id, write=True)
    told = ask.json_object()
    made = properties.create(ask.store(), ask.person(), owner, told.text("key"), told.value("value"))
    return answers.send(rows.prop(made))


def _found(owner: int, property_id: str) -> Property:
    return properties.get(ask.store(), owner, ask.number(property_id))


@face.get("/<any(pages, spaces, attachments):kind>/<owner_id>/properties/<property_id>")
def read_property(kind: str, owner_id: str, property_id: str) -> Response:
    return answers.send(rows.prop(_found(_owner(kind, owner_id), property_id)))


@face.put("/<any(pages, spaces, attachments):kind>/<owner_id>/properties/<property_id>")
def update_property(kind: str, owner_id: str, property_id: str) -> Response:
    current = _found(_owner(kind, owner_id, write=True), property_id)
    told = ask.json_object()
    version = told.part("version")
    if not version.fields or told.text("key") != current.key:
        raise problems.Problem(
            400,
            "Cannot update content property. Key or version is missing or differs",
            code="INVALID_REQUEST_PARAMETER",
        )
    made = properties.replace(
        ask.store(),
        ask.person(),
        current,
        told.value("value"),
        version.count("number"),
        version.text("message"),
    )
    return answers.send(rows.prop(made))


@face.delete("/<any(pages, spaces, attachments):kind>/<owner_id>/properties/<property_id>")
def delete_property(kind: str, owner_id: str, property_id: str) -> Response:
    properties.delete(ask.store(), _found(_owner(kind, owner_id, write=True), property_id))
    return answers.nothing()
