"""Writing content properties, alike on both flavors but for the request."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from ..errors import Conflict, ServerError, TooLarge
from ..model import Width
from ..remote import Property
from . import rows
from .v1 import V1
from .wire import Request

WIDTHS: dict[Width, str] = {"default": "default", "full": "full-width"}
WIDTH_KEY = "content-appearance-published"
"""The property that says how wide readers see a page; the editor's own (``-draft``) is left alone."""
BUSY = 3
"""How often the first property of a page just made is tried: the server writes some of its own at that moment."""


class Properties(V1):
    @abstractmethod
    def properties(self, page_id: str, prefix: str = "") -> dict[str, Property]: ...

    @abstractmethod
    def delete_property(self, page_id: str, current: Property) -> None: ...

    @abstractmethod
    def property_request(
        self, page_id: str, content: dict[str, Any], current: Property | None
    ) -> Request: ...

    def set_property(
        self, page_id: str, key: str, value: object, *, current: Property | None = None
    ) -> Property:
        """Create (``current`` None) or replace. Raises Conflict where somebody was faster."""
        for attempt in range(1, BUSY + 1):
            try:
                return self._write(page_id, key, value, current)
            except Conflict:
                if current is not None or attempt == BUSY or key in self.properties(page_id, key):
                    raise
                self.caller.pause(attempt)
            except ServerError as refused:
                if _broken(refused) and current is not None:
                    self.delete_property(
                        page_id, current
                    )  # a duplicate row in Confluence's database; made anew
                    return self.set_property(page_id, key, value)
                self._clarified(page_id, key, current, refused)
                raise
        raise AssertionError  # the last attempt returns or raises

    def _clarified(self, page_id: str, key: str, current: Property | None, refused: ServerError) -> None:
        """Raise what a refusal means: Data Center gives a duplicate and a value too long the same words."""
        if refused.status != 400:
            return
        if current is None and key in self.properties(page_id, key):
            raise Conflict(
                f"The property {key} exists already.", hint="Publish again.", request=refused.request
            ) from None
        if "too long" in refused.message:
            raise TooLarge(
                f"Confluence refuses the property {key}, most likely as too long: it holds 32 KB.",
                hint="This is a mistake of the plugin; please report it.",
                status=400,
                request=refused.request,
            ) from None

    def _write(self, page_id: str, key: str, value: object, current: Property | None) -> Property:
        content: dict[str, Any] = {"key": key, "value": value}
        version = 1
        if current is not None:
            version = current.version + 1
            content["version"] = {"number": version}
        request = self.property_request(page_id, content, current)

        def landed() -> Property | None:
            now = self.properties(page_id, key).get(key)
            return now if now and now.version == version and now.value == value else None

        return self.settle(lambda: rows.content_property(self.call(request).data), landed)

    def set_width(self, page_id: str, width: Width) -> None:
        """One request where the page never had a width of its own."""
        value = WIDTHS[width]
        try:
            self.set_property(page_id, WIDTH_KEY, value)
        except Conflict:
            current = self.properties(page_id, WIDTH_KEY).get(WIDTH_KEY)
            if current is None or current.value != value:
                self.set_property(page_id, WIDTH_KEY, value, current=current)


def _broken(refused: ServerError) -> bool:
    return "cannot update content property" in refused.message.lower()
