"""Bodies drawn as HTML: what a reader sees, on each flavor."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from shelves import GUIDE, Shelf, shelf

from mkdocs_confluence.sandbox.bodies.reader import Ref
from mkdocs_confluence.sandbox.render import Drawn, render

FLAVORS = ["cloud", "datacenter"]
PAGES = Path(__file__).parent / "pages"


def drawn(body: str, flavor: str = "cloud", page: Ref = GUIDE) -> Drawn:
    return render(body, page, shelf(flavor, body))


def seen(body: str, flavor: str = "cloud") -> html.HtmlElement:
    """The drawn body as an HTML tree."""
    return html.fragment_fromstring(str(drawn(body, flavor).html), create_parent="div")


def macro(name: str, inner: str = "", /, **parameters: str) -> str:
    given = "".join(
        f'<ac:parameter ac:name="{key}">{value}</ac:parameter>' for key, value in parameters.items()
    )
    return f'<ac:structured-macro ac:name="{name}">{given}{inner}</ac:structured-macro>'


def rich(words: str) -> str:
    return f"<ac:rich-text-body>{words}</ac:rich-text-body>"


def plain(words: str) -> str:
    return f"<ac:plain-text-body><![CDATA[{words}]]></ac:plain-text-body>"


# --- headings and anchors -------------------------------------------------------------------------


def test_cloud_headings_get_their_text_with_hyphens_as_id() -> None:
    found = drawn("<h2>Set up:  the app!</h2><h2>Set up: the app!</h2><h3>Ünïcode &amp; more</h3><h2></h2>")
    assert [heading.id for heading in found.headings] == [
        "Set-up:-the-app!",
        "Set-up:-the-app!.1",
        "Ünïcode-&-more",
    ]


def test_datacenter_headings_get_the_title_of_the_page_and_no_blanks() -> None:
    found = drawn("<h2>Set up: the app!</h2><h2>Set up: the app!</h2>", "datacenter")
    assert [heading.id for heading in found.headings] == [
        "Guide:Setup!-Setup:theapp!",
        "Guide:Setup!-Setup:theapp!.1",
    ]


def test_an_anchor_macro_in_a_heading_changes_its_id_on_cloud_only() -> None:
    body = f"<h2>{macro('anchor', **{'': 'x'})}Words</h2>"
    assert {"[inlineExtension]Words", "x"} == drawn(body).anchors
    assert {"Guide:Setup!-Words", "Guide:Setup!-x"} == drawn(body, "datacenter").anchors


def test_a_status_and_an_emoji_add_their_text_to_the_id_on_cloud() -> None:
    body = (
        f"<h2>New {macro('status', title='beta')} <ac:emoticon ac:name='tick' ac:emoji-fallback='✅' /></h2>"
    )
    assert drawn(body).headings[0].id == "New-beta-✅"


@pytest.mark.parametrize("flavor", FLAVORS)
def test_the_contents_link_to_every_heading(flavor: str) -> None:
    tree = seen(macro("toc") + "<h2>100% done</h2><h3>Deeper</h3><h2>Last</h2>", flavor)
    targets = [str(link.get("href")) for link in tree.xpath("//nav//a")]
    ids = {heading.get("id") for heading in tree.iter("h2", "h3")}
    assert len(targets) == 3
    assert {_decoded(target) for target in targets} == ids


def test_the_contents_keep_to_the_levels_and_patterns_asked_for() -> None:
    body = "<h1>One</h1><h2>Two</h2><h3>Three</h3><h4>Four</h4><h2>Skip me</h2>"
    tree = seen(macro("toc", minLevel="2", maxLevel="3", exclude="Skip.*") + body)
    assert [link.text for link in tree.xpath("//nav//a")] == ["Two", "Three"]


def test_a_pattern_that_is_no_pattern_lists_nothing_and_fails_nothing() -> None:
    assert "No headings" in str(drawn(macro("toc", include="(") + "<h2>a</h2>").html)


def test_contents_that_start_deep_or_jump_levels_nest_all_the_same() -> None:
    tree = seen(macro("toc") + "<h4>Deep</h4><h2>Top</h2><h5>Far below</h5>")
    assert [link.text for link in tree.xpath("//nav//a")] == ["Deep", "Top", "Far below"]


def _decoded(url: str) -> str:
    return unquote(url.removeprefix("#"))


# --- links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("flavor", FLAVORS)
def test_links_by_title_id_anchor_and_file_lead_there(flavor: str) -> None:
    body = (
        '<ac:link><ri:page ri:content-title="home" /></ac:link>'
        '<ac:link ac:anchor="Welcome"><ri:page ri:content-title="Home" ri:space-key="DOCS" /></ac:link>'
        '<ac:link><ri:content-entity ri:content-id="3" /><ac:link-body>by id</ac:link-body></ac:link>'
        '<ac:link><ri:attachment ri:filename="a b &amp; c.pdf" /></ac:link>'
    )
    links = seen(f"<p>{body}</p>", flavor).xpath("//a")
    root = "/wiki/spaces/DOCS/pages/1/Home" if flavor == "cloud" else "/confluence/display/DOCS/Home"
    third = "/wiki/spaces/DOCS/pages/3/Details" if flavor == "cloud" else "/confluence/display/DOCS/Details"
    place = "#Welcome" if flavor == "cloud" else "#Home-Welcome"
    context = "/wiki" if flavor == "cloud" else "/confluence"
    assert [link.get("href") for link in links] == [
        root,
        root + place,
        third,
        f"{context}/download/attachments/2/a%20b%20%26%20c.pdf",
    ]
    assert [link.text_content() for link in links] == ["home", "Home", "by id", "a b & c.pdf"]
    assert not [link for link in links if link.get("class") == "dead"]


@pytest.mark.parametrize(
    "body",
    [
        '<ac:link><ri:page ri:content-title="Nowhere" /></ac:link>',
        '<ac:link ac:anchor="nowhere"><ri:page ri:content-title="Home" /></ac:link>',
        '<ac:link ac:anchor="nowhere"><ac:link-body>x</ac:link-body></ac:link>',
        '<ac:link><ri:page ri:content-title="Home" ri:space-key="OTHER" /></ac:link>',
        '<ac:link><ri:attachment ri:filename="nowhere.pdf" /></ac:link>',
        '<a href="#nowhere">x</a>',
        '<ac:link><ri:user ri:account-id="nobody" /></ac:link>',
    ],
)
@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_link_that_leads_nowhere_looks_dead(flavor: str, body: str) -> None:
    assert seen(f"<p>{body}</p>", flavor).xpath("//*[contains(@class, 'dead')]")


def test_a_url_of_the_sandbox_is_followed_and_one_of_another_host_is_not() -> None:
    body = (
        '<p><a href="/wiki/spaces/DOCS/pages/3#Deep-down">a</a><a href="http://127.0.0.1:8971/wiki/spaces/DOCS/pages/3/x#no">b</a>'
        '<a href="/wiki/spaces/DOCS/pages/999">c</a><a href="https://acme.example/wiki/spaces/X/pages/999">d</a></p>'
    )
    dead = [link.text for link in seen(body).xpath("//a[@class='dead']")]
    assert dead == ["b", "c"]


def test_an_anchor_stored_percent_encoded_is_found_on_cloud() -> None:
    body = '<h2>Step: 2</h2><p><ac:link ac:anchor="Step%3A-2"><ac:link-body>x</ac:link-body></ac:link></p>'
    assert not seen(body).xpath("//a[@class='dead']")


def test_a_mention_shows_the_name() -> None:
    body = '<p><ac:link><ri:user ri:account-id="712020:abc" /></ac:link></p>'
    assert "@Ada Lovelace" in seen(body).text_content()


# --- macros ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("kind", ["info", "tip", "note", "warning"])
def test_admonitions_show_title_and_body(flavor: str, kind: str) -> None:
    tree = seen(macro(kind, rich("<p>Words</p>"), title="A &lt;title&gt;"), flavor)
    (panel,) = tree.xpath(f"//div[contains(@class, 'panel {kind}')]")
    assert "A <title>" in panel.text_content()
    assert panel.xpath(".//p[text()='Words']")


def test_a_panel_takes_its_colour_and_nothing_else_from_its_parameters() -> None:
    good = str(drawn(macro("panel", rich("<p>x</p>"), bgColor="#FFEBE6", panelIconText="🐛")).html)
    bad = str(drawn(macro("panel", rich("<p>x</p>"), bgColor="red;background:url(//evil.example)")).html)
    assert "#FFEBE6" in good
    assert "🐛" in good
    assert "evil" not in bad


def test_code_is_highlighted_and_numbered_from_its_first_line_on_datacenter() -> None:
    body = macro(
        "code", plain("x = 1\ny = 2"), language="py", title="a.py", linenumbers="true", firstline="7"
    )
    tree = seen(body, "datacenter")
    (pre,) = tree.xpath("//pre")
    assert pre.get("style") == "counter-reset: line 6"
    assert len(pre.xpath(".//span[@class='line']")) == 2
    assert pre.xpath(".//span[@class='mi']")
    assert pre.text_content() == "x = 1\ny = 2\n"
    assert "a.py" in tree.text_content()


def test_code_keeps_blank_lines_at_its_start_and_end() -> None:
    (pre,) = seen(macro("code", plain("\n\nx\n\n"), language="text")).xpath("//pre")
    assert pre.text_content().startswith("\n\nx\n\n")


def test_cloud_numbers_every_code_block_and_ignores_the_first_line() -> None:
    (pre,) = seen(macro("code", plain("x"), language="nonsense", firstline="7")).xpath("//pre")
    assert pre.get("class") == "numbers"
    assert pre.get("style") == "counter-reset: line 0"


def test_the_last_line_of_a_difference_is_highlighted_as_those_before() -> None:
    shown = seen(macro("code", plain("- old\n+ new"), language="diff"))
    assert [mark.get("class") for mark in shown.xpath("//span[@class='line']/span")] == ["gd", "gi"]


def test_datacenter_fails_visibly_on_a_language_it_does_not_know() -> None:
    shown = seen(macro("code", plain("fn main() {}"), language="rust"), "datacenter").text_content()
    assert "Error rendering macro 'code'" in shown
    assert "fn main" not in shown


@pytest.mark.parametrize("flavor", FLAVORS)
def test_an_unknown_macro_is_a_labelled_box_with_its_body(flavor: str) -> None:
    tree = seen(macro("zork", rich("<p>The <strong>body</strong></p>"), colour="red"), flavor)
    (box,) = tree.xpath("//div[@class='unknown']")
    assert "zork" in box.text_content()
    assert "colour = red" in box.text_content()
    assert box.xpath(".//strong[text()='body']")


@pytest.mark.parametrize("flavor", FLAVORS)
def test_an_expand_is_closed_and_nests(flavor: str) -> None:
    tree = seen(
        macro("expand", rich(macro("expand", rich("<p>in</p>"), title="Inner")), title="Outer"), flavor
    )
    found = tree.xpath("//details")
    assert [item.find("summary").text for item in found] == ["Outer", "Inner"]
    assert all(item.get("open") is None for item in found)


@pytest.mark.parametrize("flavor", FLAVORS)
def test_children_lists_the_pages_below(flavor: str) -> None:
    body = macro("children")
    tree = html.fragment_fromstring(
        str(render(body, Ref("1", "Home", "DOCS"), shelf(flavor)).html), create_parent="div"
    )
    assert [link.text for link in tree.xpath("//li/a")] == ["Guide: Set up!"]
    deep = render(macro("children", all="true"), Ref("1", "Home", "DOCS"), shelf(flavor)).html
    assert re.findall(r">([^<]+)</a>", deep) == ["Guide: Set up!", "Details"]


@pytest.mark.parametrize("flavor", FLAVORS)
def test_include_shows_another_page_and_its_headings_join_the_contents(flavor: str) -> None:
    include = macro("include", **{"": '<ac:link><ri:page ri:content-title="Details" /></ac:link>'})
    tree = seen(macro("toc") + include, flavor)
    assert [link.text for link in tree.xpath("//nav//a")] == ["Deep down"]
    assert "words" in tree.text_content()


@pytest.mark.parametrize("name", ["include", "excerpt-include"])
def test_pages_that_include_each_other_end(name: str) -> None:
    def names(title: str) -> str:
        inner = macro(name, **{"": f'<ac:link><ri:page ri:content-title="{title}" /></ac:link>'})
        return macro("excerpt", rich(inner))

    pages = {"1": ("One", "", names("Two")), "2": ("Two", "", names("One"))}
    assert "include" in str(render(names("Two"), Ref("1", "One", "DOCS"), Shelf("cloud", pages)).html)


def test_an_excerpt_is_shown_in_the_page_that_includes_it() -> None:
    body = macro("excerpt-include", **{"": '<ac:link><ri:page ri:content-title="Home" /></ac:link>'})
    shown = seen(body).text_content()
    assert "The short of it." in shown
    assert "Welcome" not in shown


def test_a_hidden_excerpt_is_not_shown() -> None:
    assert "secret" not in str(drawn(macro("excerpt", rich("<p>secret</p>"), hidden="true")).html)


# --- blocks ---------------------------------------------------------------------------------------


def test_tasks_show_what_is_done_and_nest() -> None:
    task = "<ac:task><ac:task-status>{}</ac:task-status><ac:task-body>{}</ac:task-body>{}</ac:task>"
    inner = f"<ac:task-list>{task.format('incomplete', 'below', '')}</ac:task-list>"
    tree = seen(f"<ac:task-list>{task.format('complete', 'top', inner)}</ac:task-list>")
    assert [box.get("checked") is not None for box in tree.xpath("//input")] == [True, False]
    assert tree.xpath("//li//li")


@pytest.mark.parametrize(
    ("flavor", "widths"),
    [
        ("cloud", ["width: 25.00%", "width: 75.00%"]),
        ("datacenter", ["width: 120.0px", "width: 360.0px"]),
    ],
)
def test_columns_of_a_table_on_cloud_share_what_room_there_is(flavor: str, widths: list[str]) -> None:
    columns = '<colgroup><col style="width: 120.0px;" /><col style="width: 360.0px;" /></colgroup>'
    tree = seen(f"<table>{columns}<tbody><tr><td><p>a</p></td><td><p>b</p></td></tr></tbody></table>", flavor)
    assert [column.get("style") for column in tree.iter("col")] == widths


def test_cells_are_aligned_and_coloured() -> None:
    cell = '<td data-highlight-colour="#e3fcef" colspan="2"><p style="text-align: right;">1</p></td>'
    tree = seen(f"<table><tbody><tr>{cell}</tr></tbody></table>")
    (found,) = tree.xpath("//td")
    assert (found.get("colspan"), found.get("style")) == ("2", "--fill: #e3fcef")
    assert found.find("p").get("style") == "text-align: right"


def test_an_attached_picture_is_shown_and_a_missing_one_is_named() -> None:
    there = '<ac:image ac:alt="A &quot;plan&quot;" ac:width="200"><ri:attachment ri:filename="diagram.png" /></ac:image>'
    (picture,) = seen(there).xpath("//figure/img")
    assert picture.get("src") == "/wiki/download/attachments/2/diagram.png"
    assert (picture.get("alt"), picture.get("width")) == ('A "plan"', "200")
    gone = seen('<ac:image><ri:attachment ri:filename="gone.png" /></ac:image>')
    assert "missing attachment: gone.png" in gone.text_content()


def test_a_picture_is_a_block_on_cloud_and_stands_in_the_line_on_datacenter() -> None:
    body = '<p><ac:image><ri:attachment ri:filename="diagram.png" /></ac:image></p>'
    assert seen(body).xpath("//div/figure/img")
    assert seen(body, "datacenter").xpath("//p/img")


def test_a_caption_shows_on_cloud_only() -> None:
    body = (
        '<ac:image><ri:attachment ri:filename="diagram.png" /><ac:caption><p>So</p></ac:caption></ac:image>'
    )
    assert "So" in seen(body).text_content()
    assert "So" not in seen(body, "datacenter").text_content()


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_block_macro_in_a_paragraph_does_not_end_it(flavor: str) -> None:
    tree = seen(f"<p>before {macro('info', rich('<p>in</p>'))} after</p>", flavor)
    assert [child.tag for child in tree] == ["div"]


def test_columns_show_side_by_side() -> None:
    cells = "<ac:layout-cell><p>a</p></ac:layout-cell><ac:layout-cell><p>b</p></ac:layout-cell>"
    tree = seen(f'<ac:layout><ac:layout-section ac:type="two_equal">{cells}</ac:layout-section></ac:layout>')
    assert len(tree.xpath("//div[contains(@class, 'two_equal')]/div[@class='cell']")) == 2


@pytest.mark.parametrize(
    ("flavor", "tags"), [("cloud", []), ("datacenter", ["dl", "dt", "dd", "small", "kbd"])]
)
def test_elements_that_cloud_does_not_have_leave_their_words(flavor: str, tags: list[str]) -> None:
    tree = seen("<dl><dt>t</dt><dd><small>s</small><kbd>k</kbd></dd></dl>", flavor)
    assert tree.text_content() == "tsk"
    assert [node.tag for node in tree.iter("dl", "dt", "dd", "small", "kbd")] == tags


def test_the_purple_panel_and_decisions_show_on_cloud() -> None:
    node = '<ac:adf-extension><ac:adf-node type="panel"><ac:adf-attribute key="panel-type">note</ac:adf-attribute>'
    body = f"{node}<ac:adf-content><p>x</p></ac:adf-content></ac:adf-node></ac:adf-extension>"
    assert seen(body).xpath("//div[@class='panel purple']")
    assert "Only Confluence Cloud" in seen(body, "datacenter").text_content()


@pytest.mark.parametrize("name", ["view-file", "multimedia"])
def test_files_that_a_macro_plays_or_shows_are_cards_that_lead_to_them(name: str) -> None:
    here = seen(macro(name, name='<ri:attachment ri:filename="diagram.png" />'), "datacenter")
    assert here.xpath("//a[@class='card']/@href")
    gone = seen(macro(name, name='<ri:attachment ri:filename="gone.mp4" />'), "datacenter")
    assert "missing attachment: gone.mp4" in gone.text_content()


# --- safety ---------------------------------------------------------------------------------------

EVIL = [
    '<p><a href="javascript:alert(1)">x</a></p>',
    '<p><a href=" java&#10;script:alert(1)">x</a></p>',
    '<p><a href="data:text/html,&lt;script&gt;">x</a></p>',
    '<p onclick="alert(1)">x</p>',
    '<p><a href="http://[not-a-url">x</a></p>',
    "<script>alert(1)</script>",
    '<iframe src="https://evil.example"></iframe>',
    '<svg onload="alert(1)"></svg>',
    '<p style="background: url(javascript:alert(1))">x</p>',
    '<p style="width: expression(alert(1))">x</p>',
    '<ac:image><ri:url ri:value="javascript:alert(1)" /></ac:image>',
    macro("code", plain("<script>alert(1)</script>"), language="html"),
    macro("status", title="&lt;script&gt;alert(1)&lt;/script&gt;"),
    macro("widget", url='<ri:url ri:value="javascript:alert(1)" />'),
    macro("html", plain("<script>alert(1)</script>")),
    macro("anchor", **{"": '"&gt;&lt;script&gt;'}),
    '<h2>&lt;script&gt;alert("x")&lt;/script&gt;</h2>' + macro("toc"),
]


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("body", EVIL)
def test_nothing_in_a_body_runs(flavor: str, body: str) -> None:
    _safe(seen(body, flavor))


def _safe(tree: html.HtmlElement) -> None:
    for node in tree.iter():
        if not isinstance(node.tag, str):
            continue
        assert node.tag not in ("script", "iframe", "svg", "object", "embed", "style", "link", "meta", "base")
        for key, value in node.items():
            assert not key.startswith("on")
            assert "javascript:" not in re.sub(r"\s", "", value).lower() or key in ("alt", "title")
            assert "expression" not in value or key != "style"


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_body_that_is_not_well_formed_is_shown_as_source(flavor: str) -> None:
    shown = str(drawn("<p>open <b>bold</p>", flavor).html)
    assert "&lt;p&gt;open" in shown


_WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)
_URLS = st.sampled_from(
    ["#x", "javascript:x", "http://[x", "//evil.example", "/wiki/pages/3#x", "/confluence/?pageId=9", ""]
)
_TAGS = "a p h2 ul li table tr td strong code span div ac:link ac:image ac:task-list ac:task ac:task-body ac:layout".split()
_MACROS = "info panel code expand toc children anchor status include excerpt zork section column jira view-file".split()


@st.composite
def _bodies(draw: st.DrawFn, depth: int = 3) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        inner = draw(_bodies(depth - 1)) if depth else escape(draw(_WORDS))
        if draw(st.booleans()):
            tag = draw(st.sampled_from(_TAGS))
            given = f'style="{escape(draw(_WORDS))}" href="{draw(_URLS)}" class="{escape(draw(_WORDS))}"'
            parts.append(f"<{tag} {given}>{inner}</{tag}>")
        else:
            value = escape(draw(_WORDS))
            parameter = f'<ac:parameter ac:name="{draw(st.sampled_from(["", "title", "url", "name"]))}">{value}</ac:parameter>'
            parts.append(macro(draw(st.sampled_from(_MACROS)), parameter + rich(inner)))
    return "".join(parts)


@given(_bodies(), st.sampled_from(FLAVORS))
def test_any_body_is_drawn_and_is_safe(body: str, flavor: str) -> None:
    _safe(seen(body, flavor))


@pytest.mark.parametrize("flavor", FLAVORS)
def test_the_page_of_every_construct_is_drawn(flavor: str) -> None:
    body = (PAGES / f"rich.{flavor}.xml").read_text(encoding="utf-8")
    tree = seen(body, flavor)
    _safe(tree)
    assert not tree.xpath("//*[@class='unknown-element']")
    assert len(tree.xpath("//*[contains(@class, 'panel')]")) >= 5
