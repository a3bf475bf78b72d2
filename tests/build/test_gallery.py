"""The gallery shows every family of constructs."""

from __future__ import annotations

from functools import cache

import guides
import pytest
from bs4 import BeautifulSoup
from markdown import Markdown
from mkdocs.config import load_config

GALLERY = guides.CONFIG.parent / "docs" / "gallery"

CONSTRUCTS = {
    "text": {
        "bold, italic and both": "td > em > strong, td > strong > em",
        "struck": "del:not(.critic)",
        "inserted": "ins:not(.critic)",
        "marked": "mark:not(.critic)",
        "below the line": "sub",
        "above the line": "sup",
        "code with a highlighter in a line": "code.highlight",
        "keys": "span.keys > kbd",
        "a colour": "span[style*='color']",
        "a background": "span[style*='background-color']",
        "a badge": "span.badge",
        "critic markup": "del.critic + ins.critic",
        "a critic mark with a comment": "mark.critic + .critic.comment",
        "an abbreviation": "abbr[title]",
        "an emoji of Material": "img.twemoji",
        "an emoji of GitHub": "img.gemoji",
        "an emoji of EmojiOne": "img.emojione",
        "an icon": "td > span.twemoji > svg",
        "a hard break": "p > br",
        "a quote in a quote": "blockquote > blockquote",
        "a rule": "hr",
        "a heading with code and an id of its own": "h2#custom-id > code",
        "the deepest heading": "h6",
    },
    "links": {
        "a page": "a[href='../tree.md']",
        "a place on a page": "a[href='../tree.md#titles']",
        "a place on this page": "a[href='#tooltips']",
        "an anchor": "a#spot",
        "an absolute link": "a[href='/tree/']:not(.wikilink)",
        "a wiki link": "a.wikilink",
        "a bare address": "a[href='https://www.python.org/downloads/']",
        "a mailbox": "a[href^='mailto:']",
        "a file": "a[href$='.csv']:not([download])",
        "a download": "a[download]",
        "a tooltip": "a[title]",
        "a figure": "a > figure",
        "a button": "a.md-button",
    },
    "lists": {
        "nested": "ul ul ul",
        "loose": "li > p + p",
        "from a number on": "ol[start='5']",
        "of letters": "ol[type='a']",
        "of Roman numbers": "ol[type='i']",
        "of tasks": "li.task-list-item",
        "of tasks within tasks": "li.task-list-item li.task-list-item",
        "of tasks and others": "li.task-list-item + li:not(.task-list-item)",
        "of numbered tasks": "ol > li.task-list-item",
        "of definitions": "dl > dd + dd",
        "with a table": "li > table",
        "with code": "li .highlight",
    },
    "tables": {
        "aligned": "td[style*='right']",
        "with a caption": "figure > table, caption",
        "with rows that span": "th[rowspan]",
        "with columns that span": "td[colspan]",
        "with a header column": "tbody th",
        "with a list": "td ul",
        "with code": "td pre",
        "with Markdown in cells": "td > ol",
        "within a table": "td table",
        "wide": "tr > :nth-child(8)",
    },
    "code": {
        "with a title": "span.filename",
        "with line numbers": "td.linenos",
        "with highlighted lines": "span.hll",
        "with annotations": ".highlight + ol",
        "annotated text": "p.annotate",
        "without a language": "pre",
        "of codehilite": "div.codehilite",
        "of a highlighter in the browser": "pre > code.language-css",
        "in tabs": ".tabbed-set .highlight",
    },
    "admonitions": {
        **{
            kind: f"div.admonition.{kind}"
            for kind in (
                "note abstract info tip success question warning failure danger bug example quote".split()
            )
        },
        "of a type of its own": "div.admonition.pied-piper",
        "with an empty title": "div.admonition.example > p:first-child:not(.admonition-title)",
        "at the side": "div.admonition.inline.end",
        "nested": "div.admonition div.admonition",
        "in a list": "li div.admonition",
        "in a cell": "td div.admonition",
        "closed": "details:not([open])",
        "open": "details[open]",
        "folded thrice": "details details details",
    },
    "tabs": {"of code": ".tabbed-block > .highlight:only-child", "nested": ".tabbed-set .tabbed-set"},
    "grids": {"cards": ".grid.cards > ul > li > hr", "of blocks": ".grid > .admonition", "a card": "p.card"},
    "media": {
        "with a caption": "figure > figcaption",
        "sized": "img[width]",
        "at the side": "img[align='right']",
        "in the middle": "p[align='center'] img",
        "in a line": "p > img[width='16']",
        "lazy": "img[loading='lazy']",
        "for light": "img[src$='#only-light']",
        "for dark": "img[src$='#only-dark']",
        "in a link": "a > img",
        "in a lightbox": "a.glightbox > img",
        "as data": "img[src^='data:']",
        "as an SVG file": "img[src$='.svg']",
        "as an SVG of the page": "svg > rect",
        "of the web": "img[src^='https:']",
    },
    "embeds": {
        "sound": "audio",
        "film": "video",
        "film of YouTube": "iframe[src*='youtube']",
        "another frame": "iframe[src*='openstreetmap']",
    },
    "math-and-diagrams": {
        "a formula in a line": "span.arithmatex",
        "a formula": "div.arithmatex",
        "Mermaid": "pre.mermaid",
    },
    "footnotes": {
        "a reference": "a.footnote-ref",
        "a second one": "sup[id^='fnref2']",
        "notes": ".footnote li",
    },
    "notebooks": {"input": ".jp-InputArea", "output": ".jp-RenderedText", "a data frame": "table.dataframe"},
    "html": {
        "Markdown": "section > ul",
        "folded": "details",
        "an unknown element": "my-badge",
        "keys": "kbd",
    },
    "scripted": {"a drawing": "canvas"},
    "languages": {"from right to left": "[dir='rtl']"},
}
"""Page of the gallery → what it shows → how that is found in its HTML."""
WORDS = {
    "math-and-diagrams": ("```plantuml", "```dot", "```d2", "math/tex", "KaTeX"),
    "api": ("::: greeting",),
    "links": ("[greeting.greet]",),
    "tags": ("<!-- material/tags -->", "- blog"),
    "html": ("<!-- A comment",),
    "languages": ("日本語", "𠜎", "Control characters"),
    "scripted": ("swagger-ui", "mkdocs-click", "table-reader", "git-revision-date"),
    "tabs": ("alternate_style",),
    "storage": ("```confluence-storage", "```confluence-wiki"),
}
"""Page of the gallery → what stands in its source."""


@cache
def _shown(page: str) -> BeautifulSoup:
    """A page of the gallery as its Markdown alone becomes."""
    config = load_config(str(guides.CONFIG))
    markdown = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    text = (GALLERY / f"{page}.md").read_text(encoding="utf-8")
    return BeautifulSoup(markdown.convert(text), "html.parser")


@pytest.mark.parametrize(
    ("page", "name"), [(page, name) for page, names in CONSTRUCTS.items() for name in names]
)
def test_the_gallery_shows_each_construct(page: str, name: str) -> None:
    assert _shown(page).select_one(CONSTRUCTS[page][name])


@pytest.mark.parametrize(("page", "words"), [(page, word) for page, all_ in WORDS.items() for word in all_])
def test_the_gallery_has_what_is_made_of_its_source(page: str, words: str) -> None:
    assert words in (GALLERY / f"{page}.md").read_text(encoding="utf-8")
