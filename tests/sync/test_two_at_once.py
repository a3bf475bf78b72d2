"""Two first publishes of which only one goes on at a time, handing over at any request: one tree comes of it."""

from __future__ import annotations

import threading
from base64 import b64decode
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cuts import QUICK
from sandboxes import Sandbox, StartResponse
from trees import LeapingClock, P, outline, put

from mkdocs_confluence.sandbox.store.nouns import Flavor
from mkdocs_confluence.sync import Outcome

SITE = P("index.md", "Docs", (P("a.md", "A", links=("b.md",)), P("b.md", "B", links=("a.md",))))
ONE, OTHER = "one", "other"
AFTER = {ONE: OTHER, OTHER: ONE}


class Turns(Sandbox):
    """Answers one account at a time; a turn ends before a request with a given number, with a wait, and at the end."""

    def start(self, **ends: int) -> None:
        self.ends = ends
        self.asked = dict.fromkeys(AFTER, 0)
        self.over: set[str] = set()
        self.whose = ONE
        self.changed = threading.Condition()

    def _answer(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        told = b64decode(environ["HTTP_AUTHORIZATION"].removeprefix("Basic "))
        me = told.decode().partition(":")[0]
        with self.changed:
            self.changed.wait_for(lambda: self.whose == me, 60)
            if self.asked[me] == self.ends[me]:
                self.hand_over(me)
            self.asked[me] += 1
        return super()._answer(environ, start_response)

    def hand_over(self, me: str, *, over: bool = False) -> None:
        """Let the other go on until it is this one's turn again."""
        with self.changed:
            if over:
                self.over.add(me)
            if AFTER[me] not in self.over:
                self.whose = AFTER[me]
            self.changed.notify_all()
            if not over:
                assert self.changed.wait_for(lambda: self.whose == me, 60)


class Waiting(LeapingClock):
    """Leaves the turn to the other one while it sleeps."""

    def __init__(self, turns: Turns, me: str) -> None:
        super().__init__()
        self.turns, self.me = turns, me

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self.turns.hand_over(self.me)


def published(turns: Turns, me: str, folder: Path) -> Outcome:
    try:
        return put(turns, SITE, folder / me, clock=Waiting(turns, me), account=me)
    finally:
        turns.hand_over(me, over=True)


def together(flavor: Flavor, folder: Path, one: int, other: int) -> None:
    turns = Turns(folder / "s", flavor, switches=QUICK)
    with turns:
        turns.start(one=one, other=other)
        with ThreadPoolExecutor(2) as pool:
            runs = [pool.submit(published, turns, me, folder) for me in AFTER]
            outcomes = [run.result() for run in runs]
        assert [outcome.failures for outcome in outcomes] == [(), ()]
        assert outline(turns) == [("Docs", ["A", "B"])]
        turns.start(one=-1, other=-1)
        turns.log.clear()
        assert put(turns, SITE, folder / ONE, account=ONE).plan.empty
        assert turns.writes() == []


FLAVORS = pytest.mark.parametrize("flavor", ["cloud", "datacenter"])


@FLAVORS
def test_two_first_publishes_that_overtake_each_other_make_one_tree(flavor: Flavor, tmp_path: Path) -> None:
    """Around the moment in which the root stands there and its ledger does not."""
    for one in range(3, 7):
        for other in range(3, 6):
            together(flavor, tmp_path / f"{one}-{other}", one, other)


@pytest.mark.prove
@pytest.mark.timeout(1200)
@FLAVORS
def test_two_first_publishes_that_overtake_each_other_anywhere_make_one_tree(
    flavor: Flavor, tmp_path: Path
) -> None:
    for one in range(20):
        for other in range(20):
            together(flavor, tmp_path / f"{one}-{other}", one, other)
