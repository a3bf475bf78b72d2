"""Accounts and access of spaces, told to the process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

COMMAND = [sys.executable, "-m", "mkdocs_confluence.sandbox", "--port", "0"]
ANN = ("ann", "s3cret")


@contextmanager
def served(data: Path, *words: str) -> Iterator[str]:
    """The address of its Data Center API while the process runs."""
    command = [*COMMAND, "--data", str(data), "--flavor", "datacenter", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("Sandbox")
            port = json.loads((data / "sandbox.json").read_text(encoding="utf-8"))["port"]
            yield f"http://127.0.0.1:{port}/confluence/rest/api"
        finally:
            process.terminate()


def create(url: str, title: str) -> int:
    told = {"type": "page", "title": title, "space": {"key": "DOCS"}}
    return requests.post(f"{url}/content", json=told, auth=ANN, timeout=10).status_code


def test_a_space_can_be_closed_and_opened_again(tmp_path: Path) -> None:
    with served(tmp_path, "--access", "DOCS=read") as url:
        assert create(url, "One") == 403
        assert requests.get(f"{url}/space/DOCS", auth=ANN, timeout=10).status_code == 200
    with served(tmp_path, "--access", "DOCS=none") as url:
        assert requests.get(f"{url}/space/DOCS", auth=ANN, timeout=10).status_code == 404
    with served(tmp_path, "--access", "DOCS=write") as url:
        assert create(url, "One") == 200


def test_only_accounts_that_were_told_are_let_in(tmp_path: Path) -> None:
    with served(tmp_path, "--account", ":".join(ANN), "--account", "bob:other") as url:
        space = f"{url}/space/DOCS"
        assert requests.get(space, auth=ANN, timeout=10).status_code == 200
        assert requests.get(space, auth=("ann", "other"), timeout=10).status_code == 401
        bearer = {"Authorization": "Bearer other"}
        assert requests.get(space, headers=bearer, timeout=10).status_code == 200


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--access", "DOCS=maybe"], "is not like DOCS=read"),
        (["--access", "NONE=read"], "There is no space 'NONE'"),
        (["--account", "ann"], "expected NAME:TOKEN"),
    ],
)
def test_rights_that_cannot_be_read_are_refused(tmp_path: Path, words: list[str], says: str) -> None:
    command = [*COMMAND, "--data", str(tmp_path), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
