"""Using a sandbox that runs, or starting one as a process of its own."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .store.nouns import CONTEXT
from .store.schema import Refused, usable

NOTE = "sandbox.json"
"""Where a running sandbox leaves its port, beside its data."""
LOG = "sandbox.log"
"""What a started process said."""
IN_USE = 3
"""Exit status of a process whose data another one serves."""
PATIENCE = 30.0
"""Seconds that a process has to come up."""


@dataclass(frozen=True, slots=True)
class Running:
    """A sandbox that answers at ``url`` (its context path included)."""

    url: str
    flavor: str
    space: str
    started: bool
    """Whether ``start`` started it; ``stop`` stops nothing else."""
    process: subprocess.Popen[bytes] | None = None

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def start(data: Path, flavor: str = "cloud", port: int = 8971) -> Running:
    """A sandbox on the folder ``data``: the one that runs, or a new process (on a free port where ``port`` is taken).

    Raises Refused where one of the other flavor runs there, where the folder cannot be used, or where the process
    does not come up.
    """
    if flavor not in CONTEXT:
        raise Refused(f"There is no flavor {flavor!r}; there are cloud and datacenter.")
    with usable(data):
        data.mkdir(parents=True, exist_ok=True)
    found = running_on(data)
    return _used(found, data, flavor) if found is not None else _started(data, flavor, port)


@dataclass(frozen=True, slots=True)
class _Found:
    port: int
    flavor: str
    run: str
    """What ``start`` called the process, to know its own again."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{CONTEXT[self.flavor]}"


def _used(found: _Found, data: Path, flavor: str) -> Running:
    if found.flavor != flavor:
        raise Refused(
            f"A {found.flavor} sandbox runs on {data}, not a {flavor} one. Stop it, or use another folder."
        )
    return Running(found.url, flavor, "DOCS", False)


def running_on(data: Path) -> _Found | None:
    """The sandbox that runs on a folder, once it has answered."""
    try:
        note = json.loads((data / NOTE).read_text(encoding="utf-8"))
        port, run = int(note["port"]), str(note.get("run", ""))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    told = asked(port)
    if told is None or told.get("data") != str(data.resolve()):
        return None
    return _Found(port, str(told["flavor"]), run)


def asked(port: int) -> dict[str, Any] | None:
    """What the sandbox on a port says of itself; None where none answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/_sandbox/info", timeout=5) as answer:
            told = json.loads(answer.read())
    except (OSError, ValueError, http.client.HTTPException):
        return None
    return told if isinstance(told, dict) and "flavor" in told else None


def _started(data: Path, flavor: str, port: int) -> Running:
    """A new process, once it answers; one that was faster on the same data does as well."""
    run = uuid.uuid4().hex
    process = _process(data, flavor, port, run)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() in (None, IN_USE):
        found = running_on(data)
        if found is not None and found.run == run:
            return Running(found.url, flavor, "DOCS", True, process)
        if found is not None:
            process.wait(PATIENCE)
            return _used(found, data, flavor)
        time.sleep(0.05)
    process.kill()
    process.wait()
    raise Refused(_last_words(data / LOG) or "The sandbox did not start.")


def _last_words(log: Path) -> str:
    """The last line that a process said; where it is all that it said, nothing of it is left."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    if len(lines) < 2:
        log.unlink(missing_ok=True)
    return lines[-1] if lines else ""


def _process(data: Path, flavor: str, port: int, run: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "mkdocs_confluence.sandbox", "--data", str(data), "--flavor", flavor]
    with usable(data / LOG), (data / LOG).open("wb") as log:
        return subprocess.Popen(
            [*command, "--port", str(port), "--any-port", "--run", run],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
