"""The witness of headings names them as Cloud does, and notices links to the wrong one."""

from __future__ import annotations

import pytest
from laws.links import dangling
from laws.outline import misled, named
from laws.vocabulary import parse

from mkdocs_confluence.model import Document

ANCHOR = (
    '<ac:structured-macro ac:name="anchor"><ac:parameter ac:name="">a</ac:parameter></ac:structured-macro>'
)
STATUS = '<ac:structured-macro ac:name="status"><ac:parameter ac:name="title">new</ac:parameter></ac:structured-macro>'
IMAGE = '<ac:image><ri:attachment ri:filename="x.png" /></ac:image>'
NAMES = (
    ("<h2>Set up:  the app!</h2>", ["Set-up:--the-app!"]),
    ("<h2>a</h2><h3>a</h3><h2>a</h2>", ["a", "a.1", "a.2"]),
    ("<h2>a</h2><h2>a.1</h2><h2>a</h2>", ["a", "a.1", "a.2"]),
    ("<h2>One<br />Two</h2>", ["One[hardBreak]Two"]),
    (f"<h2>a {IMAGE}</h2><h2>a</h2>", ["a-[mediaInline]", "a"]),
    (f"<h2>{ANCHOR}a</h2><h2>a {STATUS}</h2>", ["[inlineExtension]a", "a-new"]),
    ("<h2></h2><h2>a <em>b</em></h2>", ["a-b"]),
)


@pytest.mark.parametrize(("body", "names"), NAMES)
def test_headings_are_named_as_cloud_names_them(body: str, names: list[str]) -> None:
    assert [name for _, name in named(parse(body))] == names


def test_a_link_to_another_heading_of_the_same_words_is_named() -> None:
    html = '<h2>a</h2><h2 id="x">a</h2>'
    assert misled(html, Document("<h2>a</h2><h2>a</h2>", anchors={"x": "a"}))
    assert not misled(html, Document("<h2>a</h2><h2>a</h2>", anchors={"x": "a.1"}))
    raw = "<h2>a</h2><hr />"
    assert not misled(html, Document(f"{raw}<h2>a</h2><h2>a</h2>", anchors={"x": "a.2"}), [raw])
    assert misled(html, Document(f"{raw}<h2>a</h2><h2>a</h2>", anchors={"x": "a.1"}), [raw])


def test_an_anchor_that_is_called_like_a_heading_is_named() -> None:
    body = f"<p>{ANCHOR}x</p><h2>a</h2>"
    assert dangling(Document(body), "cloud")
    assert not dangling(Document(body), "datacenter")
    assert not dangling(Document(body.replace("<h2>a", "<h2>b")), "cloud")
