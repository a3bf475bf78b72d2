"""Bodies for reading: storage turned into HTML."""

from __future__ import annotations

from .nouns import Content
from .store import Store

FORMATS = ("view", "export_view", "anonymous_export_view", "styled_view", "editor")


def view(store: Store, page: Content | None, body: str) -> str:
    """HTML for a stored body."""
    return body
