"""Using a sandbox that runs, or starting one as a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .schema import Refused

NOTE = "sandbox.json"
"""Where a running sandbox leaves its port, beside its data."""
PATIENCE = 30.0
"""Seconds that a process has to come up."""
CONTEXT = {"cloud": "/wiki", "datacenter": "/confluence"}


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
            self.process.wait(10)


def start(data: Path, flavor: str = "cloud", port: int = 8971) -> Running:
    """A sandbox on the folder ``data``: the one that runs, or a new process (on a free port where ``port`` is taken).

    Raises Refused where one of the other flavor runs there, or where the process does not come up.
    """
    if flavor not in CONTEXT:
        raise Refused(f"There is no flavor {flavor!r}; there are cloud and datacenter.")
    found = running_on(data)
    if found is not None:
        if found[1] != flavor:
            raise Refused(
                f"A {found[1]} sandbox runs on {data}, not a {flavor} one. Stop it, or use another folder."
            )
        return Running(f"http://127.0.0.1:{found[0]}{CONTEXT[flavor]}", flavor, "DOCS", False)
    return _started(data, flavor, port)


def running_on(data: Path) -> tuple[int, str] | None:
    """(port, flavor) of the sandbox that runs on a folder, once it has answered."""
    try:
        port = int(json.loads((data / NOTE).read_text(encoding="utf-8"))["port"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    told = asked(port)
    if told is None or told.get("data") != str(data.resolve()):
        return None
    return port, str(told["flavor"])


def asked(port: int) -> dict[str, Any] | None:
    """What the sandbox on a port says of itself; None where none answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/_sandbox/info", timeout=5) as answer:
            told = json.loads(answer.read())
    except (OSError, ValueError, urllib.error.URLError):
        return None
    return told if isinstance(told, dict) and "flavor" in told else None


def _started(data: Path, flavor: str, port: int) -> Running:
    data.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "mkdocs_confluence.sandbox", "--data", str(data), "--flavor", flavor]
    log = (data / "sandbox.log").open("wb")
    process = subprocess.Popen(
        [*command, "--port", str(port), "--any-port"],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    log.close()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = running_on(data)
        if found is not None:
            return Running(f"http://127.0.0.1:{found[0]}{CONTEXT[flavor]}", flavor, "DOCS", True, process)
        if process.poll() is not None:
            break
        time.sleep(0.05)
    process.kill()
    process.wait()
    said = (data / "sandbox.log").read_text(encoding="utf-8", errors="replace").strip()
    raise Refused(said.splitlines()[-1] if said else "The sandbox did not start.")
