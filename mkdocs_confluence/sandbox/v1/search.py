"""CQL search."""

from __future__ import annotations

from flask import Response, request

from ..store import access, cql, problems
from ..store.index import Entry
from ..web import answers, ask, paging
from . import expand, rows
from .face import face


@face.get("/content/search")
def search_content() -> Response:
    """Content for a query. Cloud ignores ``start`` and goes by cursor, Data Center by ``start``."""
    expansions = expand.asked()
    size = _limit(expansions)
    begun = paging.start() if ask.store().datacenter else paging.after()
    found = _found()
    made = [_row(entry, expansions) for entry in found[begun : begun + size]]
    return _answer(made, begun, size, len(found))


def _found() -> list[Entry]:
    text = request.args.get("cql")
    if not text:
        raise problems.invalid("cql query parameter is required")
    found = cql.search(ask.store(), text)
    return [entry for entry in found if access.visible(ask.store(), ask.person(), entry.page)]


def _row(entry: Entry, expansions: expand.Expansions) -> rows.Row:
    return rows.attachment(entry.file) if entry.file else expand.content(entry.page, expansions)


def _limit(expansions: expand.Expansions) -> int:
    cap = expand.costly(expansions)
    if not ask.store().datacenter and expansions & {"body.export_view", "body.styled_view"}:
        cap = 25
    return paging.v1_limit(cap=cap)


def _answer(made: list[rows.Row], begun: int, size: int, total: int) -> Response:
    more = begun + size < total
    told = {"totalSize": total, "cqlQuery": request.args["cql"], "searchDuration": 1}
    if ask.store().datacenter:
        return paging.v1(made, begun, size, more=more, **told)
    following = ""
    if more and size:
        query = {
            key: value for key, value in request.args.items() if key not in ("cursor", "start", "excerpt")
        }
        path = request.path.removeprefix(rows.context())
        following = paging.link(path, query | {"cursor": paging.cursor(begun + size)})
    return answers.send(rows.listed(made, begun, size, following=following, **told))


@face.get("/search")
def search() -> Response:
    """The same, each row wrapped with title, excerpt and address."""
    expansions = expand.asked()
    size = _limit(expansions)
    begun = paging.start() if ask.store().datacenter else paging.after()
    found = _found()
    made = []
    for entry in found[begun : begun + size]:
        row = _row(entry, expansions)
        made.append(
            rows.hit(row, "content", title=entry.title, url=row["_links"]["webui"], edited=entry.page.edited)
        )
    return _answer(made, begun, size, len(found))
