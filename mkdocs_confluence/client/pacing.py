"""How many requests may be under way, and when: all workers of a run share one pace."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from threading import Condition, get_ident

from ..errors import Throttled, Unreachable
from .wire import Answer

LONGEST_WAIT = 600.0
"""Seconds that a server may ask us to wait; beyond that a publish stops and says so."""
TICK = 1.0
"""Seconds of sleep after which is looked whether there is still something to wait for."""
FIRST_WORKERS = 4


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, injected so that tests need neither."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    """A number from 0 up to 1, for jitter."""

    def jittered(self, seconds: float) -> float:
        return seconds * (0.7 + 0.6 * self.chance())


class Pace:
    """Lets requests through: none while the server asked for silence, else as many as it bears.

    The number allowed starts at 4, halves when the server is crowded (429, 409) — once for all requests that were
    under way together — and grows by about one for every round of good answers.
    """

    def __init__(self, workers: int, clock: Clock) -> None:
        self._most = max(1, workers)
        self._limit = float(min(FIRST_WORKERS, self._most))
        self._clock = clock
        self._busy = 0
        self._opens = self._halved = clock.now()
        self._closed = False
        self._alone: int | None = None
        """The thread that an interrupt left to go on by itself."""
        self._gate = Condition()

    @property
    def limit(self) -> int:
        """Requests that may be under way at once."""
        return max(1, int(self._limit))

    def enter(self) -> float:
        """Wait for a place; gives the moment of entry, which ``leave`` wants back. Raises Throttled, Unreachable."""
        while True:
            with self._gate:
                self._go_on()
                wait = 0.0 if self.hurried else self._opens - self._clock.now()
                if wait <= 0 and (self.hurried or self._busy < self.limit):
                    self._busy += 1
                    return self._clock.now()
                if wait <= 0:
                    self._gate.wait()
                    continue
            if wait > LONGEST_WAIT:
                raise too_long(wait)
            self._clock.sleep(min(wait, TICK))

    def rest(self, seconds: float) -> None:
        """Sleep; an interrupt or a close ends it. Raises Unreachable."""
        while seconds > 0 and not self.hurried:
            self._go_on()
            self._clock.sleep(min(seconds, TICK))
            seconds -= TICK
        self._go_on()

    @property
    def hurried(self) -> bool:
        """Whether an interrupt left this thread to bring things to an end, with no time to wait."""
        return self._alone == get_ident()

    def _go_on(self) -> None:
        if self._closed or (self._alone is not None and not self.hurried):
            raise Unreachable(
                "The publish was stopped while a request was waiting.",
                hint="Publish again to complete it.",
            )

    def leave(self, entered: float, *, crowded: bool = False, good: bool = False) -> None:
        with self._gate:
            self._busy -= 1
            if crowded and entered >= self._halved:
                self._limit = max(1.0, self._limit / 2)
                self._halved = self._clock.now()
            elif good:
                self._limit = min(float(self._most), self._limit + 1 / self._limit)
            self._gate.notify_all()

    def hold(self, seconds: float) -> None:
        """Nobody enters for so long."""
        with self._gate:
            self._opens = max(self._opens, self._clock.now() + seconds)

    def interrupt(self) -> None:
        """End all waiting: of other threads with an error; the calling one goes on, and waits for nothing any more."""
        with self._gate:
            self._alone = get_ident()
            self._gate.notify_all()

    def close(self) -> None:
        with self._gate:
            self._closed = True
            self._gate.notify_all()


def too_long(seconds: float) -> Throttled:
    span = f"{seconds / 60:.0f} minutes" if seconds < 86_400 else "more than a day"
    return Throttled(
        f"Confluence asks to wait {span}, longer than a publish should.",
        hint="What was published so far stays; publish again later, or ask the administrator to raise the rate limit.",
        status=429,
    )


def backoff(attempt: int) -> float:
    """Seconds before the next attempt after a failure: 0.5, 1, 2, 4…"""
    return 0.5 * 2.0 ** (attempt - 1)


def patience(crowded: int) -> float:
    """Seconds of silence when the server named none, by how often this request was turned away: 5, 10, 20, 30…

    As the vendor's page on rate limiting suggests.
    """
    return min(30.0, 5.0 * 2.0**crowded)


def retry_after(answer: Answer) -> float | None:
    """Seconds that the server asks to wait: a number, or a date taken against the server's own clock."""
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isdigit():
        return float(asked)
    until = _moment(asked)
    if until is None:
        return None
    now = _moment(answer.headers.get("date", "")) or datetime.now(timezone.utc)
    return max(0.0, (until - now).total_seconds())


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)
