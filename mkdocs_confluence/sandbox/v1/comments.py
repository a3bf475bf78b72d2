"""Comments on v1: a kind of content."""

from __future__ import annotations

from flask import Response, request

from ..store import comments
from ..store.nouns import Comment
from ..web import answers, ask, paging
from ..web.told import Told
from . import expand, rows
from .face import face, removed


def _row(comment: Comment, expansions: expand.Expansions) -> rows.Row:
    made = rows.comment(comment)
    if "version" in expansions:
        made["version"] = rows.version(comment.version, "", 0, comment.author, comment.created)
    if any(path.startswith("body") for path in expansions):
        made["body"] = {"storage": {"value": comment.body, "representation": "storage"}}
    return made


def create_comment(told: Told) -> Response:
    store, person = ask.store(), ask.person()
    value = told.part("body").part("storage").text("value")
    page = ask.page(str(told.part("container").value("id")), "current")
    ancestors = told.parts("ancestors")
    extensions = told.part("extensions")
    if extensions.text("location") == "inline":
        words = extensions.part("inlineProperties").text("originalSelection")
        made = comments.add_inline(store, person, page, value, words)
    else:
        parent = ask.number(ancestors[0].value("id")) if ancestors else None
        made = comments.add(store, person, page, value, parent=parent)
    return answers.send(_row(made, frozenset(["version", "body.storage"])))


@face.get("/content/<content_id>/child/comment")
@removed
def list_comments(content_id: str) -> Response:
    """``location`` may be inline, footer and resolved, several times; ``depth=all`` gives replies too."""
    page = ask.page(content_id, "current")
    places = request.args.getlist("location")
    found = [
        row
        for row in comments.listed(ask.store(), page.id)
        if (row.parent is None or request.args.get("depth") == "all")
        and (not places or rows.comment(row)["extensions"]["location"] in places)
    ]
    start, size = paging.start(), paging.v1_limit()
    expansions = expand.asked()
    part = [_row(row, expansions) for row in found[start : start + size]]
    return paging.v1(part, start, size, more=start + size < len(found))
