"""The guide names every option with its default, every command, every variable and every exit code."""

from __future__ import annotations

import re
from dataclasses import Field, fields
from pathlib import Path

import click
import pytest
import yaml
from mkdocs.config.base import get_schema

from mkdocs_confluence import cli
from mkdocs_confluence.client import outages, scopes, words
from mkdocs_confluence.client.words import Words
from mkdocs_confluence.config.hidden import Hidden
from mkdocs_confluence.config.kinds import (
    Flag,
    Location,
    Names,
    Number,
    OneOf,
    Secret,
    SecretTable,
    Table,
    Text,
)
from mkdocs_confluence.config.options import Options
from mkdocs_confluence.sandbox.store.switches import Switches

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "example_site" / "docs"
OPTIONS = (DOCS / "options.md").read_text(encoding="utf-8")
COMMANDS = (DOCS / "command-line.md").read_text(encoding="utf-8")
TROUBLE = (DOCS / "troubleshooting.md").read_text(encoding="utf-8")
ACCOUNTS = (DOCS / "publishing" / "accounts.md").read_text(encoding="utf-8")
SANDBOX = (DOCS / "publishing" / "sandbox.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (?:`(.*?)`)? *\| (.+?) \| (.+) \|$", re.MULTILINE)
DEFAULTS = {match[1]: match[2] or "" for match in ROW.finditer(OPTIONS)}
TYPES = {match[1]: match[3] for match in ROW.finditer(OPTIONS)}


def _default(name: str) -> object:
    option = dict(get_schema(Options))[name]
    value = option.default
    return None if value in ("", [], {}, None) or isinstance(value, Hidden) else value


@pytest.mark.parametrize("name", [name for name, _ in get_schema(Options)])
def test_every_option_is_in_the_guide_with_its_default(name: str) -> None:
    assert name in DEFAULTS, f"{name} is not in the guide"
    assert yaml.safe_load(DEFAULTS[name] or "null") == _default(name)


@pytest.mark.parametrize("name", [name for name, _ in get_schema(Options)])
def test_every_option_is_in_the_guide_with_what_it_takes(name: str) -> None:
    option = dict(get_schema(Options))[name]
    if isinstance(option, OneOf):
        assert [word.strip("` ") for word in TYPES[name].split(",")] == list(option.words)
    elif isinstance(option, Number):
        most = f" to {option.most}" if option.most < 1_000_000 else ""
        assert TYPES[name] == f"number from {option.least}{most}"
    else:
        kinds = {Flag: "true, false", Location: "path", Table: "name: text", SecretTable: "name: text"}
        kinds |= {Names: "list of texts", Secret: "text", Text: "text"}
        assert TYPES[name] in (kinds[type(option)], "address", "two texts")


def test_the_guide_names_no_option_that_does_not_exist() -> None:
    assert set(DEFAULTS) == {name for name, _ in get_schema(Options)}


@pytest.mark.parametrize("name", cli.cli.commands)
def test_every_command_and_each_of_its_options_is_in_the_guide(name: str) -> None:
    assert f"\n## {name}\n" in COMMANDS
    section = COMMANDS.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    before = COMMANDS.partition("\n## ")[0]
    for parameter in cli.cli.commands[name].params:
        if isinstance(parameter, click.Option):
            long = max(parameter.opts, key=len)
            assert re.search(rf"{long}(?![\w-])", section + before), f"{name} {long}"


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


def _fixed(template: str) -> str:
    """The words of a message, with the guide's sign where it has a name."""
    return re.sub(r"\{\w+\}", "…", template)


@pytest.mark.parametrize(
    "message", [found.what for found in vars(words).values() if isinstance(found, Words)]
)
def test_every_refusal_of_confluence_is_in_the_guide(message: str) -> None:
    assert f"| {_fixed(message)} |" in TROUBLE


@pytest.mark.parametrize("message", [what for _, what, _ in outages._WORDS.values()])
def test_everything_that_breaks_on_the_way_is_in_the_guide(message: str) -> None:
    assert f"| {_fixed(message)} |" in TROUBLE


@pytest.mark.parametrize("scope", sorted({scope for _, _, scope in scopes._SCOPES}))
def test_every_scope_that_a_token_needs_is_in_the_guide(scope: str) -> None:
    assert f"| `{scope}` |" in ACCOUNTS


REMARK = re.compile(r'(?:warn|named|note)\(\s*f?"([^"]+)"')


def _remarks() -> list[str]:
    """The longest words without names of each warning and each note about a page."""
    paths = (ROOT / "mkdocs_confluence" / "storage").rglob("*.py")
    found = {text for path in paths for text in REMARK.findall(path.read_text(encoding="utf-8"))}
    said = {text.partition("; ")[0] or text for text in found}
    longest = {max(re.split(r"\{.*?\}|; |, |\(|: ", text), key=len).strip(" ,") for text in said}
    return sorted(longest - {""})


@pytest.mark.parametrize("remark", _remarks())
def test_every_warning_and_note_about_a_page_is_in_the_guide(remark: str) -> None:
    assert remark in TROUBLE


@pytest.mark.parametrize("switch", fields(Switches), ids=lambda switch: str(switch.name))
def test_every_switch_of_the_sandbox_is_in_the_guide_with_its_default(switch: Field[object]) -> None:
    default = str(switch.default).lower() if isinstance(switch.default, bool) else str(switch.default)
    assert f"| `{switch.name}` | {f'`{default}`' if default else ''} |" in SANDBOX


def test_every_page_of_the_guide_is_in_its_navigation() -> None:
    text = (ROOT / "example_site" / "mkdocs.yml").read_text(encoding="utf-8")
    named = set(re.findall(r"- (\S+\.md)$", text, re.MULTILINE))
    assert named == {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
