"""Questions that ``doctor`` asks of a server without changing anything."""

from __future__ import annotations

from ..errors import OutOfScope, ServerError, Unauthorized
from .cloud import Cloud
from .cloud_read import PAGES
from .datacenter import DataCenter
from .datacenter_read import CONTENT
from .rows import part
from .scopes import scope_for
from .wire import Failure, Method, Request

NOBODY = "0"
"""An id that no content has."""

_PROBES: tuple[tuple[Method, str], ...] = (
    ("GET", f"{PAGES}/{NOBODY}"),
    ("PUT", f"{PAGES}/{NOBODY}/title"),
    ("DELETE", f"{PAGES}/{NOBODY}"),
    ("GET", f"{PAGES}/{NOBODY}/direct-children"),
    ("GET", f"{PAGES}/{NOBODY}/inline-comments"),
    ("GET", f"{PAGES}/{NOBODY}/attachments"),
    ("DELETE", f"/api/v2/attachments/{NOBODY}"),
    ("POST", f"/rest/api/content/{NOBODY}/child/attachment"),
    ("POST", f"/rest/api/content/{NOBODY}/label"),
)


def way(client: Cloud | DataCenter) -> ServerError | None:
    """What stands in the way to the server; None when it answers anything at all. Asked without credentials."""
    request = Request("GET", "/")
    outcome = client.caller.session.exchange(request, request.url(client.caller.base), home=False)
    return outcome.error if isinstance(outcome, Failure) else None


def lacking_scopes(client: Cloud | DataCenter) -> frozenset[str]:
    """Scopes that a publish needs and the token has not; empty where requests do not go through the gateway.

    The gateway checks scopes before it looks for the content, so a call about nobody tells (measured by others).
    """
    if "/ex/confluence/" not in client.caller.base:
        return frozenset()
    requests = [Request(method, path, json=None if method != "PUT" else {}) for method, path in _PROBES]
    return frozenset(scope_for(request) for request in requests if _lacks(client, request))


def _lacks(client: Cloud | DataCenter, request: Request) -> bool:
    try:
        client.caller.send(request)
    except Unauthorized as refused:
        return isinstance(refused, OutOfScope)
    except ServerError:
        return False
    return False


def rights(client: Cloud | DataCenter, page_id: str) -> frozenset[str]:
    """What the account may do at a page (``update``, ``delete``, ``create``…); empty where the server does not tell."""
    if client.flavor == "cloud":
        row = client.read(f"{PAGES}/{page_id}", ("include-operations", "true"))
        found = part(row, "operations").get("results") or []
    else:
        row = client.read(f"{CONTENT}/{page_id}", ("expand", "operations"))
        found = row.get("operations") or []
    return frozenset(str(one.get("operation")) for one in found)
