"""Attachments: uploaded as multipart, on both flavors."""

from __future__ import annotations

from flask import Response, request
from werkzeug.http import parse_options_header

from ..store import access, files, problems
from ..store.nouns import Content, File
from ..web import answers, ask, media, multipart, paging
from . import rows
from .face import cloud, face

_ROOT = "/content/<content_id>/child/attachment"


def uploads() -> list[files.Upload]:
    """The files of the request, each with its comment; raises 400 where they do not fit together."""
    parts = multipart.parts(request)
    found = [part for part in parts if part.name == "file" and part.filename is not None]
    comments = [part.text for part in parts if part.name == "comment"]
    minor = any(part.text == "true" for part in parts if part.name == "minorEdit")
    if not found:
        raise problems.invalid("At least one attachment file is required")
    if len(comments) not in (0, len(found)):
        raise problems.invalid("There must be as many comments as files, or none")
    return [
        files.Upload(
            part.filename or "",
            part.data,
            parse_options_header(part.content_type)[0] or "application/octet-stream",
            comments[index] if comments else "",
            minor,
        )
        for index, part in enumerate(found)
    ]


def _page(content_id: str) -> Content:
    return ask.page(content_id, "current", "archived", "draft")


@face.get(_ROOT)
def list_attachments(content_id: str) -> Response:
    found = files.listed(
        ask.store(),
        _page(content_id).id,
        name=request.args.get("filename", ""),
        media_type=request.args.get("mediaType", ""),
    )
    start, size = paging.start(), paging.v1_limit(50)
    part = [rows.attachment(row) for row in found[start : start + size]]
    return paging.v1(part, start, size, more=start + size < len(found))


@face.post(_ROOT)
def attach(content_id: str) -> Response:
    twins = ask.flag("allowDuplicated") and ask.store().datacenter
    return _attached(content_id, replace=False, twins=twins)


@face.put(_ROOT)
def attach_or_renew(content_id: str) -> Response:
    """Cloud only; Data Center has no PUT here."""
    if ask.store().datacenter:
        return answers.page_of_html(405)
    return _attached(content_id, replace=True, twins=False)


def _attached(content_id: str, *, replace: bool, twins: bool) -> Response:
    page = _page(content_id)
    done = files.attach(ask.store(), ask.person(), page, uploads(), replace=replace, twins=twins)
    made = [rows.attachment(row) for row in done]
    return answers.send(rows.listed(made, 0, len(made)))


def _file(content_id: str, file_id: str) -> File:
    page = _page(content_id)
    found = files.get(ask.store(), ask.number(file_id))
    if found.page != page.id:
        raise problems.missing(f"Attachment {file_id} does not belong to content {content_id}")
    return found


@face.post(f"{_ROOT}/<file_id>/data")
def renew(content_id: str, file_id: str) -> Response:
    page = _page(content_id)
    upload = uploads()[0]
    done = files.renew(ask.store(), ask.person(), page, ask.number(file_id), upload)
    return answers.send(rows.attachment(done))


@face.put(f"{_ROOT}/<file_id>")
def describe(content_id: str, file_id: str) -> Response:
    file = _file(content_id, file_id)
    told = ask.json_object()
    access.require_editable(ask.store(), ask.person(), _page(content_id))
    metadata = told.part("metadata")
    container = told.part("container").number("id")
    done = files.describe(
        ask.store(),
        file,
        told.part("version").count("number"),
        name=told.text("title") or file.name,
        comment=metadata.text("comment", file.comment),
        media_type=metadata.text("mediaType", file.media_type),
        page=ask.page(str(container), "current").id if container else file.page,
    )
    return answers.send(rows.attachment(done))


@face.delete(f"{_ROOT}/<file_id>")
def delete(content_id: str, file_id: str) -> Response:
    """Data Center 10; Cloud deletes through v2."""
    if not ask.store().datacenter:
        return answers.wrong_method()
    access.require_editable(ask.store(), ask.person(), _page(content_id))
    files.delete(ask.store(), _file(content_id, file_id))
    return answers.nothing()


@face.get(f"{_ROOT}/<file_id>/download")
@cloud
def download(content_id: str, file_id: str) -> Response:
    """Away to another host, with a signature in the address; credentials must not go along."""
    return Response(status=302, headers={"Location": media.address(_file(content_id, file_id))})
