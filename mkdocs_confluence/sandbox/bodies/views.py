"""Bodies for reading: as stored, drawn as HTML, or as the document that Cloud's editor works with."""

from __future__ import annotations

from .. import adf, render
from ..store import Store, access
from ..store.library import Library
from ..store.nouns import Content, Person
from .reader import Ref

PRIMARY = ("storage", "atlas_doc_format")
"""Formats of Cloud that lists serve, too."""
HTML = ("view", "export_view", "anonymous_export_view", "styled_view", "editor")


def read(store: Store, person: Person, page: Content | None, kind: str, body: str, site: str = "") -> str:
    """A stored body in a format; without a page, links by title lead nowhere.

    ``site`` is the origin that the links of ``atlas_doc_format`` start with.
    """
    if kind == "storage":
        return body
    ref = Ref("0", "", "")
    if page is not None:
        ref = Ref(str(page.id), page.title, access.space(store, page.space).key)
    library = Library(store, person)
    if kind == "atlas_doc_format":
        return adf.document(body, ref, library, site)
    return str(render.render(body, ref, library).html)
