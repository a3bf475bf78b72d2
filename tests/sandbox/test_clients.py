"""Clients that nobody here wrote publish to the sandbox, unmodified, each from an environment of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from asking import Rest
from sandboxes import Sandbox

from mkdocs_confluence.sandbox.store import content, files, labels, people, spaces
from mkdocs_confluence.sandbox.store.nouns import Flavor

CLIENTS = Path(__file__).parent / "clients"
FLAVORS: tuple[Flavor, Flavor] = ("cloud", "datacenter")

pytestmark = pytest.mark.prove


def _environment(folder: Path, package: str) -> Path:
    """A Python with one package; returns its interpreter."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", package], check=True, timeout=600)
    return python


def _run(command: Sequence[str | Path], **environment: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=300, check=False, env={**os.environ, **environment}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _busy_site(sandbox: Sandbox) -> None:
    """A site as people have it: with a personal space, and a server that is done with a new page at once."""
    person = people.add(sandbox.store, "ann@example.com")
    spaces.create(sandbox.store, person, "~ann", "Ann", "personal")
    sandbox.switch(early_property=0)


def _titles(sandbox: Sandbox) -> set[str]:
    rows = content.select(sandbox.store, "c.status = 'current' AND c.kind = 'page'")
    return {row.title for row in rows}


def test_atlassian_python_api_publishes(tmp_path: Path) -> None:
    python = _environment(tmp_path / "venv", "atlassian-python-api")
    for flavor in FLAVORS:
        with Sandbox(tmp_path / flavor, flavor, strict=False) as sandbox:
            _busy_site(sandbox)
            said = _run([python, CLIENTS / "library.py.txt", sandbox.url, flavor])
            page = said.split()[-1]
            rest = Rest(sandbox)
            assert rest.body(page) == "<p>Changed</p>"
            assert rest.children(page) == ["Child"]


def test_markdown_to_confluence_publishes(tmp_path: Path) -> None:
    """To Cloud; to Data Center it insists on https."""
    python = _environment(tmp_path / "venv", "markdown-to-confluence")
    with Sandbox(tmp_path / "sandbox", "cloud", strict=False) as sandbox:
        _busy_site(sandbox)
        sources = tmp_path / "sources"
        shutil.copytree(CLIENTS / "markdown", sources)
        domain = urlsplit(sandbox.url).netloc
        where: list[str | Path] = [
            sources,
            "--domain",
            domain,
            "--api-url",
            f"{sandbox.url}/",
            "--space",
            "DOCS",
        ]
        _run([python, "-m", "md2conf", *where, "--username", "ann@example.com", "--api-key", "token"])
        assert {"Handbook", "Install"} <= _titles(sandbox)
        page = content.select(sandbox.store, "c.title = 'Handbook'")[0]
        assert [file.name for file in files.listed(sandbox.store, page.id)] == ["logo.png"]
        assert 'ri:filename="logo.png"' in content.body(sandbox.store, page.id, page.version)


def test_sphinxcontrib_confluencebuilder_publishes(tmp_path: Path) -> None:
    python = _environment(tmp_path / "venv", "sphinxcontrib-confluencebuilder")
    sources = tmp_path / "sources"
    shutil.copytree(CLIENTS / "sphinx", sources)
    (sources / "conf.py.txt").rename(sources / "conf.py")
    for flavor in FLAVORS:
        mode = "v2" if flavor == "cloud" else "v1"
        with Sandbox(tmp_path / flavor, flavor, strict=False) as sandbox:
            command: list[str | Path] = [
                python,
                "-m",
                "sphinx",
                "-b",
                "confluence",
                sources,
                tmp_path / f"out-{flavor}",
            ]
            _run(command, SANDBOX_URL=f"{sandbox.url}/", SANDBOX_MODE=mode)
            page = content.select(sandbox.store, "c.title = 'Install'")[0]
            assert [row.title for row in content.ancestors(sandbox.store, page)][-1] == "Handbook"
            assert [row.name for row in labels.listed(sandbox.store, page.id)] == ["handbook"]
            assert [file.name for file in files.listed(sandbox.store, page.id)] == ["logo.png"]
