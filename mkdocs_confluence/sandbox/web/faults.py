"""Faults on purpose: which request meets which, by index, by pattern, or by chance with a seed."""

from __future__ import annotations

import random
import re
import threading
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

Kind = Literal["drop-before", "drop-after", "half", "delay", "status", "edge", "throttle", "spoil"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to a request.

    ``drop-before``: the connection is closed, nothing was done. ``drop-after``: done, then closed without an answer.
    ``half``: done, half of the answer sent. ``delay``: answered after ``seconds``. ``status``: not done, answered
    with ``status`` as Confluence words it (or with ``text``). ``edge``: the same from the network in front, in HTML,
    as if there were no such page. ``throttle``: 429 with Retry-After ``seconds``. ``spoil``: an upload that leaves a cut file and
    is answered with 503.
    """

    kind: Kind
    status: int = 503
    seconds: float = 0.0
    text: str = ""


@dataclass(slots=True)
class _Rule:
    fault: Fault
    index: int | None = None
    pattern: re.Pattern[str] | None = None
    chance: float = 1.0
    skip: int = 0
    times: int | None = None


class Faults:
    """The faults of one sandbox. Thread-safe. ``met`` lists what happened: (method, path, kind)."""

    def __init__(self) -> None:
        self.met: list[tuple[str, str, Kind]] = []
        self._rules: list[_Rule] = []
        self._seen = 0
        self._random = random.Random(0)  # noqa: S311  # repeatable on purpose
        self._lock = threading.Lock()

    def at(self, index: int, fault: Fault) -> None:
        """The ``index``-th request from now on, counted from 0."""
        self._add(_Rule(fault, index=self._seen + index, times=1))

    def on(self, pattern: str, fault: Fault, *, times: int | None = 1, skip: int = 0) -> None:
        """Requests whose ``METHOD /path?query`` a regular expression finds: after ``skip`` of them the next ``times``."""
        self._add(_Rule(fault, pattern=re.compile(pattern), times=times, skip=skip))

    def by_chance(
        self,
        chance: float,
        fault: Fault,
        *,
        pattern: str = "",
        seed: int | None = None,
        times: int | None = None,
    ) -> None:
        """Every matching request with a probability; the same seed and requests give the same faults."""
        if seed is not None:
            self._random.seed(seed)
        self._add(_Rule(fault, pattern=re.compile(pattern), chance=chance, times=times))

    def _add(self, rule: _Rule) -> None:
        with self._lock:
            self._rules.append(rule)

    def clear(self) -> None:
        """No more faults; what was met stays."""
        with self._lock:
            self._rules.clear()

    def next(self, method: str, path: str) -> Fault | None:
        """What happens to this request: the first rule that applies."""
        with self._lock:
            index, self._seen = self._seen, self._seen + 1
            for rule in self._rules:
                if self._applies(rule, index, f"{method} {path}"):
                    self.met.append((method, path, rule.fault.kind))
                    return rule.fault
        return None

    def _applies(self, rule: _Rule, index: int, text: str) -> bool:
        if rule.times == 0 or (rule.index is not None and rule.index != index):
            return False
        if rule.pattern is not None and not rule.pattern.search(text):
            return False
        if rule.skip:
            rule.skip -= 1
            return False
        if rule.chance < 1 and self._random.random() >= rule.chance:
            return False
        if rule.times is not None:
            rule.times -= 1
        return True

    def tell(
        self, text: str, seed: int | None = None, *, times: int | None = None, skip: int = 0, said: str = ""
    ) -> None:
        """A fault in words: ``KIND[=VALUE]:WHERE``; raises ValueError.

        ``drop-after:3`` (index), ``503:POST .*/pages$`` (pattern, once unless ``times`` says otherwise),
        ``throttle=2:10%`` or ``throttle=2:10% GET`` (chance), ``delay=0.5:*`` (all). ``said`` is what a failure says.
        """
        what, colon, where = text.partition(":")
        if not colon:
            raise ValueError(f"{text!r} is no fault; write KIND[=VALUE]:WHERE")
        fault = replace(_fault(what), text=said)
        chance = _CHANCE.fullmatch(where)
        try:
            if where.isdigit():
                self.at(int(where), fault)
            elif chance:
                self.by_chance(float(chance[1]) / 100, fault, pattern=chance[2] or "", seed=seed, times=times)
            elif where == "*":
                self.on("", fault, times=times, skip=skip)
            else:
                self.on(where, fault, times=1 if times is None else times, skip=skip)
        except re.error as error:
            raise ValueError(f"{where!r} is no regular expression of a fault: {error}") from error

    def waiting(self) -> list[dict[str, Any]]:
        """The rules that may still apply: in words, how often yet (None: always), how many are let pass before."""
        with self._lock:
            return [
                {"fault": _words(rule, self._seen), "times": rule.times, "skip": rule.skip}
                for rule in self._rules
                if rule.times != 0 and (rule.index is None or rule.index >= self._seen)
            ]


_CHANCE = re.compile(r"(\d+(?:\.\d+)?)%(?: (.+))?")
_VALUED = ("delay", "throttle")


def _fault(text: str) -> Fault:
    kind, _, value = text.partition("=")
    if kind.isdigit():
        return Fault("status", status=_status(kind))
    if kind == "edge":
        return Fault("edge", status=_status(value or "404"))
    for known in get_args(Kind):
        if kind == known and kind != "status":
            return Fault(known, seconds=_seconds(value or "0"))
    raise ValueError(f"{kind!r} is no kind of fault; there are {', '.join(get_args(Kind))} and statuses")


def _status(text: str) -> int:
    if not re.fullmatch("[45][0-9][0-9]", text):
        raise ValueError(f"{text!r} is no status of a fault: 400 to 599")
    return int(text)


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d{1,6}(\.\d+)?", text):
        raise ValueError(f"{text!r} is no number of seconds for a fault")
    return float(text)


def _words(rule: _Rule, seen: int) -> str:
    """A rule as it could have been told."""
    fault = rule.fault
    what: str = fault.kind
    if fault.kind in ("status", "edge"):
        what = str(fault.status) if fault.kind == "status" else f"edge={fault.status}"
    elif fault.kind in _VALUED:
        what = f"{fault.kind}={fault.seconds:g}"
    pattern = rule.pattern.pattern if rule.pattern else ""
    if rule.index is not None:
        where = str(rule.index - seen)
    elif rule.chance < 1:
        where = f"{rule.chance * 100:g}% {pattern}".rstrip()
    else:
        where = pattern or "*"
    return f"{what}:{where}"
