"""What an answer that is not good means, in a person's words and as an error of the tree.

The shapes and texts are those of the vendor's specifications and of recorded answers: v2 ``errors[]``, v1
``message`` and ``data.errors[]``, the gateway's ``code``, and HTML from whatever stands in between.
"""

from __future__ import annotations

import re

from .. import errors
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
    "transaction rolled back",
    "unexpectedrollbackexception",
    "unreconciled",
    "attempted to update stale data",
)
_SIGN_IN = "Check user and token; a Cloud token needs the account's e-mail address as user and expires after at most a year."


def explain(answer: Answer, request: Request, *, accepted: bool) -> Failure:
    """The failure that an answer other than a good one stands for.

    ``accepted``: whether this session's credentials were good for an earlier request.
    """
    said = text_of(answer)
    low = said.lower()
    if answer.status == 429:
        error: errors.ServerError = _error(
            errors.Throttled, request, answer, "Confluence receives too many requests", said
        )
        return Failure(error, "throttled")
    undone = any(mark in low for mark in _ROLLED_BACK) or _edge(answer)
    found = (
        _login(answer, request)
        or _credentials(answer, request, said, accepted)
        or _content(answer, request, said)
        or _by_status(answer, request, said)
    )
    if undone:
        return Failure(found, "undone")
    return Failure(found, "unknown" if answer.status >= 500 and _open(found) else "refused")


def _open(error: errors.ServerError) -> bool:
    """Whether a 5xx leaves open what happened; one whose text names the reason does not."""
    return isinstance(error, errors.Unexpected)


def _edge(answer: Answer) -> bool:
    """A 403 or 404 of the content network instead of Confluence, which heals by itself (seen under load)."""
    return (
        answer.status in (403, 404) and "error from cloudfront" in answer.headers.get("x-cache", "").lower()
    )


def _error(
    kind: type[errors.ServerError],
    request: Request,
    answer: Answer,
    what: str,
    said: str = "",
    hint: str = "",
) -> errors.ServerError:
    about = f" for {request.about}" if request.about else ""
    message = f"{what}{about}: {said.rstrip('.')}." if said else f"{what}{about}."
    return kind(message, hint=hint, status=answer.status, request=request.label)


def _login(answer: Answer, request: Request) -> errors.ServerError | None:
    """Data Center names a failed login in a header, even beside a 200; proxies answer with a login page."""
    reason = answer.headers.get("x-seraph-loginreason", "")
    if "AUTHENTICATION_DENIED" in reason:
        return _error(
            errors.Unauthorized,
            request,
            answer,
            "Confluence has locked the account behind a CAPTCHA after failed logins",
            hint="Log in once through the browser, then check user and password.",
        )
    if "AUTHENTICATED_FAILED" in reason:
        return _error(
            errors.Unauthorized,
            request,
            answer,
            "Confluence does not accept user and password",
            hint=_SIGN_IN,
        )
    return login_page(answer, request) if answer.status in (401, 403) else None


def login_page(answer: Answer, request: Request) -> errors.ServerError | None:
    """The error for a page with a login form; None when the answer is none."""
    page = answer.content[:50_000].lower() if answer.html else b""
    marks = (b"os_username", b"os_password", b"login-form", b"samlrequest", b'type="password"')
    if not any(mark in page for mark in marks):
        return None
    return _error(
        errors.Unauthorized,
        request,
        answer,
        "A login page came instead of an answer",
        hint="The token was not accepted, or a proxy with single sign-on stands before Confluence; it may need extra `headers`.",
    )


def _credentials(answer: Answer, request: Request, said: str, accepted: bool) -> errors.ServerError | None:
    low, status = said.lower(), answer.status
    if "scope does not match" in low:
        scope = scope_for(request)
        wanted = f" It needs {scope}." if scope else ""
        return _error(
            errors.Unauthorized,
            request,
            answer,
            "The token lacks a scope",
            said,
            hint=f"{request.label} was refused.{wanted} Create a token with the scopes that the README lists.",
        )
    bare = status == 404 and low == "not found" and isinstance(answer.data, dict) and "errors" in answer.data
    if (
        status == 401
        or bare
        or (
            status == 403
            and any(mark in low for mark in ("cannot access confluence", "not permitted to use"))
        )
        or "connect session auth token" in low
    ):
        if accepted:
            return _error(
                errors.Unauthorized,
                request,
                answer,
                "Confluence no longer accepts the credentials, which were good at first",
                hint="The token may have expired or been revoked meanwhile. Publish again with a new one; nothing is lost.",
            )
        return _error(
            errors.Unauthorized, request, answer, "Confluence does not accept the credentials", hint=_SIGN_IN
        )
    return None


def _content(answer: Answer, request: Request, said: str) -> errors.ServerError | None:
    """Refusals that are told by their text, whatever the status."""
    low = said.lower()
    if "title already exists" in low or "already exists with the same title" in low:
        return _error(
            errors.TitleTaken,
            request,
            answer,
            "Another page of the space has the title",
            said,
            hint="It may be archived, or hidden from this account. Rename one of the two, or set `title_prefix`.",
        )
    if place := _PLACE.search(said) or any(mark in low for mark in _MARKUP):
        return _malformed(request, answer, said, place if isinstance(place, re.Match) else None)
    if answer.status == 413 or "request too large" in low or "entitytoolarge" in low:
        return _error(
            errors.TooLarge,
            request,
            answer,
            "Confluence refuses it as too large",
            said,
            hint="The limit is 5 MB for a body; for files it is a setting of the administrator (100 MB by default on Data Center).",
        )
    if "read-only" in low or "read only" in low or "maintenance mode" in low:
        return _error(
            errors.Forbidden,
            request,
            answer,
            "Confluence or the space is read-only",
            said,
            hint="Wait until maintenance is over, or ask the administrator.",
        )
    if "same file name as an existing attachment" in low:
        return _error(errors.Conflict, request, answer, "The page has a file of this name already", said)
    if "version must be incremented" in low or any(mark in low for mark in _ROLLED_BACK):
        return _conflict(request, answer, said)
    return None


def _malformed(
    request: Request, answer: Answer, said: str, place: re.Match[str] | None
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
        hint="The body is kept in the bundle if `bundle_dir` is set; the element there shows which part of the page it is.",
        status=answer.status,
        request=request.label,
        row=row,
        column=column,
    )


def _conflict(request: Request, answer: Answer, said: str) -> errors.ServerError:
    hint = ""
    if "unreconciled" in said.lower():
        hint = "Open the page in Confluence's editor and publish or discard the draft there."
    return _error(errors.Conflict, request, answer, "Somebody changed it meanwhile", said, hint)


def _by_status(answer: Answer, request: Request, said: str) -> errors.ServerError:
    status = answer.status
    if status == 409:
        return _conflict(request, answer, said)
    if status == 403:
        hint = "The account needs the right to add, change and delete pages and files in the space."
        if "xsrf" in said.lower():
            hint = "A proxy may strip the header X-Atlassian-Token."
        return _error(errors.Forbidden, request, answer, "The account has no permission", said, hint)
    if status == 404:
        return _error(
            errors.NotFound,
            request,
            answer,
            f"Confluence finds nothing at {request.label}",
            said,
            hint="It does not exist, or the account may not see it.",
        )
    if answer.html and status < 500:
        return _error(
            errors.Unexpected,
            request,
            answer,
            f"A web page came instead of an answer to {request.label}",
            said,
            hint="Check `url`: it ends before /rest/api, with the context path if there is one.",
        )
    trace = next((answer.headers[key] for key in _TRACES if key in answer.headers), "")
    return _error(
        errors.Unexpected,
        request,
        answer,
        f"Confluence answers {request.label} with status {status}",
        said,
        hint=f"Its log has the request under {trace}." if trace else "",
    )


_TRACES = ("atl-request-id", "atl-traceid", "x-request-id")
