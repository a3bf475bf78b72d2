"""The tree that pages are read from is the one that Beautiful Soup itself builds, with void elements kept empty."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag

from mkdocs_confluence.storage.soup import soup

GOLDEN = Path(__file__).parent.parent / "golden"
LINKS = ("parent", "next_element", "previous_element", "next_sibling", "previous_sibling")
TAGS = (
    "a b body button code dd details div dl dt embed form frameset h1 head html iframe img input li noscript ol option"
    " p pre rp rt ruby script select source span style svg table tbody td template textarea th title tr ul wbr x-y svg:a"
).split()
EMPTY = "bgsound embed keygen source track wbr".split()
"""Void elements of HTML that libxml2 takes for others."""
PARTS = (
    *("<{}>", "</{}>", "<{} class='a  b' id=x>", "<{}/>", "<{} xml:lang=en xmlns:x=y x:z=1>", "</{} >") * 3,
    *("text", " ", "\n \n", "\t", "&amp;&nbsp;&#0;", "\x0b", "\x01", "𝄞", "\ufeff"),
    *("<!-- c -->", "<!---->", "<?php x ?>", "<!DOCTYPE html>", "<![CDATA[x]]>"),
    *("<", "</", ">", "<p y='", "<a {{ x }}>", "<p {y>", "<meta charset=latin-1>"),
)


@pytest.mark.parametrize("family", sorted(path.name for path in GOLDEN.iterdir()))
def test_goldens_make_the_same_tree(family: str) -> None:
    for path in sorted((GOLDEN / family).glob("*.html")):
        _assert_same(path.read_text(encoding="utf-8"))


def test_real_pages_make_the_same_tree(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("*/**/*.html"))[::16]:
        _assert_same(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("seed", range(8))
def test_rubbish_makes_the_same_tree(seed: int) -> None:
    choose = random.Random(seed)
    for _ in range(250):
        parts = choose.choices(PARTS, k=choose.randint(1, 40))
        _assert_same("".join(part.replace("{}", choose.choice(TAGS)) for part in parts))


@pytest.mark.parametrize("levels", [200, 300, 10_000])
def test_depth_makes_the_same_tree(levels: int) -> None:
    _assert_same("<div><b>" * levels + "x" + "</b></div>" * levels)


def _assert_same(html: str) -> None:
    ours, theirs = _nodes(soup(html)), _nodes(_emptied(BeautifulSoup(html, "lxml")))
    assert [*map(_shown, ours)] == [*map(_shown, theirs)], html
    assert _linked(ours) == _linked(theirs), html


def _emptied(root: BeautifulSoup) -> BeautifulSoup:
    """The tree with what libxml2 has put into void elements behind them."""
    for tag in reversed(root.find_all(EMPTY)):
        if tag.contents:
            tag.insert_after(*list(tag.contents))
    return root


def _nodes(root: Tag) -> list[PageElement]:
    """The root and all nodes in it, in order, by the way of ``contents``."""
    found: list[PageElement] = []
    stack: list[PageElement] = [root]
    while stack:
        node = stack.pop()
        found.append(node)
        if isinstance(node, Tag):
            stack += reversed(node.contents)
    return found


def _shown(node: PageElement) -> object:
    """What a rule can see of a node by itself; an attribute with several values as one text."""
    if not isinstance(node, Tag):
        return type(node), str(node)
    attrs = {key: value.split() if isinstance(value, str) else value for key, value in node.attrs.items()}
    return node.name, attrs, len(node.contents), node.interesting_string_types


def _linked(nodes: list[PageElement]) -> list[list[int | None]]:
    """Where the links of each node lead to; Beautiful Soup has none between the root and its first child."""
    number: dict[int, int | None] = {id(node): at for at, node in enumerate(nodes)}
    number |= {id(None): None, id(nodes[0]): None}
    return [[number[id(getattr(node, link))] for link in LINKS] for node in nodes[1:]]
