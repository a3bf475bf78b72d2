"""Pages that move, change their name, their file or their kind keep their id."""

from __future__ import annotations

from pathlib import Path

import pytest
from sandboxes import Sandbox
from trees import LeapingClock, Node, P, Person, outline, put, tree

from mkdocs_confluence.errors import Lost, Unreachable
from mkdocs_confluence.model import Policy
from mkdocs_confluence.sandbox.store import content
from mkdocs_confluence.sandbox.web.faults import Fault


def ids(sandbox: Sandbox) -> dict[str, int]:
    return {node.title: node.id for node in tree(sandbox).walk()}


def both(sandbox: Sandbox, folder: Path, before: P, after: P) -> tuple[dict[str, int], dict[str, int]]:
    """Ids by title before and after; the second publish must be settled: a third writes nothing."""
    assert put(sandbox, before, folder).ok
    first = ids(sandbox)
    outcome = put(sandbox, after, folder)
    assert outcome.ok, outcome.failures
    second = ids(sandbox)
    assert outline(sandbox) == [after_outline(after)]
    sandbox.log.clear()
    assert put(sandbox, after, folder).plan.empty
    assert sandbox.writes() == []
    return first, second


def after_outline(page: P) -> object:
    return (page.title, [after_outline(child) for child in page.children]) if page.children else page.title


def root(*children: P) -> P:
    return P("index.md", "Docs", children)


def test_a_renamed_page_keeps_its_id(confluence: Sandbox, tmp_path: Path) -> None:
    first, second = both(confluence, tmp_path / "b", root(P("a.md", "A")), root(P("a.md", "Another")))
    assert first["A"] == second["Another"]


def test_a_page_whose_title_changes_its_case_is_renamed(confluence: Sandbox, tmp_path: Path) -> None:
    first, second = both(confluence, tmp_path / "b", root(P("a.md", "install")), root(P("a.md", "Install")))
    assert first["install"] == second["Install"]


def test_a_moved_page_keeps_its_id(confluence: Sandbox, tmp_path: Path) -> None:
    one = root(P("s/", "S", (P("a.md", "A"), P("b.md", "B"))), P("t/", "T", (P("c.md", "C"),)))
    other = root(P("s/", "S", (P("b.md", "B"),)), P("t/", "T", (P("a.md", "A"), P("c.md", "C"))))
    first, second = both(confluence, tmp_path / "b", one, other)
    assert first == second


def test_siblings_are_put_into_another_order(confluence: Sandbox, tmp_path: Path) -> None:
    pages = [P(f"{letter}.md", letter.upper()) for letter in "abcdefg"]
    first, second = both(
        confluence, tmp_path / "b", root(*pages), root(pages[6], *pages[2:5], pages[0], pages[5], pages[1])
    )
    assert first == second


def test_new_pages_land_between_old_ones(confluence: Sandbox, tmp_path: Path) -> None:
    pages = [P(f"{letter}.md", letter.upper()) for letter in "abcdefg"]
    first, second = both(confluence, tmp_path / "b", root(pages[0], pages[3], pages[6]), root(*pages))
    assert first.items() <= second.items()


def test_two_pages_swap_their_titles(confluence: Sandbox, tmp_path: Path) -> None:
    first, second = both(
        confluence,
        tmp_path / "b",
        root(P("a.md", "One"), P("b.md", "Two"), P("c.md", "Three")),
        root(P("a.md", "Two"), P("b.md", "Three"), P("c.md", "One")),
    )
    assert (first["One"], first["Two"], first["Three"]) == (second["Two"], second["Three"], second["One"])


def test_a_title_is_handed_over_to_a_new_page(confluence: Sandbox, tmp_path: Path) -> None:
    first, second = both(
        confluence,
        tmp_path / "b",
        root(P("a.md", "One")),
        root(P("b.md", "One", words="b"), P("a.md", "Two")),
    )
    assert first["One"] == second["Two"]


def test_parent_and_child_swap(confluence: Sandbox, tmp_path: Path) -> None:
    first, second = both(
        confluence,
        tmp_path / "b",
        root(P("a.md", "A", (P("b.md", "B", (P("c.md", "C"),)),))),
        root(P("b.md", "B", (P("a.md", "A", (P("c.md", "C"),)),))),
    )
    assert first == second


def test_titles_and_places_are_swapped_at_once(confluence: Sandbox, tmp_path: Path) -> None:
    first, second = both(
        confluence,
        tmp_path / "b",
        root(P("a.md", "A", (P("b.md", "B"),)), P("c.md", "C")),
        root(P("c.md", "A", (P("a.md", "B"),)), P("b.md", "C")),
    )
    assert (first["A"], first["B"], first["C"]) == (second["B"], second["C"], second["A"])


def test_a_renamed_file_keeps_its_page_by_title(confluence: Sandbox, tmp_path: Path) -> None:
    before, after = root(P("a.md", "A", words="x")), root(P("new/a.md", "A", words="y"))
    first, second = both(confluence, tmp_path / "b", before, after)
    assert first == second


def test_a_page_with_new_file_title_and_parent_is_known_by_its_body(
    confluence: Sandbox, tmp_path: Path
) -> None:
    first, second = both(
        confluence,
        tmp_path / "b",
        root(P("a.md", "A", words="only here"), P("b.md", "B")),
        root(P("b.md", "B", (P("x/y.md", "Renamed", words="only here"),))),
    )
    assert first["A"] == second["Renamed"]


def test_a_page_that_a_person_renamed_is_known_by_the_title_that_we_gave_it(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, root(P("a.md", "A", words="x"), P("b.md", "B")), tmp_path / "b")
    before = ids(confluence)
    ann.renames("A", "A by Ann")
    after = root(P("new/a.md", "A", words="y"), P("b.md", "B"))
    assert put(confluence, after, tmp_path / "b").ok
    assert ids(confluence) == before


def test_a_title_that_two_pages_were_left_with_tells_nothing(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    """One of them left the site, but is kept under another title."""
    keep = Policy(retire="keep")
    put(confluence, root(P("a.md", "A", words="a"), P("b.md", "B", words="b")), tmp_path / "b")
    before = ids(confluence)
    put(confluence, root(P("b.md", "A", words="b")), tmp_path / "b", keep)
    put(confluence, root(P("c.md", "A", words="c")), tmp_path / "b", keep)
    assert ann.page("A").id == str(before["B"])


def test_a_page_that_takes_the_path_of_the_root_is_another_page(confluence: Sandbox, tmp_path: Path) -> None:
    before = P("index.md", "Docs", (P("a.md", "A", words="a"),))
    after = P("a.md", "Docs", (P("index.md", "Welcome", words="Hello"),))
    first, second = both(confluence, tmp_path / "b", before, after)
    assert first["Docs"] == second["Docs"]
    assert second["Welcome"] not in first.values()
    back, again = both(confluence, tmp_path / "b", after, before)
    assert again["A"] == first["A"], "its tombstone is not lost to the page that has its path"
    assert back["Docs"] == again["Docs"]


def test_a_section_becomes_a_page_and_back(confluence: Sandbox, tmp_path: Path) -> None:
    below = (P("g/a.md", "A"), P("g/b.md", "B"))
    section, page = root(P("g/", "Guide", below)), root(P("g/index.md", "The guide", below, words="Hello"))
    first, second = both(confluence, tmp_path / "b", section, page)
    assert first["Guide"] == second["The guide"]
    back, again = both(confluence, tmp_path / "b", page, section)
    assert back["The guide"] == again["Guide"] == first["Guide"]


def test_a_new_site_name_renames_the_root(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, root(P("a.md", "A")), tmp_path / "b")
    first = ids(confluence)
    outcome = put(confluence, P("index.md", "Manual", (P("a.md", "A"),)), tmp_path / "b", site_name="Manual")
    assert outcome.ok
    second = ids(confluence)
    assert (first["Docs"], first["A"]) == (second["Manual"], second["A"])


def test_all_titles_change_by_a_prefix(confluence: Sandbox, tmp_path: Path) -> None:
    def prefixed(page: P) -> P:
        return P(page.key, f"X {page.title}", tuple(prefixed(child) for child in page.children))

    before = root(P("a.md", "A", (P("b.md", "B"),)), P("c.md", "C"))
    first, second = both(confluence, tmp_path / "b", before, prefixed(before))
    assert {
        f"X {title}": page for title, page in first.items() if title != "Documentation Home"
    }.items() <= second.items()


def _in(folder: str, prefix: str) -> P:
    pages = [
        P(f"{folder}{name}.md", f"{prefix}{name.upper()}", links=(f"{folder}{to}.md",))
        for name, to in ("ab", "ba")
    ]
    return P("index.md", f"{prefix}Docs", tuple(pages))


def test_a_prefix_and_a_folder_that_change_at_once_recreate_nothing(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    """Neither paths nor titles nor bodies are as before: those hold the keys or the titles of other pages."""
    put(confluence, _in("", ""), tmp_path / "b")
    for folder, prefix in (("v2/", "v2 "), ("v3/", "Version 3: "), ("", "")):
        before = [ann.page(title).id for title in [node.title for node in tree(confluence).walk()][1:]]
        assert put(confluence, _in(folder, prefix), tmp_path / "b", title_prefix=prefix).ok
        titles = [f"{prefix}{title}" for title in ("Docs", "A", "B")]
        assert [ann.page(title).id for title in titles] == before
        confluence.log.clear()
        assert put(confluence, _in(folder, prefix), tmp_path / "b", title_prefix=prefix).plan.empty
        assert confluence.writes() == []


@pytest.mark.parametrize("k", range(5, 20, 2))
def test_nor_do_they_when_the_publish_is_cut(
    confluence: Sandbox, ann: Person, tmp_path: Path, k: int
) -> None:
    put(confluence, _in("", ""), tmp_path / "b")
    before = [ann.page(title).id for title in ("Docs", "A", "B")]
    confluence.faults.on("", Fault("drop-before"), times=None, skip=k)
    with pytest.raises((Unreachable, Lost)):
        put(confluence, _in("v2/", "v2 "), tmp_path / "b", title_prefix="v2 ", clock=LeapingClock())
    confluence.faults.clear()
    assert put(confluence, _in("v2/", "v2 "), tmp_path / "b", title_prefix="v2 ", clock=LeapingClock()).ok
    assert [ann.page(f"v2 {title}").id for title in ("Docs", "A", "B")] == before
    assert len(list(tree(confluence).walk())) == 4


@pytest.mark.parametrize("depth", [12])
def test_a_deep_tree_is_published(confluence: Sandbox, tmp_path: Path, depth: int) -> None:
    page = P(f"{depth}.md", f"Level {depth}")
    for level in range(depth - 1, 0, -1):
        page = P(f"{level}.md", f"Level {level}", (page,))
    assert put(confluence, root(page), tmp_path / "b").ok
    assert outline(confluence) == [after_outline(root(page))]


def test_pages_that_left_are_trashed_and_come_back(confluence: Sandbox, tmp_path: Path) -> None:
    full = root(P("s/", "S", (P("a.md", "A", files={"f.txt": b"f"}), P("b.md", "B"))), P("c.md", "C"))
    put(confluence, full, tmp_path / "b")
    before = tree(confluence)
    outcome = put(confluence, root(P("c.md", "C")), tmp_path / "b")
    assert len(outcome.retired) == 3
    assert outline(confluence) == [("Docs", ["C"])]
    trashed = content.select(confluence.store, "c.status = 'trashed'", ())
    assert {page.title for page in trashed} == {"S", "A", "B"}
    outcome = put(confluence, full, tmp_path / "b")
    assert outcome.ok, outcome.failures
    after = tree(confluence)
    assert {n.title: n.id for n in before.walk()} == {n.title: n.id for n in after.walk()}
    assert outline(confluence) == [after_outline(full)]
    assert after.named("A").files == before.named("A").files
    assert put(confluence, full, tmp_path / "b").plan.empty


@pytest.mark.parametrize(
    "back", [P("new/a.md", "A", words="other"), P("new/a.md", "Z", words="a")], ids=["title", "body"]
)
def test_a_page_that_comes_back_under_another_path_is_restored_by_its_title_or_body(
    confluence: Sandbox, tmp_path: Path, back: P
) -> None:
    put(confluence, root(P("a.md", "A", words="a"), P("c.md", "C")), tmp_path / "b")
    before = ids(confluence)
    put(confluence, root(P("c.md", "C")), tmp_path / "b")
    first, second = both(confluence, tmp_path / "b", root(P("c.md", "C")), root(back, P("c.md", "C")))
    assert second[back.title] == before["A"] not in first.values()
    again, _ = both(confluence, tmp_path / "b", root(P("a.md", "New"), back, P("c.md", "C")), root(back))
    assert again[back.title] == before["A"] != again["New"], "its tombstone is gone"


@pytest.mark.parametrize("confluence", ["cloud"], indirect=True)
def test_an_archived_page_that_comes_back_under_another_path_is_created_anew_and_said(
    confluence: Sandbox, tmp_path: Path
) -> None:
    archive = Policy(retire="archive")
    put(confluence, root(P("a.md", "A", words="a"), P("c.md", "C")), tmp_path / "b")
    before = ids(confluence)["A"]
    put(confluence, root(P("c.md", "C")), tmp_path / "b", archive)
    outcome = put(confluence, root(P("new/a.md", "A", words="b"), P("c.md", "C")), tmp_path / "b", archive)
    (notice,) = outcome.notices
    assert "archived; it is created anew" in notice.message
    assert str(before) in notice.url
    assert ids(confluence)["A"] != before


def test_untouched_pages_keep_their_version(confluence: Sandbox, tmp_path: Path) -> None:
    before = root(P("a.md", "A"), P("b.md", "B"), P("c.md", "C"))
    put(confluence, before, tmp_path / "b")
    old: dict[str, Node] = {node.title: node for node in tree(confluence).walk()}
    put(confluence, root(P("a.md", "A"), P("b.md", "B2"), P("c.md", "C"), P("d.md", "D")), tmp_path / "b")
    for title in ("A", "C"):
        assert tree(confluence).named(title) == old[title]


def test_a_page_that_moves_below_a_new_page_hands_its_title_over_first(
    confluence: Sandbox, tmp_path: Path
) -> None:
    put(confluence, P("index.md", "Docs", (P("old.md", "Install"),)), tmp_path / "b")
    old = tree(confluence).named("Install").id
    newer = P("index.md", "Docs", (P("new.md", "Install", (P("old.md", "Install by hand"),)),))
    outcome = put(confluence, newer, tmp_path / "b")
    assert outcome.ok, outcome.failures
    assert outline(confluence) == [("Docs", [("Install", ["Install by hand"])])]
    assert tree(confluence).named("Install by hand").id == old


def test_a_new_page_links_to_a_page_that_moves_below_it(confluence: Sandbox, tmp_path: Path) -> None:
    """As an overview written for pages that exist does: the move waits for the new page, which must not wait for it."""
    one = root(P("a.md", "A"), P("b.md", "B"))
    other = root(P("s/index.md", "Overview", (P("a.md", "A"),), links=("a.md", "b.md")), P("b.md", "B"))
    first, second = both(confluence, tmp_path / "b", one, other)
    assert (first["A"], first["B"]) == (second["A"], second["B"])
