"""Addresses that the APIs and Confluence itself give out, each leading to where the sandbox shows the thing."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from ..store import Store, content, problems
from ..store.library import Library
from ..store.nouns import Content
from .frame import caller, place, whole

_ACTIONS = {
    "pages/viewpageattachments.action": "#attachments",
    "pages/resumedraft.action": "edit",
    "pages/editpage.action": "edit",
    "pages/viewpreviousversions.action": "history",
    "pages/viewinfo.action": "manage",
    "plugins/viewstorage/viewpagestorage.action": "source",
}
"""Path of an action on a page → the view that answers it, or a place on the page."""


def add_routes(routes: Blueprint, store: Store, root: str) -> None:
    """Redirects under the context path ``root``."""
    for path, goal in _ACTIONS.items():
        endpoint = path.removesuffix(".action").replace("/", "_")
        routes.add_url_rule(f"{root}/{path}", endpoint, partial(_action, store, goal))
    routes.add_url_rule(f"{root}/x/<tiny>", "tiny", partial(_tiny, store))
    if store.flavor == "cloud":
        routes.add_url_rule(f"{root}/pages/viewpage.action", "view_page", partial(_action, store, ""))
        routes.add_url_rule(f"{root}/spaces/<key>/pages/edit-v2/<int:page_id>", "edit_v2", _edit)
        routes.add_url_rule(f"{root}/spaces/<key>/folder/<int:folder_id>", "folder", _folder)


def _wanted(store: Store) -> Content:
    """The page that ``pageId`` (or ``draftId``) asks for; raises 404."""
    page_id = request.args.get("pageId", request.args.get("draftId", 0, type=whole), type=whole)
    return content.see(store, caller(store), page_id)


def _action(store: Store, goal: str) -> Response:
    page = _wanted(store)
    if goal and not goal.startswith("#"):
        return redirect(url_for(f"pages.{goal}", page_id=page.id))
    comment = request.args.get("focusedCommentId", type=whole)
    anchor = f"#comment-{comment}" if comment else goal
    return redirect(place(Library(store, caller(store)), page) + anchor)


def _tiny(store: Store, tiny: str) -> Response:
    """``/x/1802a``: the id of a page, shortened."""
    try:
        page_id = int(tiny, 16)
    except ValueError:
        raise problems.missing(f"There is no page /x/{tiny}") from None
    return redirect(place(Library(store, caller(store)), content.see(store, caller(store), page_id)))


def _edit(key: str, page_id: int) -> Response:
    return redirect(url_for("pages.edit", page_id=page_id))


def _folder(key: str, folder_id: int) -> Response:
    """A folder has no page of its own; the tree shows what is in it."""
    return redirect(url_for("pages.tree", key=key))
