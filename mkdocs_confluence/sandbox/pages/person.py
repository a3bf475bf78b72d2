"""What a person does by hand: add, edit, tick, comment, label, rename, move, lock, delete, bring back an old version."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ..store import Store, access, comments, content, copying, edit, labels, problems, trash, tree
from ..store.library import Library
from ..store.nouns import Content
from .frame import caller, frame, place, whole

Done = str | Answer | tuple[str, int]


def add_routes(routes: Blueprint, store: Store, root: str) -> None:
    """Routes for everything that changes a page; each answers with the page as it is afterwards."""
    page = f"{root}/pages/<int:page_id>"
    table: tuple[tuple[str, str, Callable[..., Done], list[str]], ...] = (
        (f"{page}/edit", "edit", _edit, ["GET", "POST"]),
        (f"{page}/manage", "manage", _manage, ["GET"]),
        (f"{page}/add", "add", _add, ["POST"]),
        (f"{page}/rename", "rename", _rename, ["POST"]),
        (f"{page}/move", "move", _move, ["POST"]),
        (f"{page}/delete", "delete", _delete, ["POST"]),
        (f"{page}/lock", "lock", _lock, ["POST"]),
        (f"{page}/restore/<int:number>", "restore", _restore, ["POST"]),
        (f"{page}/tick", "tick", _tick, ["POST"]),
        (f"{page}/labels", "label", _label, ["POST"]),
        (f"{page}/unlabel", "unlabel", _unlabel, ["POST"]),
        (f"{page}/comments", "comment", _comment, ["POST"]),
        (f"{page}/comments/<int(max=9223372036854775807):comment_id>/resolve", "resolve", _resolve, ["POST"]),
    )
    for path, endpoint, view, methods in table:
        routes.add_url_rule(path, endpoint, partial(view, store), methods=methods)


def _seen(store: Store, page_id: int) -> tuple[Library, Content]:
    library = Library(store, caller(store))
    return library, content.see(store, library.person, page_id)


def _field(name: str) -> str:
    """What was typed into a field; browsers send line ends as CR LF."""
    return request.form.get(name, "").replace("\r\n", "\n")


def _edit(store: Store, page_id: int) -> Done:
    """A form with the source; what was typed stays there when Confluence would refuse it."""
    library, page = _seen(store, page_id)
    if request.method == "GET":
        body = content.body(store, page_id, page.version)
        return _edit_form(library, page, {"title": page.title, "body": body, "version": page.version})
    typed = {"title": _field("title"), "body": _field("body"), "message": _field("message")}
    based = request.form.get("version", page.version, type=whole)
    change = edit.Change(based + 1, typed["title"], typed["body"], message=typed["message"])
    try:
        changed = edit.update(store, library.person, page_id, change)
    except problems.Problem as problem:
        return _edit_form(
            library, page, {**typed, "version": page.version, "problem": problem}
        ), problem.status
    return redirect(place(library, changed))


def _edit_form(library: Library, page: Content, fields: dict[str, object]) -> str:
    return render_template("edit.html", **frame(library, page), fields=fields)


def _manage(store: Store, page_id: int) -> Done:
    library, page = _seen(store, page_id)
    return render_template("manage.html", **frame(library, page))


def _add(store: Store, page_id: int) -> Done:
    """A page below this one: empty, to be written, or a copy of this one."""
    library, page = _seen(store, page_id)
    if "copy" in request.form:
        made = copying.copy(store, library.person, page, page.id, _field("title"))
        return redirect(place(library, made))
    made = edit.create(store, library.person, edit.New(page.space, _field("title"), "<p />", page.id))
    return redirect(url_for("pages.edit", page_id=made.id))


def _rename(store: Store, page_id: int) -> Done:
    library, page = _seen(store, page_id)
    return redirect(place(library, edit.rename(store, library.person, page.id, _field("title"))))


def _move(store: Store, page_id: int) -> Done:
    library, page = _seen(store, page_id)
    relation: tree.Relation = "append"
    if _field("relation") == "before":
        relation = "before"
    elif _field("relation") == "after":
        relation = "after"
    tree.move(store, library.person, page_id, relation, request.form.get("target", 0, type=whole))
    return redirect(place(library, page))


def _delete(store: Store, page_id: int) -> Done:
    """Into the trash, alone or with everything below; then to where the page stood."""
    library, page = _seen(store, page_id)
    above = [row for row in content.ancestors(store, page) if row.kind == "page"]
    if "below" in request.form:
        with store.shaping([page.parent]):
            trash.trash_tree(store, library.person, page_id)
    else:
        trash.trash(store, library.person, page_id)
    return redirect(place(library, above[-1]) if above else url_for("pages.root"))


def _lock(store: Store, page_id: int) -> Done:
    """Keep everybody from editing the page, as a restriction does, or let them again."""
    library, page = _seen(store, page_id)
    access.require_writable(store, page.space)
    access.lock(store, page.id, "locked" in request.form)
    return redirect(place(library, page))


_STATUS = re.compile(
    r"<!\[CDATA\[.*?\]\]>|(?<=<ac:task-status>)\s*(?P<status>\w*)\s*(?=</ac:task-status>)", re.DOTALL
)


def _tick(store: Store, page_id: int) -> Done:
    """A task is done, or to do again; as in Confluence that makes a version."""
    library, page = _seen(store, page_id)
    body = content.body(store, page.id, page.version)
    found = [match for match in _STATUS.finditer(body) if match["status"] is not None]
    number = request.form.get("task", -1, type=whole)
    if not 0 <= number < len(found):
        raise problems.missing("There is no such task on the page")
    status = "incomplete" if found[number]["status"] == "complete" else "complete"
    start, end = found[number].span()
    based = request.form.get("version", page.version, type=whole)
    change = edit.Change(based + 1, page.title, f"{body[:start]}{status}{body[end:]}")
    return redirect(place(library, edit.update(store, library.person, page_id, change)))


def _restore(store: Store, page_id: int, number: int) -> Done:
    library, page = _seen(store, page_id)
    restored = edit.restore(store, library.person, page, number, f"Reverted to v. {number}", title=False)
    return redirect(place(library, restored))


def _label(store: Store, page_id: int) -> Done:
    library, page = _seen(store, page_id)
    access.require_editable(store, library.person, page)
    labels.add(store, page, [("global", name) for name in _field("name").split()])
    return redirect(f"{place(library, page)}#labels")


def _unlabel(store: Store, page_id: int) -> Done:
    library, page = _seen(store, page_id)
    access.require_editable(store, library.person, page)
    labels.remove(store, page.id, _field("name"))
    return redirect(f"{place(library, page)}#labels")


def _comment(store: Store, page_id: int) -> Done:
    """A comment on words of the page where some are given, else one below it."""
    library, page = _seen(store, page_id)
    paragraphs = [part for part in _field("comment").split("\n\n") if part.strip()]
    if not paragraphs:
        raise problems.invalid("A comment needs words")
    body = "".join(f"<p>{html.escape(part.strip(), quote=False)}</p>" for part in paragraphs)
    words = _field("words").strip()
    if words:
        index = max(request.form.get("occurrence", 1, type=whole), 1) - 1
        comments.add_inline(store, library.person, page, body, words, index)
    else:
        comments.add(store, library.person, page, body, parent=request.form.get("parent", None, type=whole))
    return redirect(f"{place(library, page)}#comments")


def _resolve(store: Store, page_id: int, comment_id: int) -> Done:
    library, page = _seen(store, page_id)
    comments.resolve(store, comments.get(store, comment_id), "resolved" in request.form)
    return redirect(f"{place(library, page)}#comments")
