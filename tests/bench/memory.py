"""Memory: what the plugin needs above a plain build of the same site."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import site
from .ratios import Row

PAGES = 5_000
_PROGRAM = """
import logging, resource, sys
from pathlib import Path
from tests.bench.conversion import _build
logging.getLogger("mkdocs").setLevel(logging.ERROR)
_build(Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measure() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = _megabytes(site.write(folder / "plain", PAGES, short=True))
        yield Row(f"plain build of {PAGES:,} pages", plain, unit=" MB")
        ours = _megabytes(site.write(folder / "ours", PAGES, bundle=True, short=True))
        yield Row("the plugin above the plain build", ours - plain, 200, " MB")


def _megabytes(config_file: Path) -> float:
    """The most memory that a build took at any moment, in a process of its own."""
    command = [sys.executable, "-W", "ignore", "-c", _PROGRAM, str(config_file)]
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root)
    return float(done.stdout.split()[-1]) / 1024
