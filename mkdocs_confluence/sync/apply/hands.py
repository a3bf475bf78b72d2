"""Many hands for jobs that wait for each other, and of which some may not run side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from ...errors import PublishError
from ..changes import WaveName

TICK = 1.0
"""Seconds after which the main thread looks up from waiting."""


@dataclass(frozen=True, slots=True)
class Job:
    key: str
    work: Callable[[], None]
    needs: frozenset[str] = frozenset()
    """Keys of jobs that must be over; those that are not among the jobs at hand count as over."""
    locks: frozenset[str] = frozenset()
    """Names of what no two jobs may hold at a time: the parents whose children change."""
    wave: WaveName | None = None
    """What it counts for as progress."""


Choice = Callable[[Sequence[Job]], Job]
"""Picks the job to do next of those that could start."""


Next = Callable[[Job, list[Job]], list[Job]]
"""Called with a job that is over and the jobs that wait; gives those that wait from now on, perhaps more."""


def first(ready: Sequence[Job]) -> Job:
    return ready[0]


def same(job: Job, waiting: list[Job]) -> list[Job]:
    return waiting


def work(
    jobs: Sequence[Job],
    workers: int,
    *,
    choose: Choice = first,
    done: Next = same,
    tick: Callable[[], None] = lambda: None,
    stop: Callable[[], None],
) -> None:
    """Do all jobs. What a job raises ends the work: those under way are waited for, no other is begun.

    Raises PublishError rather than wait for ever where jobs need each other.
    ``done`` and ``tick`` are called in this thread; ``stop`` is, too, when it is interrupted: it ends what jobs under
    way may be waiting for.
    """
    with ThreadPoolExecutor(max(1, workers), thread_name_prefix="publish") as pool:
        try:
            _Work(list(jobs), workers, pool, choose).run(done, tick)
        except KeyboardInterrupt:
            stop()
            raise


class _Work:
    def __init__(self, jobs: list[Job], workers: int, pool: ThreadPoolExecutor, choose: Choice) -> None:
        self.waiting = jobs
        self.workers = workers
        self.pool = pool
        self.choose = choose
        self.open = {job.key for job in jobs}
        self.held: set[str] = set()
        self.running: dict[Future[None], Job] = {}

    def run(self, done: Next, tick: Callable[[], None]) -> None:
        while self.waiting or self.running:
            self._start()
            if not self.running:
                raise PublishError(
                    f"These pages wait for each other: {', '.join(job.key for job in self.waiting)}.",
                    hint="That is a fault of this plugin; please report it.",
                )
            finished, _ = wait(self.running, TICK, FIRST_COMPLETED)
            for future in finished:
                job = self.running.pop(future)
                self.open.discard(job.key)
                self.held -= job.locks
                future.result()
                self.waiting = done(job, self.waiting)
                self.open |= {job.key for job in self.waiting}
            tick()

    def _start(self) -> None:
        while len(self.running) < self.workers:
            ready = [job for job in self.waiting if not (job.needs & self.open or job.locks & self.held)]
            if not ready:
                break
            job = self.choose(ready)
            self.waiting.remove(job)
            self.held |= job.locks
            self.running[self.pool.submit(job.work)] = job
