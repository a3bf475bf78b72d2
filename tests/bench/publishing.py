"""Publishing 5,000 pages through a build: memory of the builder above a plain build, and how a second publish compares."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from . import site
from .ratios import Row

PARTS, SECTIONS, PAGES = 10, 10, 50
MEMORY = 200
"""Megabytes that the plugin may take above a plain build."""
_PROGRAM = """
import logging, resource, sys, time
from mkdocs.commands.build import build
from mkdocs.config import load_config
logging.getLogger("mkdocs").setLevel(logging.ERROR)
start = time.perf_counter()
config = load_config(sys.argv[1])
config.plugins.run_event("startup", command="build", dirty=False)
build(config)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, time.perf_counter() - start)
"""
_CONFIG = """\
site_name: Bench
site_url: https://bench.example.org/
theme:
  name: null
  custom_dir: {theme}
plugins:{plugins}
"""
_PLUGIN = """
  - confluence:
      url: sandbox
      sandbox_dir: {folder}
      flavor: {flavor}
"""


@dataclass(frozen=True, slots=True)
class Built:
    """What one build took."""

    megabytes: float
    seconds: float


def measure() -> Iterator[Row]:
    for flavor in ("cloud", "datacenter"):
        with tempfile.TemporaryDirectory() as name:
            plain, first, again = published(Path(name), flavor)
        note = f"plain build: {plain.megabytes:.0f} MB in {plain.seconds:.0f} s"
        for what, built in (("first publish", first), ("unchanged", again)):
            above = built.megabytes - plain.megabytes
            yield Row(f"{flavor}, {what}: memory above a plain build", above, MEMORY, " MB", note)
        yield Row(f"{flavor}, first publish ÷ plain build, seconds", first.seconds / plain.seconds)
        yield Row(f"{flavor}, unchanged ÷ first publish, seconds", again.seconds / first.seconds)


def published(folder: Path, flavor: str) -> tuple[Built, Built, Built]:
    """A plain build, one that publishes, and one that finds nothing to do, of the same site."""
    pages = _write(folder)
    plain = _build(_config(folder, "plain", " []"))
    plugin = _config(folder, "ours", _PLUGIN.format(folder=folder / "sandbox", flavor=flavor))
    first = _build(plugin)
    stands = _standing(folder)
    assert stands[0] > pages
    again = _build(plugin)
    assert _standing(folder) == stands
    return plain, first, again


def _standing(folder: Path) -> tuple[int, int]:
    """Current pages in the sandbox, and their versions in all."""
    with closing(sqlite3.connect(folder / "sandbox" / "sandbox.sqlite")) as db:
        where = "FROM content WHERE kind = 'page' AND status = 'current'"
        found: tuple[int, int] = db.execute(f"SELECT count(*), sum(version) {where}").fetchone()
        return found


def _write(folder: Path) -> int:
    """Parts with sections with pages that link to each other, and a theme that is hardly one; gives the number."""
    theme = folder / "theme"
    theme.mkdir()
    (theme / "main.html").write_text("<html><body>{{ page.content }}</body></html>", encoding="utf-8")
    names = [
        f"part-{part}/section-{section}/page-{page}.md"
        for part in range(PARTS)
        for section in range(SECTIONS)
        for page in range(PAGES)
    ]
    docs = folder / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Bench\n\nA site with many pages.\n", encoding="utf-8")
    author = site.Author(1, len(names))
    for at, name in enumerate(names):
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        link = f"[the one before](../../{names[at - 1]})\n" if at else ""
        text = f"# Page {at}\n\n{author.words(40, 80)}\n\n{link}\n{author.fence()}\n"
        path.write_text(text, encoding="utf-8")
    return len(names) + 1


def _config(folder: Path, name: str, plugins: str) -> Path:
    place = folder / f"{name}.yml"
    theme = _CONFIG.format(theme=folder / "theme", plugins=plugins)
    place.write_text(f"{theme}docs_dir: {folder / 'docs'}\nsite_dir: {folder / name}\n", encoding="utf-8")
    return place


def _build(config: Path) -> Built:
    """Build in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _PROGRAM, str(config)], check=True, stdout=subprocess.PIPE
    )
    megabytes, seconds = done.stdout.split()[-2:]
    return Built(float(megabytes), float(seconds))
