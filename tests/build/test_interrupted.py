"""Ctrl+C, or a job that is cancelled, in the middle of a publish, by build and by command: said, recorded, completed by the next run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sandboxes import Sandbox
from sites import SECRET, Site
from sites.remote import TOKEN, options, tree

from mkdocs_confluence.sandbox.web.faults import Fault

PAGES = {f"p{number:02}.md": f"# Page {number:02}\n\nWords" for number in range(30)}


@pytest.mark.parametrize(
    ("command", "sent"),
    [
        ("mkdocs build", signal.SIGINT),
        ("mkdocs-confluence publish", signal.SIGINT),
        ("mkdocs build", signal.SIGTERM),
    ],
)
def test_an_interrupted_publish_says_what_to_do_and_is_completed_by_the_next(
    tmp_path: Path, command: str, sent: signal.Signals
) -> None:
    with Sandbox(tmp_path / "sandbox", "cloud") as confluence:
        site = Site(tmp_path / "site", PAGES, options(confluence))
        site.folder.mkdir()
        site.write()
        confluence.faults.on("POST .*/pages", Fault("delay", seconds=0.1), times=None)
        output = _interrupted(
            site,
            command,
            lambda: sum(path.endswith("/pages") for _, path, _ in confluence.writes()) >= 4,
            sent,
        )
        assert "Interrupted. What was done is recorded; publish again to complete it." in output
        assert "Traceback" not in output
        assert SECRET not in output
        confluence.faults.clear()
        run = site.run(environment=TOKEN)
        assert run.code == 0, run.output
        assert "waiting" not in run.output
        assert "completing it in" not in run.output
        assert tree(confluence) == ["Handbook", *(f"  Page {number:02}" for number in range(30))]


@pytest.mark.parametrize("command", ["mkdocs build", "mkdocs-confluence publish"])
def test_an_interrupt_ends_the_silence_that_the_server_asked_for(tmp_path: Path, command: str) -> None:
    """The process has less time to end than the server asks to wait, and gives the lease back."""
    with Sandbox(tmp_path / "sandbox", "cloud") as confluence:
        site = Site(tmp_path / "site", PAGES, options(confluence))
        site.folder.mkdir()
        site.write()
        confluence.faults.on(r"POST \S*/pages(\?|$)", Fault("throttle", seconds=400), times=None, skip=6)
        output = _interrupted(site, command, lambda: bool(confluence.faults.met), signal.SIGINT)
        assert "Interrupted. What was done is recorded; publish again to complete it." in output
        assert "Traceback" not in output
        confluence.faults.clear()
        run = site.run(environment=TOKEN)
        assert run.code == 0, run.output
        assert "waiting" not in run.output
        assert "completing it in" not in run.output
        assert tree(confluence) == ["Handbook", *(f"  Page {number:02}" for number in range(30))]


def _interrupted(site: Site, command: str, now: Callable[[], bool], sent: signal.Signals) -> str:
    """Run a command in the folder of the site and interrupt it as soon as ``now``."""
    program, *words = command.split()
    process = subprocess.Popen(
        [str(Path(sys.executable).parent / program), *words],
        cwd=site.folder,
        env={**os.environ, **TOKEN, "NETRC": os.devnull},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    until = time.monotonic() + 60
    while not now():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < until
        time.sleep(0.02)
    process.send_signal(sent)
    output = process.communicate(timeout=60)[0]
    assert process.returncode == 1, output
    return output
