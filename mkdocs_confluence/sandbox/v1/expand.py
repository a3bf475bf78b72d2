"""What ``expand`` adds to content: version, ancestors, bodies, labels, properties, children, …"""

from __future__ import annotations

from collections.abc import Callable

from flask import request

from ..bodies import views
from ..store import access, comments, files, labels, properties
from ..store import content as contents
from ..store.nouns import Content
from ..web import ask
from . import rows

Expansions = frozenset[str]

PARTS = {
    "history",
    "space",
    "version",
    "ancestors",
    "body",
    "metadata",
    "children",
    "container",
    "descendants",
    "operations",
}


def asked(default: str = "") -> Expansions:
    """The paths of the request's ``expand``."""
    text = ",".join(request.args.getlist("expand")) or default
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def costly(expansions: Expansions) -> int | None:
    """Rows that a list with these expansions answers at most; None: as many as without."""
    switches = ask.store().switches
    if any(path.startswith("body") for path in expansions):
        return switches.body_cap
    return switches.expand_cap if expansions else None


def content(row: Content, expansions: Expansions, number: int | None = None) -> rows.Row:
    """A page with what is expanded; what is not is named under ``_expandable``."""
    made = rows.content(row)
    for path in sorted(expansions):
        top, _, rest = path.partition(".")
        add = _ADD.get(top)
        if add is not None:
            add(made, row, rest, number)
    made["_expandable"] = {part: "" for part in sorted(PARTS) if part not in made}
    return made


def _history(made: rows.Row, row: Content, rest: str, number: int | None) -> None:
    history = made.setdefault(
        "history", {"latest": True, "createdBy": rows.user_by_id(row.author), "createdDate": row.created}
    )
    if rest.startswith("lastUpdated"):
        history["lastUpdated"] = rows.version(row.version, row.message, row.minor, row.editor, row.edited)


def _space(made: rows.Row, row: Content, rest: str, number: int | None) -> None:
    made["space"] = rows.space(access.space(ask.store(), row.space))


def _version(made: rows.Row, row: Content, rest: str, number: int | None) -> None:
    made["version"] = rows.version(row.version, row.message, row.minor, row.editor, row.edited)
    if number is not None:
        old = next((one for one in contents.versions(ask.store(), row.id) if one.number == number), None)
        if old is not None:
            made["version"] = rows.version(old.number, old.message, old.minor, old.author, old.created)
            made["title"] = old.title


def _ancestors(made: rows.Row, row: Content, rest: str, number: int | None) -> None:
    made["ancestors"] = [rows.content(above) for above in contents.ancestors(ask.store(), row)]


def _body(made: rows.Row, row: Content, rest: str, number: int | None) -> None:
    kind = rest.partition(".")[0] or "storage"
    store = ask.store()
    served = ("storage", *views.HTML) if store.datacenter else (*views.PRIMARY, *views.HTML)
    if kind not in served:
        return
    stored = contents.body(store, row.id, number or row.version)
    value = views.read(store, ask.person(), row, kind, stored, request.host_url.rstrip("/"))
    body = {"value": value, "representation": kind, "_expandable": {"content": f"/rest/api/content/{row.id}"}}
    made.setdefault("body", {})[kind] = body


def _metadata(made: rows.Row, row: Content, rest: str, number: int | None) -> None:
    metadata = made.setdefault("metadata", {"_expandable": {}})
    kind, _, key = rest.partition(".")
    if kind == "labels":
        found = [rows.label(label) for label in labels.listed(ask.store(), row.id)]
        metadata["labels"] = rows.listed(found, 0, 200)
    if kind == "properties":
        _property(metadata.setdefault("properties", {"_expandable": {}}), row, key)


def _property(made: rows.Row, row: Content, key: str) -> None:
    """One property; a dot in its key separates paths here, so such a key is not found."""
    name = key.partition(".")[0]
    for found in properties.listed(ask.store(), row.id, name) if name else ():
        made[found.key] = rows.prop(found)


def _children(made: rows.Row, row: Content, rest: str, number: int | None) -> None:
    kind, _, below = rest.partition(".")
    children = made.setdefault("children", {})
    if kind == "page":
        found = contents.children(ask.store(), row.id, ("page",))
        deeper = frozenset([below]) if below else frozenset()
        children["page"] = rows.listed([content(child, deeper) for child in found[:25]], 0, 25)
    if kind == "attachment":
        listed = [rows.attachment(file) for file in files.listed(ask.store(), row.id)]
        children["attachment"] = rows.listed(listed[:25], 0, 25)
    if kind == "comment":
        found_comments = comments.listed(ask.store(), row.id)
        children["comment"] = rows.listed([rows.comment(one) for one in found_comments[:25]], 0, 25)


def _container(made: rows.Row, row: Content, rest: str, number: int | None) -> None:
    made["container"] = rows.space(access.space(ask.store(), row.space))


def _operations(made: rows.Row, row: Content, rest: str, number: int | None) -> None:
    names = access.operations(ask.store(), ask.person(), row)
    made["operations"] = [{"operation": name, "targetType": row.kind} for name in names]


_ADD: dict[str, Callable[[rows.Row, Content, str, int | None], None]] = {
    "history": _history,
    "space": _space,
    "version": _version,
    "ancestors": _ancestors,
    "body": _body,
    "metadata": _metadata,
    "children": _children,
    "container": _container,
    "operations": _operations,
}
