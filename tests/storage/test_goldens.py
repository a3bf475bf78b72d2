"""Every construct, on both targets, against a file that a person has looked at."""

from __future__ import annotations

from pathlib import Path

import goldens
import pytest
from laws.macros import of_apps
from laws.verdict import verdict

from mkdocs_confluence.model import Flavor
from mkdocs_confluence.storage import convert


def _case(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
@pytest.mark.parametrize("path", goldens.cases(), ids=_case)
def test_a_construct_becomes_what_its_golden_file_shows(
    path: Path, flavor: Flavor, request: pytest.FixtureRequest
) -> None:
    html = path.read_text(encoding="utf-8")
    text = goldens.shown(convert(html, goldens.scope(flavor, html)))
    golden = path.with_suffix(f".{flavor}.xml")
    if request.config.getoption("--update-golden"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
@pytest.mark.parametrize("path", goldens.cases(), ids=_case)
def test_a_golden_case_keeps_the_laws(path: Path, flavor: Flavor) -> None:
    html = path.read_text(encoding="utf-8")
    scope = goldens.scope(flavor, html)
    chosen = scope.conversion
    diagrams = ("mermaid", "plantuml", "d2", *chosen.diagram_macros.values())
    apps = of_apps(tabs=chosen.tabs_macro, math=chosen.math_macro, diagrams=diagrams)
    assert verdict(html, scope, flavor, apps=apps) == []


def test_there_is_a_golden_for_each_case_and_none_without() -> None:
    wanted = {
        path.with_suffix(f".{flavor}.xml") for path in goldens.cases() for flavor in ("cloud", "datacenter")
    }
    assert set(goldens.GOLDEN.glob("*/*.xml")) == wanted
