"""The witnesses notice what they are there to notice."""

from __future__ import annotations

from collections import Counter
from html import escape

import pytest
from laws.links import Place, dangling, unlinked
from laws.passed import passed, without
from laws.vocabulary import faults
from laws.words import heard, html_tree, lost

from mkdocs_confluence.model import Attached, Document, Flavor, Issue, Opening, PageName


def _macro(name: str, body: str, kind: str = "rich-text-body", **parameters: str) -> str:
    given = "".join(
        f'<ac:parameter ac:name="{key}">{value}</ac:parameter>' for key, value in parameters.items()
    )
    return f'<ac:structured-macro ac:name="{name}">{given}<ac:{kind}>{body}</ac:{kind}></ac:structured-macro>'


TABLE = "<table><tbody><tr><td><p>x</p></td></tr></tbody></table>"
CODE = _macro("code", "x", "plain-text-body", language="none")
ANCHOR = (
    '<ac:structured-macro ac:name="anchor"><ac:parameter ac:name="">a</ac:parameter></ac:structured-macro>'
)

GOOD_ON_BOTH = (
    f"<h1>{ANCHOR}a <em>b</em></h1><p>c<br />d <code>e</code></p><hr />",
    "<ul><li><p>a</p><ol start='3'><li><p>b</p></li></ol></li></ul>",
    f"{TABLE}{_macro('expand', TABLE, title='t')}",
    f"<blockquote><p>x</p>{CODE}</blockquote>",
    _macro("info", f"<p>x</p>{CODE}<ul><li><p>y</p></li></ul>"),
    '<p><ac:link><ri:page ri:content-title="T" /><ac:link-body>a <strong>b</strong></ac:link-body></ac:link></p>',
    '<p><a href="https://e.org/?a&amp;b"><ac:image ac:width="3"><ri:url ri:value="https://e.org/x.png" /></ac:image></a></p>',
    "<table><tbody><tr><td rowspan='2'><p>a</p></td><td><p>b</p></td></tr><tr><td><p>c</p></td></tr></tbody></table>",
)

BAD_ON_BOTH = {
    "<p>a & b</p>": "not well-formed",
    "<p>&nbsp;</p>": "not well-formed",
    "<p>\x1b</p>": "not well-formed",
    "<p>x</p><!-- c -->": "comment",
    "loose": "loose text",
    "<p>a<ul><li><p>b</p></li></ul></p>": "no inline element",
    "<ul><p>x</p></ul>": "not allowed in ul",
    "<ul></ul>": "nothing in it",
    "<marquee>x</marquee>": "unknown element",
    '<p class="x">a</p>': "unknown attribute class",
    '<p><a href="javascript:x()">a</a></p>': "bad value href",
    '<p><a href="x.html">a</a></p>': "bad value href",
    "<p><a>x</a></p>": "lacks href",
    '<p><a href="/x"><strong><a href="/y">a</a></strong></a></p>': "a link in a link",
    '<p><strong><a href="/x"><strong>a</strong></a></strong></p>': "strong in strong",
    '<p><ac:link ac:anchor="x"><ac:link-body><u>a</u></ac:link-body></ac:link></p>': "not allowed in ac:link-body",
    '<p><ac:link><ri:page ri:content-title="T" /></ac:link></p>': "a link without a body",
    "<table><tbody></tbody></table>": "a table without rows",
    "<table><tbody><tr><td><p/></td></tr><tr><td><p/></td><td><p/></td></tr></tbody></table>": "unequal width",
    "<table><caption>x</caption><tbody><tr><td><p/></td></tr></tbody></table>": "caption",
    _macro("nosuch", "<p>x</p>"): "unknown macro",
    _macro("code", "<b>x</b>", "plain-text-body", language="none"): "an element in ac:plain-text-body",
    _macro("code", "x", "plain-text-body", language="klingon"): "has language=",
    _macro("expand", "x", "plain-text-body"): "needs one ac:rich-text-body",
    _macro("expand", "<p>x</p>", title="<u>t</u>"): "must be text",
    _macro("expand", "<p>x</p>", title=""): "has title=",
    ANCHOR.replace(">a<", ">(a)<"): "has =",
    '<ac:structured-macro ac:name="view-file"><ac:parameter ac:name="name"> <ri:attachment ri:filename="x" />'
    "</ac:parameter></ac:structured-macro>": "must be one element",
}

BAD_ON_CLOUD = {
    _macro("info", TABLE): "table in panel",
    _macro("info", _macro("expand", "<p>x</p>")): "expand in panel",
    _macro("info", _macro("note", "<p>x</p>")): "panel in panel",
    _macro("info", "<p>x</p>", title="t"): "no parameter 'title'",
    f"<ul><li>{TABLE}</li></ul>": "table in item",
    f"<ul><li>{_macro('info', '<p>x</p>')}</li></ul>": "panel in item",
    "<ul><li><h2>x</h2></li></ul>": "heading in item",
    "<ul><li>x</li></ul>": "loose text in item",
    "<blockquote><h2>x</h2></blockquote>": "heading in blockquote",
    _macro("expand", _macro("expand", TABLE)): "table in nested-expand",
    _macro("expand", _macro("expand", _macro("expand", "<p>x</p>"))): "in nested-expand",
    f"<table><tbody><tr><td>{TABLE}</td></tr></tbody></table>": "table in cell",
    "<p><strong><code>x</code></strong></p>": "code together with strong",
    '<p>x <ac:image><ri:attachment ri:filename="x.png" /></ac:image></p>': "a block image in a line",
    f"<p>{CODE}</p>": "a block macro in a line",
    '<p>x <a href="https://e.org" data-card-appearance="embed">https://e.org</a></p>': "a card in a line",
    '<h2><a href="https://e.org" data-card-appearance="embed">https://e.org</a></h2>': "a card in a line",
    "<dl><dt>x</dt></dl>": "unknown element",
    '<p style="color: red">x</p>': "bad value style",
}


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
@pytest.mark.parametrize("body", GOOD_ON_BOTH)
def test_good_bodies_have_no_faults(body: str, flavor: Flavor) -> None:
    assert faults(body, flavor) == []


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
@pytest.mark.parametrize("body", BAD_ON_BOTH)
def test_a_fault_is_named(body: str, flavor: Flavor) -> None:
    assert any(BAD_ON_BOTH[body] in fault for fault in faults(body, flavor))


@pytest.mark.parametrize("body", BAD_ON_CLOUD)
def test_a_fault_of_cloud_alone_is_named_there_alone(body: str) -> None:
    assert any(BAD_ON_CLOUD[body] in fault for fault in faults(body, "cloud"))
    mild = faults(body, "datacenter")
    assert not any(BAD_ON_CLOUD[body] in fault for fault in mild)


def test_data_center_has_no_fragment_addresses() -> None:
    assert faults('<p><a href="#x">a</a></p>', "cloud") == []
    assert faults('<p><a href="#x">a</a></p>', "datacenter")


def test_what_a_user_passes_through_is_exempt_but_must_be_there() -> None:
    own = '<ac:structured-macro ac:name="anything" ac:own="1">&nbsp;</ac:structured-macro>'
    html = f'<p>a</p><div class="highlight" data-language="confluence-storage"><pre><code>{escape(own)}\n</code></pre></div>'
    texts = passed(html_tree(html), "cloud")
    body = f"<p>a</p>{own.replace('&nbsp;', chr(160))}"
    assert faults(body, "cloud")
    assert faults(without(body, texts), "cloud") == []
    assert lost(html, body, passed=texts) == []
    assert lost(html, "<p>a</p>", passed=texts)
    assert lost(html, f"{texts[0]}<p>a</p>", passed=texts)
    assert passed(html_tree(html.replace("&lt;/", "&lt;")), "cloud") == []


def test_wiki_markup_is_passed_to_a_server_that_converts_it() -> None:
    html = '<pre><code class="language-confluence-wiki">{toc}</code></pre>'
    assert passed(html_tree(html), "cloud") == []
    assert passed(html_tree(html), "datacenter") == ["{toc}"]
    assert faults(f"<p>a</p>{Opening('wiki', '{x}')}", "cloud") == []
    assert lost(html, str(Opening("wiki", "{toc}")), passed=["{toc}"]) == []


SAID = (
    ("<p>a b<b>c</b>d</p>", "<p>a bcd</p>"),
    ("<ul><li>a<li>b</ul>", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
    ('<h1>T<a class="headerlink">¶</a></h1><p>x</p>', "<p>x</p>"),
    ('<div class="admonition note"><p class="admonition-title">Note</p><p>x</p></div>', "<p>x</p>"),
    ('<p>a<img src="x.png" alt="y">b</p>', "<p>a</p><p>b</p>"),
    ('<p>a <img class="twemoji" alt="😄" src="x"></p>', "<p>a 😄</p>"),
    ('<p>a <span class="twemoji"><svg><path/></svg></span></p>', "<p>a check mark</p>"),
    ('<p>a <span class="twemoji"><svg>x</svg></span></p>', "<p>a</p>"),
    ("<pre><code># (1)!\n</code></pre><ol><li>x</li></ol>", "<p># ①</p><p>x</p>"),
    ('<div class="toc"><ul><li>a</li></ul></div>', '<ac:structured-macro ac:name="toc" />'),
    (
        (
            '<div class="tabbed-set tabbed-alternate"><div class="tabbed-labels"><label>A</label><label>B</label></div>'
            '<div class="tabbed-content"><div class="tabbed-block"><p>x</p></div><div class="tabbed-block"><p>y</p></div></div></div>'
        ),
        "<p>A</p><p>x</p><p>B</p><p>y</p>",
    ),
    ('<p><span class="arithmatex">\\(x &lt; y\\)</span></p>', "<p><code>x &lt; y</code></p>"),
    (
        '<ul><li class="task-list-item"><input type="checkbox" checked> a</li></ul>',
        "<ul><li><p>☑ a</p></li></ul>",
    ),
    ('<div><input type="checkbox" id="x"><label for="x">a</label><div>b</div></div>', "<p>a</p><p>b</p>"),
    ("<table><caption>c</caption><tr><td>x</td></tr></table>", f"<p>c</p>{TABLE}"),
    *(
        (f'<p>a <a href="b">{unseen}</a></p>', "<p>a b</p>")
        for unseen in (
            "<script>x</script>",
            "<style>x</style>",
            "<template>x</template>",
            "<noscript>x</noscript>",
        )
    ),
)

UNSAID = (
    ("<p>a b c</p>", "<p>a c</p>", "lost 'b'"),
    ("<p>a b</p>", "<p>a b b</p>", "added 'b'"),
    ("<p>a b c d e f</p><p>g</p>", "<p>g</p><p>a b c d e f</p>", "g"),
    ("<table><tr><td>a</td><td>b</td></tr></table>", "<p>ab</p>", "lost 'a b'"),
    ("<p>ab</p>", "<p>a b</p>", "lost 'ab'"),
    (
        '<div class="admonition note"><p class="admonition-title">Mind</p><p>x</p></div>',
        "<p>x</p>",
        "lost 'Mind'",
    ),
    ("<p>a.</p>", "<p>a</p>", "lost '.'"),
    (
        '<ul><li class="task-list-item"><input type="checkbox" checked> a</li></ul>',
        "<ul><li><p>☐ a</p></li></ul>",
        "☑",
    ),
    ('<p><input type="checkbox" checked> a</p>', "<p>a</p>", "☑"),
    ('<p>a <progress value="3" max="4"></progress></p>', "<p>a</p>", "75 %"),
    ('<p>a <meter value="0.3"></meter></p>', "<p>a</p>", "30 %"),
    ('<table><tr><td><input type="radio" id="x"></td><td>a</td></tr></table>', "<p>a</p>", "○"),
    ('<p>a <span class="twemoji"><svg><path/></svg></span></p>', "<p>a b c d e f g h</p>", "added"),
    ("<pre><code># (1)!\n</code></pre>", "<p># ②</p>", "lost '1'"),
    ("<wbr>a", "<p></p>", "lost 'a'"),
    *(
        (f"<table><tr><td>{icon}</td><td>a</td></tr></table>", "<p>a</p>", "lost")
        for icon in (
            '<span class="twemoji"><svg><path/></svg></span> <span class="twemoji"><svg><path/></svg></span>',
            '<i class="fas fa-check" title="Yes"></i>',
            '<svg width="16" height="16"><path/></svg>',
            '<i class="material-icons">home</i>',
        )
    ),
    ('<p>a <embed src="x.pdf"> b</p>', "<p>a</p><p>x.pdf</p>", "lost 'b'"),
    ('<ul><li><embed src="x"><p>b</p><p>c</p> d</li></ul>', "<p>x</p><p>b</p><p>d</p>", "lost 'c'"),
)


@pytest.mark.parametrize(("html", "body"), SAID)
def test_declared_replacements_lose_nothing(html: str, body: str) -> None:
    assert lost(html, body, "T") == []


@pytest.mark.parametrize(("html", "body", "said"), UNSAID)
def test_lost_doubled_and_moved_words_are_named(html: str, body: str, said: str) -> None:
    found = lost(html, body)
    assert found
    assert said in " ".join(found)


def test_a_long_page_is_compared_to_its_end() -> None:
    words = [f"w{n}" for n in range(20_000)]
    html = f"<p>{' '.join(words)}</p>"
    assert lost(html, html) == []
    assert len(lost(html, html.replace("w777 ", "").replace("w19000 ", "w18999 "))) == 2


def test_chrome_is_counted_by_selector() -> None:
    left_out: Counter[str] = Counter()
    heard('<h2>a<a class="headerlink">¶</a></h2><script>x y</script>', left_out=left_out)
    assert left_out == {"a.headerlink": 1, "script": 2}


SITE = {"a/": PageName("a.md", "A"), "b/": PageName("b.md", "B")}
HERE = Place("a.md", "a/", SITE)

LINKS = (
    ('<a href="https://e.org/x y">t</a>', '<p><a href="https://e.org/x%20y">t</a></p>', True),
    ('<a href="https://e.org/x">t</a>', "<p>t</p>", False),
    ('<a href="../b/#c">t</a>', f'<p><a href="{Opening("page", "b.md", "c")}">t</a></p>', True),
    ('<a href="../b/#c">t</a>', f'<p><a href="{Opening("page", "b.md")}">t</a></p>', False),
    ('<a href="../b/">t</a>', f'<p><a href="{Opening("page", "a.md")}">t</a></p>', False),
    ('<a href="#x">t</a><a href="#x">u</a>', '<p><a href="#x">t</a></p>', False),
    ('<img src="x.png">', '<ac:image><ri:attachment ri:filename="x.png" /></ac:image>', True),
    ('<img src="x.png">', "<p>x</p>", False),
    ('<map><area href="https://e.org/x"></map>', '<p><a href="https://e.org/x">x</a></p>', True),
    ('<map><area href="https://e.org/x"></map>', "<p>x</p>", False),
    ('<img src="x.png#only-dark">', "", True),
    ("<svg><text>x</text></svg>", "<p>y</p>", False),
    ("<svg><text>x</text></svg>", '<ac:image><ri:attachment ri:filename="x.png" /></ac:image>', True),
)


@pytest.mark.parametrize(("html", "body", "kept"), LINKS)
def test_a_link_that_is_gone_is_named(html: str, body: str, kept: bool) -> None:
    assert (not unlinked(html, Document(body), "cloud", HERE)) is kept


def test_an_issue_answers_for_a_link() -> None:
    issue = Issue("warning", "a.md", "links to nothing", '<a href="../gone/">')
    assert unlinked('<a href="../gone/">t</a>', Document("<p>t</p>"), "cloud", HERE)
    assert not unlinked('<a href="../gone/">t</a>', Document("<p>t</p>", issues=(issue,)), "cloud", HERE)


def test_a_link_of_a_drawing_is_in_its_file_or_told_of() -> None:
    html = '<svg><a xlink:href="https://e.org/x"><path/></a></svg>'
    image = '<ac:image><ri:attachment ri:filename="x.png" /></ac:image>'
    issue = Issue("note", "a.md", "not kept: https://e.org/x")
    assert unlinked(html, Document(image, (Attached("x.png"),)), "cloud", HERE)
    assert not unlinked(html, Document(image, (Attached("x.png"),), issues=(issue,)), "cloud", HERE)
    assert not unlinked(html, Document(image.replace("png", "svg"), (Attached("x.svg"),)), "cloud", HERE)


def test_an_issue_answers_for_all_links_within_code_and_for_no_others() -> None:
    issue = Issue("note", "a.md", "links within code are not kept")
    told = Document("<p>t</p>", issues=(issue,))
    assert not unlinked('<pre><code><a href="../gone/">t</a></code></pre>', told, "cloud", HERE)
    assert unlinked('<p><code><a href="../gone/">t</a></code></p>', told, "cloud", HERE)
    assert unlinked('<pre><code><a href="../gone/">t</a></code></pre>', Document("<p>t</p>"), "cloud", HERE)


def test_what_is_pointed_at_must_be_there() -> None:
    image = '<ac:image><ri:attachment ri:filename="x.png" /></ac:image>'
    assert dangling(Document(image), "cloud")
    assert not dangling(Document(image, (Attached("x.png"),)), "cloud")
    assert dangling(Document("<p>a</p>", (Attached("x.png"),)), "cloud")
    drawing = Attached("drawing-1.svg", content=b'<svg><use href="#a"></use></svg>')
    assert dangling(Document(image.replace("x.png", drawing.name), (drawing,)), "cloud")
    assert dangling(Document('<p><a href="#A-b">t</a></p>'), "cloud")
    assert not dangling(Document('<p><a href="#A-b">t</a></p><h2>A b</h2>'), "cloud")
    assert dangling(Document("<p>a</p>", anchors={"x": "x"}), "datacenter")
    assert dangling(Document(f"<p>{ANCHOR}{ANCHOR}</p>"), "datacenter")
