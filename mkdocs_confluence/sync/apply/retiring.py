"""The wave that retires pages, lowest first."""

from __future__ import annotations

from dataclasses import replace

from ...errors import NotFound, PublishError
from ..changes import Change, Notice
from ..plan.retire import KEPT, renamed
from .hands import Job
from .state import Run


def retiring(run: Run) -> list[Job]:
    """The jobs of the retire wave; none after any failure, since then the tree is not what it should be."""
    changes = [change for change in run.plan.changes if change.retire]
    if changes and run.failures:
        text = f"Not retired, since others failed: {len(changes)} page{'s' * (len(changes) > 1)}."
        run.notices.append(Notice("", text))
        return []
    keys = {change.id: change.key for change in changes}
    below: dict[str, set[str]] = {}
    for change in changes:
        if change.before and change.before.parent in keys:
            below.setdefault(keys[change.before.parent], set()).add(change.key)
    return [_job(run, change, frozenset(below.get(change.key, ()))) for change in changes]


def _job(run: Run, change: Change, below: frozenset[str]) -> Job:
    parent = change.before.parent if change.before else ""
    locks = {parent, "archive"} if change.retire == "archive" else {parent}

    def retire() -> None:
        if below & run.failures.keys():
            run.note(change, "the page is kept, since one below it could not be retired.")
            return
        try:
            _retire(run, change)
        except PublishError as error:
            run.fail(change, error)

    return Job(change.key, retire, below, frozenset(locks), "retire")


def _retire(run: Run, change: Change) -> None:
    """An archived page keeps its title to itself, so it is renamed first; one job at a time is allowed."""
    page = run.pages[change.key]
    if _shelters(run, page.id):
        old = change.before.title if change.before else page.title
        run.tell(change, KEPT if old == page.title else f"{KEPT} {renamed(old, page.title)}", page.url)
        return
    if change.retire == "archive":
        if page.title != change.title:
            run.keep(change, run.rename(page, change.title))
        run.client.archive([page.id])
    else:
        run.client.trash(page.id)
    run.record(change, replace(run.entry(change), gone=change.retire))
    with run.lock:
        run.retired.append(change.key)


def _shelters(run: Run, page_id: str) -> bool:
    """Whether a page stands below it that this run did not retire: since it was planned somebody may have made one.

    A page that is gone by now has none.
    """
    retired = {run.changes[key].id for key in run.retired}
    try:
        return any(child.id not in retired for child in run.client.children(page_id))
    except NotFound:
        return False
