"""What a person hears of a delivery: progress, plan, summary."""

from __future__ import annotations

from collections.abc import Callable

from .delivery import Delivery, refused
from .sync import Notice, Outcome, Progress


def deliver(delivery: Delivery, dry_run: bool, say: Callable[[str], None]) -> None:
    """Publish, or plan, and tell. Raises PublishError, also where single pages were refused."""
    if dry_run:
        plan = delivery.plan(lambda told: None)
        say(str(plan.empty))
        return

    def notify(told: Progress | Notice) -> None:
        say(str(told))

    outcome = delivery.publish(notify)
    for line in summary(outcome):
        say(line)
    if error := refused(outcome):
        raise error


def summary(outcome: Outcome) -> list[str]:
    states = ", ".join(f"{outcome.count(state)} {state}" for state in ("created", "updated", "unchanged"))
    return [
        f"{len(outcome.pages)} pages: {states}; {outcome.attachments} attachments; "
        f"{outcome.requests} requests in {outcome.seconds:.1f} s.",
        f"Root page: {outcome.root_url}",
    ]
