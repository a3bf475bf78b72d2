"""What only v1 can do on Cloud: move, archive, delete a tree, restore a version; and the long tasks behind it."""

from __future__ import annotations

from typing import Any

from flask import Response

from ..store import access, content, edit, problems, tasks, tree
from ..web import answers, ask
from . import rows
from .face import cloud, face


@face.put("/content/<page_id>/move/<any(before, after, append):relation>/<target_id>")
@cloud
def move(page_id: str, relation: tree.Relation, target_id: str) -> Response:
    tree.move(ask.store(), ask.person(), ask.number(page_id), relation, ask.number(target_id))
    return answers.send({"pageId": page_id})


@face.post("/content/archive")
@cloud
def archive() -> Response:
    """At most 300 pages, one job at a time; already archived pages are refused."""
    store = ask.store()
    told = ask.json_object().parts("pages")
    if not 1 <= len(told) <= 300:
        raise problems.invalid("Between 1 and 300 pages can be archived at once")
    ids = [ask.number(one.value("id")) for one in told]
    for page_id in ids:
        _require_archivable(page_id)
    with store.write():
        if tasks.running(store, "archive"):
            raise problems.invalid("Another archive job is in progress")
        return _accepted(tasks.start(store, "archive", ask.person(), ids))


def _require_archivable(page_id: int) -> None:
    store = ask.store()
    found = content.find(store, page_id)
    if found is None or not access.visible(store, ask.person(), found):
        raise problems.Problem(500, f"Content with id {page_id} does not exist")
    access.require_editable(store, ask.person(), found)
    if found.status != "current":
        raise problems.invalid(f"Content with id {page_id} is already archived")


def _accepted(task_id: str) -> Response:
    return answers.send({"id": task_id, "links": {"status": f"/rest/api/longtask/{task_id}"}}, 202)


@face.delete("/content/<page_id>/pageTree")
@cloud
def delete_tree(page_id: str) -> Response:
    page = ask.page(page_id, "current")
    access.require_editable(ask.store(), ask.person(), page)
    with ask.store().shaping([page.parent]):
        return _accepted(tasks.start(ask.store(), "pageTree", ask.person(), [page.id]))


@face.get("/longtask/<task_id>")
def read_task(task_id: str) -> Response:
    task = tasks.get(ask.store(), task_id)
    made: dict[str, Any] = {
        "id": task.id,
        "ari": f"ari:cloud:confluence::task/{task.id}",
        "name": {"key": task.name, "args": []},
        "elapsedTime": 50,
        "percentageComplete": 100 if task.done else 10,
        "successful": task.done and task.error is None,
        "finished": task.done,
        "messages": [{"translation": task.error, "args": []}] if task.error else [],
        "status": "FINISHED" if task.done else "RUNNING",
        "errors": [],
        "additionalDetails": {},
        "_links": {"status": f"/rest/api/longtask/{task.id}", "base": rows.base()},
    }
    return answers.send(made)


@face.post("/content/<page_id>/version")
def restore_version(page_id: str) -> Response:
    store = ask.store()
    page = ask.page(page_id, "current")
    told = ask.json_object()
    params = told.part("params")
    number = params.count("versionNumber")
    if told.text("operationKey") != "restore" or number is None or "message" not in params:
        raise problems.invalid("operationKey, versionNumber and message are required")
    edit.restore(store, ask.person(), page, number, params.text("message"), title=params.flag("restoreTitle"))
    row = content.versions(store, page.id)[0]
    return answers.send(rows.version(row.number, row.message, row.minor, row.author, row.created))
