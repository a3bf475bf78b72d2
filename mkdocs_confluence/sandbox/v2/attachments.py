"""Attachments: listed, read and deleted on v2; written on v1."""

from __future__ import annotations

from flask import Response, request

from ..store import access, files
from ..store.nouns import File
from ..web import answers, ask, paging
from . import rows
from .face import face


@face.get("/pages/<page_id>/attachments")
def list_attachments(page_id: str) -> Response:
    page = ask.page(page_id)
    listed = files.listed(
        ask.store(),
        page.id,
        name=request.args.get("filename", ""),
        media_type=request.args.get("mediaType", ""),
        statuses=request.args.getlist("status") or ("current", "archived"),
    )
    found, following = paging.cut(listed, paging.limit(50))
    return paging.v2([rows.attachment(row) for row in found], following)


def _found(file_id: str, *statuses: str) -> File:
    file = files.get(ask.store(), ask.number(file_id), statuses or ("current",))
    ask.page(str(file.page), "current", "archived", "trashed")
    return file


@face.get("/attachments/<file_id>")
def read_attachment(file_id: str) -> Response:
    made = rows.attachment(_found(file_id))
    made["_links"]["base"] = f"{request.host_url}wiki"
    return answers.send(made)


@face.delete("/attachments/<file_id>")
def delete_attachment(file_id: str) -> Response:
    purge = ask.flag("purge")
    file = _found(file_id, "trashed" if purge else "current")
    access.require_editable(
        ask.store(), ask.person(), ask.page(str(file.page), "current", "archived", "trashed")
    )
    files.delete(ask.store(), file, purge=purge)
    return answers.nothing()
