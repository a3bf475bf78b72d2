"""Where Confluence is, when something else answers at ``url``."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from ..errors import Elsewhere
from .bodies import parsed
from .session import Session
from .wire import Answer, Request

ACCOUNT = "/rest/api/user/current"
"""A route that every Confluence has, of either flavor, and that says something to strangers too."""
USUAL = ("/wiki", "/confluence", "")


def elsewhere(url: str, session: Session) -> Elsewhere:
    """The error for a ``url`` where no Confluence answers; it names the address nearby where one does."""
    found = next((base for base in _around(url) if _is_confluence(base, session)), "")
    hint = (
        f"Did you mean {found}?"
        if found
        else "Set `url` to what stands before /spaces, /display or /pages in the address of a page of Confluence."
    )
    return Elsewhere(f"{url} answers, but not as Confluence.", hint=hint, request=f"GET {ACCOUNT}")


def _around(url: str) -> Iterator[str]:
    """The addresses above ``url``, and the usual ones of its host."""
    parts = urlsplit(url)
    steps = parts.path.rstrip("/").split("/")
    above = ("/".join(steps[:end]) for end in range(len(steps) - 1, 0, -1))
    for path in dict.fromkeys((*above, *USUAL)):
        if path != parts.path.rstrip("/"):
            yield f"{parts.scheme}://{parts.netloc}{path}"


def _is_confluence(base: str, session: Session) -> bool:
    """Asked once and without credentials: it tells who a stranger is, or that strangers are not let in."""
    request = Request("GET", ACCOUNT)
    answer = session.exchange(request, base + ACCOUNT, home=False)
    if not isinstance(answer, Answer) or answer.status not in (200, 401, 403):
        return False
    read = parsed(answer, request)
    return "x-seraph-loginreason" in answer.headers or (
        isinstance(read, Answer) and isinstance(read.data, dict)
    )
