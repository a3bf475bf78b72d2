"""The law: a publish cut at any request and run again ends in the tree of an undisturbed one, and a third plans nothing."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from cuts import QUICK, Facts, Trial, prepare
from sandboxes import Sandbox, StartResponse

from mkdocs_confluence.errors import PublishError
from mkdocs_confluence.model import Policy
from mkdocs_confluence.sandbox.store.nouns import Flavor
from mkdocs_confluence.sandbox.store.switches import Switches
from mkdocs_confluence.sandbox.web.faults import Fault
from mkdocs_confluence.sync.journey import GRACE

Cut = Literal["before", "after"]
SAMPLE = 6
HERE = Path(__file__).parent.parent


class Reference:
    """The prepared data of one flavor, and the undisturbed publish."""

    def __init__(self, folder: Path, flavor: Flavor) -> None:
        self.flavor = flavor
        self.prepared = prepare(folder, flavor)
        with Trial(self.prepared, folder / "whole", flavor) as trial:
            trial.sandbox.log.clear()
            outcome = trial.publish()
            assert outcome.ok, outcome.failures
            self.requests = len(trial.sandbox.log)
            self.facts: Facts = trial.facts()
            trial.untouched()
            settled(trial)


def settled(trial: Trial) -> None:
    trial.sandbox.log.clear()
    outcome = trial.publish()
    assert outcome.plan.empty, [c for c in outcome.plan.changes if c.writes]
    assert trial.sandbox.writes() == []


@pytest.fixture(scope="module", params=["cloud", "datacenter"])
def reference(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reference:
    return Reference(tmp_path_factory.mktemp(request.param), request.param)


def cut_at(trial: Trial, k: int, how: Cut) -> None:
    """Publish; from the k-th request on the way to the server is cut, before or after that one was carried out."""
    faults = trial.sandbox.faults
    if how == "after":
        faults.at(k, Fault("drop-after"))
    faults.on("", Fault("drop-before"), times=None, skip=k if how == "before" else k + 1)
    with suppress(PublishError):
        trial.publish()
    faults.clear()


def holds(
    reference: Reference,
    folder: Path,
    k: int,
    how: Cut,
    switches: Switches = QUICK,
    facts: Facts | None = None,
) -> None:
    with Trial(reference.prepared, folder, reference.flavor, switches) as trial:
        cut_at(trial, k, how)
        outcome = trial.publish()
        assert outcome.ok, outcome.failures
        told = {notice.key for notice in outcome.notices if "edited" in notice.message}
        assert told <= {"second.md"}
        assert trial.facts() == (facts or reference.facts)
        trial.untouched()
        settled(trial)


def test_a_publish_that_changes_everything_is_complete(reference: Reference) -> None:
    titles = {title for status, title in reference.facts.contents if status == "current"}
    assert {"The guide", "Gamma", "New", "Newest", "Using", "Gone", "Ann's notes"} <= titles
    assert "Stale" not in titles


def test_a_sample_of_cuts_is_healed(reference: Reference, tmp_path: Path) -> None:
    chance = random.Random(20)
    for k in sorted(chance.sample(range(4, reference.requests), SAMPLE)):
        how: Cut = chance.choice(("before", "after"))
        holds(reference, tmp_path / str(k), k, how)


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("how", ["before", "after"])
def test_every_cut_is_healed(reference: Reference, tmp_path: Path, how: Cut) -> None:
    for k in range(reference.requests):
        holds(reference, tmp_path / str(k), k, how)


# --- a real process, killed -----------------------------------------------------------------------


class Deadly(Sandbox):
    """Kills a process when its ``k``-th request comes in, or when that has been carried out."""

    victim: subprocess.Popen[bytes] | None = None
    k = -1
    how: Cut = "before"

    def _answer(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if self.how == "before":
            self._strike(len(self.log) >= self.k)
            if self.victim and self.victim.returncode is not None:
                start_response("503 Gone", [])
                return [b""]
        answer = super()._answer(environ, start_response)
        self._strike(self.how == "after" and len(self.log) > self.k)
        return answer

    def _strike(self, due: bool) -> None:
        if due and self.victim and self.victim.returncode is None:
            self.victim.kill()
            self.victim.wait()


def killed(reference: Reference, folder: Path, k: int, how: Cut) -> None:
    with Trial(reference.prepared, folder, reference.flavor, kind=Deadly) as trial:
        sandbox = trial.sandbox
        assert isinstance(sandbox, Deadly)
        command = [sys.executable, str(HERE / "publisher.py"), sandbox.url, sandbox.flavor, str(folder / "p")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as victim:
            sandbox.victim, sandbox.k, sandbox.how = victim, k, how
            victim.communicate()
        assert victim.returncode == -signal.SIGKILL
        sandbox.victim = None
        outcome = trial.publish()
        assert outcome.ok, outcome.failures
        assert trial.facts() == reference.facts
        trial.untouched()
        settled(trial)


def test_a_killed_process_is_healed(reference: Reference, tmp_path: Path) -> None:
    for k, how in ((reference.requests // 3, "before"), (reference.requests // 2, "after")):
        killed(reference, tmp_path / str(k), k, "before" if how == "before" else "after")


class DeadlyLease(Deadly):
    """Kills a process when it has taken the lease, before it hears of that."""

    def _strike(self, due: bool) -> None:
        super()._strike(any("propert" in path for _, path, _ in self.writes()))


def test_a_process_killed_as_it_takes_the_lease_is_hardly_waited_for(
    reference: Reference, tmp_path: Path
) -> None:
    with Trial(reference.prepared, tmp_path, reference.flavor, kind=DeadlyLease) as trial:
        sandbox = trial.sandbox
        assert isinstance(sandbox, DeadlyLease)
        sandbox.how = "after"
        command = [
            sys.executable,
            str(HERE / "publisher.py"),
            sandbox.url,
            sandbox.flavor,
            str(tmp_path / "p"),
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as victim:
            sandbox.victim = victim
            victim.communicate()
        assert victim.returncode == -signal.SIGKILL
        sandbox.victim = None
        assert trial.publish().ok
        assert GRACE - 1 < trial.clock.slept < Policy().lease / 4, "not until the lease ends"
        assert trial.facts() == reference.facts


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("how", ["before", "after"])
def test_a_process_killed_at_any_request_is_healed(reference: Reference, tmp_path: Path, how: Cut) -> None:
    for k in range(reference.requests - 1):
        killed(reference, tmp_path / str(k), k, how)


# --- under what is unverified about Confluence ----------------------------------------------------

SWITCHES: dict[str, Any] = {
    "create_keeps_message": True,
    "move_bumps": False,
    "title_bumps": False,
    "new_page_first": False,
    "links_heal": True,
    "same_body_bumps": False,
    "list_cap": 7,
    "system_properties": False,
    "trashed_readable": True,
    "delete_twice_fails": False,
    "own_properties_on_create": True,
    "late_read": 1,
    "index_lag": 5.0,
    "early_property": 0.5,
    "message_limit": 48,
    "positions": False,
    "orphans": "archive",
}
"""``message_limit`` as short as a stamp; ``early_property`` as its default is, since ``QUICK`` has none."""


@pytest.mark.parametrize("name", SWITCHES)
def test_cuts_are_healed_under_each_switch(
    reference: Reference, tmp_path: Path, name: str, request: pytest.FixtureRequest
) -> None:
    switches = replace(QUICK, **{name: SWITCHES[name]})
    with Trial(reference.prepared, tmp_path / "whole", reference.flavor, switches) as trial:
        trial.sandbox.log.clear()
        outcome = trial.publish()
        requests = len(trial.sandbox.log)
        assert outcome.ok, outcome.failures
        facts = trial.facts()
        if name != "positions":  # without them the order is the server's
            assert facts == reference.facts
        settled(trial)
    chance = random.Random(name)
    sample = 12 if request.config.getoption("--prove") else 1
    for k in chance.sample(range(4, requests), sample):
        how: Cut = chance.choice(("before", "after"))
        holds(reference, tmp_path / str(k), k, how, switches, facts)
