"""Plan → Confluence, wave by wave, with many hands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .changes import Change, Progress, WaveName
from .content import filling
from .hands import Choice, Job, first, work
from .journal import batches
from .ledger import Intent
from .ordering import Ordering, read_back
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
    waves.fill_all()
    waves.order_all()
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
        self.done: dict[WaveName, int] = {}
        self.total: dict[WaveName, int] = {}
        self.empty = {change.key: change for change in run.plan.changes if change.page and change.fills}
        """Pages that wait for their content, by key."""

    def shape_all(self) -> None:
        run, shape = self.run, Shape(self.run)
        portions = list(_portions(run, shape))
        self._begin("park", len(run.plan.parks))
        self._begin("shape", sum(len(part) for part in portions) - len(run.plan.parks))
        self._begin("content", len(self.empty))
        for number, portion in enumerate(portions):
            if number:
                run.journal.flush(_intents(shape, portion))
            parks = [shape.parking(change) for wave, change in portion if wave == "park"]
            self._work({"park": parks}, workers=1)
            rest = [shape.shaping(change) for wave, change in portion if wave == "shape"]
            self._work({"shape": rest, "content": self._ready(rest)}, choose=shape.choose)
        self.lanes = shape.lanes

    def _ready(self, shaping: Sequence[Job]) -> list[Job]:
        """Content that can be written beside the shaping, by hands that are free: its page, and those that it links
        to, exist already or are shaped here.
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

    def fill_all(self) -> None:
        run = self.run
        changes = list(self.empty.values())
        for start in range(0, len(changes), BATCH):
            if start:
                run.journal.flush(run.journal.ledger.intents if start == BATCH else ())
            self._work({"content": [filling(run, change) for change in changes[start : start + BATCH]]})

    def order_all(self) -> None:
        """Put siblings in order, read back where everything stands, and once more where that shows a difference."""
        run = self.run
        ordering = Ordering(run, self.lanes)
        for _ in range(2):
            jobs = ordering.jobs()
            self._begin("order", sum(len(portion.jobs) for portion in jobs))
            for portion in jobs:
                run.journal.flush(portion.intents)
                self._work({"order": portion.jobs})
            read_back(run, ordering)
            if not ordering.differs():
                break

    def retire_all(self) -> None:
        jobs = retiring(self.run)
        self._begin("retire", len(jobs))
        self._work({"retire": jobs})

    def _begin(self, wave: WaveName, total: int) -> None:
        self.done[wave], self.total[wave] = 0, total
        if total:
            self.run.notify(Progress(wave, 0, total))

    def _work(
        self, waves: Mapping[WaveName, Sequence[Job]], *, workers: int = 0, choose: Choice = first
    ) -> None:
        """Do the jobs of one or more waves at a time."""
        wave_of = {job.key: wave for wave, jobs in waves.items() for job in jobs}

        def done(job: Job) -> None:
            wave = wave_of[job.key]
            self.done[wave] += 1
            self.run.notify(Progress(wave, self.done[wave], self.total[wave]))

        jobs = [job for found in waves.values() for job in found]
        work(jobs, workers or self.workers, choose=choose, done=done, tick=self.run.journal.beat)
