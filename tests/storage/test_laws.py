"""The laws of the conversion as properties over generated pages, for both targets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from laws.corpus import finder
from laws.generator import deep, garbled, pages, rubbish, truncated
from laws.macros import of_apps
from laws.rows import ROWS, drawn
from laws.verdict import verdict
from laws.vocabulary import faults

from mkdocs_confluence.model import Conversion, Flavor, PageName
from mkdocs_confluence.storage import Scope, convert, target

FLAVORS: tuple[Flavor, ...] = ("cloud", "datacenter")
SITE = {
    "guide/here/": PageName("guide/here.md", "Here"),
    "guide/other/": PageName("guide/other.md", "Other & more"),
    "other/": PageName("other.md", "Other"),
    "guide/draft/": PageName("guide/draft.md", "Draft", published=False),
    "": PageName("index.md", "Home"),
}


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


def _scope(flavor: Flavor, files: Path, conversion: Conversion | None = None, site_url: str = "") -> Scope:
    find_file = finder(files)
    return Scope(
        page=SITE["guide/here/"],
        heading="Title & x",
        source="guide/here.md",
        url="guide/here/",
        target=target(flavor),
        space="DOCS",
        site_url=site_url,
        pages=SITE,
        find_file=lambda path: None if "gone" in path else find_file(path),
        linked=frozenset({"title", "id-1", "nowhere"}),
        conversion=conversion or Conversion(),
    )


def _shown(html: str, breaches: list[str]) -> str:
    return "\n".join([*breaches[:8], html])


@pytest.mark.parametrize("flavor", FLAVORS)
def test_all_laws_hold_for_pages_of_any_construct(flavor: Flavor, files: Path) -> None:
    scope = _scope(flavor, files)

    @given(pages())
    def laws_hold(html: str) -> None:
        breaches = verdict(html, scope, flavor)
        assert not breaches, _shown(html, breaches)

    laws_hold()


@pytest.mark.parametrize("flavor", FLAVORS)
def test_all_laws_hold_whatever_the_options(flavor: Flavor, files: Path) -> None:
    chosen = Conversion(
        tabs="macro",
        tabs_macro=("tabs-group", "tab-pane"),
        math="macro",
        diagrams="macro",
        diagram_macros={"mermaid": "mermaid-cloud", "plantuml": "plantumlcloud"},
    )
    apps = of_apps(
        tabs=chosen.tabs_macro,
        math=chosen.math_macro,
        diagrams=(*chosen.diagram_macros.values(), "d2", "graphviz", "dot"),
    )
    scopes = {
        "macros of apps": _scope(flavor, files, chosen, "https://docs.example.org/docs/"),
        "tabs in expands": _scope(flavor, files, Conversion(tabs="expand")),
    }

    @given(pages(), st.sampled_from(sorted(scopes)))
    def laws_hold(html: str, options: str) -> None:
        breaches = verdict(html, scopes[options], flavor, apps=apps)
        assert not breaches, _shown(html, breaches)

    laws_hold()


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_truncated_page_keeps_the_laws(flavor: Flavor, files: Path) -> None:
    scope = _scope(flavor, files)

    @given(truncated())
    def laws_hold(html: str) -> None:
        breaches = verdict(html, scope, flavor)
        assert not breaches, _shown(html, breaches)

    laws_hold()


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_garbled_page_becomes_a_body_that_confluence_takes(flavor: Flavor, files: Path) -> None:
    """What its words are is a matter of opinion: one construct has swallowed another, or has lost what makes it one.

    Where a block that is passed through as it is has lost its end, nobody can tell it from the page.
    """
    scope = _scope(flavor, files)

    @given(garbled().filter(lambda html: "confluence-storage" not in html))
    def laws_hold(html: str) -> None:
        breaches = [
            breach for breach in verdict(html, scope, flavor) if not breach.startswith(("words:", "links:"))
        ]
        assert not breaches, _shown(html, breaches)

    laws_hold()


@pytest.mark.parametrize("flavor", FLAVORS)
def test_rubbish_becomes_a_body_that_confluence_takes(flavor: Flavor, files: Path) -> None:
    scope = _scope(flavor, files)

    @given(rubbish())
    def laws_hold(html: str) -> None:
        breaches = [breach for breach in verdict(html, scope, flavor) if not breach.startswith("words")]
        assert not breaches, _shown(repr(html), breaches)

    laws_hold()


LATER = pytest.mark.prove
"""The parser takes ten seconds for ten thousand levels."""
DEEP = [
    "ul><li",
    *(
        pytest.param(tag, marks=LATER)
        for tag in ("div", "blockquote", "span", "em", "details", "div class='admonition note'", "dl><dd")
    ),
    pytest.param("table><tr><td", marks=LATER),
]


@pytest.mark.parametrize("tag", DEEP)
def test_ten_thousand_levels_are_flattened(tag: str, files: Path) -> None:
    """The witness of words reads no deeper than two thousand levels, so words are looked up by themselves here."""
    html = f"<p>first</p>{deep(tag, 10_000)}<p>last</p>"
    for flavor in FLAVORS:
        document = convert(html, _scope(flavor, files))
        assert faults(document.body, flavor) == []
        assert DEEP_WORD.findall(document.body) == DEEP_WORD.findall(re.sub("<[^>]*>", " ", html))


DEEP_WORD = re.compile(r"\b(?:in\d+|out\d+|first|last)\b")


@pytest.mark.prove
@pytest.mark.parametrize("flavor", FLAVORS)
def test_five_megabytes_keep_the_laws(flavor: Flavor, files: Path) -> None:
    steady = settings(
        max_examples=2_000, derandomize=True
    )  # some blocks leave more choices than can be compared here
    block = find(pages(), lambda html: len(html) > 2_000, settings=steady)
    html = block * (5_000_000 // len(block))
    breaches = verdict(html, _scope(flavor, files), flavor)
    assert not breaches, "\n".join(breaches[:8])[:2000]


def _undrawn(rows: Iterable[str]) -> set[str]:
    """The rows that four hundred pages have no example of."""
    missing = set(rows)

    @settings(max_examples=400, derandomize=True)
    @given(pages())
    def draw(html: str) -> None:
        missing.difference_update(drawn(html, missing))

    draw()
    return missing


def test_every_frequent_construct_is_drawn_and_one_without_a_template_is_missed() -> None:
    never = {"marquee", "div.admonition.never", "span.twemoji.never"}
    assert _undrawn({*ROWS, *never}) == never


def test_the_rows_are_those_that_most_pages_of_real_sites_have(shared: Path) -> None:
    table = (shared / "corpus" / "constructs.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| \d+ \| `(.+?)` \|", table, re.MULTILINE)[: len(ROWS)]) == ROWS
    assert len(ROWS) == 150


def test_empty_input_is_an_empty_page(files: Path) -> None:
    for html in ("", " \n", "<!-- -->", "\x00"):
        document = convert(html, _scope("cloud", files))
        assert not document.body.strip()
        assert not document.issues
