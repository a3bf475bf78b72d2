"""Confluence Cloud: REST v2, and v1 for what v2 has not (move, archive, labels, uploads).

Every write whose reply is lost is settled by reading before it is sent again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from ..errors import Unexpected
from ..model import Width
from ..names import fold
from ..remote import Property, RemotePage
from .archiving import archive
from .cloud_read import PAGES, CloudReading
from .settling import kept
from .wire import Request


class Cloud(CloudReading):
    def create(
        self,
        title: str,
        parent: str,
        body: str,
        *,
        message: str = "",
        position: int | None = None,
        width: Width = "default",
    ) -> RemotePage:
        """Create below a page. Cloud takes neither message nor position nor width with it."""
        content = {
            "spaceId": self.space().id,
            "status": "current",
            "title": title,
            "parentId": parent,
            "body": _storage(body),
        }
        request = Request("POST", PAGES, json=content, about=f"the page “{title}”")

        def landed() -> RemotePage | None:
            found = self.find(title)
            ours = found is not None and found.parent == parent and found.version == 1
            return found if ours else None

        return self.remember(self.settle(lambda: self._page(self.call(request).data), landed))

    def update(
        self,
        page: RemotePage,
        *,
        title: str,
        body: str,
        message: str,
        minor_edit: bool = False,
        position: int | None = None,
    ) -> RemotePage:
        """Replace title and body. ``minorEdit`` is not in the v2 schema, but other clients send it; a position has no place here."""
        version: dict[str, Any] = {"number": page.version + 1, "message": message}
        content = {
            "id": page.id,
            "status": "current",
            "title": title,
            "body": _storage(body),
            "version": version | ({"minorEdit": True} if minor_edit else {}),
        }
        return self._put(page, content, lambda now: kept(message, now) and fold(now.title) == fold(title))

    def _put(self, page: RemotePage, content: dict[str, Any], meant: Any) -> RemotePage:
        request = Request("PUT", f"{PAGES}/{page.id}", json=content, about=f"the page “{content['title']}”")

        def landed() -> RemotePage | None:
            now = self.page(page.id)
            return now if now.version == page.version + 1 and meant(now) else None

        return self.settle(lambda: self._page(self.call(request).data), landed)

    def rename(
        self, page: RemotePage, title: str, *, message: str = "", minor_edit: bool = False
    ) -> RemotePage:
        """By the route for titles, which leaves the body alone. Whether it makes a version is read back."""
        content = {"status": "current", "title": title}
        request = Request(
            "PUT", f"{PAGES}/{page.id}/title", json=content, silent=True, about=f"the page “{title}”"
        )

        def landed() -> RemotePage | None:
            now = self.page(page.id)
            return now if now.title == title else None

        def send() -> RemotePage:
            self.call(request)
            return self.page(page.id)

        return self.settle(send, landed)

    def reparent(
        self,
        page: RemotePage,
        parent: str,
        *,
        position: int | None = None,
        message: str = "",
        minor_edit: bool = False,
    ) -> RemotePage:
        """Append below another page. Whether it makes a version is read back."""

        def landed() -> RemotePage | None:
            now = self.page(page.id)
            return now if now.parent == parent else None

        def send() -> RemotePage:
            self._move(page.id, "append", parent)
            return self.page(page.id)

        return self.settle(send, landed)

    def move(self, page_id: str, relation: Literal["before", "after"], sibling: str) -> None:
        def landed() -> bool | None:
            parent = self.page(sibling).parent
            order = [child.id for child in self.children(parent)] if parent else []
            pair = [sibling, page_id] if relation == "after" else [page_id, sibling]
            return True if pair in [order[at : at + 2] for at in range(len(order))] else None

        def send() -> bool:
            self._move(page_id, relation, sibling)
            return True

        self.settle(send, landed)

    def _move(self, page_id: str, relation: str, target: str) -> None:
        path = f"/rest/api/content/{page_id}/move/{relation}/{target}"
        self.call(Request("PUT", path, silent=True, about=f"the place of page {page_id}"))

    def place(
        self, page: RemotePage, position: int, *, message: str = "", minor_edit: bool = False
    ) -> RemotePage:
        raise Unexpected(
            "Confluence Cloud has no positions to set; pages are moved beside a sibling.",
            hint="This is a mistake of the plugin; please report it.",
        )

    def trash(self, page_id: str) -> None:
        self.forget(page_id)

        def send() -> bool:
            self.call(Request("DELETE", f"{PAGES}/{page_id}", about=f"page {page_id}"))
            return True

        self.settle(send, lambda: self._gone(page_id, "trashed"))

    def _gone(self, page_id: str, status: str) -> bool | None:
        found = self.pages([page_id]).get(page_id)
        return True if found is None or found.status == status else None

    def restore(self, page: RemotePage) -> RemotePage:
        """The call that restores must carry a body, so it carries the stored one; it takes none over."""
        stored = self._body(page.id, ("status", "trashed"))
        content = {
            "id": page.id,
            "status": "current",
            "title": page.title,
            "body": _storage(stored.value),
            "version": {"number": stored.version + 1},
        }
        base = replace(page, version=stored.version)
        return self._put(base, content, lambda now: now.status == "current")

    def archive(self, ids: Sequence[str]) -> None:
        archive(self, ids)

    def property_request(self, page_id: str, content: dict[str, Any], current: Property | None) -> Request:
        path = f"{PAGES}/{page_id}/properties"
        about = f"the property {content['key']} of page {page_id}"
        if current is None:
            return Request("POST", path, json=content, about=about)
        return Request("PUT", f"{path}/{current.id}", json=content, about=about)

    def delete_property(self, page_id: str, current: Property) -> None:
        self._absent(Request("DELETE", f"{PAGES}/{page_id}/properties/{current.id}", repeat=True))

    def delete_file(self, page_id: str, file_id: str) -> None:
        self._absent(Request("DELETE", f"/api/v2/attachments/{file_id}", repeat=True))

    def convert_wiki(self, markup: str) -> str:
        raise Unexpected(
            "Confluence Cloud does not convert wiki markup.",
            hint="Write the block as Markdown, or as a confluence-storage block.",
        )


def _storage(body: str) -> dict[str, str]:
    return {"representation": "storage", "value": body}
