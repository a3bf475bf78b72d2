"""Read everything back after a publish and compare it with what was meant."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from ..bundle import Bundle
from ..client import Client
from ..errors import PublishError
from ..model import Page
from ..names import tidy
from ..remote import RemotePage
from . import stamp
from .apply.hands import Job, work
from .changes import Change, Failure, Plan
from .report.wording import visible


def verify(
    client: Client,
    plan: Plan,
    bundle: Bundle,
    pages: Mapping[str, RemotePage],
    workers: int,
    left: Container[str] = (),
    *,
    ordered: bool = True,
) -> tuple[Failure, ...]:
    """What differs: title, parent, order, version, labels, names and sizes of files, visible words; one failure a page.

    ``pages`` are those that were published, by key, as the publish left them; ``left`` are keys of those whose bodies
    were left alone, as the policy says: their words, files and version are people's. The order of children counts where
    ``ordered``: where the publish and not the server decides it. Costs three requests a page.
    """
    checking = _Checking(client, plan, bundle, pages, left, ordered)
    checking.now = dict(client.pages([page.id for page in pages.values()])) if pages else {}
    changes = [change for change in plan.changes if change.key in pages]
    jobs = [Job(change.key, partial(checking.check, change)) for change in changes]
    work(jobs, workers, stop=client.interrupt)
    return tuple(
        Failure(
            change.key,
            change.title,
            f"reads back differently: {'; '.join(found)}.",
            url=pages[change.key].url,
        )
        for change in changes
        if (found := checking.found.get(change.key))
    )


@dataclass(slots=True)
class _Checking:
    client: Client
    plan: Plan
    bundle: Bundle
    pages: Mapping[str, RemotePage]
    left: Container[str]
    ordered: bool
    now: dict[str, RemotePage] = field(default_factory=dict)
    found: dict[str, list[str]] = field(default_factory=dict)

    def check(self, change: Change) -> None:
        page, meant = self.pages[change.key], change.page
        now = self.now.get(page.id)
        if meant is None:
            return
        if now is None or now.status != "current":
            self.found[change.key] = ["the page is gone"]
            return
        try:
            self.found[change.key] = [
                *self._place(change, page, now),
                *self._labels(change, meant, now),
                *self._files(change, meant, now),
                *self._words(change, meant, now),
            ]
        except PublishError as error:
            self.found[change.key] = [error.message]

    def _place(self, change: Change, page: RemotePage, now: RemotePage) -> Iterator[str]:
        if tidy(now.title) != change.title:
            yield f"its title is “{now.title}”"
        above = self.pages.get(change.parent or "")
        parent = self.plan.snapshot.parent if change.parent is None else above.id if above else now.parent
        if now.parent != parent:
            yield "it stands under another page"
        if now.version != page.version and change.key not in self.left:
            yield f"it has version {now.version}, not {page.version}"
        if self.ordered and not self._in_order(change, page):
            yield "its children stand in another order"

    def _in_order(self, change: Change, page: RemotePage) -> bool:
        children = [self.pages[key].id for key in self.plan.order.get(change.key, ()) if key in self.pages]
        there = [self.now[child] for child in children if child in self.now]
        ranks = [child.position for child in there if child.parent == page.id]
        known = [rank for rank in ranks if rank is not None]
        return len(known) != len(ranks) or known == sorted(known)

    def _left_alone(self, change: Change) -> bool:
        return change.key in self.left or (change.edited and not change.body)

    def _labels(self, change: Change, meant: Page, now: RemotePage) -> Iterator[str]:
        """Labels of people may stand beside ours; those of ours that left may not."""
        there, wanted = set(self.client.labels(now.id)), set(meant.labels)
        stale = set(change.entry.labels if change.entry else ()) - wanted
        if missing := wanted - there:
            yield f"it lacks the labels {', '.join(sorted(missing))}"
        if kept := stale & there:
            yield f"it still has the labels {', '.join(sorted(kept))}"

    def _files(self, change: Change, meant: Page, now: RemotePage) -> Iterator[str]:
        """Files of people may stand beside ours; those of ours that no longer belong to the page may not."""
        if self._left_alone(change):
            return
        there = self.client.files(now.id)
        sizes = {file.name: file.size for file in there}
        stale = set(change.entry.files if change.entry else ()) - {file.name for file in meant.attachments}
        for name in sorted(
            file.name for file in there if stamp.file_ours(file.comment) and file.name in stale
        ):
            yield f"it still has the file {name}"
        for attachment in meant.attachments:
            if attachment.name not in sizes:
                yield f"it lacks the file {attachment.name}"
            elif sizes[attachment.name] != attachment.size and not attachment.drawn:
                yield f"the file {attachment.name} has {sizes[attachment.name]} bytes, not {attachment.size}"

    def _words(self, change: Change, meant: Page, now: RemotePage) -> Iterator[str]:
        """Not where the body was left alone, nor where the server converts a part of it."""
        if meant.wiki or self._left_alone(change):
            return
        if visible(self.client.body(now.id).value) != visible(self.bundle.body(meant)):
            yield "its words are others"
