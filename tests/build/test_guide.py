"""The guide names every option with its default, every command, every variable and every exit code."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
import yaml
from mkdocs.config.base import get_schema

from mkdocs_confluence import cli
from mkdocs_confluence.config.hidden import Hidden
from mkdocs_confluence.config.options import Options

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "example_site" / "docs"
OPTIONS = (DOCS / "options.md").read_text(encoding="utf-8")
COMMANDS = (DOCS / "publishing" / "command-line.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (?:`(.*?)`)? *\| (.+) \|$", re.MULTILINE)
DEFAULTS = {match[1]: match[2] or "" for match in ROW.finditer(OPTIONS)}


def _default(name: str) -> object:
    option = dict(get_schema(Options))[name]
    value = option.default
    return None if value in ("", [], {}, None) or isinstance(value, Hidden) else value


@pytest.mark.parametrize("name", [name for name, _ in get_schema(Options)])
def test_every_option_is_in_the_guide_with_its_default(name: str) -> None:
    assert name in DEFAULTS, f"{name} is not in the guide"
    assert yaml.safe_load(DEFAULTS[name] or "null") == _default(name)


def test_the_guide_names_no_option_that_does_not_exist() -> None:
    assert set(DEFAULTS) == {name for name, _ in get_schema(Options)}


@pytest.mark.parametrize("name", cli.cli.commands)
def test_every_command_and_each_of_its_options_is_in_the_guide(name: str) -> None:
    assert f"\n## {name}\n" in COMMANDS
    section = COMMANDS.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    before = COMMANDS.partition("\n## ")[0]
    for parameter in cli.cli.commands[name].params:
        if isinstance(parameter, click.Option):
            assert any(form in section + before for form in parameter.opts), f"{name} {parameter.opts[0]}"


@pytest.mark.parametrize("code", [cli.FAILED, cli.WRONG, cli.PENDING])
def test_every_exit_code_is_in_the_guide(code: int) -> None:
    assert f"| {code} |" in COMMANDS


def test_every_variable_that_is_read_is_in_the_guide() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "mkdocs_confluence").rglob("*.py")]
    found = {match for text in sources for match in re.findall(r"\bCONFLUENCE_[A-Z]+\b", text)}
    for variable in found:
        assert f"`{variable}`" in OPTIONS or f"`{variable}=" in OPTIONS or variable == "CONFLUENCE_PUBLISH"


def test_the_readme_leads_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    before = readme.partition("\n## ")[0]
    assert before.index("make demo") < before.index("make test")
    for target in re.findall(r"\]\((example_site/[^)]+)\)", readme):
        assert (ROOT / target).exists(), target
