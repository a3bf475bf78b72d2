"""Confluence Data Center: REST v1, where title, parent, position and body change by one versioned PUT.

Every write whose reply is lost is settled by reading before it is sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from ..errors import Unexpected
from ..model import Width
from ..names import fold
from ..remote import Property, RemotePage
from . import rows
from .datacenter_read import CONTENT, PAGE, DataCenterReading
from .properties import WIDTH_KEY, WIDTHS
from .settling import kept
from .v1 import segment
from .wire import Request


class DataCenter(DataCenterReading):
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
        """Create with everything at once; a width that the answer does not show is set by itself."""
        content: dict[str, Any] = {
            "type": "page",
            "title": title,
            "space": {"key": self.destination.space},
            "ancestors": [{"id": parent}],
            "body": _storage(body),
            "version": {"number": 1, "message": message},
        }
        if position is not None:
            content["position"] = position
        query = PAGE
        if width != "default":
            content["metadata"] = {"properties": {WIDTH_KEY: {"value": WIDTHS[width]}}}
            query = ("expand", f"{PAGE[1]},metadata.properties.{WIDTH_KEY}")
        request = Request("POST", CONTENT, (query,), content, about=f"the page “{title}”")

        def send() -> tuple[RemotePage, object]:
            row = self.call(request).data
            shown = rows.part(row, "metadata", "properties", WIDTH_KEY).get("value")
            return rows.datacenter_page(row, self.site, parent=parent), shown

        def landed() -> tuple[RemotePage, object] | None:
            found = self._created(title, parent, message)
            return (found, None) if found else None

        page, shown = self.settle(send, landed)
        self.remember(page)
        if width != "default" and shown != WIDTHS[width]:
            self.set_width(page.id, width)
        return page

    def _created(self, title: str, parent: str, message: str) -> RemotePage | None:
        """The page that a create made whose answer was lost; not every server keeps the message."""
        found = self.find(title)
        if found is None or (found.parent, found.version) != (parent, 1):
            return None
        return found if found.message == "" or kept(message, found) else None

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
        fields: dict[str, Any] = {"body": _storage(body)}
        return self._put(page, fields, message, minor_edit, title=title, position=position)

    def rename(
        self, page: RemotePage, title: str, *, message: str = "", minor_edit: bool = False
    ) -> RemotePage:
        return self._put(page, {}, message, minor_edit, title=title)

    def reparent(
        self,
        page: RemotePage,
        parent: str,
        *,
        position: int | None = None,
        message: str = "",
        minor_edit: bool = False,
    ) -> RemotePage:
        return self._put(page, {}, message, minor_edit, title=page.title, parent=parent, position=position)

    def place(
        self, page: RemotePage, position: int, *, message: str = "", minor_edit: bool = False
    ) -> RemotePage:
        return self._put(page, {}, message, minor_edit, title=page.title, position=position)

    def _put(
        self,
        page: RemotePage,
        fields: dict[str, Any],
        message: str,
        minor_edit: bool,
        *,
        title: str,
        parent: str | None = None,
        position: int | None = None,
    ) -> RemotePage:
        """One version more, with the fields that change. Settled when version, message, title and place are as sent.

        A server that does not know positions leaves them unset.
        """
        version: dict[str, Any] = {"number": page.version + 1, "message": message}
        content: dict[str, Any] = {
            "id": page.id,
            "type": "page",
            "title": title,
            "status": "current",
            "version": version | ({"minorEdit": True} if minor_edit else {}),
            **fields,
        }
        if parent is not None:
            content["ancestors"] = [{"id": parent}]
        if position is not None:
            content["position"] = position

        def meant(now: RemotePage) -> bool:
            placed = parent in (None, now.parent) and (
                now.position is None or position in (None, now.position)
            )
            return placed and kept(message, now) and fold(now.title) == fold(title)

        return self._sent(page, content, parent or page.parent, meant)

    def _sent(
        self, page: RemotePage, content: dict[str, Any], parent: str, meant: Callable[[RemotePage], bool]
    ) -> RemotePage:
        request = Request(
            "PUT",
            f"{CONTENT}/{page.id}",
            (PAGE,),
            content,
            about=f"the page “{content.get('title', page.title)}”",
        )

        def landed() -> RemotePage | None:
            now = self.page(page.id)
            return now if now.version == page.version + 1 and meant(now) else None

        return self.settle(lambda: self._answered(request, parent), landed)

    def _answered(self, request: Request, parent: str) -> RemotePage:
        """The page that a write answers; ``parent`` where the answer names none."""
        return rows.datacenter_page(self.call(request).data, self.site, parent=parent)

    def move(self, page_id: str, relation: Literal["before", "after"], sibling: str) -> None:
        raise Unexpected(
            "Data Center has no route to move a page beside a sibling; pages are given positions.",
            hint="This is a mistake of the plugin; please report it.",
        )

    def trash(self, page_id: str) -> None:
        self.forget(page_id)

        def send() -> bool:
            self.call(Request("DELETE", f"{CONTENT}/{page_id}", about=f"page {page_id}"))
            return True

        def landed() -> bool | None:
            found = self.pages([page_id]).get(page_id)
            return True if found is None or found.status == "trashed" else None

        self.settle(send, landed)

    def restore(self, page: RemotePage) -> RemotePage:
        """The server applies no other field while it restores."""
        content = {"id": page.id, "status": "current", "version": {"number": page.version + 1}}
        return self._sent(page, content, page.parent, lambda now: now.status == "current")

    def archive(self, ids: Sequence[str]) -> None:
        raise Unexpected("Data Center cannot archive pages.", hint="Set `retire` to trash or keep.")

    def property_request(self, page_id: str, content: dict[str, Any], current: Property | None) -> Request:
        path, key = f"{CONTENT}/{page_id}/property", str(content["key"])
        about = f"the property {key} of page {page_id}"
        if current is None:
            return Request("POST", path, json=content, about=about)
        return Request("PUT", f"{path}/{segment(key)}", json=content | {"id": current.id}, about=about)

    def delete_property(self, page_id: str, current: Property) -> None:
        path = f"{CONTENT}/{page_id}/property/{segment(current.key)}"
        self._absent(Request("DELETE", path, repeat=True))

    def delete_file(self, page_id: str, file_id: str) -> None:
        """By the route for any content, since the one for attachments is in 10.x only."""
        self._absent(Request("DELETE", f"{CONTENT}/{file_id}", repeat=True))

    def convert_wiki(self, markup: str) -> str:
        content = {"value": markup, "representation": "wiki"}
        request = Request("POST", "/rest/api/contentbody/convert/storage", json=content, repeat=True)
        return str(rows.need(self.call(request).data, "value"))


def _storage(body: str) -> dict[str, Any]:
    return {"storage": {"value": body, "representation": "storage"}}
