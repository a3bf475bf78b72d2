"""Bodies for reading: storage drawn as HTML."""

from __future__ import annotations

from . import access, render
from .library import Library
from .nouns import Content, Person
from .reader import Ref
from .store import Store

FORMATS = ("view", "export_view", "anonymous_export_view", "styled_view", "editor")


def view(store: Store, person: Person, page: Content | None, body: str) -> str:
    """HTML for a stored body; without a page, links by title lead nowhere."""
    ref = Ref("0", "", "")
    if page is not None:
        ref = Ref(str(page.id), page.title, access.space(store, page.space).key)
    return str(render.render(body, ref, Library(store, person)).html)
