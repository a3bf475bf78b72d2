"""The application with its faults: answers that come late, wrong, or marked for the proxy to cut."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Response
from werkzeug.wrappers import Response as Answer

from ..store import Store, files, problems
from . import answers, gateway
from .door import FAULTS
from .faults import Fault, Faults

CUT = "X-Sandbox-Cut"
"""Header by which the proxy learns what to cut: ``all`` or ``half`` of the answer."""
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

_TEXTS = {
    429: "Rate limit exceeded",
    500: "java.lang.NullPointerException",
    502: "The server was unable to complete your request",
    503: "Service Unavailable",
    504: "Gateway Time-out",
}


def faulty(wsgi: Wsgi, store: Store, faults: Faults) -> Wsgi:
    """The application behind its faults; the sandbox's own door meets none."""

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        environ[FAULTS] = faults
        if not store.datacenter:
            gateway.enter(environ)
        path = environ["PATH_INFO"]
        if path.startswith("/_sandbox"):
            return wsgi(environ, start)
        query = environ.get("QUERY_STRING", "")
        fault = faults.next(environ["REQUEST_METHOD"], f"{path}?{query}" if query else path)
        if fault is None:
            return wsgi(environ, start)
        return _met(wsgi, store, fault, environ)(environ, start)

    return answer


def _met(wsgi: Wsgi, store: Store, fault: Fault, environ: dict[str, Any]) -> Wsgi | Answer:
    if fault.kind == "delay":
        time.sleep(fault.seconds)
        return wsgi
    if fault.kind == "status":
        return failure(store, environ["PATH_INFO"], fault.status, fault.text)
    if fault.kind == "edge":
        return _edge(fault.status)
    if fault.kind == "throttle":
        return throttled(store, environ["PATH_INFO"], fault.seconds)
    if fault.kind == "drop-before":
        return Response(status=503, headers={CUT: "all"})
    done = Response.from_app(wsgi, environ, buffered=True)
    if fault.kind == "spoil":
        return _spoiled(store, done, environ["PATH_INFO"])
    done.headers[CUT] = "half" if fault.kind == "half" else "all"
    return done


def _spoiled(store: Store, done: Answer, path: str) -> Response:
    """An upload that was taken, cut, and answered with 503 all the same."""
    if done.status_code == 200 and "/child/attachment" in path:
        told = json.loads(done.get_data())
        for row in told.get("results", [told]):
            files.spoil(store, files.get(store, int(row["id"].removeprefix("att"))))
    return failure(store, path, 503)


def _edge(status: int, text: str = "") -> Response:
    made = answers.page_of_html(status, text)
    made.headers["x-cache"] = "Error from cloudfront"
    return made


def failure(store: Store, path: str, status: int, text: str = "") -> Response:
    """A failure as the face at this path words it; 502 to 504 come from something in front, in HTML."""
    text = text or _TEXTS.get(status, "The request could not be served")
    if status in (502, 503, 504):
        return answers.page_of_html(status, text) if store.datacenter else _edge(status, text)
    problem = problems.Problem(status, text)
    return answers.v2(problem) if path.startswith("/wiki/api/v2") else answers.v1(store, problem)


def throttled(store: Store, path: str, seconds: float) -> Response:
    """429: what to wait is in ``Retry-After``, in whole seconds."""
    made = failure(store, path, 429)
    made.headers["Retry-After"] = str(math.ceil(seconds))
    made.headers["X-RateLimit-Limit"] = "100"
    made.headers["X-RateLimit-Remaining"] = "0"
    if store.datacenter:
        made.headers["X-RateLimit-FillRate"] = "10"
        made.headers["X-RateLimit-Interval-Seconds"] = "1"
    else:
        until = time.gmtime(time.time() + seconds)
        made.headers["X-RateLimit-Reset"] = time.strftime("%Y-%m-%dT%H:%MZ", until)
        made.headers["X-RateLimit-NearLimit"] = "true"
        made.headers["RateLimit-Reason"] = "confluence-burst-based"
    return made
