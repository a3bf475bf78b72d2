"""Who is asking, and what somebody gets who may not."""

from __future__ import annotations

import base64
import binascii
import re

from flask import Response, g, request

from ..store import Store, people
from ..store.nouns import Person
from . import answers, ask, broken, gateway

_NO_ACCESS = (
    "com.atlassian.confluence.mvc.rest.common.exception.StacklessResponseStatusException: "
    '403 FORBIDDEN "Request rejected because caller cannot access Confluence"'
)
_XSRF_SAFE = {"no-check", "nocheck"}
_BROWSER = re.compile(r"Mozilla/|Chrome/|Safari/|Firefox/")


def require(store: Store) -> Response | None:
    """Let the account in (``g.person``), or answer as this face answers a stranger."""
    header = request.headers.get("Authorization", "")
    scheme, _, value = header.partition(" ")
    name, token = "", ""
    if scheme.lower() == "basic":
        pair = _basic(value)
        if pair is None:
            return gateway.refusal() if gateway.entered() else _full_authentication()
        name, token = pair
    elif scheme.lower() == "bearer":
        token = value.strip()
        if not store.datacenter and not gateway.entered():
            return answers.send({"error": "Failed to parse Connect Session Auth Token"}, 403)
    found = people.login(store, name, token)
    if found is None:
        return gateway.refusal() if gateway.entered() else _stranger(store)
    refused = None if store.datacenter else _out_of_scope(store, found)
    if refused is not None:
        return refused
    if not ask.meter().allows(store, found):
        return broken.throttled(store, request.path, 1)
    g.person = found
    return None


def _full_authentication() -> Response:
    return answers.page_of_html(401, "Full authentication is required")


def _out_of_scope(store: Store, person: Person) -> Response | None:
    """A token with scopes is good at the gateway only, and for what its scopes name."""
    scopes = people.scopes(store, person)
    if scopes is None:
        return None
    if not gateway.entered():
        return _full_authentication()
    return gateway.refusal("Unauthorized; scope does not match") if gateway.lacks_scope(scopes) else None


def _basic(value: str) -> tuple[str, str] | None:
    try:
        name, colon, token = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, token) if colon else None


def _stranger(store: Store) -> Response:
    """Bad or absent credentials: 404 with a bare title on v2, 403 on Cloud v1, 401 on Data Center."""
    if store.datacenter:
        refusal = answers.page_of_html(401, "Basic Authentication Failure - Reason : AUTHENTICATED_FAILED")
        refusal.headers["X-Seraph-LoginReason"] = "AUTHENTICATED_FAILED"
        refusal.headers["WWW-Authenticate"] = 'Basic realm="Confluence"'
        return refusal
    if request.path.startswith("/wiki/api/v2"):
        bare = {"status": 404, "code": "NOT_FOUND", "title": "Not Found", "detail": None}
        return answers.send({"errors": [bare]}, 404)
    if request.path.endswith("/search"):
        return answers.send(
            {"message": "Current user not permitted to use Confluence", "statusCode": 403}, 403
        )
    return answers.send({"statusCode": 403, "message": _NO_ACCESS}, 403)


def require_token_header() -> Response | None:
    """v1 writes that a browser could be tricked into: multipart, watches, and any write that looks like a browser's."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    if request.headers.get("X-Atlassian-Token", "").lower() in _XSRF_SAFE:
        return None
    multipart = request.headers.get("Content-Type", "").startswith(("multipart/", "application/x-www-form"))
    browser = _BROWSER.search(request.headers.get("User-Agent", "")) is not None
    if multipart or browser or "/user/watch/" in request.path:
        return Response("XSRF check failed", 403, content_type="text/plain")
    return None
