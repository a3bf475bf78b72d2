"""The waves that give the tree its shape: titles handed over, pages created, restored, renamed and moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from ...errors import TitleTaken
from ...remote import RemotePage
from .. import stamp
from ..changes import Change
from ..ledger import Intent
from ..plan import order
from ..plan.siblings import current
from .content import filled
from .hands import Job
from .places import shown
from .state import Run


class Shape:
    """Shapes pages, and keeps the order in which siblings land."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.index = {change.key: at for at, change in enumerate(run.plan.changes)}
        self.reach = _reach(run)
        self.left = Counter(change.parent for change in run.plan.changes if change.shapes)
        """Key of a parent → pages that still have to be shaped below it, one after another."""
        self.keys = {change.id: change.key for change in run.plan.changes if change.id}
        self.lanes: dict[str, Sequence[tuple[float, str]]] = {
            parent: _lane(run, children) for parent, children in run.plan.order.items()
        }
        """Key of a parent → (position, key) of its children as they stand now."""
        self.lands_first = False
        """Whether a new page was seen to land before its siblings: then the last one is created first."""

    # what is about to happen

    def intent(self, change: Change) -> Intent:
        """What the next run must know of a page to recognise what this one did to it."""
        page = self.run.pages.get(change.key) or change.before
        renames = bool(change.parked) + (change.rename and change.parked != change.title)
        if change.create or page is None:
            return Intent(change.key, "", change.title, change.parent or "")
        return Intent(
            change.key,
            page.id,
            change.title,
            change.parent or "",
            page.title,
            page.parent,
            page.version,
            renames + change.move + 2 * change.restore,
            change.parked,
        )

    # jobs

    def parking(self, change: Change) -> Job:
        return Job(change.key, lambda: self.run.attempt(change, lambda: self._park(change)), wave="park")

    def shaping(self, change: Change) -> Job:
        waits = {change.parent or "", *self._links(change)}
        return Job(
            change.key,
            self._guarded(change, lambda: self._shape(change)),
            frozenset(waits - {change.key}),
            self._locks(change),
            "shape",
        )

    def _links(self, change: Change) -> list[str]:
        """New pages that a page created whole links to; those that exist have their ids, and may move below it."""
        if not (change.whole and change.page):
            return []
        return [key for key in change.page.links if self.run.changes[key].create]

    def _locks(self, change: Change) -> frozenset[str]:
        """Both parents of a page that moves; none for one that is only renamed."""
        if not (change.create or change.move or change.restore):
            return frozenset()
        locks = {f"key {change.parent or ''}"}
        if change.restore:
            locks.add("trash")
        elif change.before:
            left = change.before.parent
            locks.add(f"key {self.keys[left]}" if left in self.keys else f"id {left}")
        return frozenset(locks)

    def _guarded(self, change: Change, work: Callable[[], None]) -> Callable[[], None]:
        def guarded() -> None:
            if change.parent is not None and change.parent not in self.run.pages:
                self.run.note(change, "the page waits for the one above it, which could not be created.")
                return
            self.run.attempt(change, work)

        return guarded

    def choose(self, ready: Sequence[Job]) -> Job:
        """Of siblings the next in the order in which they land best; of those the one on the longest way to the end,
        where siblings wait for each other. Content is for hands that have nothing else to do.
        """
        ready = [job for job in ready if job.key in self.index] or ready[:1]
        if ready[0].key not in self.index:
            return ready[0]
        heads: dict[str | None, Job] = {}
        for job in ready:
            parent = self.run.changes[job.key].parent
            other = heads.get(parent)
            if other is None or self._rank(job) < self._rank(other):
                heads[parent] = job
        found = max(heads.values(), key=lambda job: (self._way(job), -self.index[job.key]))
        self.left[self.run.changes[found.key].parent] -= 1
        return found

    def _way(self, job: Job) -> int:
        return self.left[self.run.changes[job.key].parent] + self.reach[job.key]

    def _rank(self, job: Job) -> int:
        backwards = self.lands_first and self.run.changes[job.key].create
        return -self.index[job.key] if backwards else self.index[job.key]

    # work

    def _park(self, change: Change) -> None:
        self._restore(change)
        page = self.run.rename(self.run.pages[change.key], change.parked)
        self.run.keep(change, page)

    def _shape(self, change: Change) -> None:
        if change.create:
            self._create(change)
            return
        self._restore(change)
        page = self.run.pages[change.key]
        parent = self.run.parent_id(change)
        if page.parent != parent:
            page = self.run.client.reparent(
                page,
                parent,
                position=change.position,
                message=self.run.message,
                minor_edit=self.run.policy.minor_edit,
            )
            self.run.keep(change, page)
        if change.move:
            self._landed(change, page)
        if change.rename and page.title != change.title:
            self.run.keep(change, self._titled(change, lambda: self.run.rename(page, change.title)))

    def _restore(self, change: Change) -> None:
        if change.restore and change.before and change.key not in self.run.pages:
            self.run.keep(change, self.run.client.restore(change.before))

    def _create(self, change: Change) -> None:
        run = self.run
        assert change.page  # noqa: S101  # only pages of the site are created
        ids = run.ids
        whole = change.whole and all(key in ids for key in change.page.links)
        body = filled(run, change.page, ids) if whole else stamp.placeholder(run.plan.site)
        mark = stamp.stamp(run.plan.site, change.page, ids)
        text = stamp.message(run.policy.version_message, mark) if whole else ""
        parent, width = run.parent_id(change), change.page.width
        with shown(body):
            page = self._titled(
                change,
                lambda: run.client.create(
                    change.title, parent, body, message=text, position=change.position, width=width
                ),
            )
        run.keep(change, page)
        run.created(change)
        run.fresh.add(change.key)
        if whole:
            run.whole.add(change.key)
            run.record(change, replace(run.entry(change), body=mark.body, links=mark.links))
        self._landed(change, page)

    def _titled(self, change: Change, write: Callable[[], RemotePage]) -> RemotePage:
        """Do a write that gives a title; a clash that nobody could see while planning is told as what it is."""
        try:
            return write()
        except TitleTaken as error:
            holder = self.run.client.find(change.title)
            if holder is None:
                error.message = f"The title “{change.title}” belongs to a page that this account may not see."
                error.hint = "Ask its owner to rename it, or set `title_prefix`."
            else:
                error.message = f"The title “{change.title}” belongs to another page by now: {holder.url}"
            raise

    def _landed(self, change: Change, page: RemotePage) -> None:
        with self.run.lock:
            self.run.moved.add(change.key)
            if change.parent is None:
                return
            lane = self.lanes.setdefault(change.parent, [])
            last = max((position for position, _ in lane), default=0.0) + 1
            position = last if page.position is None else float(page.position)
            known = change.create and page.position is not None and lane
            self.lanes[change.parent] = placed = order.insert(lane, position, change.key)
            if known:
                self.lands_first = placed[0][1] == change.key


def _lane(run: Run, children: Sequence[str]) -> list[tuple[float, str]]:
    changes = [run.changes[key] for key in children]
    lane: list[tuple[float, str]] = []
    for key in current(changes):
        before = run.changes[key].before
        last = lane[-1][0] + 1 if lane else 0.0
        lane.append((last if before is None or before.position is None else float(before.position), key))
    return lane


def _reach(run: Run) -> dict[str, int]:
    """Key → the most pages on a way down from it that are shaped one after another, siblings included."""
    below: Counter[str | None] = Counter()
    deepest: Counter[str | None] = Counter()
    reach: dict[str, int] = {}
    for change in reversed(run.plan.changes):
        reach[change.key] = below[change.key] + deepest[change.key]
        below[change.parent] += change.shapes
        deepest[change.parent] = max(deepest[change.parent], reach[change.key])
    return reach
