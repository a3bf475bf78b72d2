"""The demo: the guide, published into the sandbox by ``make demo``."""

from __future__ import annotations

import os
import shlex
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import guides
import pytest
from mkdocs.utils.yaml import yaml_load

from mkdocs_confluence.config import SANDBOX
from mkdocs_confluence.config.options import Options
from mkdocs_confluence.config.settings import read

ELSEWHERE = {
    "CONFLUENCE_URL": "https://wiki.example.com/confluence",
    "CONFLUENCE_FLAVOR": "datacenter",
    "CONFLUENCE_SPACE": "ENG",
    "CONFLUENCE_USER": "eve",
    "CONFLUENCE_TOKEN": "token",
}
"""What is exported where a person publishes sites of their own."""
PYTHON = f"PYTHON={shlex.quote(sys.executable)}"
"""For ``make``: a fresh clone has its own environment made by the Python that tests it."""


def test_the_guide_goes_into_the_sandbox_whatever_confluence_the_environment_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in ELSEWHERE.items():
        monkeypatch.setenv(name, value)
    with guides.CONFIG.open(encoding="utf-8") as file:
        plugins = yaml_load(file)["plugins"]
    options = Options(config_file_path=str(guides.CONFIG))
    options.load_dict(next(entry["confluence"] for entry in plugins if "confluence" in entry))
    assert options.validate() == ([], [])
    destination = read(options, ELSEWHERE).destination
    assert (destination.url, destination.flavor, destination.space) == (SANDBOX, "cloud", "DOCS")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone of the repository, in a folder with a blank in its path."""
    folder = tmp_path_factory.mktemp("my projects") / "the clone"
    subprocess.run(["git", "clone", "--quiet", guides.CONFIG.parents[1], folder], check=True)
    return folder


def _environment() -> dict[str, str]:
    """The environment of a person who publishes elsewhere, without what a surrounding ``make`` adds."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    elsewhere = {**ELSEWHERE, "GUIDE_URL": ELSEWHERE["CONFLUENCE_URL"], "GUIDE_FLAVOR": "datacenter"}
    return {**kept, **elsewhere, "PYTHONUNBUFFERED": "1"}


def _make(clone: Path, target: str) -> str:
    """What a target says; a failure shows it."""
    done = subprocess.run(
        ["make", target, PYTHON],
        cwd=clone,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def _kept(clone: Path) -> list[str]:
    """Everything that the sandbox of a clone keeps."""
    with closing(sqlite3.connect(clone / ".demo" / "sandbox" / "sandbox.sqlite")) as database:
        return list(database.iterdump())


@contextmanager
def _preview(clone: Path) -> Iterator[str]:
    """The address that ``make preview`` prints, as long as it serves."""
    process = subprocess.Popen(
        ["make", "preview", "PORT=0", PYTHON],
        cwd=clone,
        env=_environment(),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        yield next(line for line in process.stdout if "http://" in line).split()[-1]
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=60)


@pytest.mark.prove
@pytest.mark.timeout(1200)
def test_a_fresh_clone_shows_the_demo_and_once_more_writes_nothing(clone: Path) -> None:
    pages = len(list((clone / "example_site" / "docs").rglob("*.md"))) + 1  # the section Elsewhere has none
    assert f"Pages: {pages} created, 0 updated, 0 unchanged." in _make(clone, "demo")
    kept = _kept(clone)
    assert any("Getting started" in line for line in kept)
    assert f"Pages: 0 created, 0 updated, {pages} unchanged." in _make(clone, "demo")
    assert _kept(clone) == kept
    with _preview(clone) as address, urllib.request.urlopen(address, timeout=30) as answer:
        assert "Getting started" in answer.read().decode()
