"""The store as the pages to look at need it: read only, each thing asked for once a request."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property

from ..bodies.reader import File, Ref
from . import Store, access, content, files, people, properties
from .limits import fold
from .nouns import Content, Person, Space


class Library:
    """A ``Reader`` over the store, for one person and one request."""

    def __init__(self, store: Store, person: Person) -> None:
        self.store = store
        self.person = person
        self._files: dict[str, Sequence[File]] = {}

    @property
    def flavor(self) -> str:
        return self.store.flavor

    @cached_property
    def spaces(self) -> dict[int, Space]:
        """Visible spaces by id."""
        return {space.id: space for space in access.spaces(self.store)}

    def ref(self, page: Content) -> Ref:
        return Ref(str(page.id), page.title, self.spaces[page.space].key)

    def _shown(self, page: Content | None) -> Ref | None:
        """A page as others may link to it; None where it is gone, trashed, archived or hidden."""
        if page is None or page.kind != "page" or page.status != "current" or page.space not in self.spaces:
            return None
        return self.ref(page) if access.visible(self.store, self.person, page) else None

    def titled(self, title: str, space: str, source: Ref) -> Ref | None:
        page = content.find(self.store, int(source.id))
        return self._shown(content.link_target(self.store, page, space, title)) if page else None

    def by_id(self, page_id: str) -> Ref | None:
        return self._shown(content.find(self.store, int(page_id))) if _is_id(page_id) else None

    def home(self, space: str) -> Ref | None:
        found = next((row for row in self.spaces.values() if row.key.casefold() == space.casefold()), None)
        return self.by_id(str(found.home)) if found else None

    def parent(self, page_id: str) -> Ref | None:
        page = content.find(self.store, int(page_id))
        return self.by_id(str(page.parent)) if page and page.parent else None

    def children(self, page_id: str) -> Sequence[Ref]:
        """Pages under a page, those of folders in between among them."""
        found: list[Ref] = []
        for row in content.children(self.store, int(page_id)):
            if row.kind == "page":
                found += [ref for ref in (self._shown(row),) if ref]
            else:
                found += self.children(str(row.id))
        return found

    def body(self, page_id: str) -> str:
        page = content.find(self.store, int(page_id))
        return content.body(self.store, page.id, page.version) if page else ""

    def files(self, page_id: str) -> Sequence[File]:
        if page_id not in self._files:
            rows = files.listed(self.store, int(page_id))
            found = (File(row.name, row.media_type, row.size, row.uuid) for row in rows)
            self._files[page_id] = sorted(found, key=lambda row: row.name.casefold())
        return self._files[page_id]

    def user(self, key: str) -> str | None:
        person = people.by_id(self.store, key) or people.by_name(self.store, key)
        return person.display if person else None

    def name(self, account: str) -> str:
        """Whom to show as author."""
        return self.user(account) or "Unknown"

    def whole(self, space: Space) -> dict[int | None, list[Content]]:
        """Parent id → its children in order, for all current pages and folders of a space."""
        found: dict[int | None, list[Content]] = {}
        where = "c.space = ? AND c.status = 'current' AND c.kind IN ('page', 'folder')"
        for row in content.select(self.store, where, (space.id,), f"ORDER BY {content.ORDER}"):
            found.setdefault(row.parent, []).append(row)
        return found

    def search(self, words: str, limit: int = 200) -> list[Content]:
        """Current pages whose title holds the words, in any case."""
        wanted = fold(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        where = "c.kind = 'page' AND c.status = 'current' AND c.folded LIKE ? ESCAPE '\\'"
        rows = content.select(self.store, where, (f"%{wanted}%",), f"ORDER BY c.folded LIMIT {limit}")
        return [row for row in rows if self._shown(row)]

    def is_full_width(self, page: Content) -> bool:
        """Cloud: whether the page was set to full width (property ``content-appearance-published``)."""
        if self.store.datacenter:
            return False
        found = properties.listed(self.store, page.id, "content-appearance-published")
        return any(json.loads(row.value) == "full-width" for row in found)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
