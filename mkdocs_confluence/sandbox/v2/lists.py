"""Lists of pages: by ids, by title, by space; and what is behind ids."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from ..store import access, content, problems
from ..store.limits import fold
from ..web import answers, ask, paging
from . import bodies, rows
from .face import face

_SORTS = {"id": "c.id", "created-date": "c.created", "modified-date": "v.created", "title": "c.folded"}
_STATUSES = {"current", "archived", "deleted", "trashed"}


@face.get("/pages")
def list_pages() -> Response:
    ids = _ids("id", 250)
    spaces = _ids("space-id", 100)
    return _listed(ids, spaces)


@face.get("/spaces/<space_id>/pages")
def list_space_pages(space_id: str) -> Response:
    space = access.space(ask.store(), ask.number(space_id))
    depth = request.args.get("depth", "all")
    if depth not in ("all", "root"):
        raise problems.invalid(f"Provided value {{{depth}}} for 'depth' is not valid")
    return _listed([], [space.id], root=space.home if depth == "root" else None)


def _ids(name: str, most: int) -> list[int]:
    texts = [part for text in request.args.getlist(name) for part in text.split(",") if part]
    if len(texts) > most:
        raise problems.invalid(f"At most {most} values are allowed for '{name}'")
    return [ask.number(text, name) for text in texts]


def _listed(ids: list[int], spaces: list[int], root: int | None = None) -> Response:
    kind = bodies.asked(bulk=True)
    size = paging.limit(cap=ask.store().switches.body_cap if kind else None)
    where, arguments = _where(ids, spaces)
    if root is not None:
        where, arguments = f"{where} AND (c.id = ? OR c.parent IS NULL)", [*arguments, root]
    found, following = _part(where, arguments, size)
    made = []
    for row in found:
        written = rows.page(row)
        written["body"] = bodies.read(row, kind)
        made.append(written)
    return paging.v2(made, following)


def _where(ids: list[int], spaces: list[int]) -> tuple[str, list[Any]]:
    """Conditions for the filters of the request; archived pages count unless ``status`` says otherwise."""
    statuses = [part for text in request.args.getlist("status") for part in text.split(",") if part]
    if not set(statuses) <= _STATUSES:
        raise problems.invalid(f"Provided value {{{', '.join(statuses)}}} for 'status' is not valid")
    parts: list[tuple[str, list[Any]]] = [
        ("c.kind = 'page'", []),
        _among("c.status", statuses or ["current", "archived"]),
        _among("c.space", [row.id for row in access.spaces(ask.store())]),
    ]
    parts += [_among("c.id", ids)] if ids else []
    parts += [_among("c.space", spaces)] if spaces else []
    title = request.args.get("title")
    parts += [("c.folded = ?", [fold(title)])] if title is not None else []
    subtype = request.args.get("subtype")
    parts += [("c.subtype = ?", [subtype])] if subtype else []
    return " AND ".join(text for text, _ in parts), [value for _, values in parts for value in values]


def _among(column: str, values: list[Any]) -> tuple[str, list[Any]]:
    return f"{column} IN ({', '.join('?' * len(values))})", values


def _part(where: str, arguments: list[Any], size: int) -> tuple[list[Any], int | None]:
    """One part of the list. By id it continues after the last id, so that changes meanwhile shift nothing."""
    sort = request.args.get("sort", "id")
    column = _SORTS.get(sort.removeprefix("-"))
    if column is None:
        raise problems.invalid(f"Provided value {{{sort}}} for 'sort' is not valid")
    place = paging.after()
    store = ask.store()
    if sort == "id":
        found = content.select(
            store, f"{where} AND c.id > ?", [*arguments, place], f"ORDER BY c.id LIMIT {size + 1}"
        )
        following = found[size - 1].id if len(found) > size else None
    else:
        order = "DESC" if sort.startswith("-") else "ASC"
        tail = f"ORDER BY {column} {order}, c.id LIMIT {size + 1} OFFSET {place}"
        found = content.select(store, where, arguments, tail)
        following = place + size if len(found) > size else None
    person = ask.person()
    return [row for row in found[:size] if access.visible(store, person, row)], following


@face.post("/content/convert-ids-to-types")
def read_types() -> Response:
    """What is behind ids; null for what does not exist or may not be seen."""
    ids = ask.json_object().value("contentIds")
    if not isinstance(ids, list):
        raise problems.invalid("Invalid message body: contentIds must be a list")
    return answers.send({"results": {str(one): _type(ask.number(one, "contentIds")) for one in ids}})


def _type(number: int) -> str | None:
    store = ask.store()
    row = store.db.execute(
        "SELECT location || '-comment', page FROM comment WHERE id = ?"
        " UNION SELECT 'attachment', page FROM file WHERE id = ?",
        (number, number),
    ).fetchone()
    found = content.find(store, row[1] if row else number)
    if found is None or not access.visible(store, ask.person(), found):
        return None
    return str(row[0]) if row else found.kind
