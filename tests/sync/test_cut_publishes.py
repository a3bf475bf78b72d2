"""The law: a publish cut at any request and run again ends in the tree of an undisturbed one, and a third plans nothing."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest
from cuts import Facts, Trial, prepare

from mkdocs_confluence.errors import PublishError
from mkdocs_confluence.sandbox.faults import Fault
from mkdocs_confluence.sandbox.nouns import Flavor

Cut = Literal["before", "after"]
SAMPLE = 6


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


def holds(reference: Reference, folder: Path, k: int, how: Cut) -> None:
    with Trial(reference.prepared, folder, reference.flavor) as trial:
        cut_at(trial, k, how)
        outcome = trial.publish()
        assert outcome.ok, outcome.failures
        assert trial.facts() == reference.facts
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
