"""The wave that puts siblings in order, and the reading back of where everything stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ...errors import PublishError
from ..changes import Change, Notice
from ..journal import batches
from ..ledger import Intent
from ..plan import order
from .content import content_of
from .hands import Job
from .state import Run

Lane = Sequence[tuple[float, str]]

IGNORED = (
    "This Confluence ignores the positions of pages, so siblings stand in an order of its own. "
    "With `positions: false` none are sent."
)

NOTE = "note"
"""Key of the job that writes intents."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Moves whose intents are noted together.

    They can be done beside content, for they wait for that of their own pages: a move may raise the version without
    a word, and an update must know it.
    """

    keys: Sequence[str]
    """Of the pages that are moved."""
    note: Job
    moves: Sequence[Job]
    """One for each page."""


class Ordering:
    """Knows how siblings stand: at first from what landed where, later from what was read back."""

    def __init__(self, run: Run, lanes: dict[str, Lane]) -> None:
        """``lanes``: key of a parent → (position, key) of its children; those that are read back replace them."""
        self.run = run
        self.lanes = lanes
        self.moved: dict[str, int] = {}
        """Key → moves beside a sibling since it was read, each of which may have raised its version."""
        self.seen: set[str] = set()
        """Keys of pages that were read back."""

    def portions(self) -> list[Portion]:
        if self.run.plan.flavor == "cloud":
            return list(self._beside())
        return list(self._placed())

    # Cloud

    def _moves(self, parent: str) -> tuple[order.Move, ...]:
        current = [key for _, key in self.lanes.get(parent, ())]
        wanted = [key for key in self.run.plan.order[parent] if key in set(current)]
        return order.moves(current, wanted)

    def _beside(self) -> Iterator[Portion]:
        """Parents with the most moves first, since they take the longest."""
        rows = [[(parent, move) for move in self._moves(parent)] for parent in self.run.plan.order]
        steps = [step for row in sorted(rows, key=len, reverse=True) for step in row]
        rest = iter(steps)
        for keys in self._batches(move.key for _, move in steps):
            yield Portion(keys, self._note(keys), list(self._chained(islice(rest, len(keys)))))

    def _chained(self, steps: Iterable[tuple[str, order.Move]]) -> Iterator[Job]:
        """Under one parent one after another: two at once are refused there, and each builds on those before it."""
        last: dict[str, str] = {}
        for parent, move in steps:
            yield self._job(move.key, self._mover(move), after=last.get(parent, ""))
            last[parent] = move.key

    def _mover(self, move: order.Move) -> Callable[[], None]:
        def beside() -> None:
            try:
                page, sibling = self.run.pages[move.key], self.run.pages[move.sibling]
                self.moved[move.key] = self.moved.get(move.key, 0) + 1
                self.run.client.move(page.id, move.relation, sibling.id)
            except PublishError as error:
                self.run.fail(self.run.changes[move.key], error)

        return beside

    def differs(self) -> bool:
        """Whether, as read back, siblings stand in another order than they should."""
        if self.run.plan.flavor == "cloud":
            return any(self._moves(parent) for parent in self.run.plan.order)
        return any(self._misplaced(self.run.changes[key]) for key in self.run.left)

    # Data Center

    def _placed(self) -> Iterator[Portion]:
        for keys in self._batches(change.key for change in self.run.plan.changes if self._misplaced(change)):
            jobs = [self._placer(self.run.changes[key]) for key in keys]
            yield Portion(keys, self._note(keys), jobs)

    def _misplaced(self, change: Change) -> bool:
        """A position that another write carried and that is still not set is one that the server ignores.

        Unless its body, which was to carry it, is left alone for a comment.
        """
        page = self.run.pages.get(change.key)
        if change.position is None or page is None or page.position == change.position:
            return False
        if change.key in self.run.left and not self.run.journal.ledger.placeless:
            return page.version == self.run.entry(change).version
        return not change.carried

    def _placer(self, change: Change) -> Job:
        def place() -> None:
            assert change.position is not None  # noqa: S101  # _misplaced asks for it
            try:
                page = self.run.client.place(
                    self.run.pages[change.key],
                    change.position,
                    message=self.run.message,
                    minor_edit=self.run.policy.minor_edit,
                )
                self.run.keep(change, page)
            except PublishError as error:
                self.run.fail(change, error)

        return self._job(change.key, place, lock=change.parent or "")

    def learn_places(self) -> None:
        """Note whether the server ignores positions: of those that were written none took effect."""
        run = self.run
        written = [run.changes[key] for key in self.seen - run.left if run.changes[key].position is not None]
        written = [change for change in written if change.key not in run.failures]
        ignored = all(self._unplaced(change) for change in written)
        if not written or ignored == run.journal.ledger.placeless:
            return
        run.journal.places(ignored=ignored)
        if ignored:
            run.notices.append(Notice("", IGNORED))

    def _unplaced(self, change: Change) -> bool:
        now, before = self.run.pages[change.key].position, change.before
        return now != change.position and now in (None, before.position if before else None)

    # both

    def _job(self, key: str, work: Callable[[], None], *, after: str = "", lock: str | None = None) -> Job:
        needs = frozenset({NOTE, content_of(key), f"order {after}"})
        return Job(f"order {key}", work, needs, frozenset() if lock is None else frozenset({lock}), "order")

    def _batches(self, keys: Iterable[str]) -> Iterator[list[str]]:
        """Keys whose intents fit into the head together."""
        return ([intent.key for intent in part] for part in batches(map(self._intent, keys)))

    def _note(self, keys: Sequence[str]) -> Job:
        """Waits for the content of pages that stood here before this run, where a version too many is a person's."""
        needs = frozenset(content_of(key) for key in keys if key not in self.run.fresh)
        return Job(NOTE, lambda: self.run.journal.flush([self._intent(key) for key in keys]), needs)

    def _intent(self, key: str) -> Intent:
        """A new page may get its body between the intent and the move."""
        run = self.run
        page, change = run.pages[key], run.changes[key]
        written = key in run.fresh and change.body and key not in run.whole
        parent = change.parent or ""
        return Intent(key, page.id, page.title, parent, page.title, page.parent, page.version, 1 + written)

    # reading back

    def settle(self) -> None:
        """Record the versions that moves have raised by now, since their intents are about to go."""
        self._read(key for key, count in self.moved.items() if count)

    def read_back(self) -> None:
        """Read the versions of all pages that were written, and the positions of those whose siblings changed."""
        run = self.run
        keys = {change.key: None for change in run.plan.changes if change.writes and change.page}
        shuffled = {run.changes[key].parent or "" for key in (*run.moved, *self.moved)} - {""}
        for parent in shuffled:
            keys |= dict.fromkeys(run.plan.order.get(parent, ()))
        self._read(keys)
        for parent in shuffled:
            self.lanes[parent] = self._lane(parent)

    def _read(self, keys: Iterable[str]) -> None:
        run = self.run
        ids = {run.pages[key].id: key for key in keys if key in run.pages}
        for page_id, page in run.client.pages(list(ids)).items() if ids else ():
            key = ids[page_id]
            self.seen.add(key)
            self._learn(run.changes[key], page.version)
            run.pages[key] = replace(page, url=page.url or run.pages[key].url)
        self.moved = dict.fromkeys(self.moved, 0)

    def _learn(self, change: Change, version: int) -> None:
        """Record a version that only our own moves can have raised; any other is left to be found as an edit."""
        if change.edited and not change.body:
            return
        entry = self.run.entry(change)
        if entry.version < version <= entry.version + self.moved.get(change.key, 0):
            self.run.record(change, replace(entry, version=version))

    def _lane(self, parent: str) -> Lane:
        """Children of ours as they were read; without positions the order cannot be told, and stands."""
        run = self.run
        keys = [key for key in run.plan.order[parent] if key in run.pages]
        here = [key for key in keys if run.pages[key].parent == run.pages[parent].id]
        lane = [(float(run.pages[key].position or 0), key) for key in here]
        unknown = any(run.pages[key].position is None for key in here)
        return lane if unknown else sorted(lane, key=lambda row: row[0])
