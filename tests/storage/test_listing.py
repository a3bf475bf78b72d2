"""Code blocks are read completely, whatever stands in them and however deep."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from mkdocs_confluence.storage.families.annotate import circled
from mkdocs_confluence.storage.families.listing import Listing, read


def _read(html: str, notes: int = 0) -> Listing | None:
    tag = BeautifulSoup(html, "lxml").find(["div", "pre", "table"])
    assert isinstance(tag, Tag)
    return read(tag, notes)


def _text(html: str, notes: int = 0) -> str:
    listing = _read(html, notes)
    assert listing is not None
    return listing.text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<pre>a\n  b\n</pre>", "a\n  b"),
        ("<pre><code>a<br>b</code></pre>", "a\nb"),
        ("<pre>\x1b[31mred\x1b[0m \x1b]8;;http://x\x07link\x1b]8;;\x07</pre>", "red link"),
        ("<pre>a\r\nb\rc</pre>", "a\nb\nc"),
        ("<pre>a<!-- b -->c<script>d</script></pre>", "ac"),
        ("<pre>\n\n  first\n\n</pre>", "  first"),
        (
            '<pre>├── <span class="twemoji"><svg><path d=""/></svg></span> x <img alt="📁" class="twemoji" src="y"></pre>',
            "├──  x 📁",
        ),
    ],
)
def test_the_text_of_code_is_read(html: str, text: str) -> None:
    assert _text(html) == text


def test_blank_first_lines_stay_where_lines_are_numbered() -> None:
    html = '<pre><span class="linenos">1</span>\n<span class="linenos">2</span>x\n</pre>'
    assert _read(html) == Listing("\nx", first=1)


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ('<div class="language-python highlight"><pre>x</pre></div>', "python"),
        ('<div class="language-text highlight" data-language="klingon"><pre>x</pre></div>', "klingon"),
        ('<pre><code class="language-c++">x</code></pre>', "c++"),
        ('<pre class="lang-js">x</pre>', "js"),
        ('<div class="highlight-source-yaml"><pre>x</pre></div>', "yaml"),
        ('<div class="highlight-ipynb hl-ruby"><pre>x</pre></div>', "ruby"),
        ('<div class="highlight"><pre><span class="hll">x</span></pre></div>', ""),
    ],
)
def test_the_language_is_found_wherever_a_highlighter_puts_it(html: str, language: str) -> None:
    listing = _read(html)
    assert listing is not None
    assert listing.language == language


@pytest.mark.parametrize(
    "html",
    [
        '<div class="highlight">words<pre>x</pre></div>',
        '<div class="highlight"><pre>x</pre><pre>y</pre></div>',
        '<div class="highlight"><img src="x"><pre>y</pre></div>',
        '<div class="highlight"></div>',
        '<pre>x <img src="y"></pre>',
    ],
)
def test_a_box_with_more_than_code_is_not_read_as_code(html: str) -> None:
    assert _read(html) is None


def test_annotations_are_marked_in_comments_only_and_only_as_many_as_there_are() -> None:
    html = '<pre>a # (1)! <span class="c1"># (1)! (2)! (3)!</span><span class="s">"(1)!"</span></pre>'
    assert _text(html, notes=2) == 'a # (1)! # ① ② (3)!"(1)!"'
    assert _text(html) == 'a # (1)! # (1)! (2)! (3)!"(1)!"'


@pytest.mark.parametrize(
    ("comment", "kind", "written"),
    [
        ("# (1)", "c1", "# ①"),
        ("# (1)(2), f(1), (3) f(2)!", "c", "# ①②, f(1), (3) f②"),
        ("/* see (2) */", "cm", "/* see ② */"),
        ("#define ONE (1) // (2)!", "cp", "#define ONE (1) // ②"),
        ("f(1)", "n", "f(1)"),
    ],
)
def test_annotations_in_comments_need_no_sign_behind_them(comment: str, kind: str, written: str) -> None:
    assert _text(f'<pre><span class="{kind}">{comment}</span></pre>', notes=2) == written


def test_signs_of_annotations_go_up_to_fifty() -> None:
    assert [circled(number) for number in (1, 20, 21, 35, 36, 50, 51)] == [
        "①",
        "⑳",
        "㉑",
        "㉟",
        "㊱",
        "㊿",
        "(51)",
    ]


def test_code_is_read_to_any_depth() -> None:
    assert _text(f"<pre>{'<span>' * 5_000}deep</pre>") == "deep"


def test_links_within_code_are_told_but_those_of_line_numbers() -> None:
    listing = _read(
        '<pre><a href="#l-1"><span class="linenos">1</span></a><a id="l-1" href="#l-1"></a>'
        'f(<a href="https://example.org/int">int</a>)</pre>'
    )
    assert listing == Listing("f(int)", first=1, links=("https://example.org/int",))
