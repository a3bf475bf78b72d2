"""Users, and who watches what."""

from __future__ import annotations

import re

from flask import Response, request

from ..store import files, now, people, problems, watches
from ..store.nouns import Person
from ..web import answers, ask, paging
from . import rows
from .face import cloud, face


@face.get("/user/current")
def read_current_user() -> Response:
    return answers.send(rows.user(ask.person()))


@face.get("/user")
def read_user() -> Response:
    """By account id (Cloud), by user name or key (Data Center)."""
    store = ask.store()
    found: Person | None = None
    if store.datacenter:
        name, key = request.args.get("username", ""), request.args.get("key", "")
        found = people.by_name(store, name) if name else people.by_id(store, key)
    else:
        found = people.by_id(store, request.args.get("accountId", ""))
    if found is None:
        raise problems.missing("No user found with the given key, name or account id")
    return answers.send(rows.user(found))


@face.get("/search/user")
@cloud
def search_users() -> Response:
    """``user.fullname ~ "Ann"`` and ``user.accountid = "…"``."""
    cql = request.args.get("cql", "")
    match = re.fullmatch(r'\s*user\.(fullname|accountid)\s*(~|=)\s*"([^"]*)"\s*', cql, re.IGNORECASE)
    if match is None:
        raise problems.invalid(f"Could not parse cql : {cql}")
    store = ask.store()
    if match[1].lower() == "accountid":
        found = [person for person in [people.by_id(store, match[3])] if person]
    else:
        found = people.like(store, match[3])
    start, size = paging.start(), paging.v1_limit()
    part = [
        rows.hit(rows.user(person), "user", title=person.display, url="", edited=now())
        for person in found[start : start + size]
    ]
    more = {"totalSize": len(found), "cqlQuery": cql, "searchDuration": 1}
    return paging.v1(part, start, size, more=start + size < len(found), **more)


@face.route("/user/watch/content/<content_id>", methods=["GET", "POST", "DELETE"])
def watch(content_id: str) -> Response:
    store, person, number = ask.store(), ask.person(), ask.number(content_id)
    ask.page(str(files.get(store, number).page) if content_id.startswith("att") else content_id)
    if request.method == "GET":
        return answers.send({"watching": watches.stands(store, person, number)})
    if request.method == "POST":
        watches.begin(store, person, number)
    else:
        watches.end(store, person, number)
    return answers.nothing()
