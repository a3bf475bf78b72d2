"""The documentation of another project, built with Material as that project has it."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.utils.yaml import yaml_load
from sandboxes import Sandbox
from sites import Site
from sites.remote import TOKEN, body, options, tree

PROJECT = "starlette==0.41.3"
"""A source distribution with its documentation and its mkdocs.yml."""
NEEDED = ["mkautodoc==0.2.0", "anyio==4.6.2", "sniffio==1.3.1"]
"""The Markdown extension that its mkdocs.yml names, and what the code needs that this one reads."""
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the unpacked source distribution; ``needed/`` beside it holds what it needs of others."""
    folder = tmp_path_factory.mktemp("project")
    source = ["download", "--no-deps", "--no-binary", PROJECT.partition("==")[0], PROJECT]
    subprocess.run([*PIP, *source], cwd=folder, check=True)
    subprocess.run([*PIP, "install", "--no-deps", "--target", "needed", *NEEDED], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / PROJECT.replace("==", "-")


def _listed(nav: list[Any], depth: int = 0) -> list[str]:
    """Titles of a nav in order, indented by their depth; without the home page, which is the root."""
    lines = []
    for entry in nav:
        ((title, below),) = entry.items()
        if below != "index.md":
            lines.append("  " * depth + title)
        if isinstance(below, list):
            lines += _listed(below, depth + 1)
    return lines


@pytest.mark.prove
def test_the_site_of_another_project_is_published_as_its_nav_has_it(
    confluence: Sandbox, project: Path, tmp_path: Path
) -> None:
    config = yaml_load((project / "mkdocs.yml").read_text(encoding="utf-8"))
    assert config["theme"]["name"] == "material"
    assert "plugins" not in config, "they would be lost below"
    added = {"INHERIT": "mkdocs.yml", "plugins": ["search", {"confluence": options(confluence)}]}
    published = project / f"{confluence.flavor}.yml"
    published.write_text(yaml.safe_dump(added), encoding="utf-8")
    words = ("build", "--site-dir", str(tmp_path / "site"))
    environment = {**TOKEN, "PYTHONPATH": f"{project}{os.pathsep}{project.parent / 'needed'}"}

    run = Site(tmp_path, {}).run(*words, environment=environment, config_file=published)
    assert run.code == 0, run.output
    wanted = [config["site_name"], *(f"  {line}" for line in _listed(config["nav"]))]
    assert tree(confluence) == wanted
    assert f"{len(wanted)} created, 0 updated, 0 unchanged." in run.output
    assert '<ac:parameter ac:name="language">py' in body(confluence, "Routing")

    writes = confluence.writes()
    run = Site(tmp_path, {}).run(*words, environment=environment, config_file=published)
    assert run.code == 0, run.output
    assert f"0 created, 0 updated, {len(wanted)} unchanged." in run.output
    assert confluence.writes() == writes
