"""Titles, file names, anchors and labels that Confluence accepts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_confluence.names import TITLE_LIMIT, Wanted, anchor, file_name, fold, label, unique_titles

titles = st.sampled_from(
    ["Install", "install", "Install (Linux)", "A" * 300, "A" * 299 + "B", "", "  ", "安装", "𝒳" * 200]
)
wanted = st.dictionaries(
    st.text(min_size=1, max_size=12),
    st.builds(Wanted, titles, st.lists(st.sampled_from(["Linux", "macOS", "Guide", "L" * 200]), max_size=3)),
)


@given(wanted, st.sampled_from(["", "Docs: "]), st.sampled_from(["", " [docs]"]))
def test_titles_are_unique_and_fit(pages: dict[str, Wanted], prefix: str, suffix: str) -> None:
    given_titles = unique_titles(pages, prefix=prefix, suffix=suffix)
    assert given_titles.keys() == pages.keys()
    assert len({fold(title) for title in given_titles.values()}) == len(pages)
    assert all(0 < len(title.encode("utf-16-le")) // 2 <= TITLE_LIMIT for title in given_titles.values())


@given(wanted)
def test_titles_do_not_depend_on_the_order_of_pages(pages: dict[str, Wanted]) -> None:
    assert unique_titles(dict(reversed(pages.items()))) == unique_titles(pages)


def test_pages_of_one_title_are_told_apart_by_section_then_by_path() -> None:
    pages = {
        "linux/install.md": Wanted("Install", ["Guide", "Linux"]),
        "macos/install.md": Wanted("Install", ["Guide", "macOS"]),
        "old/linux/install.md": Wanted("Install", ["Archive", "Linux"]),
        "setup.md": Wanted("Set up"),
    }
    assert unique_titles(pages) == {
        "linux/install.md": "Install (Guide / Linux)",
        "macos/install.md": "Install (macOS)",
        "old/linux/install.md": "Install (Archive / Linux)",
        "setup.md": "Set up",
    }


def test_a_page_without_any_title_has_one() -> None:
    assert unique_titles({" ": Wanted("")}) == {" ": "Untitled"}


def test_a_qualified_title_that_somebody_wrote_already_is_told_apart_again() -> None:
    pages = {
        "a.md": Wanted("Install", ["Linux"]),
        "b.md": Wanted("install"),
        "c.md": Wanted("Install (Linux)"),
    }
    given_titles = unique_titles(pages)
    assert given_titles["b.md"].startswith("install")
    assert len({fold(title) for title in given_titles.values()}) == 3


def test_file_names_lose_what_confluence_refuses() -> None:
    assert file_name("img/a b#1?.png") == "a b-1-.png"
    assert file_name("img/é.png") == "é.png"
    assert file_name("") == "file"


@given(st.text(max_size=20), st.text(max_size=20))
def test_different_ids_have_different_anchors(one: str, other: str) -> None:
    assert (anchor(one) == anchor(other)) == (one == other)


def test_labels_are_lower_case_words() -> None:
    assert label("How To: set-up!") == "how-to-set-up"
    assert label("Größe & Maß") == "größe-maß"
