"""Values of the store as v2 writes them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote_plus

from flask import request

from ..store import content
from ..store.nouns import Comment, Content, File, Label, Property, Space, Version
from ..web import ask

Row = dict[str, Any]


def version(number: int, message: str, minor: int, author: str, created: str) -> Row:
    return {
        "number": number,
        "message": message,
        "minorEdit": bool(minor),
        "authorId": author,
        "createdAt": created,
    }


def page(row: Content, *, single: bool = False) -> Row:
    """A page without its body. A page in the trash has no parent to show."""
    parent = row.parent if row.status != "trashed" else None
    above = content.find(ask.store(), parent) if parent is not None else None
    made: Row = {
        "id": str(row.id),
        "status": row.status,
        "title": row.title,
        "spaceId": str(row.space),
        "parentId": str(parent) if parent is not None else None,
        "parentType": above.kind if above else None,
        "position": row.position,
        "authorId": row.author,
        "ownerId": row.owner,
        "lastOwnerId": None,
        "createdAt": row.created,
        "version": version(row.version, row.message, row.minor, row.editor, row.edited),
        "body": {},
        "_links": links(row),
    }
    if row.subtype:
        made["subtype"] = row.subtype
    if single:
        made["_links"]["base"] = f"{request.host_url}wiki"
    return made


def links(row: Content) -> Row:
    key = space_key(row.space)
    title = quote_plus(row.title)
    return {
        "webui": f"/spaces/{key}/pages/{row.id}/{title}",
        "editui": f"/pages/resumedraft.action?draftId={row.id}",
        "edituiv2": f"/spaces/{key}/pages/edit-v2/{row.id}",
        "tinyui": f"/x/{row.id:x}",
    }


def space_key(space_id: int) -> str:
    row = ask.store().db.execute("SELECT key FROM space WHERE id = ?", (space_id,)).fetchone()
    return str(row[0]) if row else ""


def body(kind: str, value: str) -> Row:
    return {kind: {"representation": kind, "value": value}}


def detailed(row: Version) -> Row:
    return version(row.number, row.message, row.minor, row.author, row.created)


def child(row: Content) -> Row:
    return {
        "id": str(row.id),
        "status": row.status,
        "title": row.title,
        "type": row.kind,
        "spaceId": str(row.space),
        "childPosition": row.position,
    }


def descendant(depth: int, row: Content) -> Row:
    return {
        "id": str(row.id),
        "status": row.status,
        "title": row.title,
        "type": row.kind,
        "parentId": str(row.parent),
        "depth": depth,
        "childPosition": row.position,
    }


def space(row: Space) -> Row:
    return {
        "id": str(row.id),
        "key": row.key,
        "name": row.name,
        "type": row.type,
        "status": "current",
        "authorId": row.author,
        "createdAt": row.created,
        "homepageId": str(row.home) if row.home is not None else None,
        "currentActiveAlias": row.key,
        "description": None,
        "icon": None,
        "_links": {"webui": f"/spaces/{row.key}"},
    }


def prop(row: Property) -> Row:
    return {
        "id": str(row.id),
        "key": row.key,
        "value": json.loads(row.value),
        "version": version(row.version, row.message, 0, row.author, row.created),
    }


def label(row: Label) -> Row:
    return {"id": str(row.id), "name": row.name, "prefix": row.prefix}


def attachment(row: File) -> Row:
    path = f"/rest/api/content/{row.page}/child/attachment/att{row.id}/download"
    web = f"/pages/viewpageattachments.action?pageId={row.page}&preview=%2F{row.page}%2F{row.id}"
    return {
        "id": f"att{row.id}",
        "status": row.status,
        "title": row.name,
        "createdAt": row.created,
        "pageId": str(row.page),
        "mediaType": row.media_type,
        "mediaTypeDescription": row.media_type.partition("/")[0].capitalize(),
        "comment": row.comment,
        "fileId": row.uuid,
        "fileSize": row.size,
        "webuiLink": web,
        "downloadLink": path,
        "version": version(row.version, row.comment, row.minor, row.author, row.created),
        "_links": {"webui": web, "download": path},
    }


def comment(row: Comment, body: Row) -> Row:
    made: Row = {
        "id": str(row.id),
        "status": "current",
        "title": f"Re: {row.page}",
        "pageId": str(row.page),
        "version": version(row.version, "", 0, row.author, row.created),
        "body": body,
        "_links": {"webui": f"/pages/viewpage.action?pageId={row.page}&focusedCommentId={row.id}"},
    }
    if row.parent is not None:
        made["parentCommentId"] = str(row.parent)
    if row.location == "inline":
        made["resolutionStatus"] = row.resolution
        made["properties"] = {"inlineMarkerRef": row.ref, "inlineOriginalSelection": row.selection}
    return made
