"""What is left out of a run is counted, and with ``--prove`` a failure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CASES = """
import pytest

def test_that_runs():
    pass

@pytest.mark.prove
def test_that_takes_long():
    pass

@pytest.mark.parametrize("name", ["one", "two"])
def test_that_lacks_something(name):
    pytest.skip("no Chromium")
"""


def test_the_very_last_line_counts_what_was_skipped_by_reason(tmp_path: Path) -> None:
    done = _pytest(tmp_path, "-n", "2")
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == "skipped: 3 (2 × no Chromium, 1 × takes long: make prove)"


def test_what_the_machine_lacks_is_a_failure_of_a_proof(tmp_path: Path) -> None:
    done = _pytest(tmp_path, "-n", "0", "--prove")
    assert done.returncode == 1
    assert "2 failed, 2 passed" in done.stdout
    assert "skipped under --prove: no Chromium" in done.stdout
    assert done.stdout.splitlines()[-1] == "skipped: 0"


def _pytest(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the cases as the tests of this project are run."""
    (folder / "test_cases.py").write_text(CASES)
    here = Path(__file__).parent
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-c", str(here.parent / "pyproject.toml")]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", *words, str(folder)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(here)},
        timeout=110,
        check=False,
    )
