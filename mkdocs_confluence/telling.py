"""What a person hears while a site is delivered, in a build and on the command line."""

from __future__ import annotations

import shlex
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from pathlib import Path

from .client import Client
from .config import SANDBOX, data_folder
from .delivery import Delivery, refused
from .model import Opening, Publication, fill
from .sandbox.running import running_on
from .sync import Notice, Outcome, Plan, Progress, report
from .sync.changes import Notify
from .sync.report.progress import ended, progress
from .sync.report.wording import changed

DRY_RUN = "This was a dry run: nothing is sent."
Say = Callable[[str], None]


def in_build(delivery: Delivery, say: Say, show: Say) -> None:
    """Publish, or plan, at the end of a build: ``say`` logs a line, ``show`` prints a text as it is.

    Raises PublishError, also where single pages were refused.
    """
    if delivery.dry_run:
        plan = delivery.plan(_logged(say))
        show(report.plan_text(plan))
        say(DRY_RUN)
        return
    heard: list[Notice] = []
    with _interruptible(say):
        outcome = delivery.publish(
            _listening(progress(sys.stderr) if sys.stderr.isatty() else _logged(say), heard)
        )
    for line in [*summary(outcome, heard).splitlines(), *verified(delivery, outcome), *stopped(delivery)]:
        say(line)
    if error := refused(outcome):
        raise error


@contextmanager
def _interruptible(say: Say) -> Iterator[None]:
    with _cancellable():
        try:
            yield
        except KeyboardInterrupt:
            say("Interrupted. What was done is recorded; publish again to complete it.")
            raise


@contextmanager
def _cancellable() -> Iterator[None]:
    """A job that is cancelled gets SIGTERM, which would end the process at once: it counts as Ctrl+C."""
    free = signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    if not free or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def verified(delivery: Delivery, outcome: Outcome) -> Iterator[str]:
    """That reading back found nothing; what it finds is told as failures."""
    if delivery.policy.verify and outcome.ok:
        yield f"Verified: {report.counted(len(outcome.pages), 'page')} read back and found as meant."


def stopped(delivery: Delivery) -> Iterator[str]:
    """How to look at the pages, where the sandbox ran only as long as the publish."""
    if delivery.destination.url != SANDBOX or running_on(delivery.sandbox_dir):
        return
    words = ["mkdocs-confluence", "sandbox"]
    if delivery.sandbox_dir != data_folder() / SANDBOX:
        words += ["--data", str(delivery.sandbox_dir.resolve())]
    if delivery.destination.flavor != "cloud":
        words += ["--flavor", delivery.destination.flavor]
    yield f"The sandbox has stopped; `{shlex.join(words)}` serves it again."


def summary(outcome: Outcome, heard: list[Notice]) -> str:
    """What was done, without notices that were told already and without failures, which are told as the error."""
    rest = tuple(notice for notice in outcome.notices if notice not in heard)
    return report.outcome_text(replace(outcome, notices=rest, failures=()))


def _logged(say: Say) -> Notify:
    """Tells the end of each wave, and notices, as lines of a log."""

    def notify(event: Progress | Notice) -> None:
        if isinstance(event, Notice):
            say(str(event))
        elif event.total and event.done == event.total:
            say(ended(event))

    return notify


def _listening(notify: Notify, heard: list[Notice]) -> Notify:
    def listen(event: Progress | Notice) -> None:
        if isinstance(event, Notice):
            heard.append(event)
        notify(event)

    return listen


def on_command(delivery: Delivery, heard: list[Notice]) -> Outcome:
    """Publish for the command line: progress goes to standard error. Raises PublishError."""

    def say(line: str) -> None:
        print(line, file=sys.stderr)  # noqa: T201  # a command speaks to its terminal

    with _interruptible(say):
        outcome = delivery.publish(_listening(progress(sys.stderr), heard))
    for line in [*verified(delivery, outcome), *stopped(delivery)]:
        say(line)
    return outcome


def planned(delivery: Delivery, form: str, *, diff: bool) -> tuple[str, bool]:
    """The plan as text or JSON, and whether it is empty. Raises PublishError."""
    with delivery.connected() as (client, destination):
        plan = delivery.planned(client, destination, progress(sys.stderr))
        words = dict(_differences(delivery, client, plan)) if diff else {}
    if form == "json":
        return report.plan_json(plan, words if diff else None), plan.empty
    parts = [report.plan_text(plan), *(f"\n{key}\n" + "\n".join(lines) for key, lines in words.items())]
    return "\n".join(parts), plan.empty


def _differences(delivery: Delivery, client: Client, plan: Plan) -> Iterator[tuple[str, list[str]]]:
    """(key, lines) for every page that will have a body with other visible words than now.

    Those of a page that is to come back from the trash are all new: nobody sees what it holds.
    """
    for change in plan.changes:
        if change.page and change.body:
            seen = change.before and not change.restore
            stored = client.body(change.id).value if seen else ""
            if lines := changed(stored, fill(delivery.bundle.body(change.page), _unconverted)):
                yield change.key, lines


def _unconverted(opening: Opening) -> str:
    """Wiki markup as it is, since only a publish has it converted."""
    return f"<pre>{escape(opening.value)}</pre>" if opening.kind == "wiki" else opening.value


def bundled(publication: Publication, folder: Path) -> str:
    return f"The bundle in {folder} holds {report.counted(len(publication.pages), 'page')}."


def published(outcome: Outcome, heard: list[Notice], form: str) -> str:
    return report.outcome_json(outcome) if form == "json" else summary(outcome, heard)
