"""Folders: made, read and deleted; never renamed."""

from __future__ import annotations

from flask import Response, request

from ..store import access, edit, trash
from ..store.nouns import Content
from ..web import answers, ask
from . import rows
from .face import face


def _row(folder: Content) -> rows.Row:
    made = rows.page(folder)
    del made["body"]
    made["_links"] = {
        "webui": f"/spaces/{rows.space_key(folder.space)}/folder/{folder.id}",
        "base": f"{request.host_url}wiki",
    }
    return made | {"type": "folder"}


@face.post("/folders")
def create_folder() -> Response:
    told = ask.json_object()
    space = access.space(ask.store(), ask.number(told.value("spaceId"), "spaceId"))
    new = edit.New(space.id, told.text("title"), parent=told.number("parentId") or space.home, kind="folder")
    return answers.send(_row(edit.create(ask.store(), ask.person(), new)))


@face.get("/folders/<folder_id>")
def read_folder(folder_id: str) -> Response:
    return answers.send(_row(ask.page(folder_id, kind="folder")))


@face.delete("/folders/<folder_id>")
def delete_folder(folder_id: str) -> Response:
    trash.trash(ask.store(), ask.person(), ask.number(folder_id), "folder")
    return answers.nothing()
