"""The wave that puts siblings in order, and the reading back of where everything stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..errors import PublishError
from . import order
from .changes import Change
from .hands import Job
from .journal import batches
from .ledger import Intent
from .state import Run

Lane = Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Portion:
    """Moves of one batch: what is about to happen, and one job for each parent."""

    intents: list[Intent]
    jobs: list[Job]


class Ordering:
    """Knows how siblings stand: at first from what landed where, later from what was read back."""

    def __init__(self, run: Run, lanes: dict[str, list[tuple[float, str]]]) -> None:
        self.run = run
        self.lanes: dict[str, Lane] = dict(lanes)
        self.moved: dict[str, int] = {}
        """Key → moves of this run beside a sibling, each of which may have raised its version."""

    def jobs(self) -> list[Portion]:
        if self.run.plan.flavor == "cloud":
            return list(self._beside())
        return list(self._placed())

    # Cloud

    def _moves(self, parent: str) -> tuple[order.Move, ...]:
        current = [key for _, key in self.lanes.get(parent, ())]
        wanted = [key for key in self.run.plan.order[parent] if key in set(current)]
        return order.moves(current, wanted)

    def _beside(self) -> Iterator[Portion]:
        steps = [(parent, move) for parent in self.run.plan.order for move in self._moves(parent)]
        rest = iter(steps)
        for intents in batches(self._intent(move.key) for _, move in steps):
            moves: dict[str, list[order.Move]] = {}
            for _ in intents:
                parent, move = next(rest)
                moves.setdefault(parent, []).append(move)
            longest_first = sorted(moves.items(), key=lambda row: -len(row[1]))
            jobs = [Job(parent, self._mover(parent, found)) for parent, found in longest_first]
            yield Portion(intents, jobs)

    def _mover(self, parent: str, moves: Sequence[order.Move]) -> Callable[[], None]:
        """One after another: two moves at once under one parent are refused."""

        def run_moves() -> None:
            for move in moves:
                try:
                    page, sibling = self.run.pages[move.key], self.run.pages[move.sibling]
                    self.moved[move.key] = self.moved.get(move.key, 0) + 1
                    self.run.client.move(page.id, move.relation, sibling.id)
                except PublishError as error:
                    self.run.fail(self.run.changes[move.key], error)

        return run_moves

    def differs(self) -> bool:
        """Whether, as read back, siblings stand in another order than they should."""
        return self.run.plan.flavor == "cloud" and any(self._moves(parent) for parent in self.run.plan.order)

    # Data Center

    def _placed(self) -> Iterator[Portion]:
        changes = [change for change in self.run.plan.changes if self._misplaced(change)]
        rest = iter(changes)
        for intents in batches(self._intent(change.key) for change in changes):
            yield Portion(intents, [self._placer(next(rest)) for _ in intents])

    def _misplaced(self, change: Change) -> bool:
        """A position that another write carried and that is still not set is one that the server ignores."""
        page = self.run.pages.get(change.key)
        if change.position is None or page is None or page.position == change.position:
            return False
        return not change.carried or change.restore

    def _placer(self, change: Change) -> Job:
        def place() -> None:
            assert change.position is not None  # noqa: S101  # _misplaced asks for it
            try:
                page = self.run.client.place(self.run.pages[change.key], change.position)
                self.run.keep(change, page)
            except PublishError as error:
                self.run.fail(change, error)

        return Job(change.key, place, locks=frozenset({change.parent or ""}))

    # both

    def _intent(self, key: str) -> Intent:
        page, change = self.run.pages[key], self.run.changes[key]
        parent = change.parent or ""
        return Intent(key, page.id, page.title, parent, page.title, page.parent, page.version, 1)


def read_back(run: Run, ordering: Ordering) -> None:
    """Read the versions of all pages that were written, and the positions of those whose siblings changed."""
    touched = [change for change in run.plan.changes if change.writes and change.key in run.pages]
    keys = {change.key: None for change in touched if change.page}
    shuffled = {run.changes[key].parent for key in (*run.moved, *ordering.moved)} - {None}
    for parent in shuffled:
        keys |= dict.fromkeys(run.plan.order.get(parent or "", ()))
    ids = {run.pages[key].id: key for key in keys if key in run.pages}
    if not ids:
        return
    found = run.client.pages(list(ids))
    for page_id, page in found.items():
        _learn(run, ordering, run.changes[ids[page_id]], page.version)
        run.pages[ids[page_id]] = replace(page, url=page.url or run.pages[ids[page_id]].url)
    for parent in shuffled:
        ordering.lanes[parent or ""] = _lane(run, parent or "")


def _learn(run: Run, ordering: Ordering, change: Change, version: int) -> None:
    """Record a version that only our own moves can have raised; any other is left to be found as an edit."""
    if change.edited and not change.body:
        return
    entry = run.entry(change)
    if entry.version < version <= entry.version + ordering.moved.get(change.key, 0):
        run.record(change, replace(entry, version=version))


def _lane(run: Run, parent: str) -> list[tuple[float, str]]:
    """Children of ours under a parent as they were read; without positions the order cannot be told, and stands."""
    keys = [key for key in run.plan.order[parent] if key in run.pages]
    here = [key for key in keys if run.pages[key].parent == run.pages[parent].id]
    lane = [(float(run.pages[key].position or 0), key) for key in here]
    unknown = any(run.pages[key].position is None for key in here)
    return lane if unknown else sorted(lane, key=lambda row: row[0])
