"""One page: create, read, update, rename, delete."""

from __future__ import annotations

from flask import Response, request

from ..store import access, content, drafts, edit, labels, problems, properties, restrictions, trash
from ..store.nouns import Content
from ..web import answers, ask, paging
from ..web.told import Told
from . import bodies, rows
from .face import face


@face.post("/pages")
def create_page() -> Response:
    told = ask.json_object()
    store = ask.store()
    space = access.space(store, ask.number(told.value("spaceId"), "spaceId"))
    value, representation = bodies.written(told)
    status = told.text("status", "current")
    if status not in ("current", "draft"):
        raise problems.invalid(f"Provided value {{{status}}} for 'status' is not valid")
    new = edit.New(
        space.id,
        told.text("title"),
        value or "",
        _parent_of_new(told, space.home),
        representation,
        message=told.part("version").text("message"),
        status=status,
        subtype=told.text("subtype"),
    )
    also = _keep_private if ask.flag("private") else None
    return _single(edit.create(store, ask.person(), new, also), "storage")


def _keep_private(page: Content) -> None:
    """Only the author may see the page."""
    me = [("user", ask.person().id)]
    restrictions.replace(ask.store(), ask.person(), page, {"read": me, "update": me})


def _parent_of_new(told: Told, home: int | None) -> int | None:
    if ask.flag("root-level"):
        return None
    return told.number("parentId") or home


def _single(page: Content, kind: str) -> Response:
    made = rows.page(page, single=True)
    made["body"] = bodies.read(page, kind)
    return answers.send(made)


@face.get("/pages/<page_id>")
def read_page(page_id: str) -> Response:
    kind = bodies.asked()
    page = _readable(page_id)
    made = rows.page(page, single=True)
    number = _asked_version(page)
    made["body"] = bodies.read(page, kind, number)
    if ask.flag("get-draft"):
        made |= _draft(page, kind)
    if number is not None:
        old = next(row for row in content.versions(ask.store(), page.id) if row.number == number)
        made |= {"title": old.title, "version": rows.detailed(old)}
    if not ask.flag("include-version", True):
        del made["version"]
    return answers.send(made | _included(page))


def _draft(page: Content, kind: str) -> rows.Row:
    """What the draft of a page says otherwise; nothing where there is none."""
    draft = drafts.read(ask.store(), page.id)
    if draft is None:
        return {}
    return {"status": "draft", "title": draft[0], "body": bodies.shown(page, kind, draft[1])}


def _readable(page_id: str) -> Content:
    """The page in one of the statuses that the request names; without any, the trash is a switch."""
    store = ask.store()
    statuses = _statuses()
    if not statuses:
        statuses = ["current", "archived"] + ["trashed"] * store.switches.trashed_readable
    if ask.flag("get-draft"):
        statuses.append("draft")
    page = ask.page(page_id, *statuses)
    if store.unseen.get(page.id, 0) > 0:
        store.unseen[page.id] -= 1
        raise problems.no_page(page_id)
    return page


def _statuses() -> list[str]:
    return [part for text in request.args.getlist("status") for part in text.split(",") if part]


def _asked_version(page: Content) -> int | None:
    text = request.args.get("version")
    if text is None:
        return None
    number = ask.number(text, "version")
    if not any(row.number == number for row in content.versions(ask.store(), page.id)):
        raise problems.missing(f"Could not find version {number} of page with id [{page.id}]")
    return number


def _included(page: Content) -> rows.Row:
    store = ask.store()
    found: rows.Row = {}
    if ask.flag("include-labels"):
        found["labels"] = _some([rows.label(row) for row in labels.listed(store, page.id)])
    if ask.flag("include-properties"):
        found["properties"] = _some([rows.prop(row) for row in properties.listed(store, page.id)])
    if ask.flag("include-versions"):
        found["versions"] = _some([rows.detailed(row) for row in content.versions(store, page.id)])
    if ask.flag("include-operations"):
        found["operations"] = _some(operations(page))
    if ask.flag("include-direct-children"):
        found["directChildren"] = _some([rows.child(row) for row in content.children(store, page.id)])
    return found


def _some(found: list[rows.Row]) -> rows.Row:
    """At most 50 entries, and whether there are more."""
    return {"results": found[:50], "meta": {"hasMore": len(found) > 50}, "_links": {}}


def operations(page: Content) -> list[rows.Row]:
    """What the account may do with the page."""
    names = access.operations(ask.store(), ask.person(), page)
    return [{"operation": name, "targetType": "page"} for name in names]


@face.get("/pages/<page_id>/operations")
def read_operations(page_id: str) -> Response:
    return answers.send({"operations": operations(ask.page(page_id))})


@face.put("/pages/<page_id>")
def update_page(page_id: str) -> Response:
    told = ask.json_object()
    number = _complete(page_id, told)
    value, representation = bodies.written(told)
    version, status = told.part("version"), told.text("status")
    if status == "archived":
        return _single(ask.page(page_id), "storage")
    if status == "draft":
        body, _ = edit.stored(ask.store(), value or "", representation, number)
        return _single(drafts.save(ask.store(), ask.person(), number, told.text("title"), body), "storage")
    change = edit.Change(
        version.count("number"),
        told.text("title"),
        value,
        representation,
        message=version.text("message"),
        minor=version.flag("minorEdit"),
        parent=told.number("parentId"),
    )
    return _single(edit.update(ask.store(), ask.person(), number, change), "storage")


def _complete(page_id: str, told: Told) -> int:
    """The id, once id, status, title, body and version are all there; raises 400."""
    missing = [name for name in ("id", "status", "title", "body", "version") if name not in told]
    if missing:
        raise problems.invalid(f"Invalid message body: {', '.join(missing)} is missing")
    if told.number("id") != ask.number(page_id):
        raise problems.invalid("The id in the path and the id in the body differ")
    if told.text("status") not in ("current", "draft", "archived"):
        raise problems.invalid(f"Provided value {{{told.text('status')}}} for 'status' is not valid")
    return ask.number(page_id)


@face.put("/pages/<page_id>/title")
def rename_page(page_id: str) -> Response:
    told = ask.json_object()
    if told.text("status") not in ("current", "draft"):
        raise problems.invalid("Invalid message body: status is missing")
    page = edit.rename(ask.store(), ask.person(), ask.number(page_id), told.text("title"))
    return _single(page, "")


@face.delete("/pages/<page_id>")
def delete_page(page_id: str) -> Response:
    number = ask.number(page_id)
    if ask.flag("purge"):
        trash.purge(ask.store(), ask.person(), number)
    elif ask.flag("draft"):
        trash.purge(ask.store(), ask.person(), number, "draft")
    else:
        trash.trash(ask.store(), ask.person(), number)
    return answers.nothing()


@face.get("/pages/<page_id>/versions")
def read_versions(page_id: str) -> Response:
    page = ask.page(page_id)
    kind = bodies.asked(bulk=True)
    found, following = paging.cut(
        content.versions(ask.store(), page.id), paging.limit(cap=50 if kind else None)
    )
    listed = []
    for row in found:
        made = rows.detailed(row)
        if kind:
            made["page"] = {"id": page_id, "title": row.title, "body": bodies.read(page, kind, row.number)}
        listed.append(made)
    return paging.v2(listed, following)


@face.get("/pages/<page_id>/versions/<int:number>")
def read_version(page_id: str, number: int) -> Response:
    page = ask.page(page_id)
    found = content.versions(ask.store(), page.id)
    row = next((row for row in found if row.number == number), None)
    if row is None:
        raise problems.missing(f"Could not find version {number} of page with id [{page_id}]")
    made = rows.detailed(row) | {"contentTypeModified": False, "collaborators": [row.author]}
    made |= {"prevVersion": number - 1} if number > 1 else {}
    made |= {"nextVersion": number + 1} if number < page.version else {}
    return answers.send(made)
