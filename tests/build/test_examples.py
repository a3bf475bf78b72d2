"""Every example in the README and in the guide does what it shows."""

from __future__ import annotations

import os
import re
import shlex
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from mkdocs.utils.yaml import get_yaml_loader, yaml_load
from sandboxes import Sandbox
from sites import Site, without_credentials
from sites.remote import TOKEN, options

from mkdocs_confluence.cli import cli
from mkdocs_confluence.config import settings
from mkdocs_confluence.config.options import Options
from mkdocs_confluence.sandbox.store.switches import parse
from mkdocs_confluence.sandbox.web.faults import Faults
from mkdocs_confluence.tree import block

ROOT = Path(__file__).parents[2]
TEXTS = [ROOT / "README.md", *sorted((ROOT / "example_site" / "docs").rglob("*.md"))]
FENCE = re.compile(r"^( *)(```+)(\w*)([^\n]*)\n(.*?)^\1\2$", re.MULTILINE | re.DOTALL)
OWN = re.compile(
    r"(?:^\$ |run: |^ *- )((?:mkdocs-confluence|python -m mkdocs_confluence\.sandbox) .*)$", re.MULTILINE
)


def _fences(*languages: str) -> Iterator[tuple[str, str]]:
    """(where, text) of the fences in these languages."""
    for path in TEXTS:
        text = path.read_text(encoding="utf-8")
        for number, match in enumerate(FENCE.finditer(text), 1):
            if match[3] in languages:
                yield f"{path.relative_to(ROOT)}#{number}", textwrap.dedent(match[5])


def _lines() -> list[list[str]]:
    """Each command line of ours in a console, as words; those that CI runs as well."""
    found = []
    for _, text in _fences("console", "yaml"):
        found += OWN.findall(text)
    return [list(words) for words in dict.fromkeys(tuple(shlex.split(line, comments=True)) for line in found)]


OURS = [words[1:] for words in _lines() if words[0] == "mkdocs-confluence"]
YAML = list(_fences("yaml"))
WITH_PLUGIN = [(where, text) for where, text in YAML if "- confluence:" in text]


def test_there_are_examples() -> None:
    assert {words[0] for words in OURS} == set(cli.commands)
    assert len(WITH_PLUGIN) > 8


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a published site that also has a bundle where the examples look for it."""
    folder = tmp_path_factory.mktemp("desk")
    with Sandbox(folder / "sandbox", "cloud") as sandbox:
        site = Site(folder / "handbook", {"index.md": "# Hi"}, options(sandbox))
        site.folder.mkdir()
        site.write()
        _called(["bundle", "out/bundle"], site.folder)
        _called(["publish"], site.folder)
        yield site.folder


def _called(words: list[str], folder: Path) -> str:
    before = Path.cwd()
    os.chdir(folder)
    try:
        done = CliRunner().invoke(
            cli, words, env={"NETRC": os.devnull, **TOKEN, "CONFLUENCE_USER": "eve"}, catch_exceptions=False
        )
    finally:
        os.chdir(before)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize(
    "words", [words for words in OURS if words[0] not in ("sandbox", "open")], ids=" ".join
)
def test_a_command_line_of_the_guide_runs(desk: Path, words: list[str]) -> None:
    assert _called(words, desk)


@pytest.mark.parametrize("words", [words for words in OURS if words[0] == "open"], ids=" ".join)
def test_open_prints_an_address(desk: Path, words: list[str]) -> None:
    assert "--print" in words, "a test opens no browser"
    assert _called(words, desk).startswith("http://")


@pytest.mark.parametrize("words", [words for words in OURS if words[0] == "sandbox"], ids=" ".join)
def test_a_sandbox_of_the_guide_is_understood(words: list[str]) -> None:
    cli.commands["sandbox"].make_context("sandbox", words[1:])


def test_switches_and_faults_of_the_guide_are_understood() -> None:
    lines = [words for words in _lines() if words[:3] == ["python", "-m", "mkdocs_confluence.sandbox"]]
    given = [(words[i], words[i + 1]) for words in lines for i in range(3, len(words) - 1)]
    assert parse([value for name, value in given if name == "--switch"])
    faults = [value for name, value in given if name == "--fault"]
    faults += re.findall(r"`([\w=.-]+:[^`]+)`", _section("publishing/sandbox.md", "| Fault |", "## "))
    assert len(faults) > 5
    for fault in faults:
        Faults().tell(fault)


def _section(page: str, start: str, end: str) -> str:
    text = (ROOT / "example_site" / "docs" / page).read_text(encoding="utf-8")
    return text.partition(start)[2].partition(end)[0]


@pytest.mark.parametrize(("where", "text"), WITH_PLUGIN, ids=[where for where, _ in WITH_PLUGIN])
def test_a_mkdocs_yml_of_the_guide_is_valid(where: str, text: str) -> None:
    found = next(entry["confluence"] for entry in yaml_load(text)["plugins"] if "confluence" in entry)
    checked = Options()
    checked.load_dict(found)
    errors, warnings = checked.validate()
    assert (errors, warnings) == ([], [])
    with without_credentials():
        settings.read(checked, {"CONFLUENCE_URL": "sandbox"})


@pytest.mark.parametrize(("where", "text"), YAML, ids=[where for where, _ in YAML])
def test_yaml_of_the_guide_can_be_read(where: str, text: str) -> None:
    documents: list[Any] = list(yaml.load_all(text, get_yaml_loader()))
    read = [document for document in documents if document]
    assert read
    for document in read:
        if "confluence" in document:
            assert block.read(document, where).issues == ()
        for job in document.get("jobs", {}).values():
            assert job["steps"]
