"""The gateway of Cloud: the only way in for tokens with scopes and for OAuth (reference, §1, §2.3, §16).

``/ex/confluence/{cloud id}/wiki/…`` is the same as ``/wiki/…``, and works without ``/wiki``, too. Scopes are checked
before anything is looked for, so a call about nobody tells whether a scope is held.
"""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, request

from ..store import people
from . import answers, ask

CLOUD_ID = "5a4db0c5-0000-4000-8000-5a4db0c55a4d"
_ENTERED = "sandbox.gateway"
_PREFIX = re.compile(rf"/ex/confluence/{CLOUD_ID}(?:/wiki)?(/(?:api/v2|rest/api)/.*)")

face = Blueprint("gateway", __name__)


def enter(environ: dict[str, Any]) -> None:
    """Send a request for the gateway to where the site answers it."""
    found = _PREFIX.fullmatch(environ["PATH_INFO"])
    if found:
        environ["PATH_INFO"] = f"/wiki{found[1]}"
        environ[_ENTERED] = True


def entered() -> bool:
    """Whether the request came through the gateway."""
    return _ENTERED in request.environ


def refusal(message: str = "Unauthorized") -> Response:
    return answers.send({"code": 401, "message": message}, 401)


def lacks_scope(scopes: frozenset[str]) -> bool:
    """Whether the request needs a scope that is not among these."""
    path = request.path.removeprefix("/wiki")
    for methods, pattern, *alternatives in _NEEDED:
        if request.method in methods.split("|") and re.match(pattern, path):
            return not any(scopes >= _named(needed) for needed in alternatives)
    return True


def _named(needed: str) -> frozenset[str]:
    return frozenset(
        f"{scope}:confluence" if "confluence" not in scope else scope for scope in needed.split()
    )


_ANY = "GET|POST|PUT|DELETE"
_V1 = "/rest/api/content/[^/]+"
_NEEDED: tuple[tuple[str, ...], ...] = (
    ("GET", "/api/v2/(pages|folders)/[^/]+/(descendants|direct-children)", "read:hierarchical-content"),
    ("GET", "/api/v2/(pages|folders)/[^/]+/ancestors", "read:content.metadata"),
    ("GET", "/api/v2/(pages/[^/]+/)?attachments", "read:attachment"),
    ("DELETE", "/api/v2/attachments", "delete:attachment"),
    ("GET", "/api/v2/(pages/[^/]+/)?(inline|footer)-comments", "read:comment"),
    ("POST|PUT", "/api/v2/(inline|footer)-comments", "write:comment"),
    ("DELETE", "/api/v2/(inline|footer)-comments", "delete:comment"),
    ("GET", "/api/v2/folders", "read:folder"),
    ("POST", "/api/v2/folders", "write:folder"),
    ("DELETE", "/api/v2/folders", "delete:folder"),
    ("DELETE", "/api/v2/pages/[^/]+$", "delete:page"),
    ("GET", "/api/v2/pages", "read:page"),
    (_ANY, "/api/v2/pages", "read:page write:page"),
    ("GET", "/api/v2/spaces/[^/]+/pages", "read:page"),
    ("GET", "/api/v2/spaces", "read:space"),
    (_ANY, "/api/v2/spaces", "read:space write:space"),
    ("POST", "/api/v2/users-bulk", "read:user"),
    (
        "GET",
        f"{_V1}/child/attachment/[^/]+/download",
        "readonly:content.attachment:confluence",
        "read:attachment",
    ),
    ("GET", f"{_V1}/(child|descendant)", "read:confluence-content.summary"),
    (_ANY, f"{_V1}/child/attachment", "write:confluence-file", "read:content-details write:attachment"),
    (_ANY, f"{_V1}/label", "write:confluence-content", "read:label write:label"),
    ("PUT", f"{_V1}/move", "write:confluence-content", "write:page"),
    ("POST", "/rest/api/content/archive", "write:confluence-content", "read:content.metadata write:page"),
    ("DELETE", f"{_V1}/pageTree", "write:confluence-content", "delete:content"),
    ("POST", f"{_V1}/version", "write:confluence-content", "read:content-details write:content"),
    ("GET", f"{_V1}/restriction", "read:confluence-content.all", "read:content-details"),
    (
        _ANY,
        f"{_V1}/restriction",
        "write:confluence-content",
        "read:content-details write:content.restriction",
    ),
    ("GET", "/rest/api/search/user", "read:content-details"),
    ("GET", "/rest/api/(content/)?search", "search:confluence", "read:content-details"),
    (_ANY, "/rest/api/user/watch", "write:confluence-content", "write:watcher"),
    ("GET", "/rest/api/user", "read:confluence-user", "read:content-details"),
    ("GET", "/rest/api/longtask", "read:confluence-space.summary", "read:content.metadata"),
    (_ANY, "/rest/api/contentbody/convert", "read:confluence-content.all", "read:content.metadata"),
)
"""Methods, path, and the scopes of which one list must be held; ``:confluence`` is left out. First match counts."""


@face.get("/_edge/tenant_info")
def tenant_info() -> Response:
    return answers.send({"cloudId": CLOUD_ID})


@face.get("/oauth/token/accessible-resources")
def resources() -> Response:
    """The sites that a bearer token opens."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    found = people.login(ask.store(), "", token.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        return refusal()
    site = request.host_url.rstrip("/")
    scopes = sorted(people.scopes(ask.store(), found) or ())
    row = {"id": CLOUD_ID, "url": site, "name": "sandbox", "scopes": scopes, "avatarUrl": f"{site}/icon.png"}
    return answers.send([row])


@face.route("/ex/confluence/<path:anything>", methods=["GET", "POST", "PUT", "DELETE"])
def nowhere(anything: str) -> Response:
    """Another site, or what the gateway does not pass on."""
    return answers.send({"code": 404, "message": "Not Found"}, 404)
