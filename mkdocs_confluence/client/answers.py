"""What an answer that is not good means: the error it stands for, and whether anything happened.

The shapes and texts are those of the vendor's specifications and of recorded answers: v2 ``errors[]``, v1
``message`` and ``data.errors[]``, the gateway's ``code``, and HTML from whatever stands in between.
"""

from __future__ import annotations

import re

from .. import errors
from . import words
from .scopes import scope_for
from .texts import text_of
from .wire import Answer, Failure, Request

_PLACE = re.compile(r"\s*at \[row,\s*col[^\]]*\]: \[(\d+),\s*(\d+)\]")
_MARKUP = (
    "error parsing xhtml",
    "unexpected close tag",
    "undeclared general entity",
    "cdata block has embedded",
    "error converting adf",
    "unsupported extensions",
)
_ROLLED_BACK = (
    "optimisticlockexception",
    "batch update returned unexpected row count",
    "transaction rolled back",
    "unexpectedrollbackexception",
    "unreconciled",
    "attempted to update stale data",
)
_BY_TEXT = (
    (("title already exists", "already exists with the same title"), words.TITLE),
    (("request too large", "entitytoolarge"), words.TOO_LARGE),
    (("read-only", "read only", "maintenance mode"), words.READ_ONLY),
    (("same file name as an existing attachment",), words.SAME_FILE),
    (("unreconciled",), words.UNRECONCILED),
    (("version must be incremented", *_ROLLED_BACK), words.CHANGED),
    (("xsrf",), words.XSRF),
)
"""Refusals that are told by their text, whatever the status."""
_BY_STATUS = {
    403: words.NO_RIGHT,
    404: words.MISSING,
    409: words.CHANGED,
    413: words.TOO_LARGE,
    429: words.BUSY,
}
_STRANGER = ("cannot access confluence", "not permitted to use confluence", "connect session auth token")
_FORM = (b"os_username", b"os_password", b"login-form", b"samlrequest", b'type="password"')
_TRACES = ("atl-request-id", "atl-traceid", "x-request-id")


def explain(answer: Answer, request: Request, *, accepted: bool) -> Failure:
    """The failure that an answer other than a good one stands for.

    ``accepted``: whether the credentials were good for an earlier request.
    """
    said = text_of(answer)
    error = _error(answer, request, said, accepted)
    if answer.status == 429:
        return Failure(error, "throttled")
    if any(mark in said.lower() for mark in _ROLLED_BACK) or _edge(answer):
        return Failure(error, "undone")
    named = not isinstance(error, errors.Unexpected)  # a 5xx whose text gives a reason leaves nothing open
    return Failure(error, "refused" if answer.status < 500 or named else "unknown")


def _edge(answer: Answer) -> bool:
    """A 403 or 404 of the content network instead of Confluence, which heals by itself (seen under load)."""
    cached = answer.headers.get("x-cache", "").lower()
    return answer.status in (403, 404) and "error from cloudfront" in cached


def _error(answer: Answer, request: Request, said: str, accepted: bool) -> errors.ServerError:
    low = said.lower()
    if login := _login(answer, request):
        return login
    if "scope does not match" in low:
        scope = scope_for(request)
        more = f"It needs {scope}. " if scope else ""
        return words.SCOPE.tell(
            answer,
            request,
            said,
            more=f"{more}Make a token with the scopes that the guide lists under Accounts and rights.",
        )
    if _stranger(answer, low):
        return (words.EXPIRED if accepted else words.STRANGER).tell(answer, request)
    place = _PLACE.search(said)
    if place or any(mark in low for mark in _MARKUP):
        return _malformed(answer, request, said, place)
    for marks, found in _BY_TEXT:
        if any(mark in low for mark in marks):
            return found.tell(answer, request, said)
    return _by_status(answer, request, said)


def _login(answer: Answer, request: Request) -> errors.ServerError | None:
    """Data Center names a failed login in a header, even beside a 200; proxies answer with a login page."""
    reason = answer.headers.get("x-seraph-loginreason", "")
    if "AUTHENTICATION_DENIED" in reason:
        return words.CAPTCHA.tell(answer, request)
    if "AUTHENTICATED_FAILED" in reason:
        return words.WRONG_PASSWORD.tell(answer, request)
    return login_page(answer, request) if answer.status in (401, 403) else None


def login_page(answer: Answer, request: Request) -> errors.ServerError | None:
    """The error for a page with a login form; None when the answer is none."""
    page = answer.content[:50_000].lower() if answer.html else b""
    return words.LOGIN_PAGE.tell(answer, request) if any(mark in page for mark in _FORM) else None


def _stranger(answer: Answer, low: str) -> bool:
    """Whether credentials were refused. v2 answers a 404 that names nothing; its other 404s say what is missing."""
    bare = (
        answer.status == 404
        and low == "not found"
        and isinstance(answer.data, dict)
        and "errors" in answer.data
    )
    return answer.status == 401 or bare or (answer.status == 403 and any(mark in low for mark in _STRANGER))


def _malformed(
    answer: Answer, request: Request, said: str, place: re.Match[str] | None
) -> errors.ServerError:
    """Confluence wraps the body before it parses, so a column of its first row is shifted and not told."""
    row, column = (int(place[1]), int(place[2])) if place else (0, 0)
    if row <= 1:
        row = column = 0
    about = f" of {request.about}" if request.about else ""
    where = f" at row {row}, column {column}" if row else ""
    reason = re.sub(r"(?i)^.*error parsing xhtml:\s*", "", _PLACE.sub("", said))
    return errors.Malformed(
        f"Confluence refuses the body{about}{where}: {reason.rstrip('. ')}.",
        hint="With `bundle_dir` the body stays in the bundle, where the row shows which part of the page it is.",
        status=answer.status,
        request=request.label,
        row=row,
        column=column,
    )


def _by_status(answer: Answer, request: Request, said: str) -> errors.ServerError:
    if found := _BY_STATUS.get(answer.status):
        return found.tell(answer, request, said)
    if answer.html and answer.status < 500:
        return words.WEB_PAGE.tell(answer, request, said)
    trace = next((answer.headers[key] for key in _TRACES if key in answer.headers), "")
    more = f"The server's log has the request under {trace}." if trace else ""
    return words.OTHER.tell(answer, request, said, more=more)
