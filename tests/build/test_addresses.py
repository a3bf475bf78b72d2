"""Addresses as authors write them, in both forms of a site's URLs, below a prefix."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sites import Site, by_title

from mkdocs_confluence.model import openings

MakeSite = Callable[..., Site]

LINKS = {
    "[a](guide/index.md)": "guide/index.md",
    "[a](guide/page%20one.md#h-2)": "guide/page one.md#H-2",
    "[a](guide/deep/ü.md)": "guide/deep/ü.md",
    "[a](guide/index.md?q=1#two)": "guide/index.md#Two",
    '<a href="guide/">a</a>': "guide/index.md",
    '<a href="guide/?q=1#two">a</a>': "guide/index.md#Two",
    '<a href="guide/index.html">a</a>': "guide/index.md",
    '<a href="/docs/guide/">a</a>': "guide/index.md",
    '<a href="./guide/../guide/#two">a</a>': "guide/index.md#Two",
}
"""What stands in the Markdown of the home page → page and anchor that it leads to."""

OTHERS = {
    '<a href="mailto:a@b.c">a</a>': '<a href="mailto:a@b.c">a</a>',
    '<a href="tel:+12">a</a>': '<a href="tel:+12">a</a>',
    '<a href="//host.example/x">a</a>': '<a href="//host.example/x">a</a>',
    '<a href="https://e.org/?a=1&b=2#c">a</a>': '<a href="https://e.org/?a=1&amp;b=2#c">a</a>',
    '<a href="javascript:go()">a</a>': "a",
    "[a](guide/x.pdf#page=2)": (
        '<ac:link><ri:attachment ri:filename="x.pdf" /><ac:link-body>a</ac:link-body></ac:link>'
    ),
    '<a href="#here">a</a>': '<a href="#here">a</a>',
    '<a href="?x=1">a</a>': '<a href="#top">a</a>',
}


def pages(lines: list[str]) -> dict[str, str | bytes]:
    return {
        "index.md": "# Home\n\n" + "\n\n".join(lines) + '\n\n<p id="here">there</p>\n',
        "guide/index.md": "# Guide\n\n## Two\n\n[home](../index.md)\n",
        "guide/page one.md": "# One\n\n## H 2\n\n![a](../img/a b.png) [top](../index.md#here)\n",
        "guide/deep/ü.md": "# Ü\n\n![a](<../../img/a b.png>)\n",
        "guide/x.pdf": b"%PDF",
        "img/a b.png": b"png",
    }


def config(directories: bool) -> dict[str, object]:
    return {
        "site_url": "https://x.example/docs/",
        "use_directory_urls": directories,
        "validation": {"absolute_links": "ignore", "unrecognized_links": "ignore"},
    }


@pytest.mark.parametrize("directories", [True, False])
def test_every_way_to_write_a_link_leads_to_its_page(make_site: MakeSite, directories: bool) -> None:
    publication, bundle = make_site(pages(list(LINKS)), **config(directories)).bundle(flavor="cloud")
    found = [f"{link.value}#{link.anchor}".rstrip("#") for link in openings(bundle.body(publication.root))]
    assert found == list(LINKS.values())
    one, umlaut = by_title(publication, "One"), by_title(publication, "Ü")
    assert [file.name for page in (one, umlaut) for file in page.attachments] == ["a b.png"] * 2
    assert [str(link.anchor) for link in openings(bundle.body(one))] == ["here"]


@pytest.mark.parametrize("directories", [True, False])
def test_every_other_address_stays_as_it_is_or_is_told(make_site: MakeSite, directories: bool) -> None:
    publication, bundle = make_site(pages(list(OTHERS)), **config(directories)).bundle(flavor="cloud")
    written = re.findall(r"<p>(.*?)</p>", bundle.body(publication.root))
    assert written[: len(OTHERS)] == list(OTHERS.values())
    assert [issue.message for issue in publication.issues if issue.severity == "warning"] == [
        "a link leads to javascript:go(), which Confluence does not allow; its text is kept"
    ]
