"""Spaces and users."""

from __future__ import annotations

from flask import Response, request

from ..store import access, people, problems
from ..web import answers, ask, paging
from . import rows
from .face import face


@face.get("/spaces")
def list_spaces() -> Response:
    """Keys match in any case; an unknown one gives no row and no error."""
    keys = [key.lower() for text in request.args.getlist("keys") for key in text.split(",")]
    ids = [ask.number(key, "ids") for text in request.args.getlist("ids") for key in text.split(",")]
    if len(keys) > 250:
        raise problems.invalid("At most 250 values are allowed for 'keys'")
    listed = [
        row
        for row in access.spaces(ask.store())
        if (not keys or row.key.lower() in keys) and (not ids or row.id in ids)
    ]
    found, following = paging.cut(listed, paging.limit())
    return paging.v2([rows.space(row) for row in found], following)


@face.get("/spaces/<space_id>")
def read_space(space_id: str) -> Response:
    made = rows.space(access.space(ask.store(), ask.number(space_id)))
    made["_links"]["base"] = f"{request.host_url}wiki"
    return answers.send(made)


@face.post("/users-bulk")
def read_users() -> Response:
    ids = ask.json_object().value("accountIds")
    if not isinstance(ids, list) or len(ids) > 250:
        raise problems.invalid("Invalid message body: accountIds must be a list of at most 250")
    found = [person for account in ids if (person := people.by_id(ask.store(), str(account)))]
    return paging.v2(
        [
            {"accountId": person.id, "accountType": "atlassian", "displayName": person.display,
             "publicName": person.display, "email": person.email, "accountStatus": "active"}
            for person in found
        ],
        None,
    )  # fmt: skip
