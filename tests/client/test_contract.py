"""Every request that the client can send is one that the vendor's OpenAPI documents know.

Recorded from a run of every method of the client and of ``doctor``, with answers that lead into each branch.
The few requests and fields outside the documents are named here, each with the reason.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from canned import Canned, Reply, Seen, Ticking, client_for
from contract_requests import Contract

from mkdocs_confluence import errors
from mkdocs_confluence.client import Client
from mkdocs_confluence.client.doctor import checks
from mkdocs_confluence.model import Credentials, Destination, Flavor, Network
from mkdocs_confluence.remote import Property, RemotePage

GATEWAY = "/ex/confluence/c-1/wiki"

OUTSIDE: dict[Flavor, dict[str, str]] = {
    "cloud": {
        "GET /wiki/": "doctor: whether anything answers, before credentials are sent",
    },
    "datacenter": {
        "GET /confluence/": "doctor: whether anything answers, before credentials are sent",
    },
}
"""Requests that no document knows. A third, GET /_edge/tenant_info, is in the tests of the gateway (reference, §1)."""

COMPLAINTS: dict[Flavor, dict[str, str]] = {
    "cloud": {
        "PUT /pages/{id}: field version.minorEdit is not known": "other clients send it; the schema has number and message only (reference, §17.3)",
        "PUT /pages/{id}/title: field status is missing": "doctor: a request about nobody, to learn of a scope (reference, §2.3)",
        "PUT /pages/{id}/title: field title is missing": "the same",
    },
    "datacenter": {
        "PUT /rest/api/content/{contentId}: query expand is not known": "every resource that answers content takes it (guide on expansion)",
        "POST /rest/api/content/{id}/property: field value.a is not known": "a value is any JSON (guide on properties); the schema wraps it as its Java class does",
        "PUT /rest/api/content/{id}/property/{key}: field value.a is not known": "the same",
    },
}
"""Parts of requests that the documents do not know."""

ROW: dict[str, Any] = {
    "id": "7",
    "key": "DOCS",
    "title": "T",
    "name": "a",
    "type": "page",
    "depth": 10,
    "displayName": "Ann",
    "userKey": "k",
    "version": {"number": 1},
    "value": "full-width",
    "homepageId": "7",
    "homepage": {"id": "7", "title": "Home"},
    "body": {"storage": {"value": "<p/>"}},
    "finished": True,
    "successful": True,
}
PAGE = RemotePage("7", "T", version=1)


def calls(client: Client, file: Path) -> dict[str, list[Callable[[], object]]]:
    """Every method of the protocol, in every way that makes it ask something else."""
    prop = Property("3", "k", 1, 1)
    return {
        "whoami": [client.whoami],
        "person": [lambda: client.person("a:1")],
        "space": [client.space],
        "find": [lambda: client.find('A "title", with \\ and ü')],
        "page": [lambda: client.page("7")],
        "pages": [lambda: client.pages([str(number) for number in range(600)])],
        "space_pages": [lambda: list(client.space_pages())],
        "children": [lambda: client.children("7")],
        "descendants": [lambda: client.descendants("6")],
        "body": [lambda: client.body("7"), lambda: client.body("7", 3)],
        "properties": [lambda: client.properties("7", "k")],
        "files": [lambda: client.files("7")],
        "labels": [lambda: client.labels("7")],
        "inline_comments": [lambda: client.inline_comments("7")],
        "page_url": [lambda: client.page_url("7")],
        "create": [lambda: client.create("T", "1", "<p/>", message="m", position=1000, width="full")],
        "update": [
            lambda: client.update(PAGE, title="T", body="<p/>", message="m", minor_edit=True, position=5)
        ],
        "rename": [lambda: client.rename(PAGE, "U", message="m", minor_edit=True)],
        "reparent": [lambda: client.reparent(PAGE, "2", position=3, message="m", minor_edit=True)],
        "move": [lambda: client.move("7", "before", "8"), lambda: client.move("7", "after", "8")],
        "place": [lambda: client.place(PAGE, 4, message="m", minor_edit=True)],
        "trash": [lambda: client.trash("7")],
        "restore": [lambda: client.restore(PAGE)],
        "archive": [lambda: client.archive(["7", "8"])],
        "set_property": [
            lambda: client.set_property("7", "k", {"a": 1}),
            lambda: client.set_property("7", "k", {"a": 1}, current=prop),
        ],
        "delete_property": [lambda: client.delete_property("7", prop)],
        "upload": [
            lambda: client.upload("7", "a.png", file, media_type="image/png", comment="c"),
            lambda: client.upload("7", "a.png", file, media_type="image/png", current="att1"),
        ],
        "delete_file": [lambda: client.delete_file("7", "att1")],
        "add_labels": [lambda: client.add_labels("7", ["a", "b"])],
        "remove_label": [lambda: client.remove_label("7", "a/b")],
        "set_width": [lambda: client.set_width("7", "full")],
        "convert_wiki": [lambda: client.convert_wiki("h1. x")],
    }


def recorded(canned: Canned, flavor: Flavor, tmp_path: Path) -> list[Seen]:
    """All requests of three runs: with good answers, with empty lists, and with lost and refused replies."""
    file = tmp_path / "a.png"
    file.write_bytes(b"png")
    url = f"{canned.url}/{'wiki' if flavor == 'cloud' else 'confluence'}"
    leaf = {**ROW, "depth": 1}
    canned.otherwise = lambda seen: Reply(
        {**ROW, "results": [ROW, ROW | {"id": "5", "type": "folder"}] if "/6/" in seen.path else [leaf]}
    )
    _run(url, flavor, file)
    canned.otherwise = lambda seen: Reply({**ROW, "results": []})
    _run(url, flavor, file)
    _run_broken(canned, url, flavor, file)
    account = {"accountId": "a"} if flavor == "cloud" else {}
    canned.otherwise = lambda seen: (
        Reply(b'"READ_WRITE"') if "accessmode" in seen.path else Reply({**ROW, **account, "results": [leaf]})
    )
    if flavor == "cloud":
        gateway = Destination(f"{canned.url}{GATEWAY}", flavor, "DOCS")
        list(checks(gateway, Credentials("a", "b"), Network(), clock=Ticking().clock))
    list(checks(Destination(url, flavor, "DOCS"), Credentials("a", "b"), Network(), clock=Ticking().clock))
    return [replace(seen, target=seen.target.removeprefix(GATEWAY[: -len("/wiki")])) for seen in canned.log]


def _run(url: str, flavor: Flavor, file: Path) -> None:
    with client_for(url, flavor) as client:
        for name, ways in calls(client, file).items():
            for way in ways:
                if flavor == "cloud" and name in ("place", "convert_wiki"):
                    continue
                if flavor == "datacenter" and name in ("move", "archive"):
                    continue
                with suppress(errors.NotFound, errors.Unexpected):
                    way()


def _run_broken(canned: Canned, url: str, flavor: Flavor, file: Path) -> None:
    """Every write once lost and once refused, so that settling and falling back are recorded too."""
    for reply in (Reply(cut="before"), Reply({"message": "no"}, 409), Reply({"message": "no"}, 404)):

        def answer(seen: Seen, reply: Reply = reply) -> Reply:
            if seen.method != "GET" or (reply.status == 404 and "scan" in seen.path):
                return reply
            return Reply({**ROW, "results": [ROW | {"depth": 1}], "cloudId": "c"})

        canned.otherwise = answer
        with client_for(url, flavor) as client:
            for ways in calls(client, file).values():
                for way in ways:
                    with suppress(errors.ServerError):
                        way()


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"], indirect=True)
def test_every_request_is_one_that_the_vendor_documents(
    canned: Canned, flavor: Flavor, shared: Path, tmp_path: Path
) -> None:
    folder = shared / "reference" / "openapi"
    contracts = (
        [
            Contract(folder / "confluence-cloud-v2.openapi.json", "/wiki/api/v2"),
            Contract(folder / "confluence-cloud-v1.openapi.json"),
        ]
        if flavor == "cloud"
        else [Contract(folder / "confluence-dc-10.2.14.openapi.json", "/confluence")]
    )
    outside: set[str] = set()
    complaints: set[str] = set()
    known: set[str] = set()
    for seen in recorded(canned, flavor, tmp_path):
        label = f"{seen.method} {seen.path}"
        found = next(((contract, one) for contract in contracts if (one := contract.find(seen))), None)
        if found is None:
            outside.add(label)
            continue
        contract, operation = found
        name = f"{operation.method} {operation.template}"
        known.add(name)
        complaints |= {f"{name}: {complaint}" for complaint in contract.complaints(seen, operation)}
    assert outside == set(OUTSIDE[flavor])
    assert complaints == set(COMPLAINTS[flavor])
    assert len(known) > 20, sorted(known)


def test_the_run_calls_every_method_of_the_protocol(canned: Canned, tmp_path: Path) -> None:
    """So a method added later is held against the documents too; two send nothing."""
    methods = {name for name, _ in inspect.getmembers(Client, inspect.isfunction) if not name.startswith("_")}
    with client_for(canned.url) as client:
        assert methods - {"close", "interrupt"} == set(calls(client, tmp_path))
