"""One piece of content: create, read, update, delete."""

from __future__ import annotations

from flask import Response, request

from ..store import access, content, drafts, edit, files, labels, problems, properties, trash
from ..store import comments as comment_store
from ..store.nouns import Content
from ..web import answers, ask
from ..web.told import Told
from . import expand, rows
from .comments import create_comment
from .face import face, removed

_OWN = {"editor", "content-appearance-published", "content-appearance-draft"}
"""Properties that publishers are known to send with a create."""
_SINGLE = "history,space,version"


def single(page: Content, default: str = _SINGLE, number: int | None = None) -> Response:
    made = expand.content(page, expand.asked(default), number)
    if number not in (None, page.version):
        made["status"] = "historical"
    made["_links"] |= {"base": rows.base(), "context": rows.context(), "collection": "/rest/api/content"}
    return answers.send(made)


@face.post("/content")
@removed
def create_content() -> Response:
    told = ask.json_object()
    kind = told.text("type")
    if kind == "comment":
        return create_comment(told)
    if kind != "page":
        raise problems.invalid(f"Unsupported content type: {kind}")
    store, person = ask.store(), ask.person()
    space = access.space(store, told.part("space").text("key"))
    value, representation = _body(told)
    new = edit.New(
        space.id,
        told.text("title"),
        value or "",
        _parent(told) or space.home,
        representation,
        message=told.part("version").text("message"),
        status=told.text("status", "current"),
        position=_position(told),
    )
    return single(
        edit.create(store, person, new, also=lambda page: _write_metadata(page, told, created=True))
    )


def _body(told: Told) -> tuple[str | None, str]:
    """(value, representation) of the one body in a request; None where there is none."""
    body = told.part("body")
    if not body.fields:
        return None, "storage"
    kind = next(iter(body.fields))
    part = body.part(kind)
    if not isinstance(part.value("value"), str):
        raise problems.invalid("Could not parse the body: a value is expected")
    return part.text("value"), part.text("representation") or kind


def _parent(told: Told) -> int | None:
    """The first of the ancestors: the parent."""
    ancestors = told.parts("ancestors")
    return ask.number(ancestors[0].value("id")) if ancestors else None


def _position(told: Told) -> int | None:
    """Data Center 10 takes a position; -1 leaves it unset."""
    position = told.count("position")
    store = ask.store()
    if position is None or position < 0 or not store.datacenter or not store.switches.positions:
        return None
    return position


def _write_metadata(page: Content, told: Told, *, created: bool) -> None:
    """Properties that came along; labels only with an update (a create ignores them)."""
    store, metadata = ask.store(), told.part("metadata")
    sent = metadata.part("properties")
    given = {key: sent.part(key).value("value") for key in sent.fields}
    if created and not store.switches.own_properties_on_create:
        given = {key: value for key, value in given.items() if key in _OWN}
    properties.put_all(store, ask.person(), page.id, given)
    if not created and "labels" in metadata:
        wanted = [(one.text("prefix", "global"), one.text("name")) for one in metadata.parts("labels")]
        labels.replace(store, page, wanted)


@face.get("/content/<content_id>")
@removed
def read_content(content_id: str) -> Response:
    store, number = ask.store(), ask.number(content_id)
    if content_id.startswith("att"):
        return answers.send(rows.attachment(files.get(store, number)))
    if content.find(store, number) is None and _is_comment(number):
        return answers.send(rows.comment(comment_store.get(store, number)))
    statuses, asked = _statuses(), request.args.get("version")
    version = ask.number(asked, "version") if asked else None
    seen = (*statuses, "current", "archived") if "historical" in statuses else statuses
    page = content.see(store, ask.person(), number, seen, kind="")
    if store.unseen.get(page.id, 0) > 0:
        store.unseen[page.id] -= 1
        raise problems.no_page(content_id)
    if not _has(page, version, statuses):
        raise problems.no_page(content_id)
    return single(page, number=version)


def _has(page: Content, version: int | None, statuses: tuple[str, ...]) -> bool:
    """Whether a version, or the current one, has one of the statuses: an older one is historical."""
    if version in (None, page.version):
        return page.status in statuses
    numbers = [row.number for row in content.versions(ask.store(), page.id)]
    return "historical" in statuses and version in numbers


def _is_comment(number: int) -> bool:
    row = ask.store().db.execute("SELECT 1 FROM comment WHERE id = ?", (number,)).fetchone()
    return row is not None


def _statuses() -> tuple[str, ...]:
    asked = [part for text in request.args.getlist("status") for part in text.split(",") if part]
    if "any" in asked:
        return ("current", "trashed", "draft", "archived", "historical")
    return tuple(asked) or ("current",)


@face.put("/content/<content_id>")
@removed
def update_content(content_id: str) -> Response:
    told = ask.json_object()
    store, person, number = ask.store(), ask.person(), ask.number(content_id)
    version = told.part("version")
    if version.count("number") is None:
        raise problems.invalid(
            "Must supply an incremented version when updating Content. No version supplied."
        )
    value, representation = _body(told)
    if request.args.get("status") == "draft":
        return single(drafts.save(store, person, number, told.text("title"), value or ""))
    _require_fields(number, told)
    change = edit.Change(
        version.count("number"),
        told.text("title") or None,
        value,
        representation,
        message=version.text("message"),
        minor=version.flag("minorEdit"),
        parent=_parent(told),
        position=_position(told),
    )

    def also(page: Content) -> None:
        drafts.discard(store, number)
        _write_metadata(page, told, created=False)

    return single(edit.update(store, person, number, change, also=also))


def _require_fields(number: int, told: Told) -> None:
    """Type and title always, but not for bringing a page back; the status where a draft stands in the way."""
    found = content.find(ask.store(), number)
    if found is not None and found.status == "trashed" and told.text("status") == "current":
        return
    if told.text("type") != "page":
        raise problems.invalid("Could not update content: a type is required and cannot change")
    if not told.text("title"):
        raise problems.invalid("Title cannot be blank.")
    if drafts.exists(ask.store(), number) and told.text("status") != "current":
        raise drafts.unreconciled(number)


@face.delete("/content/<content_id>")
@removed
def delete_content(content_id: str) -> Response:
    store, person, number = ask.store(), ask.person(), ask.number(content_id)
    status = request.args.get("status", "current")
    if content_id.startswith("att") or (content.find(store, number) is None and not _is_comment(number)):
        file = files.get(store, number, (status,))
        access.require_editable(store, person, ask.page(str(file.page), "current", "archived", "trashed"))
        files.delete(store, file, purge=status == "trashed")
    elif _is_comment(number):
        comment = comment_store.get(store, number)
        access.require_writable(store, ask.page(str(comment.page)).space)
        comment_store.delete(store, comment)
    elif status in ("trashed", "draft"):
        trash.purge(store, person, number, status)
    else:
        trash.trash(store, person, number)
    return answers.nothing()


@face.get("/content/<content_id>/history")
@removed
def read_history(content_id: str) -> Response:
    page = ask.page(content_id, "current")
    first = content.versions(ask.store(), page.id)[-1]
    made = {
        "latest": True,
        "createdBy": rows.user_by_id(page.author),
        "createdDate": first.created,
        "lastUpdated": rows.version(page.version, page.message, page.minor, page.editor, page.edited),
        "_links": {"self": rows.self_link(f"/content/{page.id}/history"), "base": rows.base()},
    }
    return answers.send(made)
