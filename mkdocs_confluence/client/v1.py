"""What is alike on both flavors: paging, and the v1 routes for labels and uploads."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote, urlsplit

from ..errors import Conflict, Lost, NotFound, TooLarge, Unauthorized, Unexpected
from ..model import Destination, Flavor
from ..remote import RemoteFile, RemotePage
from . import rows
from .caller import Caller
from .multipart import Multipart
from .settling import ATTEMPTS, settle
from .wire import Answer, Query, Request

T = TypeVar("T")
NAMES: dict[Flavor, str] = {"cloud": "Confluence Cloud", "datacenter": "Confluence Data Center"}
LATE = 5
"""How often a page that this client made is asked for until it shows: reads can lag behind a create."""


def name_of(user: dict[str, Any]) -> str:
    """The name of an account for people, or what else tells it apart."""
    keys = ("displayName", "publicName", "username", "accountId", "userKey")
    return next((str(user[key]) for key in keys if user.get(key)), "")


def flavor_of(user: dict[str, Any]) -> Flavor:
    """Cloud knows an account by ``accountId``, Data Center by ``userKey`` and ``username``."""
    return "cloud" if "accountId" in user else "datacenter"


def segment(text: str) -> str:
    return quote(text, safe="~")


class V1:
    """Holds the caller, and the routes that both flavors answer in the same way."""

    flavor: Flavor

    def __init__(self, destination: Destination, caller: Caller) -> None:
        self.destination = destination
        self.caller = caller
        self._made: set[str] = set()
        """Ids of the pages made here: such a page that is not found is late, not gone."""

    @property
    def sent(self) -> int:
        return self.caller.session.sent

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
                late = not self._made.isdisjoint(request.path.split("/")) and not request.parts
                if attempt == LATE or not late:
                    raise
                self.caller.pause(attempt)
        raise AssertionError  # the last attempt returns or raises

    def once(self, request: Request) -> Answer:
        return self.caller.send(request)

    def account(self) -> dict[str, Any]:
        """The account as the server tells it. Raises Unauthorized for none."""
        user = self.read("/rest/api/user/current")
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

    def remember(self, page: RemotePage) -> RemotePage:
        """A page just made."""
        self._made.add(page.id)
        return page

    def forget(self, page_id: str) -> None:
        self._made.discard(page_id)

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
            raise Unexpected(f"The answer to {request.label} is no object.", request=request.label)
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

    def settle(self, send: Callable[[], T], landed: Callable[[], T | None]) -> T:
        return settle(send, landed, self.caller.pause)

    # labels

    def add_labels(self, page_id: str, labels: Sequence[str]) -> None:
        named = [{"prefix": "global", "name": name} for name in labels]
        path = f"/rest/api/content/{page_id}/label"
        self.call(
            Request("POST", path, json=named, repeat=True, silent=True, about=f"labels of page {page_id}")
        )

    def remove_label(self, page_id: str, label: str) -> None:
        self._absent(Request("DELETE", f"/rest/api/content/{page_id}/label", (("name", label),), repeat=True))

    def _absent(self, request: Request) -> None:
        """Delete what may be gone already."""
        try:
            self.call(request)
        except NotFound:
            return

    # files

    def upload(
        self, page_id: str, name: str, file: Path, *, media_type: str, comment: str = "", current: str = ""
    ) -> RemoteFile:
        """Attach a file, or give new bytes to the attachment with id ``current``.

        A new file whose upload broke may stand there with damaged bytes (seen on Cloud after a 503): it is looked up
        by name and comment, and gets the bytes again.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._attach(page_id, name, file, media_type, comment, current)
            except (Lost, Conflict) as failure:
                if attempt == ATTEMPTS or (isinstance(failure, Conflict) and (attempt == 1 or current)):
                    raise
                current = current or self._left_behind(page_id, name, comment)
                if isinstance(failure, Conflict) and not current:
                    raise  # the name is taken by a file that is not ours
                self.caller.pause(attempt)
        raise AssertionError  # the last attempt returns or raises

    def _attach(
        self, page_id: str, name: str, file: Path, media_type: str, comment: str, current: str
    ) -> RemoteFile:
        path = f"/rest/api/content/{page_id}/child/attachment"
        fields = {"minorEdit": "true"} | ({"comment": comment} if comment else {})
        request = Request(
            "POST",
            f"{path}/{segment(current)}/data" if current else path,
            parts=lambda: Multipart(fields, name, file, media_type),
            repeat=bool(current),
            about=f"the file “{name}”",
        )
        try:
            data = self.call(request).data
        except NotFound:
            self.page(page_id)  # raises too where it is the page that is missing
            raise TooLarge(
                f"Confluence refuses the file “{name}”, most likely as too large ({file.stat().st_size} bytes).",
                hint="The limit is a setting of the administrator (100 MB by default on Data Center).",
                status=404,
                request=request.label,
            ) from None
        found = data.get("results", [data]) if isinstance(data, dict) else []
        if not found:
            raise Unexpected(
                f"Confluence tells nothing of the file “{name}” that it took.", request=request.label
            )
        return rows.v1_file(found[0])

    def _left_behind(self, page_id: str, name: str, comment: str) -> str:
        """Id of the attachment that a broken upload of ours left, or empty."""
        for found in self.files_named(page_id, name):
            if found.name == name and found.comment == comment:
                return found.id
        return ""

    @abstractmethod
    def page(self, page_id: str) -> RemotePage: ...

    @abstractmethod
    def files_named(self, page_id: str, name: str) -> tuple[RemoteFile, ...]: ...


def _object(answer: Answer) -> dict[str, Any]:
    return answer.data if isinstance(answer.data, dict) else {}


def _results(answer: Answer, request: Request) -> list[rows.Row]:
    """The rows; an answer without any list must not pass for an empty one, which would say that pages are gone."""
    found = _object(answer).get("results")
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise Unexpected(f"The answer to {request.label} has no list of results.", request=request.label)
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
