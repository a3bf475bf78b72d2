"""Asking as the client of one space: late pages, lists to their end, who the account is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from ..errors import NotFound, Unauthorized, Unexpected, WebPage
from ..model import Destination, Flavor
from ..remote import RemotePage
from . import rows
from .caller import Caller
from .nearby import ACCOUNT, elsewhere
from .settling import settle
from .wire import Answer, Query, Request

T = TypeVar("T")
NAMES: dict[Flavor, str] = {"cloud": "Confluence Cloud", "datacenter": "Confluence Data Center"}
PROXY = "Check `url`, and whether a proxy changes the answers of Confluence."
LATE = 5
"""How often a page that exists is asked for until it shows: reads can lag behind a create."""


def name_of(user: dict[str, Any]) -> str:
    """The name of an account for people, or what else tells it apart."""
    keys = ("displayName", "publicName", "username", "accountId", "userKey")
    return next((str(user[key]) for key in keys if user.get(key)), "")


def flavor_of(user: dict[str, Any]) -> Flavor:
    """Cloud knows an account by ``accountId``, Data Center by ``userKey`` and ``username``."""
    return "cloud" if "accountId" in user else "datacenter"


class Asking:
    """Holds the caller and which pages are known to exist; both flavors build on it."""

    flavor: Flavor
    bulk: int

    def __init__(self, destination: Destination, caller: Caller) -> None:
        self.destination = destination
        self.caller = caller
        self._made: set[str] = set()
        """Ids of the pages made here: such a page that is not found is late, not gone."""
        self._listed: set[str] = set()
        """Ids of pages that a list showed, which another run can have made: they may be late to be read by themselves."""

    @property
    def sent(self) -> int:
        return self.caller.session.sent

    def interrupt(self) -> None:
        self.caller.interrupt()

    def close(self) -> None:
        self.caller.close()

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # asking

    def call(self, request: Request) -> Answer:
        """The good answer to a request, or a ServerError."""
        for attempt in range(1, LATE + 1):
            try:
                return self.once(request)
            except NotFound:
                if attempt == LATE or not self._late(request):
                    raise
                self.caller.pause(attempt)
        raise AssertionError  # the last attempt returns or raises

    def _late(self, request: Request) -> bool:
        """Whether a page that is not found is one that exists."""
        known = self._made | self._listed if request.method == "GET" else self._made
        return not known.isdisjoint(request.path.split("/")) and not request.parts

    def once(self, request: Request) -> Answer:
        return self.caller.send(request)

    def account(self) -> dict[str, Any]:
        """The account as the server tells it. Raises Unauthorized for none, Elsewhere where it is no Confluence."""
        try:
            user = self.read(ACCOUNT)
        except (NotFound, Unexpected) as refused:
            if refused.status == 404 or isinstance(refused, WebPage):
                raise elsewhere(self.destination.url, self.caller.session) from None
            raise
        if user.get("type") == "anonymous" or not name_of(user):
            raise Unauthorized(
                "Confluence takes us for an anonymous visitor.",
                hint="Check user and token: they were not sent or not accepted.",
                status=401,
            )
        return user

    def whoami(self) -> str:
        """Display name of the account. Raises Unauthorized, and Unexpected where the server is of the other flavor."""
        user = self.account()
        there = flavor_of(user)
        if there != self.flavor:
            raise Unexpected(
                f"{self.destination.url} is {NAMES[there]}, but {NAMES[self.flavor]} was expected.",
                hint=f"Set `flavor: {there}`, or correct `url`.",
            )
        return name_of(user)

    def person(self, author: str) -> str:
        """Data Center tells names in the first place."""
        return author

    def remember(self, page: RemotePage) -> RemotePage:
        """A page just made."""
        self._made.add(page.id)
        return page

    def shown(self, page: RemotePage) -> RemotePage:
        """A page that a list shows."""
        self._listed.add(page.id)
        return page

    def forget(self, page_id: str) -> None:
        self._made.discard(page_id)
        self._listed.discard(page_id)

    def in_bulk(
        self, ids: Sequence[str], read: Callable[[Sequence[str]], dict[str, RemotePage]]
    ) -> dict[str, RemotePage]:
        """What ``read`` finds; pages made here that are not among it are asked for again."""
        found = read(ids)
        for attempt in range(1, LATE):
            late = [page_id for page_id in ids if page_id in self._made and page_id not in found]
            if not late:
                break
            self.caller.pause(attempt)
            found |= read(late)
        return found

    def read(self, path: str, *query: tuple[str, str], about: str = "") -> rows.Row:
        """The JSON object of a GET."""
        request = Request("GET", path, query, about=about)
        found = self.call(request).data
        if not isinstance(found, dict):
            raise Unexpected(
                f"The answer to {request.label} is no object.", hint=PROXY, request=request.label
            )
        return found

    def walk(self, path: str, *query: tuple[str, str]) -> Iterator[list[rows.Row]]:
        """The rows of a list, one answer at a time. Only a missing ``next`` link ends it: an answer may be short."""
        seen: set[tuple[str, Query]] = set()
        while (path, query) not in seen:
            seen.add((path, query))
            request = Request("GET", path, query)
            answer = self.call(request)
            yield _results(answer, request)
            link = _next(answer)
            if not link:
                return
            path, query = _grafted(link)

    def all(self, path: str, *query: tuple[str, str]) -> list[rows.Row]:
        return [row for found in self.walk(path, *query) for row in found]

    def portions(self, ids: Sequence[str]) -> Iterator[Sequence[str]]:
        """Ids in portions that one bulk read may ask for."""
        start = 0
        while start < len(ids):
            size = self.bulk
            yield ids[start : start + size]
            start += size

    def portion(self, path: str, *query: tuple[str, str]) -> list[rows.Row]:
        """All rows of a bulk read. One that comes in parts tells how many rows an answer holds: then later ones ask
        for a multiple of that, so that no answer but the last is short.
        """
        parts = list(self.walk(path, *query))
        if len(parts) > 1 and (most := max(map(len, parts))):
            self.bulk = self.bulk // most * most or self.bulk
        return [row for part in parts for row in part]

    def settle(self, send: Callable[[], T], landed: Callable[[], T | None]) -> T:
        return settle(send, landed, self.caller.pause)


def _object(answer: Answer) -> dict[str, Any]:
    return answer.data if isinstance(answer.data, dict) else {}


def _results(answer: Answer, request: Request) -> list[rows.Row]:
    """The rows; an answer without any list must not pass for an empty one, which would say that pages are gone."""
    found = _object(answer).get("results")
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise Unexpected(
            f"The answer to {request.label} has no list of results.", hint=PROXY, request=request.label
        )
    return found


def _next(answer: Answer) -> str:
    """The link to the next part: in the body, else in the Link header of v2."""
    link = (_object(answer).get("_links") or {}).get("next")
    if link:
        return str(link)
    start, _, rest = answer.headers.get("link", "").partition(">")
    return start.lstrip("< ") if 'rel="next"' in rest else ""


def _grafted(link: str) -> tuple[str, Query]:
    """The path after the base URL and the query of a link, whatever it is relative to.

    v2 links start with ``/wiki``, v1 links lack the context path, and through the gateway neither fits its prefix.
    """
    parts = urlsplit(link)
    starts = [at for at in (parts.path.find("/rest/api/"), parts.path.find("/api/v2/")) if at >= 0]
    path = parts.path[min(starts) :] if starts else parts.path
    return path, tuple(parse_qsl(parts.query, keep_blank_values=True))
