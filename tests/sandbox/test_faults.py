"""Each kind of fault, by index, by pattern and by chance."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
import requests
from asking import Rest
from sandboxes import Sandbox

from mkdocs_confluence.sandbox.web.faults import Fault, Faults


def _titles(rest: Rest) -> list[str]:
    return rest.children(rest.home)


def test_a_dropped_request_may_have_been_done_or_not(rest: Rest) -> None:
    rest.sandbox.faults.on("POST", Fault("drop-before"))
    with pytest.raises(requests.ConnectionError):
        rest.create("Before")
    assert _titles(rest) == []
    rest.sandbox.faults.on("POST", Fault("drop-after"))
    with pytest.raises(requests.ConnectionError):
        rest.create("After")
    assert _titles(rest) == ["After"]


def test_half_an_answer_ends_in_the_middle(rest: Rest) -> None:
    rest.sandbox.faults.on("POST", Fault("half"))
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        rest.create("Page")
    assert _titles(rest) == ["Page"]


def test_an_update_whose_reply_is_lost_is_a_conflict_when_it_is_sent_again(rest: Rest) -> None:
    page = rest.made("Page")
    rest.sandbox.faults.on("PUT", Fault("drop-after"))
    with pytest.raises(requests.ConnectionError):
        rest.update(page, 2, "Page")
    assert rest.update(page, 2, "Page").status_code == 409
    assert rest.version(page) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 500])
def test_a_failure_has_the_shape_of_its_face(rest: Rest, status: int) -> None:
    rest.sandbox.faults.on("POST", Fault("status", status=status))
    answer = rest.create("Page")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.status_code == (404 if (rest.sandbox.flavor, status) == ("cloud", 403) else status)
    assert rest.reason(answer)
    assert _titles(rest) == []


@pytest.mark.parametrize("status", [502, 503, 504])
def test_what_stands_in_front_answers_in_html(rest: Rest, status: int) -> None:
    rest.sandbox.faults.on("POST", Fault("status", status=status))
    answer = rest.create("Page")
    assert (answer.status_code, "<html" in answer.text) == (status, True)


def test_a_failure_can_say_what_it_is_told(rest: Rest) -> None:
    text = "org.springframework.transaction.UnexpectedRollbackException: Transaction rolled back"
    rest.sandbox.faults.on("POST", Fault("status", status=500, text=text))
    assert "Transaction rolled back" in rest.reason(rest.create("Page"))


def test_the_edge_may_say_for_a_moment_that_there_is_no_page(rest: Rest) -> None:
    page = rest.made("Page")
    rest.sandbox.faults.tell("edge=404:GET")
    answer = rest.get(f"{rest.pages}/{page}")
    assert (answer.status_code, answer.headers["x-cache"]) == (404, "Error from cloudfront")
    assert "<html" in answer.text
    assert rest.get(f"{rest.pages}/{page}").status_code == 200


def test_a_throttled_request_says_when_to_come_back(rest: Rest) -> None:
    rest.sandbox.faults.on("POST", Fault("throttle", seconds=1.5))
    answer = rest.create("Page")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")
    assert "X-RateLimit-Limit" in answer.headers
    assert _titles(rest) == []


def test_a_delayed_request_is_served_later(rest: Rest) -> None:
    rest.sandbox.faults.on("POST", Fault("delay", seconds=0.2))
    begun = time.monotonic()
    assert rest.create("Page").status_code == 200
    assert time.monotonic() - begun >= 0.2


def test_a_spoiled_upload_is_refused_and_leaves_a_broken_file(rest: Rest) -> None:
    page = rest.made("Page")
    rest.sandbox.faults.on("attachment", Fault("spoil"))
    assert rest.upload(page, "a.png", b"0123456789").status_code == 503
    row = rest.get(f"/rest/api/content/{page}/child/attachment?filename=a.png").json()["results"][0]
    assert rest.get(row["_links"]["download"]).content == b"01234"
    route = f"/rest/api/content/{page}/child/attachment/{row['id']}/data"
    assert rest.call("POST", route, files={"file": ("a.png", b"0123456789")}).status_code == 200
    assert (
        rest.get(f"/rest/api/content/{page}/child/attachment").json()["results"][0]["version"]["number"] == 2
    )


def test_faults_come_by_index(rest: Rest) -> None:
    rest.get("/rest/api/user/current")
    rest.sandbox.faults.at(1, Fault("status", status=500))
    assert [rest.get("/rest/api/user/current").status_code for _ in range(3)] == [200, 500, 200]


def test_faults_come_by_pattern_after_some_and_for_a_number_of_times(rest: Rest) -> None:
    rest.sandbox.faults.on(r"GET .*/user/current\?a=1$", Fault("status", status=500), skip=1, times=2)
    assert rest.get("/rest/api/user/current").status_code == 200
    statuses = [rest.get("/rest/api/user/current?a=1").status_code for _ in range(4)]
    assert statuses == [200, 500, 500, 200]
    assert [kind for _, _, kind in rest.sandbox.faults.met] == ["status", "status"]


def test_faults_by_chance_repeat_with_their_seed() -> None:
    def met(seed: int) -> list[bool]:
        faults = Faults()
        faults.by_chance(0.3, Fault("status"), seed=seed)
        return [faults.next("GET", "/") is not None for _ in range(200)]

    assert met(1) == met(1)
    assert met(1) != met(2)
    assert 30 < sum(met(1)) < 90


def test_cleared_faults_come_no_more(rest: Rest) -> None:
    rest.sandbox.faults.on("", Fault("status", status=500), times=None)
    rest.sandbox.faults.clear()
    assert rest.get("/rest/api/user/current").status_code == 200


def test_the_log_tells_what_was_asked_and_answered(rest: Rest) -> None:
    rest.get("/rest/api/user/current?x=1")
    rest.create("")
    assert [(method, status) for method, _, status in rest.sandbox.log] == [("GET", 200), ("POST", 400)]
    assert rest.sandbox.log[0][1].endswith("/rest/api/user/current")
    assert len(rest.sandbox.writes()) == 1


@pytest.mark.parametrize(
    "text", ["", "drop-after", "unknown:1", "status:1", "503", "200:*", "delay=x:*", "delay=nan:*", "503:("]
)
def test_a_fault_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="fault"):
        Faults().tell(text)


def test_faults_can_be_told_in_words() -> None:
    faults = Faults()
    for text in ("drop-after:0", "503:POST .*/pages$", "throttle=2:100%", "delay=0.5:*"):
        faults.tell(text, seed=1)
    assert faults.next("GET", "/") == Fault("drop-after")
    assert faults.next("POST", "/a/pages") == Fault("status", status=503)
    assert faults.next("GET", "/") == Fault("throttle", seconds=2)


def test_large_and_chunked_bodies_pass_the_proxy(tmp_path: Path) -> None:
    with Sandbox(tmp_path, "datacenter", strict=False) as sandbox:
        rest = Rest(sandbox)
        page = rest.made("Page", body=f"<p>{'x' * 3_000_000}</p>")
        assert len(rest.body(page)) == 3_000_007
        chunks = iter(
            [
                b'{"type":"page","title":"Chunked","space":{"key":"DOCS"},',
                b'"body":{"storage":{"value":"<p/>"}}}',
            ]
        )
        headers = {"Content-Type": "application/json"}
        assert rest.call("POST", "/rest/api/content", data=chunks, headers=headers).status_code == 200
        assert rest.call("HEAD", f"/rest/api/content/{page}").status_code == 200
        assert rest.get("/rest/api/user/current").status_code == 200


def test_a_stopped_sandbox_leaves_no_thread_behind(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with Sandbox(tmp_path, "cloud") as sandbox:
        rest = Rest(sandbox)
        rest.made("Page")
        assert len(set(threading.enumerate()) - before) > 2
        rest.session.close()
    until = time.monotonic() + 10
    while set(threading.enumerate()) - before and time.monotonic() < until:
        time.sleep(0.01)
    assert set(threading.enumerate()) - before == set()


def test_somebody_who_asks_for_https_is_hung_up_on(rest: Rest) -> None:
    with pytest.raises(requests.ConnectionError):
        requests.get(rest.sandbox.url.replace("http:", "https:"), timeout=10)
