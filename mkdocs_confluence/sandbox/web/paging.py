"""Pages of a list: cursors on v2, start and limit on v1."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, request

from ..store import problems
from ..store.nouns import CONTEXT
from . import answers, ask, told

T = TypeVar("T")


def cursor(after: int) -> str:
    """An opaque cursor that continues after a place."""
    return base64.urlsafe_b64encode(json.dumps({"after": after}).encode()).decode()


def after() -> int:
    """Where the cursor of the request continues (0: at the start); raises 400."""
    text = request.args.get("cursor")
    if not text:
        return 0
    try:
        found = told.whole(json.loads(base64.urlsafe_b64decode(text))["after"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise problems.invalid("Invalid cursor") from error
    if found is None or found < 0:
        raise problems.invalid("Invalid cursor")
    return found


def limit(default: int = 25, highest: int = 250, cap: int | None = None) -> int:
    """Rows of this answer: what is asked, at most ``highest``, and at most what the server feels like."""
    asked = ask.count("limit", default, highest)
    return min(asked, cap or ask.store().switches.list_cap)


def cut(rows: Sequence[T], size: int) -> tuple[Sequence[T], int | None]:
    """The part of a whole list that the cursor asks for, and where the next part starts."""
    start = after()
    part = rows[start : start + size]
    return part, start + size if start + size < len(rows) else None


def v2(results: list[Any], following: int | None) -> Response:
    """A list of v2: ``next`` is relative to the site, ``/wiki`` included, and repeated in the header."""
    links = {"base": f"{request.host_url}wiki"}
    headers = None
    if following is not None:
        query = [(key, value) for key, value in request.args.items(multi=True) if key != "cursor"]
        path = f"{request.path}?{urlencode([*query, ('cursor', cursor(following))])}"
        links["next"] = path
        headers = {"Link": f'<{path}>; rel="next"'}
    return answers.send({"results": results, "_links": links}, headers=headers)


def start() -> int:
    text = request.args.get("start") or "0"
    found = told.whole(text)
    if found is None or found < 0:
        raise problems.invalid(f"Invalid start: {text}")
    return found


def v1_limit(default: int = 25, highest: int = 1000, *, cap: int | None = None) -> int:
    """As ``limit``, but zero is allowed and gives an empty page."""
    text = request.args.get("limit") or str(default)
    asked = told.whole(text)
    if asked is None:
        raise problems.invalid(f"Invalid limit: {text}")
    if asked < 0:
        raise problems.invalid("Limit must not be negative")
    return min(asked, highest, cap or ask.store().switches.list_cap)


def v1(results: list[Any], begun: int, size: int, *, more: bool, **extra: Any) -> Response:
    """A list of v1: ``next`` is relative to the context and is there only while more exist."""
    context = CONTEXT[ask.store().flavor]
    links = {"self": request.url, "base": f"{request.host_url.rstrip('/')}{context}", "context": context}
    if more and size:
        query = [
            (key, value) for key, value in request.args.items(multi=True) if key not in ("start", "limit")
        ]
        following = urlencode([*query, ("limit", size), ("start", begun + size)])
        links["next"] = f"{request.path.removeprefix(context)}?{following}"
    listed = {"results": results, "start": begun, "limit": size, "size": len(results), **extra}
    return answers.send(listed | {"_links": links})


def link(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}"
