"""Lists of content: by title, by ids, by space, children, and the fast walk (scan)."""

from __future__ import annotations

import re
from typing import Any

from flask import Response, request

from ..store import access, content, files, problems
from ..store.limits import fold
from ..store.nouns import Content
from ..web import answers, ask, paging, told
from . import expand, rows
from .face import datacenter, face, removed


def part(where: str, arguments: list[Any], order: str = "c.id", *, highest: int = 500) -> Response:
    """One part of a list of content, by start and limit."""
    expansions = expand.asked()
    start = paging.start()
    size = paging.v1_limit(highest=highest, cap=expand.costly(expansions))
    if not ask.store().datacenter and start > 100_000:
        raise problems.invalid("Start of this size is no longer supported")
    found = content.select(ask.store(), where, arguments, f"ORDER BY {order} LIMIT {size + 1} OFFSET {start}")
    made = [expand.content(row, expansions) for row in seen(found[:size])]
    return paging.v1(made, start, size, more=len(found) > size)


def seen(found: list[Content]) -> list[Content]:
    return [row for row in found if access.visible(ask.store(), ask.person(), row)]


@face.get("/content")
@removed
def list_content() -> Response:
    where, arguments = _filters(request.args.getlist("status") or ["current"])
    title = request.args.get("title")
    if title is not None:
        where, arguments = f"{where} AND c.folded = ?", [*arguments, fold(title)]
    ids = [ask.number(one) for text in request.args.getlist("ids") for one in text.split(",") if one]
    if ids:
        where = f"{where} AND c.id IN ({', '.join('?' * len(ids))})"
        arguments = [*arguments, *ids]
    return part(where, arguments)


def _filters(statuses: list[str]) -> tuple[str, list[Any]]:
    """Type, status and space of the request."""
    kind = request.args.get("type", "page")
    if kind == "folder":
        raise problems.Problem(501, "Cannot fetch folders with ContentFinder")
    names = [part for text in statuses for part in text.split(",")]
    if "any" in names:
        names = ["current", "trashed"]
    where = f"c.kind = ? AND c.status IN ({', '.join('?' * len(names))})"
    arguments: list[Any] = [kind, *names]
    key = request.args.get("spaceKey")
    if key:
        where, arguments = f"{where} AND c.space = ?", [*arguments, access.space(ask.store(), key).id]
    return where, arguments


@face.get("/content/scan")
@datacenter
def scan_content() -> Response:
    """By id, continued by a cursor such as ``content:false:612345``."""
    where, arguments = _filters(request.args.getlist("status") or ["current"])
    expansions = expand.asked()
    size = paging.v1_limit(highest=200, cap=expand.costly(expansions))
    after = _scanned(request.args.get("cursor", ""))
    found = content.select(
        ask.store(), f"{where} AND c.id > ?", [*arguments, after], f"ORDER BY c.id LIMIT {size + 1}"
    )
    made = [expand.content(row, expansions) for row in seen(found[:size])]
    return _scan_answer(made, after, size, found[size - 1].id if len(found) > size else None)


def _scanned(cursor: str) -> int:
    if not cursor:
        return 0
    match = re.fullmatch(r"content:(?:true|false):([0-9]+)", cursor)
    found = told.whole(match[1]) if match else None
    if found is None:
        raise problems.invalid(f"Invalid cursor: {cursor}")
    return found


def _scan_answer(made: list[rows.Row], after: int, size: int, last: int | None) -> Response:
    answer: rows.Row = {"results": made, "cursor": f"content:false:{after}", "limit": size, "size": len(made)}
    links = {"self": request.url, "base": rows.base(), "context": rows.context()}
    if last is not None:
        answer["nextCursor"] = f"content:false:{last}"
        query = {key: value for key, value in request.args.items() if key != "cursor"}
        links["next"] = paging.link("/rest/api/content/scan", query | {"cursor": answer["nextCursor"]})
    if after:
        answer["prevCursor"] = f"content:true:{after}"
    return answers.send(answer | {"_links": links})


@face.get("/space/<key>/content")
@face.get("/space/<key>/content/page")
@removed
def list_space_content(key: str) -> Response:
    space = access.space(ask.store(), key)
    where = "c.kind = 'page' AND c.status = 'current' AND c.space = ?"
    if request.args.get("depth") == "root":
        return part(f"{where} AND c.parent IS NULL", [space.id])
    return part(where, [space.id])


@face.get("/content/<content_id>/child/<any(page, folder):kind>")
def list_children(content_id: str, kind: str) -> Response:
    page = ask.page(content_id, "current", kind="")
    return part("c.parent = ? AND c.status = 'current' AND c.kind = ?", [page.id, kind], content.ORDER)


@face.get("/content/<content_id>/child")
@removed
def read_children(content_id: str) -> Response:
    page = ask.page(content_id, "current", kind="")
    made: rows.Row = {}
    expansions = expand.asked()
    if "page" in expansions:
        found = seen(content.children(ask.store(), page.id, ("page",)))
        made["page"] = rows.listed([rows.content(row) for row in found[:25]], 0, 25)
    if "attachment" in expansions:
        listed = files.listed(ask.store(), page.id)
        made["attachment"] = rows.listed([rows.attachment(row) for row in listed[:25]], 0, 25)
    return answers.send(made)


@face.get("/content/<content_id>/descendant/page")
def list_descendants(content_id: str) -> Response:
    """Cloud keeps this route though it is deprecated; Data Center has it for comments only."""
    if ask.store().datacenter:
        raise problems.Problem(501, "Page children is currently only supported for direct children")
    page = ask.page(content_id, "current")
    below = [row for _, row in content.descendants(ask.store(), page.id) if row.kind == "page"]
    expansions = expand.asked()
    start, size = paging.start(), paging.v1_limit(cap=expand.costly(expansions))
    made = [expand.content(row, expansions) for row in seen(below[start : start + size])]
    return paging.v1(made, start, size, more=start + size < len(below))
