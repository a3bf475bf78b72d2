"""Findings: what a flavor does not know, ignores, or cannot edit, each with the reason in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_confluence.sandbox.bodies.check import findings

BOTH = ["cloud", "datacenter"]
PAGES = Path(__file__).parent / "pages"

CELL = "<table><tbody><tr><td>{}</td></tr></tbody></table>"
ITEM = "<ul><li>{}</li></ul>"
QUOTE = "<blockquote>{}</blockquote>"
LAYOUT = '<ac:layout><ac:layout-section ac:type="single"><ac:layout-cell>{}</ac:layout-cell></ac:layout-section></ac:layout>'
P, H, UL, HR = "<p>x</p>", "<h2>x</h2>", "<ul><li><p>x</p></li></ul>", "<hr />"
TABLE = "<table><tbody><tr><td><p>x</p></td></tr></tbody></table>"
IMAGE = '<ac:image><ri:attachment ri:filename="a.png" /></ac:image>'
TASKS = "<ac:task-list><ac:task><ac:task-status>complete</ac:task-status><ac:task-body>x</ac:task-body></ac:task></ac:task-list>"


def rich(name: str, inner: str = "<p>x</p>") -> str:
    return f'<ac:structured-macro ac:name="{name}"><ac:rich-text-body>{inner}</ac:rich-text-body></ac:structured-macro>'


CODE = '<ac:structured-macro ac:name="code"><ac:parameter ac:name="language">text</ac:parameter><ac:plain-text-body>x</ac:plain-text-body></ac:structured-macro>'
BARE = '<ac:structured-macro ac:name="children" ac:schema-version="2" />'
INFO, EXPAND, EXCERPT = rich("info"), rich("expand"), rich("excerpt")
CARD = '<a href="https://example.com" data-card-appearance="block">https://example.com</a>'

HELD = {
    "{}": [
        P,
        H,
        UL,
        HR,
        TABLE,
        IMAGE,
        TASKS,
        INFO,
        EXPAND,
        EXCERPT,
        CODE,
        BARE,
        QUOTE.format(P),
        CARD,
        LAYOUT.format(P),
    ],
    LAYOUT: [P, H, UL, HR, TABLE, IMAGE, TASKS, INFO, EXPAND, EXCERPT, CODE, BARE, QUOTE.format(P)],
    rich("info", "{}"): [P, H, UL, HR, IMAGE, TASKS, CODE, BARE, CARD],
    rich("expand", "{}"): [P, H, UL, HR, IMAGE, TASKS, CODE, BARE, INFO, TABLE, QUOTE.format(P), EXPAND],
    rich("expand", rich("expand", "{}")): [P, H, UL, HR, IMAGE, TASKS, CODE, BARE, INFO, QUOTE.format(P)],
    CELL: [P, H, UL, HR, IMAGE, TASKS, CODE, BARE, INFO, QUOTE.format(P), EXPAND],
    ITEM: [P, UL, IMAGE, TASKS, CODE, BARE],
    QUOTE: [P, UL, IMAGE, CODE, BARE],
    rich("excerpt", "{}"): [P, H, UL, HR, IMAGE, TASKS, CODE, BARE, INFO, TABLE, QUOTE.format(P)],
    "<p>{}</p>": [IMAGE, CARD, IMAGE.replace("</ac:image>", "<ac:caption>x</ac:caption></ac:image>")],
}
"""Parent → what the editor of Cloud holds in it (reference, §1.5)."""

NOT_HELD = {
    LAYOUT: [LAYOUT.format(P)],
    rich("info", "{}"): [TABLE, EXPAND, QUOTE.format(P), INFO, EXCERPT],
    rich("expand", "{}"): [EXCERPT, LAYOUT.format(P)],
    rich("expand", rich("expand", "{}")): [TABLE, EXPAND, EXCERPT],
    CELL: [TABLE, EXCERPT, LAYOUT.format(P), CELL.format(EXPAND)],
    ITEM: [H, INFO, EXPAND, TABLE, QUOTE.format(P), HR, EXCERPT],
    QUOTE: [H, TABLE, INFO, QUOTE.format(P), HR, EXPAND, TASKS],
    rich("excerpt", "{}"): [EXCERPT, EXPAND, LAYOUT.format(P)],
    "<p>words {}</p>": [P, UL, TABLE, INFO, CODE, IMAGE, BARE, CARD],
    "<h2>{}</h2>": [P, UL, INFO, IMAGE],
}


@pytest.mark.parametrize(("parent", "child"), [(parent, child) for parent in HELD for child in HELD[parent]])
def test_the_editor_of_cloud_holds(parent: str, child: str) -> None:
    assert findings(parent.format(child), "cloud") == []


@pytest.mark.parametrize(
    ("parent", "child"), [(parent, child) for parent in NOT_HELD for child in NOT_HELD[parent]]
)
def test_the_editor_of_cloud_cannot_hold(parent: str, child: str) -> None:
    assert findings(parent.format(child), "cloud")


@pytest.mark.parametrize(
    "parent", [rich("info", "{}"), rich("expand", "{}"), CELL, ITEM, QUOTE, rich("excerpt", "{}")]
)
@pytest.mark.parametrize("child", [P, H, UL, TABLE, INFO, EXPAND, CODE, EXCERPT, IMAGE])
def test_datacenter_nests_nearly_everything(parent: str, child: str) -> None:
    assert findings(parent.format(child), "datacenter") == []


@pytest.mark.parametrize("flavor", BOTH)
def test_ordinary_pages_have_no_findings(flavor: str) -> None:
    body = (PAGES / f"rich.{flavor}.xml").read_text(encoding="utf-8")
    found = findings(body, flavor)
    assert found == ([] if flavor == "cloud" else ["code in the language 'rust': the macro fails"])


BAD = [
    ("<details><summary>x</summary></details>", "unknown element <details>"),
    ("<figure><p>x</p></figure>", "unknown element <figure>"),
    ('<p><img src="x.png" /></p>', "unknown element <img>"),
    ("<ac:nonsense />", "unknown element <ac:nonsense>"),
    ("<table><caption>x</caption><tbody><tr><td>x</td></tr></tbody></table>", "unknown element <caption>"),
    ('<p id="x">x</p>', "unknown attribute id on <p>"),
    ('<p><a href="https://example.com" target="_blank">x</a></p>', "unknown attribute target on <a>"),
    ('<p><a href="javascript:x">x</a></p>', "a link that is not followed: javascript:x"),
    ("<ac:structured-macro />", "<ac:structured-macro> without ac:name"),
    ("<p><ac:link><ri:page /></ac:link></p>", "<ri:page> without ri:content-title"),
    ("<ul><p>x</p></ul>", "<p> in <ul>"),
    ("<ul>x<li><p>y</p></li></ul>", "text in <ul>"),
    ("<li>x</li>", "<li> in <xml>"),
    ("<table><tbody></tbody></table>", "a table without rows"),
    ("<p><p>x</p></p>", ""),
    (TASKS.replace("complete", "done"), "a task that is neither complete nor incomplete"),
    (TASKS.replace("x</ac:task-body>", f"x{TASKS}</ac:task-body>"), "a task list in the body of a task: it stands beside the body"),
    ("<ac:image />", "a picture without a source"),
    ('<ac:image ac:width="50%"><ri:attachment ri:filename="a.png" /></ac:image>', "ac:width='50%' on a picture: only pixels"),
    ('<ac:image><ri:url ri:value="data:image/png;base64,x" /></ac:image>', "a picture from a data: URI is not shown"),
    ('<ac:layout><ac:layout-section ac:type="two_equal"><ac:layout-cell /></ac:layout-section></ac:layout>', "layout section two_equal with 1 cells"),
    ('<ac:layout><ac:layout-section ac:type="six"><ac:layout-cell /></ac:layout-section></ac:layout>', "layout section of unknown type 'six'"),
    (rich("info", LAYOUT.format(P)), "<ac:layout> in <ac:rich-text-body>"),
    ('<p><ac:structured-macro ac:name="status" /></p>', "status without a title"),
    ('<ac:structured-macro ac:name="view-file"><ac:parameter ac:name="name"> <ri:attachment ri:filename="x" /></ac:parameter></ac:structured-macro>', "parameter 'name' holds white space beside an element"),
    ('<p><a href="#x">a<ac:link ac:anchor="y" /></a></p>', "a link within a link"),
    ('<p><ac:link ac:anchor="y"><ac:link-body><del>x</del></ac:link-body></ac:link></p>', "<del> in <ac:link-body>"),
    ("<p>open", "not well-formed"),
]  # fmt: skip


@pytest.mark.parametrize("flavor", BOTH)
@pytest.mark.parametrize(("body", "finding"), BAD)
def test_both_flavors_find(flavor: str, body: str, finding: str) -> None:
    found = findings(body, flavor)
    assert any(item.startswith(finding) for item in found), found


CLOUD_ONLY = [
    ("<div><p>x</p></div>", "unknown element <div>"),
    ("<dl><dt>a</dt><dd>b</dd></dl>", "unknown element <dl>"),
    ("<p><kbd>x</kbd></p>", "unknown element <kbd>"),
    ('<p><span style="float: left">x</span></p>', "style float on <span> has no effect"),
    ('<p class="lead">x</p>', 'class "lead" on <p> has no effect'),
    ("<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>", "a table whose rows are not equally long"),
    ("<p><strong><code>x</code></strong></p>", "<code> together with <strong>: code takes no other mark than a link"),
    ("<p><code>a <em>b</em></code></p>", "<code> together with <em>: code takes no other mark than a link"),
    ('<p><ac:structured-macro ac:name="anchor"><ac:parameter ac:name="">f(x)</ac:parameter></ac:structured-macro></p>', "anchor 'f(x)': links lose names with such characters"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "finding"), CLOUD_ONLY)
def test_cloud_finds_what_datacenter_shows(body: str, finding: str) -> None:
    assert finding in findings(body, "cloud")
    assert findings(body, "datacenter") == []


DATACENTER_ONLY = [
    (CODE.replace(">text<", ">rust<"), "code in the language 'rust': the macro fails"),
    ('<ac:adf-extension><ac:adf-node type="panel"><ac:adf-content><p>x</p></ac:adf-content></ac:adf-node></ac:adf-extension>', "unknown element <ac:adf-extension>"),
    (IMAGE.replace("</ac:image>", "<ac:caption>x</ac:caption></ac:image>"), "a caption of a picture is not shown"),
    (LAYOUT.format(P) + P, "content beside the layout: all of a page with a layout stands in its sections"),
    (LAYOUT.format(P).replace("single", "fixed-width"), "layout section of unknown type 'fixed-width'"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "finding"), DATACENTER_ONLY)
def test_datacenter_finds_what_cloud_shows(body: str, finding: str) -> None:
    assert finding in findings(body, "datacenter")
    assert findings(body, "cloud") == []


def test_spans_count_when_rows_are_measured() -> None:
    rows = '<tr><td rowspan="2">a</td><td colspan="2">b</td></tr><tr><td>c</td><td>d</td></tr>'
    assert findings(f"<table><tbody>{rows}</tbody></table>", "cloud") == []


def test_a_task_id_used_twice_is_found() -> None:
    task = "<ac:task><ac:task-id>1</ac:task-id><ac:task-status>complete</ac:task-status><ac:task-body>x</ac:task-body></ac:task>"
    assert findings(f"<ac:task-list>{task}{task}</ac:task-list>", "cloud") == ["task id 1 is used 2 times"]


@pytest.mark.parametrize("flavor", BOTH)
def test_what_the_server_adds_on_save_is_no_finding(flavor: str) -> None:
    body = (
        '<p local-id="a1">x</p><ac:structured-macro ac:name="info" ac:schema-version="1" ac:macro-id="b" ac:local-id="c">'
        '<ac:rich-text-body><p>y <ac:inline-comment-marker ac:ref="d">z</ac:inline-comment-marker></p></ac:rich-text-body></ac:structured-macro>'
        '<p><ac:link><ri:page ri:content-title="T" ri:version-at-save="3" /></ac:link></p>'
    )
    assert findings(body, flavor) == []


def test_every_finding_is_said_once() -> None:
    assert findings("<foo>x</foo><foo>y</foo>", "cloud") == ["unknown element <foo>"]
