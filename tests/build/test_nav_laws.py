"""What holds for every navigation, however odd."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, get_navigation

from mkdocs_confluence.names import Wanted, fold, unique_titles
from mkdocs_confluence.tree import nav
from mkdocs_confluence.tree.nav import Entry

SOURCES = ["index.md", "a.md", "b.md", "g/index.md", "g/a.md", "g/h/README.md", "g/h/x.md", "z/z.md"]
TITLES = ["Guide", "guide", "A/B", "A", "", "Handbook", "<b>x</b> &amp;", "安装"]
LINKS = ["https://example.com/", "/elsewhere/"]

items = st.recursive(
    st.one_of(
        st.sampled_from(SOURCES),
        st.builds(
            lambda title, target: {title: target},
            st.sampled_from(TITLES),
            st.sampled_from([*SOURCES, *LINKS]),
        ),
    ),
    lambda inner: st.builds(
        lambda title, below: {title: below}, st.sampled_from(TITLES), st.lists(inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)
hidden = st.sets(st.sampled_from(SOURCES), max_size=3)


@cache
def _config() -> MkDocsConfig:
    config = MkDocsConfig()
    folder = Path(__file__).parent
    config.load_dict(
        {"site_name": "Handbook", "docs_dir": str(folder), "site_dir": str(folder.parent / "site")}
    )
    assert config.validate()[0] == []
    return config


def _site(wanted: list[Any] | None, unpublished: set[str]) -> tuple[Navigation, Files]:
    config = _config()
    config.nav = wanted
    files = Files(
        File(source, "docs", "site", use_directory_urls=True, inclusion=InclusionLevel.INCLUDED)
        for source in SOURCES
    )
    navigation = get_navigation(files, config)
    for file in files:
        assert file.page is not None
        file.page.markdown = file.page.content = f"<h1>{file.src_uri}</h1>"
        if file.src_uri in unpublished:
            file.page.meta = {"confluence": {"publish": False}}
    return navigation, files


def _entries(wanted: list[Any] | None, unpublished: set[str], outside: bool) -> list[Entry]:
    navigation, files = _site(wanted, unpublished)
    rows, _ = nav.entries(navigation.items, files, "Handbook", written=wanted is not None, outside=outside)
    return rows


@given(st.none() | st.lists(items, min_size=1, max_size=6), hidden, st.booleans())
def test_a_nav_becomes_a_tree_of_pages_each_once(
    wanted: list[Any] | None, unpublished: set[str], outside: bool
) -> None:
    rows = _entries(wanted, unpublished, outside)
    keys = [entry.key for entry in rows]
    assert len(set(keys)) == len(keys)
    assert rows[0].parent is None
    assert rows[0].title == "Handbook"
    seen: set[str | None] = set()
    for entry in rows:
        assert entry.parent in seen or entry is rows[0], "a parent stands before its children"
        seen.add(entry.key)
    sources = {entry.page.file.src_uri for entry in rows if entry.page}
    assert not sources & unpublished
    named = set(SOURCES) if outside or wanted is None else {*_named(wanted), "index.md"}
    assert sources == named - unpublished
    used = {entry.parent for entry in rows}
    for entry in rows[1:]:
        assert entry.page or entry.links or entry.key in used, "no section is empty"


@given(st.lists(items, min_size=1, max_size=6))
def test_pages_stand_in_the_order_of_the_nav(wanted: list[Any]) -> None:
    order = list(dict.fromkeys(_named(wanted)))
    rows = _entries(wanted, set(), outside=False)
    assert [entry.key for entry in rows if entry.page and entry.parent is not None] == [
        source for source in order if source != "index.md"
    ]


@given(st.lists(items, min_size=1, max_size=6), st.booleans())
def test_titles_are_unique_and_the_root_keeps_its_own(wanted: list[Any], outside: bool) -> None:
    rows = _entries(wanted, set(), outside)
    titles = unique_titles({e.key: Wanted(e.title, e.path) for e in rows}, kept=rows[0].key)
    assert titles[rows[0].key] == "Handbook"
    assert len({fold(title) for title in titles.values()}) == len(rows)


def _named(wanted: list[Any]) -> list[str]:
    """Sources that a nav names, in order."""
    found: list[str] = []
    for item in wanted:
        below = next(iter(item.values())) if isinstance(item, dict) else item
        if isinstance(below, list):
            found += _named(below)
        elif below in SOURCES:
            found.append(below)
    return found
