"""Values of the store as v1 writes them, without what ``expand`` adds."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from flask import request

from ..bodies.reader import Ref
from ..store import people
from ..store.nouns import Comment, Content, File, Label, Person, Property, Space
from ..web import addresses, ask

Row = dict[str, Any]


def context() -> str:
    return addresses.CONTEXT[ask.store().flavor]


def base() -> str:
    """The address of the site, context path included."""
    return request.host_url.rstrip("/") + context()


def self_link(path: str) -> str:
    return f"{base()}/rest/api{path}"


def relative(url: str) -> str:
    """Links of v1 leave the context path out."""
    return url.removeprefix(context())


def space_key(space_id: int) -> str:
    row = ask.store().db.execute("SELECT key FROM space WHERE id = ?", (space_id,)).fetchone()
    return str(row[0]) if row else ""


def content(row: Content) -> Row:
    address = addresses.page(ask.store().flavor, Ref(str(row.id), row.title, space_key(row.space)))
    made: Row = {
        "id": str(row.id),
        "type": row.kind,
        "status": row.status,
        "title": row.title,
        "extensions": {"position": row.position if row.position is not None else "none"},
        "_links": {
            "webui": relative(address),
            "edit": f"/pages/resumedraft.action?draftId={row.id}",
            "tinyui": f"/x/{row.id:x}",
            "self": self_link(f"/content/{row.id}"),
        },
    }
    return made


def user(person: Person) -> Row:
    if ask.store().datacenter:
        return {
            "type": "known",
            "username": person.name,
            "userKey": person.id,
            "displayName": person.display,
            "profilePicture": {
                "path": f"{context()}/images/icons/profilepics/default.svg",
                "width": 48,
                "height": 48,
                "isDefault": True,
            },
            "_links": {"self": self_link(f"/user?key={person.id}")},
            "_expandable": {"status": ""},
        }
    return {
        "type": "known",
        "accountId": person.id,
        "accountType": "atlassian",
        "email": person.email,
        "publicName": person.display,
        "displayName": person.display,
        "isExternalCollaborator": False,
        "_expandable": {"operations": "", "personalSpace": ""},
        "_links": {"self": self_link(f"/user?accountId={quote(person.id)}")},
    }


def user_by_id(account: str) -> Row:
    return user(people.by_id(ask.store(), account) or Person("unknown", account, "Unknown User"))


def version(number: int, message: str, minor: int, author: str, created: str) -> Row:
    return {
        "by": user_by_id(author),
        "when": created,
        "message": message,
        "number": number,
        "minorEdit": bool(minor),
        "hidden": False,
    }


def space(row: Space) -> Row:
    return {
        "id": row.id,
        "key": row.key,
        "name": row.name,
        "type": row.type,
        "status": "current",
        "_expandable": {"homepage": f"/rest/api/content/{row.home}", "metadata": "", "description": ""},
        "_links": {
            "webui": relative(addresses.home(ask.store().flavor, row.key)),
            "self": self_link(f"/space/{row.key}"),
        },
    }


def label(row: Label) -> Row:
    return {"prefix": row.prefix, "name": row.name, "id": str(row.id), "label": row.name}


def prop(row: Property) -> Row:
    return {
        "id": str(row.id),
        "key": row.key,
        "value": json.loads(row.value),
        "version": {
            "by": user_by_id(row.author),
            "when": row.created,
            "number": row.version,
            "message": row.message,
            "minorEdit": False,
            "hidden": False,
        },
        "_links": {"self": self_link(f"/content/{row.owner}/property/{quote(row.key, safe='')}")},
        "_expandable": {"content": f"/rest/api/content/{row.owner}", "additionalProperties": ""},
    }


def attachment(row: File) -> Row:
    download = f"/rest/api/content/{row.page}/child/attachment/att{row.id}/download"
    extensions: Row = {"mediaType": row.media_type, "fileSize": row.size, "comment": row.comment}
    if ask.store().datacenter:
        path = addresses.attachment("datacenter", str(row.page), row.name)
        download = f"{relative(path)}?version={row.version}&modificationDate=0&api=v2"
    else:
        extensions |= {"fileId": row.uuid, "collectionName": f"contentId-{row.page}"}
    return {
        "id": f"att{row.id}",
        "type": "attachment",
        "status": row.status,
        "title": row.name,
        "version": version(row.version, row.comment, row.minor, row.author, row.created),
        "metadata": {"comment": row.comment, "mediaType": row.media_type},
        "extensions": extensions,
        "_links": {
            "download": download,
            "webui": f"/pages/viewpageattachments.action?pageId={row.page}",
            "self": self_link(f"/content/att{row.id}"),
        },
    }


def comment(row: Comment) -> Row:
    made: Row = {
        "id": str(row.id),
        "type": "comment",
        "status": "current",
        "title": f"Re: {row.page}",
        "extensions": {"location": "resolved" if row.resolution == "resolved" else row.location},
        "_links": {
            "webui": f"/pages/viewpage.action?pageId={row.page}&focusedCommentId={row.id}",
            "self": self_link(f"/content/{row.id}"),
        },
    }
    if row.location == "inline":
        made["extensions"] |= {
            "inlineProperties": {"originalSelection": row.selection, "markerRef": row.ref},
            "resolution": {"status": row.resolution, "lastModifier": user_by_id(row.author)},
        }
    return made


def listed(found: list[Row], start: int, limit: int, *, following: str = "", **more: Any) -> Row:
    """A list: ``following`` is the link to the next part, relative to the context."""
    links = {"self": request.url, "base": base(), "context": context()}
    if following:
        links["next"] = following
    return {"results": found, "start": start, "limit": limit, "size": len(found), **more, "_links": links}


def hit(row: Row, kind: str, *, title: str, url: str, edited: str) -> Row:
    """A row of a search around what was found."""
    return {
        kind: row,
        "title": title,
        "excerpt": "",
        "url": url,
        "breadcrumbs": [],
        "entityType": kind,
        "iconCssClass": f"aui-icon content-type-{kind}",
        "lastModified": edited,
        "score": 0.0,
    }
