"""What every page has around it: the space, the tree, the trail, who looks; and what keeps the pages safe."""

from __future__ import annotations

from typing import Any

from flask import Response

from ..store import Store, access, content, people
from ..store.library import Library
from ..store.nouns import Content, Person, Space
from ..web import addresses, told

_POLICY = (
    "default-src 'self'; img-src 'self' http: https:; style-src 'self' 'unsafe-inline'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Storage may style its elements; no script runs but ours, whatever a body says."""


def caller(store: Store) -> Person:
    """The one who sits at the browser."""
    return people.by_name(store, "person") or people.add(store, "person", display="Person")


def place(library: Library, page: Content, anchor: str = "") -> str:
    """The URL of a page."""
    return addresses.page(library.flavor, library.ref(page), anchor)


def frame(library: Library, page: Content | None = None, space: Space | None = None) -> dict[str, Any]:
    """What the base template needs. Without a page or space it is that of the first space."""
    store = library.store
    if page is not None:
        space = access.space(store, page.space)
    elif space is None:
        space = next(iter(library.spaces.values()), None)
    trail = content.ancestors(store, page) if page else []
    return {
        "store": store,
        "library": library,
        "page": page,
        "space": space,
        "trail": trail,
        "open": {above.id for above in trail} | ({page.id} if page else set()),
        "children": library.whole(space) if space else {},
        "place": lambda row: place(library, row),
        "home": lambda key: addresses.home(library.flavor, key),
        "file_url": lambda row: addresses.attachment(library.flavor, str(row.page), row.name),
        "product": "Cloud" if library.flavor == "cloud" else "Data Center",
    }


def whole(text: str) -> int:
    """A number from a form or an address that the store can hold; raises ValueError."""
    found = told.whole(text)
    if found is None or found < 0:
        raise ValueError(text)
    return found


def protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
