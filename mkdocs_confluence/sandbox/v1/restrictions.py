"""Restrictions: who may read or update a page; only its own, not those it inherits."""

from __future__ import annotations

import hashlib

from flask import Response, request

from ..store import access, problems, restrictions
from ..store.nouns import Content
from ..web import answers, ask
from ..web.told import Told, objects
from . import rows
from .face import cloud, face


def _answer(page_id: int) -> Response:
    held = restrictions.listed(ask.store(), page_id)
    made = [_operation(page_id, name, held) for name in restrictions.OPERATIONS]
    mark = hashlib.sha256(repr(held).encode()).hexdigest()[:16]
    return answers.send(rows.listed(made, 0, 100, restrictionsHash=mark))


def _operation(page_id: int, name: str, held: list[restrictions.Restriction]) -> rows.Row:
    users = [rows.user_by_id(one.subject) for one in held if (one.operation, one.kind) == (name, "user")]
    groups = [
        {"type": "group", "name": one.subject, "id": one.subject}
        for one in held
        if (one.operation, one.kind) == (name, "group")
    ]
    return {
        "operation": name,
        "restrictions": {"user": rows.listed(users, 0, 200), "group": rows.listed(groups, 0, 200)},
        "_expandable": {"content": f"/rest/api/content/{page_id}"},
        "_links": {"self": rows.self_link(f"/content/{page_id}/restriction/byOperation/{name}")},
    }


@face.get("/content/<content_id>/restriction")
def read_restrictions(content_id: str) -> Response:
    return _answer(ask.page(content_id, "current").id)


@face.get("/content/<content_id>/restriction/byOperation/<name>")
def read_operation(content_id: str, name: str) -> Response:
    page = ask.page(content_id, "current")
    return answers.send(_operation(page.id, name, restrictions.listed(ask.store(), page.id)))


@face.put("/content/<content_id>/restriction")
@face.post("/content/<content_id>/restriction")
def write_restrictions(content_id: str) -> Response:
    """Operations that are not named stay as they are."""
    page = ask.page(content_id, "current")
    access.require_editable(ask.store(), ask.person(), page)
    told = ask.json_body()
    given = objects(told.get("results") if isinstance(told, dict) else told, "restrictions")
    if not given:
        raise problems.invalid("Could not parse restrictions")
    wanted = {one.text("operation"): _subjects(one) for one in given}
    restrictions.replace(ask.store(), ask.person(), page, wanted)
    return _answer(page.id)


def _subjects(told: Told) -> list[tuple[str, str]]:
    parts = told.part("restrictions")
    users = [("user", restrictions.account(ask.store(), one.fields)) for one in parts.parts("user")]
    return users + [("group", one.text("name") or one.text("id")) for one in parts.parts("group")]


@face.delete("/content/<content_id>/restriction")
def delete_restrictions(content_id: str) -> Response:
    page = ask.page(content_id, "current")
    access.require_editable(ask.store(), ask.person(), page)
    restrictions.replace(ask.store(), ask.person(), page, {name: [] for name in restrictions.OPERATIONS})
    return _answer(page.id)


@face.route("/content/<content_id>/restriction/byOperation/<name>/user", methods=["GET", "PUT", "DELETE"])
def restrict_user(content_id: str, name: str) -> Response:
    """Whether one user holds a restriction (404: no), giving it, taking it."""
    store = ask.store()
    page = ask.page(content_id, "current")
    told = {"accountId": "accountId", "userName": "username", "username": "username", "key": "userKey"}
    user = restrictions.account(
        store, {told[key]: value for key, value in request.args.items() if key in told}
    )
    return _restrict(page, name, ("user", user))


@face.route(
    "/content/<content_id>/restriction/byOperation/<name>/byGroupId/<group>", methods=["GET", "PUT", "DELETE"]
)
@cloud
def restrict_group(content_id: str, name: str, group: str) -> Response:
    """The same for a group."""
    return _restrict(ask.page(content_id, "current"), name, ("group", group))


def _restrict(page: Content, name: str, subject: tuple[str, str]) -> Response:
    store = ask.store()
    if request.method != "GET":
        access.require_editable(store, ask.person(), page)
        with store.write():
            kept = [one for one in _held(page.id, name) if one != subject]
            wanted = [*kept, subject] if request.method == "PUT" else kept
            restrictions.replace(store, ask.person(), page, {name: wanted})
    elif subject not in _held(page.id, name):
        raise problems.missing(f"No {name} restriction for the {subject[0]}")
    return answers.send({})


def _held(page_id: int, name: str) -> list[tuple[str, str]]:
    return [
        (one.kind, one.subject) for one in restrictions.listed(ask.store(), page_id) if one.operation == name
    ]
