"""Whatever is sent, the answer is one of Confluence's, never a traceback."""

from __future__ import annotations

import base64
import itertools
from typing import Any

import pytest
from asking import Rest

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "x",
    [],
    ["x"],
    [None],
    {},
    {"x": 1},
    [{"x": 1}],
    [[]],
    "\ud800",
)


def _variants(told: Any) -> list[Any]:
    """A right request with one part after the other replaced by each odd value, at every depth."""
    found: list[Any] = list(ODD)
    if isinstance(told, dict):
        for key, value in told.items():
            found += [{**told, key: variant} for variant in _variants(value)]
            found.append({name: part for name, part in told.items() if name != key})
    if isinstance(told, list):
        found += [[variant, *told[1:]] for variant in _variants(told[0])]
    return found


def _requests_of_cloud(rest: Rest, page: str, other: str) -> list[tuple[str, str, Any]]:
    body = {"representation": "storage", "value": "<p>a</p>"}
    place = {"textSelection": "words", "textSelectionMatchCount": 1, "textSelectionMatchIndex": 0}
    version = {"number": 2, "message": "m", "minorEdit": True}
    me = rest.get("/rest/api/user/current").json()["accountId"]
    restriction = {
        "operation": "update",
        "restrictions": {"user": [{"accountId": me}], "group": [{"name": "g"}]},
    }
    restore = {"versionNumber": 1, "message": "m", "restoreTitle": True}
    comment = rest.post("/api/v2/footer-comments", {"pageId": page, "body": body}).json()["id"]
    return [
        ("POST", "/api/v2/pages", {"spaceId": str(rest.space[0]), "title": "T", "status": "current", "parentId": page,
                                   "body": body, "version": version, "subtype": "live"}),
        ("PUT", f"/api/v2/pages/{page}", {"id": page, "status": "current", "title": "T", "parentId": rest.home,
                                          "version": version, "body": {"storage": body}}),
        ("PUT", f"/api/v2/pages/{page}/title", {"status": "current", "title": "U"}),
        ("POST", f"/api/v2/pages/{page}/properties", {"key": "k", "value": {"a": 1}}),
        ("POST", "/api/v2/footer-comments", {"pageId": page, "parentCommentId": comment, "body": body}),
        ("PUT", f"/api/v2/footer-comments/{comment}", {"body": body, "version": version}),
        ("POST", "/api/v2/inline-comments", {"pageId": page, "body": body, "inlineCommentProperties": place}),
        ("POST", "/api/v2/folders", {"spaceId": str(rest.space[0]), "title": "F", "parentId": page}),
        ("POST", "/api/v2/users-bulk", {"accountIds": [me]}),
        ("POST", f"/rest/api/content/{page}/label", [{"prefix": "global", "name": "a"}]),
        ("POST", "/rest/api/content/archive", {"pages": [{"id": other}]}),
        ("PUT", f"/rest/api/content/{page}/restriction", [restriction]),
        ("POST", f"/rest/api/content/{page}/version", {"operationKey": "restore", "params": restore}),
        ("POST", "/rest/api/contentbody/convert/async/export_view", body),
        ("POST", "/rest/api/space", {"key": "NEW", "name": "New"}),
    ]  # fmt: skip


def _requests_of_datacenter(rest: Rest, page: str, other: str) -> list[tuple[str, str, Any]]:
    storage = {"storage": {"value": "<p>words</p>", "representation": "storage"}}
    version = {"number": 2, "message": "m", "minorEdit": True}
    metadata = {"properties": {"editor": {"value": "v2"}}, "labels": [{"prefix": "global", "name": "a"}]}
    whole = {"type": "page", "title": "T", "space": {"key": "DOCS"}, "ancestors": [{"id": page}], "status": "current",
             "body": storage, "version": version, "metadata": metadata, "position": 3}  # fmt: skip
    inline = {"location": "inline", "inlineProperties": {"originalSelection": "words"}}
    comment = {
        "type": "comment",
        "container": {"id": page, "type": "page"},
        "body": storage,
        "extensions": inline,
    }
    restriction = {
        "operation": "update",
        "restrictions": {"user": [{"username": "ann"}], "group": [{"name": "g"}]},
    }
    file = rest.upload(page, "a.png", b"1").json()["results"][0]["id"]
    described = {"id": file, "type": "attachment", "version": {"number": 1}, "title": "c.png",
                 "metadata": {"comment": "c", "mediaType": "m"}, "container": {"id": page}}  # fmt: skip
    return [
        ("POST", "/rest/api/content", whole),
        ("PUT", f"/rest/api/content/{page}", {**whole, "id": page, "ancestors": [{"id": rest.home}]}),
        ("PUT", f"/rest/api/content/{other}?status=draft", {**whole, "id": other}),
        ("POST", "/rest/api/content", comment),
        ("POST", f"/rest/api/content/{page}/property", {"key": "k", "value": 1}),
        ("PUT", f"/rest/api/content/{page}/property/k", {"key": "k", "value": 1, "version": {"number": 2}}),
        ("PUT", f"/rest/api/content/{page}/child/attachment/{file}", described),
        ("POST", f"/rest/api/content/{page}/label", [{"prefix": "global", "name": "a"}]),
        ("PUT", f"/rest/api/content/{page}/restriction", [restriction]),
        ("POST", "/rest/api/contentbody/convert/storage", {"value": "h1. a", "representation": "wiki"}),
        ("POST", "/rest/api/contentbody/convert/view", {"value": "<p>a</p>", "representation": "storage"}),
    ]


def test_no_request_is_answered_with_a_traceback(rest: Rest, request: pytest.FixtureRequest) -> None:
    """All variants under ``--prove``, else every fourth."""
    step = 1 if request.config.getoption("--prove") else 4
    rest.sandbox.switch(early_property=0, hold=0)
    page, other = rest.made("Page"), rest.made("Other")
    wanted = _requests_of_cloud if rest.sandbox.flavor == "cloud" else _requests_of_datacenter
    broken = []
    for method, path, told in wanted(rest, page, other):
        for variant in _variants(told)[::step]:
            answer = rest.call(method, path, json=variant)
            archived = path.endswith("archive") and "does not exist" in answer.text
            if answer.status_code >= 500 and not archived:
                broken.append((method, path, variant, answer.status_code))
    assert not broken, f"{len(broken)}: {broken[:5]}"


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"null", b"[1", b'{"a":' * 2000])
def test_a_body_that_is_no_json_is_refused(rest: Rest, data: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    assert rest.call("POST", rest.pages, data=data, headers=headers).status_code == 400


def test_a_body_that_is_not_called_json_is_refused(rest: Rest) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        headers = {"Content-Type": kind}
        assert rest.call("PUT", f"{rest.pages}/{rest.home}", data="{}", headers=headers).status_code == 415


def test_odd_ids_and_queries_are_refused(rest: Rest) -> None:
    page = rest.made("Page")
    odd = ["0", "-1", "att", "1e9", "%00", "9" * 30, "..", "%F0%9F%98%80"]
    queries = ["limit=9999999999999", "limit=%00", "start=-1", "cursor=AAAA", "version=x", "status=x", "expand=a.b.c,..",
               "body-format=x", "id=x", "ids=x", "space-id=x", "depth=x", "title=%FF"]  # fmt: skip
    for one, query in itertools.product(odd, ["", "?limit=1"]):
        assert rest.get(f"{rest.pages}/{one}{query}").status_code in (200, 400, 404)
    tails = [
        "",
        f"/{page}",
        f"/{page}/child/page",
        f"/{page}/direct-children",
        f"/{page}/descendants",
        "/scan",
        "/search",
    ]
    for tail, query in itertools.product(tails, queries):
        assert rest.get(f"{rest.pages}{tail}?{query}").status_code in (200, 400, 404), (tail, query)


NUMBERS = ("--5", "-", "\u00b2", "\u0663", "1.5", "+1", "1e3", "x", " 1", "1" + "0" * 26)


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_no_number_is_refused_in_every_query(rest: Rest, number: str) -> None:
    page = rest.made("Page")
    files = f"/rest/api/content/{page}/child/attachment"
    asked = [(files, {"limit": number}), (files, {"start": number})]
    if rest.sandbox.flavor == "cloud":
        asked += [("/api/v2/pages", {"limit": number}), ("/api/v2/pages", {"space-id": number})]
        asked += [("/api/v2/pages", {"cursor": _cursor(f'{{"after": "{number}"}}')})]
    else:
        asked += [("/rest/api/content/scan", {"limit": number}), ("/rest/api/content", {"start": number})]
        asked += [("/rest/api/content/scan", {"cursor": f"content:false:{number}"})]
        asked += [("/rest/api/content", {"ids": number})]
    assert [(path, query) for path, query in asked if rest.get(path, params=query).status_code != 400] == []


def _cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


CURSORS = ('{"after": 1e30}', '{"after": Infinity}', '{"after": NaN}', '{"after": -1}', '{"after": true}',
           '{"after": 1' + "0" * 30 + "}", "[]", "1", "[" * 9000)  # fmt: skip


@pytest.mark.parametrize("text", CURSORS, ids=lambda text: text[:20])
def test_a_cursor_that_is_none_is_refused(cloud: Rest, text: str) -> None:
    for path in (
        "/api/v2/pages",
        f"/api/v2/pages/{cloud.home}/direct-children",
        "/rest/api/search?cql=type=page",
    ):
        assert cloud.get(path, params={"cursor": _cursor(text)}).status_code == 400, path


def test_cql_within_endless_brackets_and_negations_is_refused(rest: Rest) -> None:
    for before, after in (("(", ")"), ("not ", ""), ("not(", ")")):
        for times, status in ((3000, 400), (20, 200)):
            query = before * times + "type = page" + after * times
            answer = rest.get("/rest/api/content/search", params={"cql": query})
            assert answer.status_code == status, (before, times)


def test_a_number_of_a_json_body_fits_its_place(cloud: Rest) -> None:
    page = cloud.made("Page")
    for odd in (10**30, "2", 2.5, True, -(2**31)):
        answer = cloud.update(page, 2, "Page", version={"number": odd})
        assert answer.status_code == 400, odd
    for parent in (10**30, "--1", "\u00b2", 1.5, True):
        assert cloud.create("Below", parentId=parent).status_code == 400, parent
