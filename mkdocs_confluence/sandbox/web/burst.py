"""How many requests a second one account may send."""

from __future__ import annotations

import threading
import time
from collections import deque

from ..store import Store
from ..store.nouns import Person


class Meter:
    """The requests of the last second, by account."""

    def __init__(self) -> None:
        self._sent: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def left(self, store: Store, person: Person) -> int:
        """How many more requests the account may send within this second."""
        moment = time.monotonic()
        with self._lock:
            sent = sum(1 for at in self._sent.get(person.id, ()) if at > moment - 1)
        return max(store.switches.burst - sent, 0)

    def allows(self, store: Store, person: Person) -> bool:
        """Count a request; False where it is one too many (it is not counted then)."""
        most = store.switches.burst
        if not most:
            return True
        moment = time.monotonic()
        with self._lock:
            sent = self._sent.setdefault(person.id, deque())
            while sent and sent[0] <= moment - 1:
                sent.popleft()
            if len(sent) >= most:
                return False
            sent.append(moment)
        return True
