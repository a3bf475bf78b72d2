from __future__ import annotations

from flask import Blueprint, Response

from ..store.problems import Problem
from ..web import answers, ask, auth

face = Blueprint("v2", __name__, url_prefix="/wiki/api/v2")


@face.before_request
def let_in() -> Response | None:
    return auth.require(ask.store())


@face.errorhandler(Problem)
def refuse(problem: Problem) -> Response:
    return answers.v2(problem)
