"""Deciding and doing: snapshot → plan → lease → apply → commit.

``snapshot`` reads, ``plan`` and ``comments`` are pure, ``apply`` and ``journal`` write, ``report`` tells; ``changes``
holds their nouns and ``journey`` is one publish from beginning to end. State lives in Confluence alone, in the
``ledger``, so a publish that was cut is completed by the next one, on any machine.
"""

from __future__ import annotations

from dataclasses import replace

from ..bundle import Bundle
from ..client import Client
from ..errors import Foreign, TreeError
from ..model import Destination, Policy, Publication
from .changes import (
    Change,
    Failure,
    Notice,
    Notify,
    Outcome,
    Plan,
    Progress,
    Published,
    Snapshot,
    silent,
)
from .clock import Clock
from .journey import Journey
from .plan import draft
from .plan import plan as make_plan
from .plan.refusals import refusals
from .snapshot import snapshot

__all__ = [
    "Change",
    "Clock",
    "Failure",
    "Notice",
    "Outcome",
    "Plan",
    "Progress",
    "Published",
    "Snapshot",
    "plan_only",
    "prospect",
    "publish",
]


def publish(
    client: Client,
    publication: Publication,
    bundle: Bundle,
    destination: Destination,
    policy: Policy,
    *,
    workers: int = 8,
    notify: Notify = silent,
    clock: Clock | None = None,
) -> Outcome:
    """Bring the tree in Confluence to what the publication says.

    Pages that Confluence refuses are failures in the outcome; the others go out. Raises TreeError before any write
    where the plan must not be carried out, Leased where another publish goes on for too long, and ServerError where
    Confluence cannot be used any more; what was done by then is recorded and completed by the next publish.
    """
    return Journey(client, publication, bundle, destination, policy, workers, notify, clock or Clock()).go()


def plan_only(
    client: Client,
    publication: Publication,
    destination: Destination,
    policy: Policy,
    *,
    notify: Notify = silent,
) -> Plan:
    """What ``publish`` would do; sends only reads. Raises as ``publish`` does."""
    return make_plan(publication, snapshot(client, publication, destination, policy, notify), policy)


def prospect(
    client: Client,
    publication: Publication,
    destination: Destination,
    policy: Policy,
    *,
    notify: Notify = silent,
) -> tuple[Plan, tuple[TreeError, ...]]:
    """What ``publish`` would do, and why it would not do it; sends only reads. Raises Foreign, SettingsError, ServerError."""
    try:
        found = snapshot(client, publication, destination, policy, notify)
    except Foreign as refusal:
        if not policy.adopt:
            raise
        cautious = replace(policy, adopt=False)
        return prospect(client, publication, destination, cautious, notify=notify)[0], (refusal,)
    decided = draft(publication, found, policy)
    return decided, tuple(refusals(decided, policy))
