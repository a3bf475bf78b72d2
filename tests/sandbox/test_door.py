"""Faults and switches of a sandbox that runs, told over HTTP."""

from __future__ import annotations

import socket
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from asking import Rest
from lxml import html

from mkdocs_confluence.sandbox.store.switches import Switches
from mkdocs_confluence.sandbox.web.faults import Fault


def door(rest: Rest, method: str, name: str, **told: Any) -> requests.Response:
    """Somebody without credentials, who may be another process."""
    site = urlsplit(rest.sandbox.url)._replace(path=f"/_sandbox/{name}").geturl()
    return requests.request(method, site, timeout=30, **told)


def test_a_fault_is_told_met_once_and_listed(rest: Rest) -> None:
    answer = door(rest, "POST", "faults", json={"fault": "503:GET .*/user/current$"})
    assert answer.json()["faults"] == [{"fault": "503:GET .*/user/current$", "times": 1, "skip": 0}]
    assert [rest.get("/rest/api/user/current").status_code for _ in range(2)] == [503, 200]
    told = door(rest, "GET", "faults").json()
    path = f"{urlsplit(rest.sandbox.url).path}/rest/api/user/current"
    assert told == {"faults": [], "met": [{"method": "GET", "path": path, "kind": "status"}]}


def test_a_fault_may_skip_and_repeat_and_say_something(rest: Rest) -> None:
    door(rest, "POST", "faults", json={"fault": "409:POST", "skip": 1, "times": 2, "text": "Too many cooks"})
    statuses = [rest.create(f"Page {number}").status_code for number in range(4)]
    assert statuses == [200, 409, 409, 200]
    door(rest, "POST", "faults", json={"fault": "500:POST", "text": "Too many cooks"})
    assert "Too many cooks" in rest.reason(rest.create("Page"))


def test_connections_are_cut_too(rest: Rest) -> None:
    door(rest, "POST", "faults", json={"fault": "drop-after:0"})
    with pytest.raises(requests.ConnectionError):
        rest.create("Page")
    assert rest.children(rest.home) == ["Page"]


def test_faults_are_listed_as_they_could_be_told(rest: Rest) -> None:
    words = [
        "drop-after:3",
        "503:POST .*/pages$",
        "throttle=2:10%",
        "half:25% GET",
        "delay=0.5:*",
        "edge=403:PUT",
    ]
    for text in words:
        assert door(rest, "POST", "faults", json={"fault": text, "seed": 7}).status_code == 200
    rest.sandbox.faults.at(1, Fault("spoil"))
    assert [rule["fault"] for rule in door(rest, "GET", "faults").json()["faults"]] == [*words, "spoil:1"]
    assert door(rest, "DELETE", "faults").json()["faults"] == []
    assert rest.get("/rest/api/user/current").status_code == 200


def test_what_curl_sends_without_a_type_is_understood(rest: Rest) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    data = '{"fault": "500:*"}'
    assert door(rest, "POST", "faults", data=data, headers=headers).status_code == 200
    assert rest.get("/rest/api/user/current").status_code == 500
    assert door(rest, "GET", "info").status_code == 200, "no fault meets the door"


@pytest.mark.parametrize(
    "data", ['{"fault": "boom:1"}', '{"fault": "503:("}', "{}", "[]", "x", '{"fault": 1}']
)
def test_a_fault_that_cannot_be_read_is_answered_with_the_reason(rest: Rest, data: str) -> None:
    answer = door(rest, "POST", "faults", data=data)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert door(rest, "GET", "faults").json()["faults"] == []


def test_switches_change_while_it_runs(cloud: Rest) -> None:
    first, second = cloud.made("B"), cloud.made("A")
    assert cloud.children(cloud.home) == ["A", "B"]
    told = door(cloud, "POST", "switches", json={"new_page_first": False, "list_cap": "7"}).json()
    assert (told["new_page_first"], told["list_cap"]) == (False, 7)
    assert told["move_bumps"] is True
    cloud.made("C")
    assert cloud.children(cloud.home) == ["A", "B", "C"]
    assert first != second
    assert door(cloud, "DELETE", "switches").json()["list_cap"] == Switches().list_cap


@pytest.mark.parametrize("told", [{"no_such": 1}, {"list_cap": "x"}, {"move_bumps": 3}, {"orphans": "eat"}])
def test_a_switch_that_cannot_be_set_is_answered_with_the_reason(rest: Rest, told: dict[str, object]) -> None:
    answer = door(rest, "POST", "switches", json={"list_cap": 9, **told})
    assert answer.status_code == 400
    assert next(iter(told)) in answer.json()["error"]
    assert rest.store.switches == Switches(), "all or nothing"


def test_another_site_cannot_break_the_sandbox(rest: Rest) -> None:
    headers = {"Origin": "https://evil.example"}
    assert door(rest, "POST", "faults", json={"fault": "500:*"}, headers=headers).status_code == 403
    assert rest.get("/rest/api/user/current").status_code == 200


def test_a_client_that_waits_before_a_large_body_is_told_to_go_on(rest: Rest) -> None:
    """``curl`` asks first (``Expect: 100-continue``) for more than a megabyte."""
    place = urlsplit(rest.sandbox.url)
    body = b'{"fault": "500:never"}'
    head = f"POST /_sandbox/faults HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=10) as line:
        line.sendall(head.encode())
        assert line.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.sendall(body)
        assert line.recv(1000).startswith(b"HTTP/1.1 200 OK")


def form(rest: Rest, what: str, **fields: str) -> requests.Response:
    return door(rest, "POST", f"{what}/form", data=fields)


def test_a_person_adds_and_clears_faults_on_a_page(rest: Rest) -> None:
    shown = form(rest, "faults", fault=" 500:GET .*/user/current$ ", times="2", skip="1")
    assert "<code>500:GET .*/user/current$</code>" in shown.text
    assert [rest.get("/rest/api/user/current").status_code for _ in range(4)] == [200, 500, 500, 200]
    assert "<code>status</code> GET" in door(rest, "GET", "").text
    form(rest, "faults", fault="503:*")
    assert "No more faults" not in form(rest, "faults", clear="1").text
    assert rest.get("/rest/api/user/current").status_code == 200
    refused = form(rest, "faults", fault="boom:1")
    assert (refused.status_code, "is no kind of fault" in refused.text) == (400, True)


def test_a_person_sets_switches_on_a_page_that_says_what_they_decide(rest: Rest) -> None:
    shown: html.HtmlElement = html.document_fromstring(door(rest, "GET", "").text)
    fields = dict(shown.forms[-1].fields)
    assert set(asdict(Switches())) <= set(fields)
    assert "Whether a move raises the version of the page." in shown.text_content()
    given = {name: str(fields[name]) for name in asdict(Switches())}
    assert form(rest, "switches", **given).status_code == 200
    assert rest.store.switches == Switches(), "the form as it came changes nothing"
    answer = form(rest, "switches", **{**given, "list_cap": "7", "move_bumps": "False", "orphans": "lift"})
    assert rest.store.switches == Switches(list_cap=7, move_bumps=False, orphans="lift")
    assert "Default: 100." in answer.text
    refused = form(rest, "switches", list_cap="many")
    assert (refused.status_code, "is no number" in refused.text) == (400, True)
    form(rest, "switches", reset="1")
    assert rest.store.switches == Switches()
