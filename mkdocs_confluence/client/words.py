"""What each kind of refusal is called, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from .. import errors
from .wire import Answer, Request


@dataclass(frozen=True, slots=True)
class Words:
    """``what`` and ``hint`` may name the ``{request}`` and the ``{status}``; ``quote``: whether the server's own text follows."""

    kind: type[errors.ServerError]
    what: str
    hint: str
    quote: bool = True

    def tell(self, answer: Answer, request: Request, said: str = "", *, more: str = "") -> errors.ServerError:
        """The error. ``more`` is added to the hint."""
        what, hint = (
            text.format(request=request.label, status=answer.status) for text in (self.what, self.hint)
        )
        about = f" ({request.about})" if request.about else ""
        quoted = f": {said.rstrip('. ')}" if said and self.quote else ""
        hint = f"{hint} {more}".strip()
        return self.kind(f"{what}{about}{quoted}.", hint=hint, status=answer.status, request=request.label)


CAPTCHA = Words(
    errors.Locked,
    "Confluence has locked the account behind a CAPTCHA after failed logins",
    "Log in once through the browser, then check user and password.",
    quote=False,
)
WRONG_PASSWORD = Words(
    errors.Unauthorized,
    "Confluence does not accept user and password",
    "Check both; a personal access token stands alone, without a user.",
    quote=False,
)
LOGIN_PAGE = Words(
    errors.Unauthorized,
    "A login page came instead of an answer",
    "The token was not accepted, or a proxy with single sign-on stands before Confluence; it may need extra `headers`.",
    quote=False,
)
LOGIN = Words(
    errors.Unauthorized,
    "Confluence sends us to a login page",
    "The token was not accepted, or a proxy with single sign-on stands before Confluence; it may need extra `headers`.",
)
ELSEWHERE = Words(
    errors.Unexpected,
    "Confluence sends {request} on to another address",
    "Set `url` to the address that it ends at.",
)
SCOPE = Words(errors.OutOfScope, "The token lacks a scope", "{request} was refused.")
STRANGER = Words(
    errors.Unauthorized,
    "Confluence does not accept the credentials",
    "Check user and token; a Cloud token needs the account's e-mail address as user, and expires after at most a year.",
    quote=False,
)
EXPIRED = Words(
    errors.Unauthorized,
    "Confluence no longer accepts the credentials, which were good at first",
    "The token may have expired or been revoked meanwhile. Publish again with a new one; nothing is lost.",
    quote=False,
)
TITLE = Words(
    errors.TitleTaken,
    "Another page of the space has the title",
    "It may be archived, or hidden from this account. Rename one of the two, or set `title_prefix`.",
)
TOO_LARGE = Words(
    errors.TooLarge,
    "Confluence refuses it as too large",
    "The limit is 5 MB for a body; for files it is a setting of the administrator (100 MB by default on Data Center).",
)
READ_ONLY = Words(
    errors.Forbidden,
    "Confluence or the space is read-only",
    "Wait until maintenance is over, or ask the administrator.",
)
SAME_FILE = Words(
    errors.Conflict,
    "The page has a file of this name already",
    "Somebody attached it; rename one of the two.",
)
CHANGED = Words(errors.Conflict, "Somebody changed it meanwhile", "Publish again; the page is read anew.")
UNRECONCILED = Words(
    errors.Conflict,
    "A draft of the page stands in the way",
    "Open the page in Confluence's editor and publish or discard the draft there.",
)
NO_RIGHT = Words(
    errors.Forbidden,
    "The account has no permission",
    "The account needs the right to add, change and delete pages and files in the space.",
)
XSRF = Words(
    errors.Forbidden, "Confluence takes the request for a forged one", "A proxy may strip X-Atlassian-Token."
)
MISSING = Words(
    errors.NotFound,
    "Confluence finds nothing at {request}",
    "It does not exist, or the account may not see or change it, which Cloud answers alike; "
    "`mkdocs-confluence doctor` checks the rights.",
)
WEB_PAGE = Words(
    errors.WebPage,
    "A web page came instead of an answer to {request}",
    "Check `url`: it ends before /rest/api, with the context path if there is one.",
)
GARBLED = Words(
    errors.Unexpected,
    "The answer to {request} is cut or garbled",
    "Publish again; if it stays, look at the proxy.",
)
BUSY = Words(
    errors.Throttled, "Confluence receives too many requests", "Publish again later, or with fewer `workers`."
)
OTHER = Words(
    errors.Unexpected,
    "Confluence answers {request} with status {status}",
    "Publish again; what was done is recorded.",
)
