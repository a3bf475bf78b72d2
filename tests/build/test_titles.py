"""Where titles come from, and what they may hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sites import Site, by_title, outline

from mkdocs_confluence.tree.titles import heading, text

MakeSite = Callable[..., Site]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("R&D", "R&D"),
        ("AT&amp;T &#8212; &copy; 2024", "AT&T — © 2024"),
        ("<b>Bold</b> <code>x</code>", "Bold x"),
        ('<span class="i"></span> Icons<br/>', "Icons"),
        ("List<String> & a < b > c", "List<String> & a < b > c"),
        ("  two\n lines ", "two lines"),
        (2024, "2024"),
        ("قائمة 安装 🚀", "قائمة 安装 🚀"),
    ],
)
def test_titles_of_the_nav_become_text(written: object, read: str) -> None:
    assert text(written) == read


@pytest.mark.parametrize(
    ("html", "read"),
    [
        ('<p>first</p><h1 id="x">A <em>b</em> &amp; c<a class="headerlink" href="#x">¶</a></h1>', "A b & c"),
        (
            '<h1>Say<sup id="fnref:1"><a href="#fn:1">1</a></sup> <img alt="🚀" src="r.png"> now</h1>',
            "Say 🚀 now",
        ),
        ('<h1 id="x">Own<a class="anchor" href="#x" title="Permanent link">#</a></h1>', "Own"),
        ("<h1><span><svg><title>icon</title><path/></svg></span> Icons</h1>", "Icons"),
        ("<h1><code>Vec&lt;T&gt;</code></h1>", "Vec<T>"),
        ("<h2>No</h2>", ""),
    ],
)
def test_the_first_heading_is_read_as_a_reader_sees_it(html: str, read: str) -> None:
    assert heading(html) == read


def test_a_title_comes_from_the_nav_then_front_matter_then_the_first_heading(make_site: MakeSite) -> None:
    site = make_site(
        {
            "index.md": "# Hi",
            "a.md": "---\ntitle: Matter\n---\n# Heading",
            "b.md": "---\ntitle: Matter B\n---\n# Heading",
            "c.md": "Words first.\n\n# Heading `C` & more\n",
            "some-file.md": "No heading.",
        },
        nav=["index.md", {"By nav": "a.md"}, "b.md", "c.md", "some-file.md"],
    )
    publication, _ = site.bundle()
    assert outline(publication)[1:] == ["  By nav", "  Matter B", "  Heading C & more", "  Some file"]


def test_a_heading_that_repeats_the_title_is_dropped_from_the_body(make_site: MakeSite) -> None:
    site = make_site(
        {
            "index.md": "# Handbook\n\nHi",
            "a.md": "# Set *up*\n\nWords",
            "b.md": "# Other\n\nWords",
            "c.md": '# <img class="twemoji" alt="🚀" src="https://e.org/r.svg"> Launch\n\nWords',
        }
    )
    publication, bundle = site.bundle(title_prefix="Docs: ")
    assert outline(publication) == ["Docs: Handbook", "  Docs: Set up", "  Docs: Other", "  Docs: 🚀 Launch"]
    assert (publication.title_prefix, publication.title_suffix) == ("Docs: ", "")
    assert not any("<h1" in bundle.body(page) for page in publication.pages)


def test_pages_of_one_title_are_told_apart_by_their_sections(make_site: MakeSite) -> None:
    site = make_site(
        {"index.md": "# Hi", "l.md": "# Install", "m.md": "# Install", "h.md": "# Handbook"},
        nav=["index.md", {"Linux": ["l.md"]}, {"macOS": ["m.md", "h.md"]}],
    )
    publication, bundle = site.bundle(title_suffix=" [v1]")
    assert publication.title_suffix == " [v1]"
    assert outline(publication) == [
        "Handbook [v1]",
        "  Linux [v1]",
        "    Install (Linux) [v1]",
        "  macOS [v1]",
        "    Install (macOS) [v1]",
        "    Handbook (macOS) [v1]",
    ]
    assert "<h1" not in bundle.body(by_title(publication, "Install (Linux) [v1]"))


def test_titles_file_names_and_labels_hold_any_characters(make_site: MakeSite) -> None:
    title = "A & B < C > \"D\" 'E' # F + G / H ? 🚀 安装 قائمة"
    site = make_site(
        {
            "index.md": "# Hi\n\n[all](sub/a%26b%20%23%2B%3F%C3%A4.md#x) [ru](%E5%AE%89%E8%A3%85.md)",
            "sub/a&b #+?ä.md": '---\ntitle: "ignored"\n---\n# X\n\n## x\n\n![i](bild%20%26%20%23%2B.png)\n',
            "安装.md": "# 安装\n",
            "sub/bild & #+.png": b"png",
        },
        {"labels": ['über & "uns" #1', "安装 🚀"]},
        nav=["index.md", {title: "sub/a&b #+?ä.md"}, {'Sec / "tion"': ["安装.md"]}],
    )
    publication, bundle = site.bundle(url="https://acme.atlassian.net")
    assert outline(publication) == ["Handbook", f"  {title}", '  Sec / "tion"', "    安装"]
    assert publication.root.links == ("sub/a&b #+?ä.md", "安装.md")
    (picture,) = by_title(publication, title).attachments
    assert picture.name == "bild & -+.png"
    assert bundle.file(picture).read_bytes() == b"png"
    assert not [issue for issue in publication.issues if issue.severity == "warning"]
    assert by_title(publication, 'Sec / "tion"').key == 'Sec %2F "tion"/'
    assert publication.root.labels[0] == "über-uns-1"
