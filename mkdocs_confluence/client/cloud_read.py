"""Reading from Confluence Cloud: REST v2, and v1 for the account.

Facts: the vendor's specifications of v2 (2.0.0) and v1 (1.0.0).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock

from ..errors import NotFound, OutOfScope, ServerError, Unauthorized, Unexpected
from ..model import Destination, Flavor
from ..remote import Property, RemoteComment, RemoteFile, RemotePage, Space, StoredBody
from . import rows
from .asking import name_of
from .caller import Caller
from .gateway import Gateway
from .properties import Properties
from .wire import Answer, Request

PAGES = "/api/v2/pages"
MOST = ("limit", "250")
DEPTH = 10
"""Levels that one list of descendants reaches down."""
LIVING = (("status", "current"), ("status", "archived"))
ANY = (*LIVING, ("status", "trashed"))
RESOLUTIONS = tuple(("resolution-status", status) for status in ("open", "reopened", "resolved"))


class CloudReading(Properties):
    flavor: Flavor = "cloud"
    bulk: int = 250

    def __init__(self, destination: Destination, caller: Caller, gateway: Gateway) -> None:
        super().__init__(destination, caller)
        self.gateway = gateway
        self._space: Space | None = None
        self._asking = Lock()
        self._people: dict[str, str] = {}

    @property
    def site(self) -> str:
        """Where people read: the site's own address, also when requests go through the gateway."""
        return self.gateway.site

    def once(self, request: Request) -> Answer:
        """Send; where the site does not take this kind of token, through the gateway.

        v2 answers a bare 404 to bad credentials: whether it is that is asked before it is told.
        """
        self.gateway.before()
        try:
            answer = self.caller.send(request)
        except Unauthorized as refused:
            if self.gateway.instead(refused):
                return self._through(request, refused)
            if refused.status == 404 and request.path.startswith("/api/v2/") and self._known():
                raise NotFound(
                    f"Confluence finds nothing at {request.label}.",
                    hint="It does not exist, or the account may not see or change it.",
                    status=404,
                    request=request.label,
                ) from None
            raise
        self.gateway.learn(answer)
        return answer

    def _through(self, request: Request, refused: Unauthorized) -> Answer:
        """The answer of the gateway; where there is none, or it knows the token no better, what the site said."""
        try:
            return self.once(request)
        except (Unauthorized, NotFound, Unexpected) as failure:
            if self.caller.accepted or isinstance(failure, OutOfScope):
                raise
            self.gateway.back()
            raise refused from None

    def _known(self) -> bool:
        """Whether the credentials are accepted at this moment."""
        try:
            self.account()
        except Unauthorized as refused:
            return isinstance(refused, OutOfScope)
        return True

    def whoami(self) -> str:
        """Display name of the account; empty where the token's scopes hide it."""
        try:
            return super().whoami()
        except Unauthorized as refused:
            if isinstance(refused, OutOfScope):
                return ""
            raise

    def person(self, author: str) -> str:
        """Display name of an account id, asked for once; the id where the token may not ask for names."""
        if author and author not in self._people:
            try:
                user = self.read("/rest/api/user", ("accountId", author))
            except ServerError:
                user = {}
            self._people[author] = name_of(user) or author
        return self._people.get(author, author)

    def space(self) -> Space:
        """The destination's space, read once. Raises NotFound, Unauthorized."""
        with self._asking:
            if self._space is None:
                self._space = self._find_space()
            return self._space

    def _find_space(self) -> Space:
        key = self.destination.space
        try:
            rows_found = self.all("/api/v2/spaces", ("keys", key), ("limit", "1"))
        except (NotFound, Unexpected):
            self.whoami()  # Data Center has no v2
            raise
        for row in rows_found:
            if str(row.get("key", "")).casefold() == key.casefold() or row.get("currentActiveAlias") == key:
                return rows.space(row, row.get("homepageId"))
        self.whoami()  # an unknown account sees no space either
        raise NotFound(
            f"There is no space {key}.",
            hint="Check `space` (its key, as in the address of its pages) and whether the account may see it.",
            status=404,
        )

    def find(self, title: str) -> RemotePage | None:
        query = (("space-id", self.space().id), ("title", title.strip()), *LIVING, MOST)
        found = [self._page(row) for row in self.all(PAGES, *query)]
        return min(found, key=lambda page: page.status != "current", default=None)

    def page(self, page_id: str) -> RemotePage:
        return self._page(self.read(f"{PAGES}/{page_id}", *ANY, about=f"page {page_id}"))

    def pages(self, ids: Sequence[str]) -> dict[str, RemotePage]:
        return self.in_bulk(ids, self._pages)

    def _pages(self, ids: Sequence[str]) -> dict[str, RemotePage]:
        found: dict[str, RemotePage] = {}
        for wanted in self.portions(ids):
            listed = self.portion(PAGES, ("id", ",".join(wanted)), *ANY, MOST)
            found |= {page.id: page for page in map(self._page, listed)}
        return found

    def space_pages(self) -> Iterator[Sequence[RemotePage]]:
        path = f"/api/v2/spaces/{self.space().id}/pages"
        for found in self.walk(path, ("depth", "all"), *LIVING, MOST):
            yield [self._page(row) for row in found]

    def children(self, page_id: str) -> tuple[RemotePage, ...]:
        found = self.all(f"{PAGES}/{page_id}/direct-children", MOST)
        pages = (rows.cloud_page(row, self.site, parent=page_id) for row in found)
        return tuple(sorted(pages, key=lambda page: (page.position is None, page.position or 0)))

    def descendants(self, page_id: str) -> tuple[RemotePage, ...]:
        """Ten levels for each request; below the tenth, those pages are asked in turn."""
        found: dict[str, RemotePage] = {}
        tops = [("pages", page_id)]
        while tops:
            kind, top = tops.pop()
            for row in self.all(f"/api/v2/{kind}/{top}/descendants", ("depth", str(DEPTH)), MOST):
                below = rows.cloud_page(row, self.site)
                found[below.id] = below
                if row.get("depth") == DEPTH and row.get("type", "page") in ("page", "folder"):
                    tops.append((f"{row.get('type', 'page')}s", below.id))
        return tuple(found.values())

    def body(self, page_id: str, version: int = 0) -> StoredBody:
        return self._body(page_id, *((("version", str(version)),) if version else ()))

    def _body(self, page_id: str, *query: tuple[str, str]) -> StoredBody:
        row = self.read(f"{PAGES}/{page_id}", ("body-format", "storage"), *query, about=f"page {page_id}")
        return rows.stored_body(row)

    def properties(self, page_id: str, prefix: str = "") -> dict[str, Property]:
        return rows.properties(self.all(f"{PAGES}/{page_id}/properties", MOST), prefix)

    def files(self, page_id: str) -> tuple[RemoteFile, ...]:
        return tuple(rows.cloud_file(row) for row in self.all(f"{PAGES}/{page_id}/attachments", MOST))

    def files_named(self, page_id: str, name: str) -> tuple[RemoteFile, ...]:
        found = self.all(f"{PAGES}/{page_id}/attachments", ("filename", name), MOST)
        return tuple(rows.cloud_file(row) for row in found)

    def labels(self, page_id: str) -> tuple[str, ...]:
        found = self.all(f"{PAGES}/{page_id}/labels", ("prefix", "global"), MOST)
        return tuple(str(rows.need(row, "name")) for row in found)

    def inline_comments(self, page_id: str) -> tuple[RemoteComment, ...]:
        found = self.all(f"{PAGES}/{page_id}/inline-comments", *RESOLUTIONS, MOST)
        return tuple(comment for comment in map(rows.cloud_comment, found) if comment.ref)

    def page_url(self, page_id: str) -> str:
        return f"{self.site}/spaces/{self.destination.space}/pages/{page_id}"

    def _page(self, row: rows.Row) -> RemotePage:
        return self.shown(rows.cloud_page(row, self.site))
