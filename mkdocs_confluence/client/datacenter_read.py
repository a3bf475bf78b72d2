"""Reading from Confluence Data Center: REST v1.

Facts: the vendor's specification of 10.2.14 and its guides; what older versions lack is said where it matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock

from ..errors import NotFound, Unexpected
from ..model import Destination, Flavor
from ..names import fold
from ..remote import Property, RemoteComment, RemoteFile, RemotePage, Space, StoredBody
from . import rows
from .caller import Caller
from .properties import Properties
from .v1 import segment

CONTENT = "/rest/api/content"
MOST = ("limit", "200")
PAGE = ("expand", "version,ancestors,extensions.position")
FILE = ("expand", "version,metadata,extensions")
COMMENT = ("expand", "version,extensions.inlineProperties,extensions.resolution")
ANY = ("status", "any")


class DataCenterReading(Properties):
    flavor: Flavor = "datacenter"
    bulk: int = 200

    def __init__(self, destination: Destination, caller: Caller) -> None:
        super().__init__(destination, caller)
        self._space: Space | None = None
        self._asking = Lock()
        self._home = ""
        self._folds: bool | None = None

    @property
    def site(self) -> str:
        return self.caller.base

    def space(self) -> Space:
        """The destination's space, read once. Raises NotFound, Unauthorized."""
        with self._asking:
            if self._space is None:
                self._space = self._find_space()
            return self._space

    def _find_space(self) -> Space:
        key = self.destination.space
        try:
            row = self.read(f"/rest/api/space/{segment(key)}", ("expand", "homepage"))
        except (NotFound, Unexpected) as refused:
            self.whoami()  # an unknown account sees no space either, and Cloud has it elsewhere
            if isinstance(refused, Unexpected):
                raise
            raise NotFound(
                f"There is no space {key}.",
                hint="Check `space` (its key, as in the address of its pages) and whether the account may see it.",
                status=404,
            ) from None
        home = rows.part(row, "homepage")
        self._home = str(home.get("title") or "")
        return rows.space(row, home.get("id"))

    def find(self, title: str) -> RemotePage | None:
        """By the database; where that compares case, also by the search index, which does not but lags behind."""
        return self._titled(title) or (None if self._folding() else self._search(title))

    def _titled(self, title: str) -> RemotePage | None:
        query = (("spaceKey", self.destination.space), ("title", title.strip()), ("type", "page"), PAGE, MOST)
        return next((self._page(row) for row in self.all(CONTENT, *query)), None)

    def _folding(self) -> bool:
        """Whether titles are found in any case: asked once, by the title of the home page in the other case."""
        self.space()
        if self._folds is None:
            other = self._home.swapcase()
            self._folds = fold(other) == fold(self._home) != "" and self._titled(other) is not None
        return self._folds

    def _search(self, title: str) -> RemotePage | None:
        quoted = title.strip().replace("\\", "\\\\").replace('"', '\\"')
        cql = f'space = "{self.destination.space}" and type = page and title = "{quoted}"'
        try:
            found = self.all(f"{CONTENT}/search", ("cql", cql), PAGE, MOST)
        except (NotFound, Unexpected):  # no search on this server: the answer of the database stands
            return None
        return next((self._page(row) for row in found if fold(str(row.get("title"))) == fold(title)), None)

    def page(self, page_id: str) -> RemotePage:
        return self._page(self.read(f"{CONTENT}/{page_id}", ANY, PAGE, about=f"page {page_id}"))

    def pages(self, ids: Sequence[str]) -> dict[str, RemotePage]:
        return self.in_bulk(ids, self._pages)

    def _pages(self, ids: Sequence[str]) -> dict[str, RemotePage]:
        """The specification repeats ``ids``, other sources write them with commas; what is missing is asked the other way."""
        found: dict[str, RemotePage] = {}
        for wanted in self.portions(ids):
            found |= self._named(*(("ids", page_id) for page_id in wanted))
            missing = [page_id for page_id in wanted if page_id not in found]
            if len(wanted) > 1 and missing:
                found |= self._named(("ids", ",".join(missing)))
        return found

    def _named(self, *ids: tuple[str, str]) -> dict[str, RemotePage]:
        listed = self.portion(CONTENT, *ids, ANY, PAGE, MOST)
        return {page.id: page for page in map(self._page, listed)}

    def space_pages(self) -> Iterator[Sequence[RemotePage]]:
        for found in self._scan():
            yield [self._page(row) for row in found]

    def _scan(self) -> Iterator[list[rows.Row]]:
        """``scan`` walks a space by cursor (7.18 and later); older servers list it by offset."""
        query = (("spaceKey", self.destination.space), ("type", "page"), PAGE, MOST)
        walk = self.walk(f"{CONTENT}/scan", *query)
        try:
            first = next(walk, [])
        except (NotFound, Unexpected) as refused:
            if refused.status not in (400, 404, 405):
                raise
            space = segment(self.destination.space)
            yield from self.walk(f"/rest/api/space/{space}/content/page", ("depth", "all"), PAGE, MOST)
            return
        yield first
        yield from walk

    def children(self, page_id: str) -> tuple[RemotePage, ...]:
        found = self.all(f"{CONTENT}/{page_id}/child/page", ("expand", "version,extensions.position"), MOST)
        return tuple(rows.datacenter_page(row, self.site, parent=page_id) for row in found)

    def descendants(self, page_id: str) -> tuple[RemotePage, ...]:
        """Found by a scan of the space: there is no route for them, and the search index lags behind."""
        found = (row for part in self._scan() for row in part)
        return tuple(self._page(row) for row in found if page_id in rows.ancestors(row))

    def body(self, page_id: str, version: int = 0) -> StoredBody:
        older = (("status", "historical"), ("version", str(version))) if version else ()
        query = (*older, ("expand", "body.storage,version"))
        row = self.read(f"{CONTENT}/{page_id}", *query, about=f"page {page_id}")
        return rows.stored_body(row)

    def properties(self, page_id: str, prefix: str = "") -> dict[str, Property]:
        found = self.all(f"{CONTENT}/{page_id}/property", ("expand", "version"), MOST)
        return rows.properties(found, prefix)

    def files(self, page_id: str) -> tuple[RemoteFile, ...]:
        return tuple(
            rows.v1_file(row) for row in self.all(f"{CONTENT}/{page_id}/child/attachment", FILE, MOST)
        )

    def files_named(self, page_id: str, name: str) -> tuple[RemoteFile, ...]:
        found = self.all(f"{CONTENT}/{page_id}/child/attachment", ("filename", name), FILE, MOST)
        return tuple(rows.v1_file(row) for row in found)

    def labels(self, page_id: str) -> tuple[str, ...]:
        found = self.all(f"{CONTENT}/{page_id}/label", ("prefix", "global"), MOST)
        return tuple(str(rows.need(row, "name")) for row in found)

    def inline_comments(self, page_id: str) -> tuple[RemoteComment, ...]:
        query = (("location", "inline"), ("location", "resolved"), COMMENT, MOST)
        found = self.all(f"{CONTENT}/{page_id}/child/comment", *query)
        comments = {comment.id: comment for comment in map(rows.datacenter_comment, found) if comment.ref}
        return tuple(comments.values())

    def page_url(self, page_id: str) -> str:
        return f"{self.site}/pages/viewpage.action?pageId={page_id}"

    def _page(self, row: rows.Row) -> RemotePage:
        return self.shown(rows.datacenter_page(row, self.site))
