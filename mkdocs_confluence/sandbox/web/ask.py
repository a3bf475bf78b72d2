"""What a request says: its store, person, JSON body, ids and flags."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlsplit

from flask import abort, g, request

from ..store import Store, content, limits, problems
from ..store.nouns import Content, Person
from . import told
from .burst import Meter
from .told import Told
from .told import number as number

STORE, METER = "sandbox.store", "sandbox.meter"
"""Keys of the WSGI environment under which the application leaves its store and its meter."""


def store() -> Store:
    return cast(Store, request.environ[STORE])


def meter() -> Meter:
    return cast(Meter, request.environ[METER])


def person() -> Person:
    return cast(Person, g.person)


def json_body() -> Any:
    """The body as JSON; raises 400, 413 above 5 MB, 415 where the request does not call it JSON."""
    if "json" not in request.mimetype:
        raise problems.Problem(415, "Unsupported Media Type", code="UNSUPPORTED_MEDIA_TYPE")
    if (request.content_length or 0) > limits.BODY:
        raise problems.too_large(limits.BODY)
    return told.parse(request.get_data(cache=False))


def json_object() -> Told:
    found = json_body()
    if not isinstance(found, dict):
        raise problems.invalid("Invalid message body: an object is expected")
    return Told(found)


def from_own_site() -> None:
    """A form of another site cannot change anything here."""
    if request.method != "POST":
        return
    origin = request.headers.get("Origin", "")
    foreign = request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
    if foreign or (origin and urlsplit(origin).netloc != request.host):
        abort(403, "This form was sent from another site.")


def flag(name: str, default: bool = False) -> bool:
    return request.args.get(name, str(default)).lower() == "true"


def count(name: str, default: int, highest: int) -> int:
    """A number between 1 and ``highest``; raises 400 for anything else, takes more as the highest."""
    text = request.args.get(name)
    if text is None or text == "":
        return default
    found = told.whole(text)
    if found is None or found < 1:
        raise problems.invalid(f"Provided value {{{text}}} for '{name}' is not valid")
    return min(found, highest)


def page(page_id: str, *statuses: str, kind: str = "page") -> Content:
    """A page that the account may see (default: current or archived); raises 400, 404."""
    return content.see(store(), person(), number(page_id), statuses or ("current", "archived"), kind)
