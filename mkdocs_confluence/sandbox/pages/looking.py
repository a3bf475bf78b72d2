"""What can be looked at: space home, tree, page, history, differences, source, search, attachments."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ..render import render
from ..store import Store, access, comments, content, files, labels, problems, properties
from ..store.library import Library
from ..store.nouns import Content
from ..web import addresses, ask
from . import behaviour, person, retired, shortcuts
from .diff import side_by_side
from .frame import caller, frame, place, protect, whole

View = Callable[..., str | Answer | tuple[str, int]]


def blueprint(store: Store) -> Blueprint:
    """All pages to look at, under the context path of the store's flavor."""
    routes = Blueprint(
        "pages",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/_sandbox/static",
    )
    root = addresses.CONTEXT[store.flavor]
    table: tuple[tuple[str, str, View], ...] = (
        ("/", "root", _root),
        (root, "context", _root),
        (f"{root}/", "context_home", _root),
        (f"{root}/search", "search", _search),
        (f"{root}/spaces/<key>/pages", "tree", _tree),
        (f"{root}/pages/<int:page_id>", "by_id", _by_id),
        (f"{root}/pages/<int:page_id>/history", "history", _history),
        (f"{root}/pages/<int:page_id>/versions/<int:number>", "version", _version),
        (f"{root}/pages/<int:page_id>/diff/<int:number>", "diff", _diff),
        (f"{root}/pages/<int:page_id>/source", "source", _source),
        (f"{root}/download/attachments/<int:page_id>/<path:name>", "download", _download),
        *(_CLOUD if store.flavor == "cloud" else _DATACENTER),
    )
    for path, endpoint, view in table:
        routes.add_url_rule(path, endpoint, partial(view, store), methods=["GET"], strict_slashes=False)
    person.add_routes(routes, store, root)
    shortcuts.add_routes(routes, store, root)
    retired.add_routes(routes, store, root)
    behaviour.add_routes(routes, store)
    routes.before_request(ask.from_own_site)
    routes.after_request(protect)
    routes.register_error_handler(problems.Problem, partial(_refused, store))
    return routes


def _refused(store: Store, problem: problems.Problem) -> tuple[str, int]:
    return render_template(
        "refused.html", problem=problem, **frame(Library(store, caller(store)))
    ), problem.status


def _root(store: Store) -> Answer:
    """To the home of the first space."""
    spaces = access.spaces(store)
    if not spaces:
        raise problems.missing("This sandbox has no space that can be seen")
    return redirect(addresses.home(store.flavor, spaces[0].key))


def _home(store: Store, key: str) -> str | Answer:
    """The home page of a space, or its tree where it has none."""
    space = access.space(store, key)
    page = content.find(store, space.home) if space.home else None
    if page is None or page.status != "current":
        return redirect(url_for("pages.tree", key=key))
    return _show(Library(store, caller(store)), page)


def _page(store: Store, page_id: int, key: str = "", slug: str = "") -> str:
    return _show(Library(store, caller(store)), content.see(store, caller(store), page_id))


def _by_id(store: Store, page_id: int) -> Answer:
    library = Library(store, caller(store))
    return redirect(place(library, content.see(store, library.person, page_id)))


def _display(store: Store, key: str, title: str) -> str:
    """Data Center: a page by the title in its URL, where ``+`` is a blank."""
    space = access.space(store, key)
    for wanted in (title.replace("+", " "), title):
        for page in content.by_title(store, space.id, wanted):
            return _page(store, page.id)
    raise problems.missing(f"There is no page “{title.replace('+', ' ')}” in {key}")


def _view_page(store: Store) -> str | Answer:
    """Data Center: ``viewpage.action?pageId=`` or ``?spaceKey=&title=``."""
    page_id = request.args.get("pageId", type=whole)
    if page_id is None:
        return _display(store, request.args.get("spaceKey", ""), request.args.get("title", ""))
    if "focusedCommentId" in request.args:
        return redirect(f"{request.path}?pageId={page_id}#comment-{request.args['focusedCommentId']}")
    return _page(store, page_id)


_CLOUD: tuple[tuple[str, str, View], ...] = (
    ("/wiki/spaces/<key>", "space", _home),
    ("/wiki/spaces/<key>/overview", "home", _home),
    ("/wiki/spaces/<key>/pages/<int:page_id>", "page", _page),
    ("/wiki/spaces/<key>/pages/<int:page_id>/<path:slug>", "page_slug", _page),
)
_DATACENTER: tuple[tuple[str, str, View], ...] = (
    ("/confluence/display/<key>", "home", _home),
    ("/confluence/display/<key>/<path:title>", "page", _display),
    ("/confluence/pages/viewpage.action", "page_by_id", _view_page),
)


def _show(library: Library, page: Content, number: int = 0) -> str:
    """A page, or one of its old versions."""
    store = library.store
    versions = content.versions(store, page.id)
    shown = next((row for row in versions if row.number == (number or page.version)), None)
    if shown is None:
        raise problems.missing(f"{page.title} has no version {number}")
    is_old = shown.number != page.version
    drawn = render(
        content.body(store, page.id, shown.number),
        library.ref(page),
        library,
        tick=_may_tick(library, page, is_old),
    )
    return render_template(
        "page.html",
        **frame(library, page),
        version=shown,
        body=drawn.html,
        findings=json.loads(shown.findings or "[]"),
        labels=labels.listed(store, page.id),
        files=files.listed(store, page.id),
        comments=_comments(library, page),
        properties=properties.listed(store, page.id),
        is_old=is_old,
        is_wide=library.is_full_width(page),
    )


def _may_tick(library: Library, page: Content, is_old: bool) -> bool:
    try:
        access.require_editable(library.store, library.person, page)
    except problems.Problem:
        return False
    return page.status == "current" and not is_old


def _comments(library: Library, page: Content) -> list[dict[str, Any]]:
    """Comments with their words drawn; replies follow the comment that they answer."""
    rows = comments.listed(library.store, page.id)
    order = {row.id: (row.parent or row.id, row.id) for row in rows}
    ref = library.ref(page)
    return [
        {"row": row, "body": render(row.body, ref, library).html}
        for row in sorted(rows, key=lambda row: order[row.id])
    ]


def _history(store: Store, page_id: int) -> str:
    library = Library(store, caller(store))
    page = content.see(store, library.person, page_id)
    return render_template("history.html", **frame(library, page), versions=content.versions(store, page_id))


def _version(store: Store, page_id: int, number: int) -> str:
    library = Library(store, caller(store))
    return _show(library, content.see(store, library.person, page_id), number)


def _diff(store: Store, page_id: int, number: int) -> str:
    """A version beside the one before it."""
    library = Library(store, caller(store))
    page = content.see(store, library.person, page_id)
    rows = {row.number: row for row in content.versions(store, page_id)}
    earlier = max((other for other in rows if other < number), default=0)
    if number not in rows or not earlier:
        raise problems.missing(f"{page.title} has no versions {number - 1} and {number} to compare")
    changes = side_by_side(content.body(store, page_id, earlier), content.body(store, page_id, number))
    later = min((other for other in rows if other > number), default=0)
    before, after = rows[earlier], rows[number]
    return render_template(
        "diff.html", **frame(library, page), rows=changes, before=before, after=after, later=later
    )


def _source(store: Store, page_id: int) -> str | Response:
    """The storage format, as a page or (``?plain``) as text."""
    library = Library(store, caller(store))
    page = content.see(store, library.person, page_id)
    number = request.args.get("version", page.version, type=whole)
    body = content.body(store, page_id, number)
    if "plain" in request.args:
        return Response(body, mimetype="text/plain")
    return render_template("source.html", **frame(library, page), source=body, number=number)


def _tree(store: Store, key: str) -> str:
    """Every page of a space at once."""
    library = Library(store, caller(store))
    return render_template("tree.html", **frame(library, space=access.space(store, key)))


def _search(store: Store) -> str:
    """Pages by words of their title."""
    library = Library(store, caller(store))
    words = request.args.get("q", "").strip()
    found = library.search(words) if words else []
    return render_template("search.html", **frame(library), words=words, found=found)


def _download(store: Store, page_id: int, name: str) -> Response:
    """The bytes of an attachment. Pictures show; anything else is saved, and nothing runs."""
    content.see(store, caller(store), page_id)
    found = files.listed(store, page_id, name=name)
    if not found:
        raise problems.missing(f"There is no attachment {name}")
    data = files.content_of(store, found[0], request.args.get("version", type=whole))
    response = Response(data, mimetype=found[0].media_type or "application/octet-stream")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    if not found[0].media_type.startswith("image/"):
        response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
