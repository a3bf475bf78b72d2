"""``convert``, ``section`` and ``quiet`` as the rest of the program sees them."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import goldens
import markdown
import pytest
from laws.links import dangling
from lxml import etree

from mkdocs_confluence.model import Flavor, PageName, openings
from mkdocs_confluence.storage import convert, quiet, section, target

FLAVORS: tuple[Flavor, ...] = ("cloud", "datacenter")


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize(
    "tag", ["div", "blockquote", "span", "b", "ul", "li", "p", "a", "code", "details", "table", "dl", "foo"]
)
def test_ten_thousand_levels_keep_every_word(tag: str, flavor: Flavor) -> None:
    html = "".join(f"<{tag}>w{n} " for n in range(10_000)) + f"</{tag}>" * 10_000 + "<p>after</p>"
    document = convert(html, goldens.scope(flavor))
    assert document.body.count("w") >= 10_000
    assert "after" in document.body
    assert not [issue for issue in document.issues if "could not" in issue.message]


@pytest.mark.parametrize(
    "html",
    [
        "",
        " ",
        "<",
        "<!--",
        "<p",
        "</p>",
        "<li>",
        "\x00",
        "<a href='http://[x'>y",
        "&#xd800;",
        "\ud800",
    ],
)
def test_rubbish_is_converted_without_a_complaint(html: str) -> None:
    assert convert(html, goldens.scope("cloud")).issues == ()


def test_a_lone_surrogate_is_left_out() -> None:
    assert convert("<p>a\ud800b</p>", goldens.scope("cloud")).body == "<p>ab</p>"


def test_a_rule_that_fails_leaves_the_text_and_a_warning() -> None:
    def broken(path: str) -> None:
        raise OSError("disk on fire")

    scope = replace(goldens.scope("cloud"), find_file=broken)
    document = convert('<p>before <a href="../x.pdf">the <b>file</b></a> after</p>', scope)
    assert document.body == "<p>before</p>\n<p>the file</p>\n<p>after</p>"
    assert ["disk on fire" in issue.message for issue in document.issues] == [True]
    assert document.issues[0].severity == "warning"


def test_text_cannot_pass_for_an_opening() -> None:
    document = convert("<p>\ufdd0page:index.md#\ufdd1 \ufdd0at:x#\ufdd1</p>", goldens.scope("cloud"))
    assert openings(document.body) == ()


def test_an_id_that_only_other_pages_link_to_is_an_anchor() -> None:
    html = '<h2 id="linked-from-elsewhere">One two</h2><h2 id="other">Three</h2>'
    assert convert(html, goldens.scope("cloud")).anchors == {"linked-from-elsewhere": "One-two"}
    assert convert(html, goldens.scope("datacenter")).anchors == {
        "linked-from-elsewhere": "linked-from-elsewhere"
    }


def test_a_heading_that_became_a_paragraph_takes_no_number_from_others() -> None:
    html = '<ul><li><h2>Same</h2></li></ul><h2>Same</h2><h2 id="x">Same</h2><p><a href="#x">x</a></p>'
    assert convert(html, goldens.scope("cloud")).anchors == {"x": "Same.1"}


def test_an_issue_that_repeats_is_told_once() -> None:
    document = convert("<foo>a</foo> <foo>b</foo>", goldens.scope("cloud"))
    assert [issue.element for issue in document.issues] == ["<foo>"]


def test_a_link_that_stands_for_a_drawing_is_named_by_the_page_also_where_it_has_no_heading() -> None:
    scope = replace(goldens.scope("cloud"), heading="")
    assert ">Setup</a>" in convert("<canvas></canvas>", scope).body


def test_many_notes_of_one_kind_are_one_with_their_number_and_warnings_stay_apart() -> None:
    links = "".join(f'<a href="../gone-{number}/">x</a>' for number in range(5))
    html = "".join(f'<marquee id="m{number}">x</marquee>' for number in range(5)) + "<foo>y</foo>" + links
    issues = convert(html, goldens.scope("cloud")).issues
    assert [issue.element for issue in issues if issue.severity == "note"] == [
        '<marquee id="m0"> and 4 more',
        "<foo>",
    ]
    assert sum(issue.severity == "warning" for issue in issues) == 5


def test_links_within_the_code_of_a_page_are_one_note() -> None:
    html = "".join(f'<pre><a href="https://e.org/{number}">x</a></pre>' for number in range(9))
    assert len(convert(html, goldens.scope("cloud")).issues) == 1


def test_the_same_file_is_attached_once_and_two_of_one_name_are_told_apart() -> None:
    html = '<p><a href="../manual.pdf">1</a> <a href="../manual.pdf#x">2</a> <a href="../../other/manual.pdf">3</a></p>'
    scope = goldens.scope("cloud")
    files = {"guide/manual.pdf": goldens.SITE / "guide/manual.pdf", "other/manual.pdf": goldens.SITE / "x"}
    document = convert(html, replace(scope, find_file=files.get))
    first, second = (attached.name for attached in document.attachments)
    assert first == "manual.pdf"
    assert second.startswith("manual-")
    assert document.body.count(f'"{first}"') == 2


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_section_lists_its_children_and_its_links(flavor: Flavor) -> None:
    body = section(goldens.scope(flavor), [("A & B", "https://e.com/?a=1&b=2")]).body
    root = etree.fromstring(f'<xml xmlns:ac="urn:ac">{body}</xml>')
    assert root[0].get("{urn:ac}name") == "children"
    assert [(link.text, link.get("href")) for link in root.iter("a")] == [("A & B", "https://e.com/?a=1&b=2")]
    assert section(goldens.scope(flavor), []).body.count("<") == 1


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_section_of_links_alone_lists_no_children(flavor: Flavor) -> None:
    body = section(goldens.scope(flavor), [("A", "https://e.com/")], children=False).body
    assert body == '<ul><li><p><a href="https://e.com/">A</a></p></li></ul>'


@pytest.mark.parametrize("rows", ["| 1 |", "| 1 | 2 | 3 |", "| |", "1 | 2\n|3|"])
def test_an_uneven_table_of_markdown_is_mended_by_markdown_and_no_warning(rows: str) -> None:
    html = markdown.markdown(f"| a | b |\n|---|---|\n{rows}\n", extensions=["tables"])
    assert "<table>" in html
    assert convert(html, goldens.scope("cloud")).issues == ()


NOISY = {
    "<p>&lt;object at 0x{}&gt;</p>": ("7f00aa12bb34", "7fffaa12bb00"),
    "<![CDATA[<bound method A.f of <A object at 0x{}>>]]>": ("7f00aa12bb34", "7fffaa12bb00"),
    "<p>&lt;code object f at 0x{}, file &quot;a.py&quot;, line 1&gt;</p>": ("7f00aa12bb34", "7fffaa12bb00"),
    "<p>&lt;Future at 0x{} state=finished returned int&gt;</p>": ("7f00aa12bb34", "7fffaa12bb00"),
    "<![CDATA[<weakref at 0x{}; dead>]]>": ("7f00aa12bb34", "7fffaa12bb00"),
    "<![CDATA[<weakref at 0x7f00aa12bb34; to 'Foo' at 0x{}>]]>": ("7f00aa12bb34", "7fffaa12bb00"),
    "<p>&lt;generator object at 0x{}, running&gt;</p>": ("000001f2a3b4c5d6", "000001F2A3B4C5E6"),
    "<p><code>Axes(0x{})</code></p>": ("7f00aa12bb34", "10fa12bb0"),
    '<p><ac:parameter ac:name="">{}</ac:parameter></p>': (
        "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
        "2b4e28ba-2fa1-4fd2-983f-0016d3cca427",
    ),
    '<p><a href="#cell-{}">x</a></p>': (
        "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
        "2b4e28ba-2fa1-4fd2-983f-0016d3cca427",
    ),
}
SAID = {
    "<p>The register at 0x{} holds it</p>": ("40021000", "40023000"),
    "<p><code>0x{}</code></p>": ("FF8800", "00FF00"),
    "<![CDATA[write(0x{}, 1)]]>": ("40021000", "40023000"),
    "<p>at 0x{}, file it</p>": ("40021000", "40023000"),
    "<p>The timer at 0x{}; then the port</p>": ("40021000", "40023000"),
    "<td><p>Timer at 0x{}</p></td>": ("40021000", "40023000"),
    "<![CDATA[Color(0x{})]]>": ("FF8800AA", "00FF00AA"),
    "<![CDATA[write(0x{})]]>": ("7f00aa12bb34", "7fffaa12bb00"),
    "<p>&lt;object at 0x{}&gt;</p>": ("10", "11"),
    "<p>Your tenant is {}.</p>": (
        "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
        "2b4e28ba-2fa1-4fd2-983f-0016d3cca427",
    ),
    '<p><a href="https://e.org/{}">x</a></p>': (
        "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
        "2b4e28ba-2fa1-4fd2-983f-0016d3cca427",
    ),
    '<ac:parameter ac:name="title">{}</ac:parameter>': (
        "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
        "2b4e28ba-2fa1-4fd2-983f-0016d3cca427",
    ),
}


@pytest.mark.parametrize("body", NOISY)
def test_what_programs_write_anew_at_each_build_is_noise(body: str) -> None:
    first, second = map(body.format, NOISY[body])
    assert quiet(first) == quiet(second)


@pytest.mark.parametrize("body", SAID)
def test_a_number_or_id_that_a_page_speaks_of_is_no_noise(body: str) -> None:
    first, second = map(body.format, SAID[body])
    assert quiet(first) != quiet(second)


def test_a_page_without_a_site_url_keeps_the_text_of_a_link_to_an_unpublished_page() -> None:
    scope = replace(goldens.scope("datacenter"), site_url="")
    document = convert('<p><a href="../drafts/">draft</a></p>', scope)
    assert document.body == "<p>draft</p>"
    assert [issue.severity for issue in document.issues] == ["warning"]


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_title_with_marks_of_xml_is_escaped_in_links(flavor: Flavor) -> None:
    pages = {"b/": PageName("b.md", 'Q & "A" <x>')}
    scope = replace(goldens.scope(flavor), pages={**goldens.PAGES, **pages}, target=target(flavor))
    document = convert('<p><a href="../../b/">b</a></p>', scope)
    assert document.links == (("b.md", ""),)
    etree.fromstring(f'<xml xmlns:ac="urn:ac" xmlns:ri="urn:ri">{document.body}</xml>')


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_link_to_what_is_not_shown_leads_to_the_start_of_the_page(flavor: Flavor) -> None:
    html = '<p>start <a href="#unseen">go</a></p><p hidden><b id="unseen">x</b></p>'
    document = convert(html, goldens.scope(flavor))
    assert document.anchors == {"unseen": "unseen"}
    assert document.body.index('<ac:parameter ac:name="">unseen<') < document.body.index("start")


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("tabs", ["sequence", "expand"])
def test_a_link_to_a_tab_leads_to_it(tabs: str, flavor: Flavor) -> None:
    html = (
        '<p><a href="#two">go</a></p><div class="tabbed-set"><input id="one"><input id="two">'
        '<div class="tabbed-labels"><label>A</label><label>B</label></div><div class="tabbed-content">'
        '<div class="tabbed-block"><p>a</p></div><div class="tabbed-block"><p>b</p></div></div></div>'
    )
    body = convert(html, goldens.scope(flavor, f"<!-- tabs={tabs} -->\n")).body
    anchor = body.index('<ac:parameter ac:name="">two<')
    assert body.index("<p>a</p>") < anchor < body.index("b</p>")


def test_the_collector_runs_again_after_every_page_and_stays_off_where_it_was() -> None:
    scope = goldens.scope("cloud")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda html: convert(html, scope), ["<p>a <b>b</b></p>" * 50] * 40))
    assert gc.isenabled()
    gc.disable()
    try:
        convert("<p>a</p>", scope)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_collector_runs_again_where_a_page_is_broken_off() -> None:
    def stop(path: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        convert('<a href="a.zip">a</a>', replace(goldens.scope("cloud"), find_file=stop))
    assert gc.isenabled()


@pytest.mark.parametrize("flavor", FLAVORS)
def test_what_an_unclosed_code_swallows_is_kept(flavor: Flavor) -> None:
    html = '<code>x<h2>Head</h2><p><a href="https://example.org">away</a> <img alt="A" src="../../img/chart.png"></p>'
    document = convert(html, goldens.scope(flavor))
    assert "<h2>Head</h2>" in document.body
    assert '<a href="https://example.org">away</a>' in document.body
    assert [attached.name for attached in document.attachments] == ["chart.png"]


@pytest.mark.parametrize("flavor", FLAVORS)
def test_no_link_leads_to_a_place_that_is_not_written(flavor: Flavor) -> None:
    html = '<h2 id="there">x</h2><pre><table><tr><td><a href="#there">to it</a></td></tr></table></pre>'
    document = convert(html, goldens.scope(flavor))
    assert "to it" in document.body
    assert dangling(document, flavor) == []


def test_words_of_a_missing_picture_stand_apart() -> None:
    document = convert('<p>see<img alt="the chart" src="gone.png">here</p>', goldens.scope("cloud"))
    assert document.body == "<p>see the chart here</p>"


def test_an_admonition_has_its_title_where_it_stands() -> None:
    html = '<div class="admonition note">before<p class="admonition-title">Title</p><p>after</p></div>'
    body = convert(html, goldens.scope("cloud")).body
    assert body.index("before") < body.index("Title") < body.index("after")
