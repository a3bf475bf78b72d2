"""Sites for tests: written to disk, then built for real."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from mkdocs_confluence.bundle import Bundle
from mkdocs_confluence.model import Destination, Page, Policy, Publication

CREDENTIALS = (
    "CONFLUENCE_URL",
    "CONFLUENCE_SPACE",
    "CONFLUENCE_USER",
    "CONFLUENCE_TOKEN",
    "CONFLUENCE_FORCE",
)
SECRET = "s3cr3t-t0k3n"
HERE = {"url": "https://wiki.example.com/confluence", "space": "DOCS"}


@dataclass
class Site:
    """A site on disk: ``docs/``, ``mkdocs.yml`` and, once built, ``site/`` and ``bundle/``."""

    folder: Path
    pages: Mapping[str, str | bytes]
    options: Mapping[str, Any] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)

    def write(self) -> Path:
        """Write the site; the answer is its mkdocs.yml."""
        for name, content in self.pages.items():
            path = self.folder / "docs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        theme = self.folder / "theme"
        theme.mkdir(exist_ok=True)
        (theme / "main.html").write_text("<html><body>{{ page.content }}</body></html>")
        config: dict[str, Any] = {
            "site_name": "Handbook",
            "theme": {"name": None, "custom_dir": "theme"},
            "plugins": [{"confluence": dict(self.options)}],
            **self.config,
        }
        path = self.folder / "mkdocs.yml"
        path.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return path

    def bundle(self, **options: Any) -> tuple[Publication, Bundle]:
        """Build in this process, writing a bundle and nothing else."""
        self.options = {**HERE, "bundle_dir": "bundle", **self.options, **options}
        with without_credentials():
            config = load_config(str(self.write()))
            config.plugins.on_startup(
                command="build", dirty=False
            )  # MkDocs keeps plugins that have it in a process
            build(config)
        bundle = Bundle(self.folder / "bundle")
        return bundle.load()[0], bundle

    def manifest(self) -> tuple[Publication, Destination, Policy]:
        return Bundle(self.folder / "bundle").load()

    def run(
        self,
        *arguments: str,
        command: str = "mkdocs",
        environment: Mapping[str, str] | None = None,
        config_file: Path | None = None,
    ) -> Run:
        """Run ``mkdocs build`` (or another program) in the folder of the site, as a user does."""
        path = config_file or self.write()
        words = list(arguments) or ["build"]
        if command != "mkdocs-confluence":
            words += ["-f", str(path)]
        kept = {name: value for name, value in os.environ.items() if name not in CREDENTIALS}
        done = subprocess.run(
            [str(Path(sys.executable).parent / command), *words],
            capture_output=True,
            text=True,
            cwd=self.folder,
            env={**kept, "NETRC": os.devnull, **(environment or {})},
            timeout=110,
            check=False,
        )
        output = done.stdout + done.stderr
        assert SECRET not in output, "a secret was shown"
        assert "Traceback" not in output, output
        return Run(done.returncode, output, done.stdout)


@dataclass(frozen=True)
class Run:
    code: int
    output: str
    stdout: str


@contextmanager
def without_credentials() -> Iterator[None]:
    kept = {name: os.environ.pop(name) for name in CREDENTIALS if name in os.environ}
    before = os.environ.get("NETRC")
    os.environ["NETRC"] = os.devnull
    try:
        yield
    finally:
        os.environ.update(kept)
        os.environ.pop("NETRC") if before is None else os.environ.update(NETRC=before)


def outline(publication: Publication) -> list[str]:
    """Titles in order, indented by their depth."""
    depth: dict[str, int] = {}
    lines = []
    for page in publication.pages:
        depth[page.key] = depth[page.parent] + 1 if page.parent is not None else 0
        lines.append("  " * depth[page.key] + page.title)
    return lines


def by_title(publication: Publication, title: str) -> Page:
    return next(page for page in publication.pages if page.title == title)
