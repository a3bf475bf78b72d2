from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Blueprint, Response, request

from ..store.problems import Problem
from ..web import answers, ask, auth, gateway

face = Blueprint("v1", __name__)
Arguments = ParamSpec("Arguments")


@face.before_request
def let_in() -> Response | None:
    store = ask.store()
    refused = auth.require(store) or auth.require_token_header()
    if refused is None and store.datacenter and store.switches.read_only:
        return _read_only()
    return refused


def _read_only() -> Response | None:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    return answers.v1(ask.store(), Problem(403, "Confluence is in read-only mode"))


@face.errorhandler(Problem)
def refuse(problem: Problem) -> Response:
    return answers.v1(ask.store(), problem)


def datacenter(view: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
    """A route that Cloud never had."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        return view(*args, **kwargs) if ask.store().datacenter else answers.no_route(ask.store())

    return guarded


def cloud(view: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
    """A route that Data Center never had."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        return answers.no_route(ask.store()) if ask.store().datacenter else view(*args, **kwargs)

    return guarded


def removed(view: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
    """A route that Cloud has removed (CHANGE-864); a switch brings it back, but not at the gateway (reference, §15)."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        store = ask.store()
        if not store.datacenter and (gateway.entered() or not store.switches.legacy):
            raise Problem(410, "This deprecated endpoint has been removed.")
        return view(*args, **kwargs)

    return guarded
