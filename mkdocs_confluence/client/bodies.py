"""From bytes to JSON, and what it means when there is none."""

from __future__ import annotations

import json
from urllib.parse import urljoin, urlsplit

from ..errors import ServerError, Unauthorized, Unexpected
from .answers import login_page
from .wire import Answer, Failure, Request

_LOGIN = ("login", "signin", "sso", "saml", "oauth", "auth", "idp", "adfs")


def parsed(answer: Answer, request: Request) -> Answer | Failure:
    """The answer with its data. A good status without readable JSON is a Failure that leaves open what happened."""
    if answer.status == 204 or not (answer.content or request.reads):
        return answer
    try:
        return Answer(answer.status, answer.headers, answer.content, json.loads(answer.content))
    except ValueError:  # not JSON, or not UTF-8
        return answer if not answer.ok else _strange(answer, request)


def _strange(answer: Answer, request: Request) -> Failure:
    if page := login_page(answer, request):
        return Failure(page, "refused")
    if answer.html:
        what = f"A web page came instead of an answer to {request.label}."
        hint = "Check `url`: it ends before /rest/api, with the context path if there is one; or a proxy stands in between."
    else:
        what, hint = (
            f"The answer to {request.label} is cut or garbled.",
            "Publish again; if it stays, look at the proxy.",
        )
    return Failure(Unexpected(what, hint=hint, status=answer.status, request=request.label), "unknown")


def redirected(answer: Answer, request: Request, base: str) -> Failure:
    """A redirect is never followed with credentials; it tells of a login page or of a wrong URL."""
    target = urlsplit(urljoin(request.url(base), answer.headers.get("location", "")))
    where = f"{target.scheme}://{target.hostname or ''}{target.path}"  # the query may hold a ticket
    kind: type[ServerError] = Unexpected
    what, hint = (
        f"Confluence sends {request.label} on to {where}.",
        "Set `url` to the address that it ends at.",
    )
    if any(mark in f"{target.hostname}{target.path}".lower() for mark in _LOGIN):
        kind, what = Unauthorized, f"Confluence sends us to a login page at {where}."
        hint = "The token was not accepted, or a proxy with single sign-on stands before Confluence; it may need extra `headers`."
    return Failure(kind(what, hint=hint, status=answer.status, request=request.label), "refused")
