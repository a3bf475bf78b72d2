"""Answers: JSON, and the shapes in which each face refuses."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape

from flask import Response, request

from ..store import Store
from ..store.problems import Problem

_REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    410: "Gone",
    413: "Request Entity Too Large",
    415: "Unsupported Media Type",
    429: "Too Many Requests",
    500: "Internal Server Error",
    501: "Not Implemented",
    503: "Service Unavailable",
}


def send(payload: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """JSON as Confluence sends it."""
    return Response(
        json.dumps(payload, separators=(",", ":")), status, headers, content_type="application/json"
    )


def nothing() -> Response:
    return Response(status=204)


def page_of_html(status: int, text: str = "") -> Response:
    """What proxies, login pages and servlet containers answer."""
    reason = _REASONS.get(status, "Error")
    title = f"HTTP Status {status} – {reason}"
    return Response(
        f'<!doctype html><html lang="en"><head><title>{title}</title></head>'
        f"<body><h1>{title}</h1><p>{escape(text)}</p></body></html>",
        status,
        content_type="text/html;charset=utf-8",
    )


def v2(problem: Problem) -> Response:
    """Cloud v2; a permission problem looks like a missing page there."""
    status, code, title = problem.status, problem.code, problem.v2
    if status == 403:
        status, code = 404, "NOT_FOUND"
    return send({"errors": [{"status": status, "code": code, "title": title, "detail": None}]}, status)


def v1(store: Store, problem: Problem) -> Response:
    return _datacenter(problem) if store.datacenter else _cloud_v1(problem)


def _cloud_v1(problem: Problem) -> Response:
    """A service error: ``data.successful`` is true even so."""
    prefix = f"{problem.exception}: " if problem.exception else ""
    data = {"authorized": problem.status != 403, "valid": True, "errors": [], "successful": True}
    answer = {"statusCode": problem.status, "data": data, "message": f"{prefix}{problem.v1}"}
    return send(answer, problem.status)


def _datacenter(problem: Problem) -> Response:
    data = {
        "authorized": problem.status not in (400, 403, 404),
        "valid": True,
        "allowedInReadOnlyMode": True,
        "errors": [{"message": {"translation": problem.v1, "args": []}}] if problem.status == 404 else [],
        "successful": False,
    }
    answer = {
        "statusCode": problem.status,
        "data": data,
        "message": problem.v1,
        "reason": _REASONS.get(problem.status, "Error"),
    }
    return send(answer, problem.status)


def no_route(store: Store) -> Response:
    """An unknown path: v2 has its shape; v1 answers XML unless JSON is asked for."""
    if not store.datacenter and request.path.startswith("/wiki/api/v2"):
        return send(
            {"errors": [{"status": 404, "code": "NOT_FOUND", "title": "Not Found", "detail": None}]}, 404
        )
    text = f"null for uri: {request.base_url}"
    if "/rest/api" not in request.path:
        return page_of_html(404)
    if "json" in request.headers.get("Accept", ""):
        return send({"message": text, "status-code": 404}, 404)
    written = f"<status><status-code>404</status-code><message>{escape(text)}</message></status>"
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>{written}', 404, content_type="application/xml")


def wrong_method() -> Response:
    title = (
        "org.springframework.web.HttpRequestMethodNotSupportedException: "
        f"Request method '{request.method}' not supported"
    )
    if request.method == "PATCH" or not request.path.startswith("/wiki"):
        return page_of_html(405)
    return send({"errors": [{"status": 405, "code": "METHOD_NOT_ALLOWED", "title": title}]}, 405)
