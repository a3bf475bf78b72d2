"""A publish from the outside: what stands in Confluence afterwards, and what it cost."""

from __future__ import annotations

from pathlib import Path

from sandboxes import Sandbox
from trees import P, changed, outline, put, tree

SITE = P(
    "index.md",
    "Docs",
    (
        P(
            "guide/",
            "Guide",
            (
                P("guide/install.md", "Install", links=("guide/use.md",), labels=("howto",)),
                P("guide/use.md", "Use", links=("guide/install.md", "index.md"), files={"a.png": b"a"}),
            ),
        ),
        P("about.md", "About", width="full", links=("guide/use.md",)),
    ),
)


def test_a_first_publish_makes_the_tree_of_the_nav(confluence: Sandbox, tmp_path: Path) -> None:
    outcome = put(confluence, SITE, tmp_path / "b")
    assert outcome.ok, outcome.failures
    assert outline(confluence) == [("Docs", [("Guide", ["Install", "Use"]), "About"])]
    assert outcome.count("created") == 5
    docs = tree(confluence).children[0]
    assert docs.named("Install").labels == ("howto",)
    assert [name for name, _ in docs.named("Use").files] == ["a.png"]
    assert all("is publishing the site" not in node.body for node in docs.walk())


def test_an_unchanged_publish_writes_nothing(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    confluence.log.clear()
    outcome = put(confluence, SITE, tmp_path / "b")
    assert outcome.count("unchanged") == 5
    assert confluence.writes() == []
    assert len(confluence.log) <= 7, confluence.log


def test_one_changed_body_costs_one_write_and_the_ledger(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    before = tree(confluence)
    confluence.log.clear()
    outcome = put(confluence, changed(SITE, "about.md", words="New."), tmp_path / "b")
    assert outcome.count("updated") == 1
    assert len(confluence.writes()) == 4, confluence.writes()
    assert "New." in tree(confluence).named("About").body
    assert tree(confluence).named("Install") == before.named("Install")
