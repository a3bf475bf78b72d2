"""Data Center's web action for moving pages, which scripts use where REST has nothing. It is no public API."""

from __future__ import annotations

from flask import Blueprint, Response, request

from ..store import tree
from ..store.problems import Problem
from . import answers, ask, auth

face = Blueprint("actions", __name__)
_RELATIONS: dict[str, tree.Relation] = {"above": "before", "below": "after", "append": "append"}


@face.post("/movepage.action")
def move_page() -> Response:
    """200 does not mean that it worked: the errors are in the body."""
    refused = auth.require(ask.store())
    if refused is not None:
        return refused
    if request.headers.get("X-Atlassian-Token", "").lower() not in ("no-check", "nocheck"):
        return Response("XSRF check failed", 403, content_type="text/plain")
    relation = _RELATIONS.get(request.args.get("position", "append"))
    try:
        if relation is None:
            raise Problem(400, "The position is not known")
        page, target = (ask.number(request.args.get(name, ""), name) for name in ("pageId", "targetId"))
        tree.move(ask.store(), ask.person(), page, relation, target)
    except Problem as problem:
        return answers.send({"actionErrors": [problem.v1], "validationErrors": []})
    return answers.send({"page": {"id": str(page)}, "actionErrors": [], "validationErrors": []})
