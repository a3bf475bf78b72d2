"""Footer and inline comments."""

from __future__ import annotations

from flask import Response, request

from ..store import access, comments, problems
from ..store.nouns import Comment
from ..web import answers, ask, paging
from ..web.told import Told
from . import bodies, rows
from .face import face


def _location(kind: str) -> str:
    return kind.removesuffix("-comments")


@face.get("/pages/<page_id>/<any('inline-comments', 'footer-comments'):kind>")
def list_comments(page_id: str, kind: str) -> Response:
    page = ask.page(page_id)
    wanted = request.args.getlist("resolution-status")
    listed = [
        row
        for row in comments.listed(ask.store(), page.id, _location(kind))
        if row.parent is None and (not wanted or row.resolution in wanted)
    ]
    found, following = paging.cut(listed, paging.limit())
    kind = bodies.asked(bulk=True)
    return paging.v2([_row(row, kind) for row in found], following)


def _row(comment: Comment, kind: str) -> rows.Row:
    return rows.comment(comment, bodies.shown(ask.page(str(comment.page)), kind, comment.body))


@face.post("/<any('inline-comments', 'footer-comments'):kind>")
def create_comment(kind: str) -> Response:
    told = ask.json_object()
    value = bodies.of_comment(told)
    if value is None:
        raise problems.invalid("Invalid message body: body is missing")
    made = _made(kind, told, value)
    return answers.send(_single(made), 201)


def _made(kind: str, told: Told, value: str) -> Comment:
    store, person = ask.store(), ask.person()
    parent = told.number("parentCommentId")
    if parent is not None:
        above = comments.get(store, parent)
        return comments.add(store, person, ask.page(str(above.page)), value, parent=above.id)
    page = ask.page(str(told.value("pageId")))
    if kind == "footer-comments":
        return comments.add(store, person, page, value)
    place = told.part("inlineCommentProperties")
    if not place.text("textSelection"):
        raise problems.invalid("Invalid message body: inlineCommentProperties is missing")
    return comments.add_inline(
        store,
        person,
        page,
        value,
        place.text("textSelection"),
        place.count("textSelectionMatchIndex") or 0,
        place.count("textSelectionMatchCount"),
    )


def _single(comment: Comment, kind: str = "storage") -> rows.Row:
    made = _row(comment, kind)
    made["_links"]["base"] = f"{request.host_url}wiki"
    return made


def _found(kind: str, comment_id: str) -> Comment:
    found = comments.get(ask.store(), ask.number(comment_id))
    page = ask.page(str(found.page))
    if request.method != "GET":
        access.require_writable(ask.store(), page.space)
    if found.location != _location(kind):
        raise problems.missing(f"Could not find comment with id: {comment_id}")
    return found


@face.get("/<any('inline-comments', 'footer-comments'):kind>/<comment_id>")
def read_comment(kind: str, comment_id: str) -> Response:
    return answers.send(_single(_found(kind, comment_id), bodies.asked()))


@face.get("/<any('inline-comments', 'footer-comments'):kind>/<comment_id>/children")
def list_replies(kind: str, comment_id: str) -> Response:
    above = _found(kind, comment_id)
    listed = [row for row in comments.listed(ask.store(), above.page) if row.parent == above.id]
    found, following = paging.cut(listed, paging.limit())
    wanted = bodies.asked(bulk=True)
    return paging.v2([_row(row, wanted) for row in found], following)


@face.put("/<any('inline-comments', 'footer-comments'):kind>/<comment_id>")
def update_comment(kind: str, comment_id: str) -> Response:
    found = _found(kind, comment_id)
    told = ask.json_object()
    store = ask.store()
    value = bodies.of_comment(told)
    if value is not None:
        found = comments.change(store, found, value, told.part("version").count("number"))
    if "resolved" in told and kind == "inline-comments":
        found = comments.resolve(store, found, told.flag("resolved"))
    return answers.send(_single(found))


@face.delete("/<any('inline-comments', 'footer-comments'):kind>/<comment_id>")
def delete_comment(kind: str, comment_id: str) -> Response:
    comments.delete(ask.store(), _found(kind, comment_id))
    return answers.nothing()
