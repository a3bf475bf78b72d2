"""What Confluence refuses, and what it does to a body that it takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from asking import Rest
from sandboxes import Sandbox

from mkdocs_confluence.sandbox.bodies import normalise, wellformed
from mkdocs_confluence.sandbox.store import content

MALFORMED = {
    "<p>a<br></p>": ("Unexpected close tag </p>; expected </br>.", 1),
    "<p>a</p>\n<p>b</i>": ("Unexpected close tag </i>; expected </p>.", 2),
    "<p>a": ("Unexpected close tag </xml>; expected </p>.", 1),
    "a</p>": ("Unexpected close tag </p>; expected </xml>.", 1),
    "</xml><xml>": ("Unexpected close tag", 1),
    "<p>fish & chips</p>": ("Unexpected character ' ' (code 32) (missing name?)", 1),
    "<p>\n&check;</p>": ('Undeclared general entity "check"', 2),
    '<a title="&NewLine;">b</a>': ('Undeclared general entity "NewLine"', 1),
    "<foo[bar]>": ("Unexpected character '[' (code 91)", 1),
    "<details open>a</details>": ("Unexpected character '>' (code 62)", 1),
    "<p class=a>b</p>": ("Unexpected character 'a' (code 97)", 1),
    '<p class="a" class="b">c</p>': ("Duplicate attribute", 1),
    "<fab:b>c</fab:b>": ('Undeclared namespace prefix "fab"', 1),
    '<p fab:b="c">d</p>': ('Undeclared namespace prefix "fab"', 1),
    "<p>\x1b[31m</p>": ("Unexpected character '\x1b' (code 27)", 1),
    "<p>&#27;</p>": ("Unexpected character '&' (code 38)", 1),
    "<p>a]]></p>": ("Unexpected character '>' (code 62)", 1),
    "<![CDATA[a": ("Unexpected end of input block", 1),
    "<!DOCTYPE p><p/>": ("Unexpected character", 1),
    "<?xml version='1.0'?><p/>": ("Unexpected character", 1),
}


@pytest.mark.parametrize("body", MALFORMED)
def test_a_malformed_body_is_refused_with_its_place(body: str) -> None:
    message, row = MALFORMED[body]
    with pytest.raises(wellformed.Malformed) as refusal:
        wellformed.check(body)
    assert refusal.value.text.startswith(f"Error parsing xhtml: {message}")
    assert f"at [row,col {{unknown-source}}]: [{row}," in refusal.value.text


@pytest.mark.parametrize(
    "body",
    [
        "",
        "just words",
        "<p>&nbsp;&rarr;&hellip;&Aring;&apos;&#233;&#xE9;</p>",
        "<ac:structured-macro ac:name='code'><ac:plain-text-body><![CDATA[a < b && c]]></ac:plain-text-body></ac:structured-macro>",
        '<at:var at:name="a"/><unknown attribute="b">c</unknown><!-- d -->',
        "<p>" * 400 + "deep" + "</p>" * 400,
    ],
)
def test_a_wellformed_body_is_taken_whatever_it_means(body: str) -> None:
    wellformed.check(body)


def test_there_are_253_named_entities() -> None:
    assert len(wellformed.ENTITIES) == 253


def test_the_column_counts_in_the_body_that_was_sent() -> None:
    with pytest.raises(wellformed.Malformed, match=re.escape("[1,10]")):
        wellformed.check("<p>äö <b & </p>"[:9] + "& x</p>")


def test_each_face_words_a_malformed_body(rest: Rest) -> None:
    answer = rest.create("Page", body="<p>\n<br></p>")
    assert answer.status_code == 400
    assert "Error parsing xhtml: Unexpected close tag </p>; expected </br>." in rest.reason(answer)
    assert "[2," in rest.reason(answer)
    assert rest.children(rest.home) == []
    if rest.sandbox.flavor == "datacenter":
        assert answer.json()["reason"] == "Bad Request"
        assert answer.json()["data"]["successful"] is False


def test_what_is_read_back_differs_from_what_was_sent(cloud: Rest) -> None:
    sent = (
        '<p>a — b<br/><b>c</b></p><!-- gone --><ac:structured-macro ac:name="toc"/>'
        '<ac:image ac:width="9" ac:alt="d"><ri:attachment ri:filename="e.png"/></ac:image>'
    )
    stored = cloud.body(cloud.made("Page", body=sent))
    assert stored.startswith("<p>a &mdash; b<br /><strong>c</strong></p><ac:structured-macro ")
    assert re.search(r'ac:macro-id="[0-9a-f-]{36}" ac:name="toc" ac:schema-version="1" />', stored)
    assert '<ac:image ac:alt="d" ac:width="9"><ri:attachment ri:filename="e.png" /></ac:image>' in stored


def test_data_center_gives_macros_no_id(datacenter: Rest) -> None:
    stored = datacenter.body(datacenter.made("Page", body='<ac:structured-macro ac:name="toc"/>'))
    assert stored == '<ac:structured-macro ac:name="toc" ac:schema-version="1" />'


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_rewriting_a_body_again_changes_nothing(flavor: str) -> None:
    body = "<p title='a &quot;b&quot;'>c &lt; d &amp; é</p><p></p><ac:structured-macro ac:name='x'/><![CDATA[<b>]]>"
    once = normalise.saved(body, flavor)
    wellformed.check(once)
    assert normalise.saved(once, flavor) == once
    assert once.endswith("<![CDATA[<b>]]>")


def test_an_element_that_the_editor_cannot_hold_is_stored_and_recorded(cloud: Rest) -> None:
    page = cloud.made("Page", body="<details><summary>a</summary></details>")
    assert "<details>" in cloud.body(page)
    assert "details" in content.versions(cloud.store, int(page))[0].findings


def test_a_strict_sandbox_refuses_what_the_editor_cannot_hold(tmp_path: Path) -> None:
    with Sandbox(tmp_path, "cloud", strict=True) as sandbox:
        rest = Rest(sandbox)
        answer = rest.create("Page", body="<details><summary>a</summary></details>")
        assert answer.status_code == 400
        assert "cannot be converted" in rest.reason(answer)
        page = rest.made("Page", body="<p>a</p>")
        assert rest.update(page, 2, "Page", "<marquee>b</marquee>").status_code == 400


@pytest.mark.parametrize("name", ["a b" + "!", "a:b", "a,b", "(a)", "a.b", "x" * 256, ""])
def test_a_label_with_forbidden_characters_is_refused(rest: Rest, name: str) -> None:
    page = rest.made("Page")
    answer = rest.post(f"/rest/api/content/{page}/label", [{"prefix": "global", "name": name}])
    assert answer.status_code == 400


def test_labels_are_lowered_and_cloud_splits_them_at_blanks(rest: Rest) -> None:
    page = rest.made("Page")
    answer = rest.post(f"/rest/api/content/{page}/label", [{"prefix": "global", "name": "How To"}])
    if rest.sandbox.flavor == "cloud":
        assert [row["name"] for row in answer.json()["results"]] == ["how", "to"]
    else:
        assert answer.status_code == 400
    again = rest.post(
        f"/rest/api/content/{page}/label",
        [{"prefix": "global", "name": "NEW"}, {"prefix": "my", "name": "x"}],
    )
    assert {"new", "x"} <= {row["name"] for row in again.json()["results"]}
    for told in ({"prefix": "other", "name": "x"}, {"prefix": "global"}):
        assert rest.post(f"/rest/api/content/{page}/label", [told]).status_code == 400


def test_a_page_has_a_limit_of_labels(rest: Rest) -> None:
    page = rest.made("Page")
    rest.sandbox.switch(labels_limit=3)
    many = [{"prefix": "global", "name": f"l{number}"} for number in range(4)]
    assert rest.post(f"/rest/api/content/{page}/label", many).status_code == 400
    rest.sandbox.switch(legacy=True)
    assert rest.get(f"/rest/api/content/{page}/label").json()["results"] == []


def test_a_label_can_be_removed_by_query_and_by_path(rest: Rest) -> None:
    page = rest.made("Page")
    rest.post(
        f"/rest/api/content/{page}/label", [{"prefix": "global", "name": name} for name in ("a/b", "c")]
    )
    assert rest.delete(f"/rest/api/content/{page}/label?name=a%2Fb").status_code == 204
    assert rest.delete(f"/rest/api/content/{page}/label/c").status_code == 204
    assert rest.delete(f"/rest/api/content/{page}/label/c").status_code == 404


@pytest.mark.parametrize("name", ["a:b.png", "a?.png", "a|b", "x" * 256])
def test_an_attachment_name_with_forbidden_characters_is_refused(rest: Rest, name: str) -> None:
    assert rest.upload(rest.made("Page"), name, b"1").status_code == 400


def test_names_of_attachments_are_kept_byte_for_byte(rest: Rest) -> None:
    page = rest.made("Page")
    row = rest.upload(page, "Übersicht 1 ÷.png", b"1").json()["results"][0]
    assert row["title"] == "Übersicht 1 ÷.png"


def test_too_large_a_file_is_answered_with_404(rest: Rest) -> None:
    page = rest.made("Page")
    rest.sandbox.switch(file_limit=10)
    assert rest.upload(page, "a.png", b"x" * 11).status_code == 404
    assert rest.upload(page, "a.png", b"x" * 10).status_code == 200


def test_a_property_has_a_limit_of_bytes(rest: Rest) -> None:
    page = rest.made("Page")
    rest.sandbox.switch(early_property=0, property_limit=100)
    rest.store.young.clear()
    route = f"{rest.pages}/{page}/{'properties' if rest.sandbox.flavor == 'cloud' else 'property'}"
    assert rest.post(route, {"key": "k", "value": "x" * 99}).status_code in (400, 413)
    assert rest.post(route, {"key": "k", "value": "x" * 98}).status_code == 200
    assert rest.post(route, {"key": "k" * 256, "value": 1}).status_code == 400


def test_multipart_without_the_token_header_is_refused(rest: Rest) -> None:
    page = rest.made("Page")
    del rest.session.headers["X-Atlassian-Token"]
    answer = rest.upload(page, "a.png", b"1")
    assert (answer.status_code, answer.text) == (403, "XSRF check failed")
    assert rest.post(f"/rest/api/user/watch/content/{page}").status_code == 403
    assert (
        rest.post(f"/rest/api/content/{page}/label", [{"prefix": "global", "name": "a"}]).status_code == 200
    )


def test_a_v1_write_that_looks_like_a_browser_needs_the_token_header(rest: Rest) -> None:
    page = rest.made("Page")
    del rest.session.headers["X-Atlassian-Token"]
    rest.session.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux)"
    assert (
        rest.post(f"/rest/api/content/{page}/label", [{"prefix": "global", "name": "a"}]).status_code == 403
    )
    assert rest.get(f"/rest/api/content/{page}/child/page").status_code == 200


def test_a_comment_without_a_charset_is_read_as_latin_1(rest: Rest) -> None:
    page = rest.made("Page")
    said = "für".encode()
    plain = rest.upload(page, "a.png", b"1", comment=(None, said)).json()["results"][0]
    told = rest.upload(page, "b.png", b"1", comment=(None, said, "text/plain; charset=utf-8")).json()[
        "results"
    ][0]
    assert plain["extensions"]["comment"] == "fÃ¼r"
    assert told["extensions"]["comment"] == "für"
