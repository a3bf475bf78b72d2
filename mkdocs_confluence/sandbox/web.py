"""The application: both faces, the pages to look at, and a door for the sandbox itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response

from . import actions, addresses, answers, ask, media, pages, tasks, v1, v2
from .burst import Meter
from .store import Store

VERSION = 1
"""Version of the door ``/_sandbox``."""

door = Blueprint("door", __name__, url_prefix="/_sandbox")


def app(store: Store) -> Flask:
    """A WSGI application over a store."""
    made = Flask(__name__, static_folder=None, template_folder="templates")
    made.extensions |= {"sandbox": store, "meter": Meter()}
    made.url_map.strict_slashes = False
    context = addresses.CONTEXT[store.flavor]
    made.register_blueprint(v1.face, url_prefix=f"{context}/rest/api")
    if store.datacenter:
        made.register_blueprint(actions.face, url_prefix=f"{context}/pages")
    else:
        made.register_blueprint(v2.face)
        made.register_blueprint(media.face)
        made.add_url_rule("/_edge/tenant_info", view_func=tenant_info)
    made.register_blueprint(door)
    made.register_blueprint(pages.blueprint(store))
    made.before_request(lambda: tasks.settle(store))
    _register_refusals(made, store)
    return made


def _register_refusals(made: Flask, store: Store) -> None:
    refusals: dict[int, Callable[[Any], Response]] = {
        404: lambda error: answers.no_route(store),
        405: lambda error: answers.wrong_method(),
        413: lambda error: answers.page_of_html(413),
        500: lambda error: answers.page_of_html(500, "Oops - an error has occurred"),
    }
    for status, refusal in refusals.items():
        made.register_error_handler(status, refusal)


def tenant_info() -> Response:
    return answers.send({"cloudId": "5a4db0c5-0000-4000-8000-5a4db0c55a4d"})


@door.get("/info")
def info() -> Response:
    store = ask.store()
    return answers.send({"data": str(store.data.resolve()), "flavor": store.flavor, "version": VERSION})
