"""From bytes to JSON, and what it means when there is none."""

from __future__ import annotations

import json
from urllib.parse import urljoin, urlsplit

from . import words
from .answers import login_page
from .wire import Answer, Failure, Request

_LOGIN = ("login", "signin", "sso", "saml", "oauth", "auth", "idp", "adfs")


def parsed(answer: Answer, request: Request) -> Answer | Failure:
    """The answer with its data. A good status without readable JSON is a Failure that leaves open what happened."""
    empty_is_fine = request.silent or request.method == "DELETE"
    if answer.ok and not answer.content and empty_is_fine:
        return answer
    try:
        return Answer(answer.status, answer.headers, answer.content, json.loads(answer.content))
    except ValueError:  # not JSON, or not UTF-8
        return answer if not answer.ok else _strange(answer, request)


def _strange(answer: Answer, request: Request) -> Failure:
    if page := login_page(answer, request):
        return Failure(page, "refused")
    found = words.WEB_PAGE if answer.html else words.GARBLED
    return Failure(found.tell(answer, request), "unknown")


def redirected(answer: Answer, request: Request, base: str) -> Failure:
    """A redirect is never followed with credentials; it tells of a login page or of a wrong URL."""
    target = urlsplit(urljoin(request.url(base), answer.headers.get("location", "")))
    where = f"{target.scheme}://{target.hostname or ''}{target.path}"  # the query may hold a ticket
    login = any(mark in f"{target.hostname}{target.path}".lower() for mark in _LOGIN)
    return Failure((words.LOGIN if login else words.ELSEWHERE).tell(answer, request, where), "refused")
