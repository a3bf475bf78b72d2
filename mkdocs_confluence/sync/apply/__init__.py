"""Plan → Confluence, wave by wave, with many hands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..changes import Change, Progress, WaveName
from ..journal import batches
from ..ledger import Intent
from .content import content_of, filling
from .hands import Choice, Job, first, work
from .ordering import Ordering, Portion
from .retiring import retiring
from .shape import Shape
from .state import Run

BATCH = 200
"""Changes between two flushes of the ledger."""


def apply(run: Run, workers: int) -> None:
    """Carry out the plan, root and lease being there: park, shape, content, order, read back, retire.

    Failures of single pages are noted in ``run``; then nothing is retired. Raises what ends a publish.
    """
    waves = _Waves(run, workers)
    waves.shape_all()
    waves.finish_all()
    waves.retire_all()


def first_intents(run: Run) -> list[Intent]:
    """The intents of the first batch, which go out together with the lease."""
    portion = next(_portions(run, Shape(run)), None)
    return _intents(Shape(run), portion or [])


Step = tuple[WaveName, Change]


def _portions(run: Run, shape: Shape) -> Iterator[list[Step]]:
    """What gives the tree its shape, in batches: titles handed over, in their order, then the rest top-down."""
    parks: list[Step] = [("park", run.changes[key]) for key in run.plan.parks]
    rest: list[Step] = [("shape", change) for change in run.plan.changes if change.shapes]
    steps = iter([*parks, *rest])
    for part in batches((shape.intent(change) for _, change in [*parks, *rest]), BATCH):
        yield [next(steps) for _ in part]


def _intents(shape: Shape, portion: Sequence[Step]) -> list[Intent]:
    changes = {change.key: change for _, change in portion}
    return [shape.intent(change) for change in changes.values()]


class _Waves:
    def __init__(self, run: Run, workers: int) -> None:
        self.run = run
        self.workers = workers
        self.done: Counter[WaveName] = Counter()
        self.total: Counter[WaveName] = Counter()
        self.empty = {change.key: change for change in run.plan.changes if change.page and change.fills}
        """Pages that wait for their content, by key."""
        self.shape = Shape(run)
        self.ordering = Ordering(run, self.shape.lanes)
        self.later: list[Portion] | None = None
        """Moves that are to be done after the first portion; None before that one is begun."""

    def shape_all(self) -> None:
        """Titles, then all that gives the tree its shape, batch by batch; content by hands that are free."""
        run, shape = self.run, self.shape
        portions = list(_portions(run, shape))
        self._begin("park", len(run.plan.parks))
        self._begin("shape", sum(len(part) for part in portions) - len(run.plan.parks))
        self._begin("content", len(self.empty))
        for number, portion in enumerate(portions):
            if number:
                run.journal.flush(_intents(shape, portion))
            self._work([shape.parking(change) for wave, change in portion if wave == "park"], workers=1)
            rest = [shape.shaping(change) for wave, change in portion if wave == "shape"]
            self._work([*rest, *self._ready(rest)], choose=shape.choose)

    def _ready(self, shaping: Sequence[Job]) -> list[Job]:
        """Content that can be written beside the shaping: its page, and those that it links to, exist already or are
        shaped here.
        """
        made = {job.key for job in shaping}
        here = made | self.run.pages.keys()
        found = [
            (change, {change.key, *(change.page.links if change.page else ())})
            for change in self.empty.values()
        ]
        ready = [(change, needs) for change, needs in found if needs <= here][:BATCH]
        for change, _ in ready:
            del self.empty[change.key]
        return [filling(self.run, change, frozenset(needs & made)) for change, needs in ready]

    def finish_all(self) -> None:
        """Content and order, batch by batch; then all is read back."""
        waiting = list(self.empty.values())
        *parts, last = [waiting[start : start + BATCH] for start in range(0, len(waiting) or 1, BATCH)]
        for number, part in enumerate(parts):
            self._work([filling(self.run, change) for change in part])
            self.run.journal.flush(() if number else self.run.journal.ledger.intents)
        if self.later is None:
            self._work(self._with_moves([filling(self.run, change) for change in last]))
        self._move_later()
        self.ordering.read_back()
        if self.ordering.differs():
            self._work(self._with_moves([]))
            self._move_later()
            self.ordering.read_back()
        self.ordering.learn_places()

    def _with_moves(self, content: list[Job]) -> list[Job]:
        """The first portion of what puts siblings in order, and the last content, beside each other."""
        portions = self.ordering.portions()
        self._begin("order", sum(len(portion.moves) for portion in portions))
        self.later = portions[1:]
        if not portions:
            return content
        rank = {content_of(key): at for at, key in enumerate(portions[0].keys)}
        content = sorted(content, key=lambda job: rank.get(job.key, len(rank)))
        return [portions[0].note, *portions[0].moves, *content]

    def _move_later(self) -> None:
        for portion in self.later or ():
            self.ordering.settle()
            self._work([portion.note, *portion.moves])

    def retire_all(self) -> None:
        jobs = retiring(self.run)
        self._begin("retire", len(jobs))
        self._work(jobs)

    def _begin(self, wave: WaveName, total: int) -> None:
        self.done[wave], self.total[wave] = 0, total
        if total:
            self.run.notify(Progress(wave, 0, total))

    def _work(self, jobs: Sequence[Job], *, workers: int = 0, choose: Choice = first) -> None:
        run = self.run
        work(
            jobs,
            workers or self.workers,
            choose=choose,
            done=self._done,
            tick=run.journal.beat,
            stop=run.interrupt,
        )

    def _done(self, job: Job, waiting: list[Job]) -> list[Job]:
        """When the last page has its shape, moves join the content that is left, if that is not more than a batch."""
        if job.wave:
            self.done[job.wave] += 1
            self.run.notify(Progress(job.wave, self.done[job.wave], self.total[job.wave]))
        if job.wave == "shape" and self.done["shape"] == self.total["shape"] and len(self.empty) <= BATCH:
            left = [filling(self.run, change) for change in self.empty.values()]
            self.empty.clear()
            return self._with_moves([*waiting, *left])
        return waiting
