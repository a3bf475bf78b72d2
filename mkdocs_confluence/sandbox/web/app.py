"""The application: both faces, the pages to look at, and the sandbox's own door."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, cast

from flask import Flask, Response, g, request

from .. import pages, v1, v2
from ..store import Store, tasks
from ..store.nouns import Flavor
from . import actions, addresses, answers, ask, door, gateway, media
from .burst import Meter

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def app(store: Store) -> Wsgi:
    """A WSGI application over a store."""
    made, meter = _application(store.flavor), Meter()

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        environ[ask.STORE], environ[ask.METER] = store, meter
        if not store.datacenter:
            gateway.enter(environ)
        return made(environ, start)

    return answer


class _OfRequest:
    """The store of the request that is being answered, for views made before there was one; it takes no values."""

    __slots__ = ("datacenter", "flavor")

    def __init__(self, flavor: Flavor) -> None:
        self.flavor = flavor
        self.datacenter = flavor == "datacenter"

    def __getattr__(self, name: str) -> Any:
        return getattr(ask.store(), name)


@cache
def _application(flavor: Flavor) -> Flask:
    """The routes of a flavor; made once, since compiling them takes longer than most requests of a test."""
    made = Flask(__name__, static_folder=None)
    made.url_map.strict_slashes = False
    context = addresses.CONTEXT[flavor]
    made.register_blueprint(v1.face, url_prefix=f"{context}/rest/api")
    if flavor == "datacenter":
        made.register_blueprint(actions.face, url_prefix=f"{context}/pages")
    else:
        made.register_blueprint(v2.face)
        made.register_blueprint(media.face)
        made.register_blueprint(gateway.face)
    made.register_blueprint(door.face)
    made.register_blueprint(pages.blueprint(cast(Store, _OfRequest(flavor))))
    made.before_request(lambda: tasks.settle(ask.store()))
    made.after_request(_sign)
    refusals: dict[int, Callable[[Any], Response]] = {
        404: lambda error: answers.no_route(ask.store()),
        405: lambda error: answers.wrong_method(),
        413: lambda error: answers.page_of_html(413),
        500: lambda error: answers.page_of_html(500, "Oops - an error has occurred"),
    }
    for status, refusal in refusals.items():
        made.register_error_handler(status, refusal)
    return made


def _sign(answer: Response) -> Response:
    """What every answer carries: an id for the support on Cloud, a session on Data Center, the rate where it is limited."""
    store = ask.store()
    if store.switches.burst and "person" in g and "X-RateLimit-Limit" not in answer.headers:
        left = ask.meter().left(store, ask.person())
        answer.headers["X-RateLimit-Limit"] = str(store.switches.burst)
        answer.headers["X-RateLimit-Remaining"] = str(left)
        if not store.datacenter and left < store.switches.burst / 5:
            answer.headers["X-RateLimit-NearLimit"] = "true"
    if not store.datacenter:
        answer.headers["atl-request-id"] = str(uuid.uuid4())
    elif "JSESSIONID" not in request.cookies and "person" in g:
        answer.set_cookie("JSESSIONID", uuid.uuid4().hex.upper(), path="/confluence", httponly=True)
    return answer
