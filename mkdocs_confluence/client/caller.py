"""Asks until there is an answer: pacing, and retry by what a failure means."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..errors import Lost, ServerError
from .answers import explain
from .bodies import parsed, redirected
from .pacing import LONGEST_WAIT, Clock, Pace, backoff, patience, retry_after, too_long
from .session import Session
from .wire import Answer, Failure, Request

ATTEMPTS, FIRST_ATTEMPTS = 5, 3
"""How often a request is tried, and how often while the server has not given one good answer."""


class Caller:
    """Sends requests to ``base`` and gives good answers, or raises a ServerError. Safe for many threads."""

    def __init__(self, base: str, session: Session, workers: int, clock: Clock | None = None) -> None:
        self.base = base
        self.session = session
        self.clock = clock or Clock()
        self.pace = Pace(workers, self.clock)
        self.accepted = False
        """Whether the credentials were good for one request."""

    def interrupt(self) -> None:
        self.pace.interrupt()

    def close(self) -> None:
        self.pace.close()
        self.session.close()

    def send(self, request: Request) -> Answer:
        """The good answer to a request, after as many attempts as its meaning allows.

        Raises Lost for a write of which it is unknown whether it happened, else the error that the answer stands for.
        """
        waited = 0.0
        crowded = attempt = 0
        while True:
            outcome = self._once(request, crowded)
            if isinstance(outcome, Answer):
                return outcome
            if outcome.meaning == "throttled":
                crowded += 1
                waited += outcome.wait or 0.0
                if waited > LONGEST_WAIT:
                    raise too_long(waited)
                if self.pace.hurried:
                    raise outcome.error
                continue
            attempt += 1
            self._give_up(outcome, request, attempt)
            self.pause(attempt)

    def ask(self, url: str) -> Answer:
        """The JSON at any address, asked without credentials. Raises ServerError."""
        request = Request("GET", urlsplit(url).path)
        attempt = 0
        while True:
            outcome = self.session.exchange(request, url, home=False)
            if isinstance(outcome, Answer):
                outcome = parsed(outcome, request)
            if isinstance(outcome, Answer) and not outcome.ok:
                outcome = explain(outcome, request, accepted=False)
            if isinstance(outcome, Answer):
                return outcome
            attempt += 1
            self._give_up(outcome, request, attempt)
            self.pause(attempt)

    def pause(self, attempt: int) -> None:
        """Wait before the next attempt: half a second, doubling, with jitter."""
        self.pace.rest(self.clock.jittered(backoff(attempt)))

    def _give_up(self, failure: Failure, request: Request, attempt: int) -> None:
        """Raise, unless the request may be sent again."""
        harmless = request.reads or request.repeat or failure.meaning == "undone"
        most = ATTEMPTS if self.accepted else FIRST_ATTEMPTS
        if failure.meaning != "refused" and harmless and attempt < most:
            return
        if failure.meaning == "unknown" and not (request.reads or request.repeat):
            raise _lost(request, failure.error) from failure.error
        raise failure.error from None

    def _once(self, request: Request, crowded: int) -> Answer | Failure:
        """One attempt in its turn; a silence that the server asks for begins before the turn ends."""
        entered = self.pace.enter()
        outcome: Answer | Failure | None = None
        try:
            outcome = self._judged(request)
            if isinstance(outcome, Failure) and (outcome.meaning == "throttled" or outcome.wait):
                outcome = self._hold(outcome, crowded)
            return outcome
        finally:
            good = isinstance(outcome, Answer)
            if good:  # set, never computed: a worker that failed must not undo it
                self.accepted = True
            busy = isinstance(outcome, Failure) and outcome.error.status in (409, 429)
            self.pace.leave(entered, crowded=busy, good=good)

    def _hold(self, failure: Failure, crowded: int) -> Failure:
        wait = self.clock.jittered(patience(crowded)) if failure.wait is None else failure.wait
        self.pace.hold(wait)
        if wait > LONGEST_WAIT:
            return Failure(too_long(wait), "refused")
        return Failure(failure.error, failure.meaning, wait)

    def _judged(self, request: Request) -> Answer | Failure:
        answer = self.session.exchange(request, request.url(self.base), home=True)
        if isinstance(answer, Failure):
            return answer
        if 300 <= answer.status < 400:
            return redirected(answer, request, self.base)
        answer = parsed(answer, request)
        if isinstance(answer, Failure):
            return answer
        if answer.ok and "AUTHENTICAT" not in answer.headers.get("x-seraph-loginreason", ""):
            return answer
        failure = explain(answer, request, accepted=self.accepted)
        return Failure(failure.error, failure.meaning, retry_after(answer))


def _lost(request: Request, error: ServerError) -> Lost:
    about = f" about {request.about}" if request.about else ""
    return Lost(
        f"No answer came to {request.label}{about}: {error.message} The change may or may not have happened.",
        hint="Publish again: the next run reads what happened and completes it.",
        status=error.status,
        request=request.label,
    )
