"""Pages that are out of the tree: in the trash, or archived; and the way back from the trash."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from ..store import Store, access, content, trash
from ..store.library import Library
from .frame import caller, frame, place


def add_routes(routes: Blueprint, store: Store, root: str) -> None:
    routes.add_url_rule(f"{root}/spaces/<key>/trash", "trash", partial(_retired, store))
    routes.add_url_rule(
        f"{root}/pages/<int:page_id>/untrash", "untrash", partial(_untrash, store), methods=["POST"]
    )


def _retired(store: Store, key: str) -> str:
    """What is no longer in the tree of a space, the latest first."""
    library = Library(store, caller(store))
    space = access.space(store, key)
    where = "c.space = ? AND c.kind = 'page' AND c.status IN ('trashed', 'archived')"
    rows = content.select(store, where, (space.id,), "ORDER BY v.created DESC, c.id DESC")
    return render_template("retired.html", **frame(library, space=space), rows=rows)


def _untrash(store: Store, page_id: int) -> Response:
    """Bring a page back from the trash, to where it stood."""
    library = Library(store, caller(store))
    page = content.see(store, library.person, page_id, ("trashed",))
    access.require_editable(store, library.person, page)
    return redirect(place(library, trash.restore(store, library.person, page, page.version + 1)))
