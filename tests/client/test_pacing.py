"""Too many requests: every worker waits, nobody asks inside the window, and the number of workers follows."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from threading import Barrier, Lock

import pytest
from canned import Canned, Reply, Seen, Ticking, client_for

from mkdocs_confluence import errors
from mkdocs_confluence.client import Clock
from mkdocs_confluence.client.pacing import Pace, retry_after
from mkdocs_confluence.client.wire import Answer
from mkdocs_confluence.model import Flavor, Network

LABELS: dict[str, object] = {"results": [{"name": "a"}]}


def test_all_workers_wait_together_until_retry_after_has_passed(canned: Canned, flavor: Flavor) -> None:
    """With real time: eight workers, one of them is told to wait a second."""
    together = Barrier(4)

    def first_four_meet(seen: Seen) -> Reply:
        together.wait(5)
        canned.otherwise = lambda seen: Reply(LABELS)
        return Reply({}, 429, {"Retry-After": "1"})

    canned.otherwise = first_four_meet
    with (
        client_for(canned.url, flavor, network=Network(workers=8), clock=Clock()) as client,
        ThreadPoolExecutor(8) as pool,
    ):
        found = list(pool.map(lambda page: client.labels(str(page)), range(24)))
    assert found == [("a",)] * 24
    assert len(canned.log) == 4 + 24
    last_turned_away, first_after = canned.log[3].at, canned.log[4].at
    assert first_after - last_turned_away >= 0.95


@pytest.mark.parametrize("method", ["labels", "add_labels", "trash", "create"])
def test_429_is_waited_out_for_every_method(canned: Canned, ticking: Ticking, method: str) -> None:
    page = {"id": "7", "title": "T", "version": {"number": 1}, "results": []}
    canned.play(Reply({}, 429, {"Retry-After": "7"}), Reply({}, 429, {"Retry-After": "5"}))
    canned.otherwise = lambda seen: Reply(page)
    with client_for(canned.url, "datacenter", clock=ticking.clock) as client:
        calls: dict[str, Callable[[], object]] = {
            "labels": lambda: client.labels("7"),
            "add_labels": lambda: client.add_labels("7", ["a"]),
            "trash": lambda: client.trash("7"),
            "create": lambda: client.create("T", "1", ""),
        }
        calls[method]()
    assert len({(seen.method, seen.target, seen.body) for seen in canned.log}) == 1, (
        "the same request each time"
    )
    assert len(canned.log) == 3
    assert 11.9 < sum(ticking.slept) < 12.1


def test_without_retry_after_the_silence_doubles_up_to_half_a_minute(
    canned: Canned, ticking: Ticking
) -> None:
    canned.play(*[Reply({}, 429)] * 5, Reply(LABELS))
    with client_for(canned.url, clock=ticking.clock) as client:
        client.labels("7")
    assert 94 < sum(ticking.slept) < 96, "5, 10, 20, 30 and 30 seconds"


def test_a_wait_above_ten_minutes_stops_at_once_and_says_so(canned: Canned, ticking: Ticking) -> None:
    canned.play(Reply({}, 429, {"Retry-After": "9223372036854775807"}))
    canned.otherwise = lambda seen: Reply(LABELS)
    with client_for(canned.url, clock=ticking.clock) as client:
        with pytest.raises(errors.Throttled, match="more than a day"):
            client.labels("7")
        with pytest.raises(errors.Throttled):
            client.labels("8")  # and no other worker asks meanwhile
    assert len(canned.log) == 1
    assert ticking.slept == []


def test_waits_that_add_up_to_ten_minutes_stop_too(canned: Canned, ticking: Ticking) -> None:
    canned.otherwise = lambda seen: Reply({}, 429, {"Retry-After": "250"})
    with client_for(canned.url, clock=ticking.clock) as client, pytest.raises(errors.Throttled):
        client.labels("7")
    assert len(canned.log) == 3


def test_retry_after_may_be_a_date_of_the_servers_clock() -> None:
    headers = {"retry-after": formatdate(1_000_090, usegmt=True), "date": formatdate(1_000_000, usegmt=True)}
    assert retry_after(Answer(429, headers)) == 90
    assert retry_after(Answer(429, {"retry-after": "soon"})) is None
    assert retry_after(Answer(429)) is None


def test_a_503_with_retry_after_silences_everybody_too(canned: Canned, ticking: Ticking) -> None:
    canned.play(Reply({}, 503, {"Retry-After": "30"}), Reply(LABELS))
    with client_for(canned.url, clock=ticking.clock) as client:
        assert client.labels("7") == ("a",)
    assert sum(ticking.slept) > 29.9


def test_workers_start_at_four_halve_once_for_a_crowd_and_grow_back(ticking: Ticking) -> None:
    pace = Pace(8, ticking.clock)
    assert pace.limit == 4
    crowd = [pace.enter() for _ in range(4)]
    ticking.sleep(1)
    for entered in crowd:
        pace.leave(entered, crowded=True)
    assert pace.limit == 2, "once for all that were under way together"
    steps: list[int] = []
    while pace.limit < 8 and len(steps) < 100:
        pace.leave(pace.enter(), good=True)
        steps.append(pace.limit)
    assert 20 < len(steps) < 60, "slowly"
    pace.leave(pace.enter(), good=True)
    assert pace.limit == 8
    for _ in range(9):
        ticking.sleep(1)
        pace.leave(pace.enter(), crowded=True)
    assert pace.limit == 1


def test_no_more_requests_are_under_way_than_workers(canned: Canned) -> None:
    counts: list[int] = []
    lock = Lock()

    def count(seen: Seen) -> Reply:
        with lock:
            counts.append(1)
            busy.append(sum(counts))
        time.sleep(0.01)
        with lock:
            counts.append(-1)
        return Reply(LABELS)

    busy: list[int] = []
    canned.otherwise = count
    with client_for(canned.url, network=Network(workers=2)) as client, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda page: client.labels(str(page)), range(20)))
    assert max(busy) == 2


def test_a_client_that_is_closed_lets_nobody_wait_on(canned: Canned, ticking: Ticking) -> None:
    with client_for(canned.url, clock=ticking.clock) as client:
        client.close()
        with pytest.raises(errors.Unreachable, match="stopped"):
            client.labels("7")
    assert canned.log == []


def test_an_interrupt_ends_all_waiting_and_lets_its_own_thread_ask_at_once(canned: Canned) -> None:
    """With real time: the server asks for ten minutes of silence."""
    canned.play(Reply({}, 429, {"Retry-After": "500"}))
    canned.otherwise = lambda seen: Reply(LABELS)
    with client_for(canned.url, clock=Clock()) as client, ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(client.labels, str(page)) for page in range(4)]
        while not canned.log:
            time.sleep(0.01)
        client.interrupt()
        for one in waiting:
            if isinstance(one.exception(), errors.Unreachable):
                break
        else:
            pytest.fail("nobody waited")
        assert client.labels("7") == ("a",)


def test_after_an_interrupt_nothing_is_tried_twice(canned: Canned, ticking: Ticking) -> None:
    canned.otherwise = lambda seen: Reply({}, 429, {"Retry-After": "5"})
    with client_for(canned.url, clock=ticking.clock) as client:
        client.interrupt()
        with pytest.raises(errors.Throttled):
            client.labels("7")
    assert len(canned.log) == 1
    assert ticking.slept == []
