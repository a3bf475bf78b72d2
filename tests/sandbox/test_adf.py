"""Bodies in the format that Cloud's editor works with, made from storage."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from asking import Rest

from mkdocs_confluence.sandbox import adf
from mkdocs_confluence.sandbox.bodies import wellformed
from mkdocs_confluence.sandbox.bodies.fragment import name, parse
from mkdocs_confluence.sandbox.bodies.reader import File, Ref

HERE = Path(__file__).parent
RICH = HERE / "pages" / "rich.cloud.xml"
GOLDENS = [*sorted((HERE.parent / "golden").glob("*/*.cloud.xml")), RICH]

Node = dict[str, Any]

LISTS = {"bulletList", "orderedList", "taskList", "decisionList"}
SIMPLE = LISTS | {
    "paragraph",
    "heading",
    "codeBlock",
    "rule",
    "mediaSingle",
    "mediaGroup",
    "blockCard",
    "extension",
}
MANY = SIMPLE | {"panel", "blockquote", "embedCard"}
LINE = set(
    "text hardBreak date emoji inlineCard mention placeholder status inlineExtension mediaInline".split()
)
HOLDS = {
    "doc": MANY | {"table", "expand", "bodiedExtension", "layoutSection"},
    "layoutSection": {"layoutColumn"},
    "layoutColumn": MANY | {"table", "expand", "bodiedExtension"},
    "panel": SIMPLE,
    "expand": MANY | {"table", "nestedExpand"},
    "bodiedExtension": MANY | {"table"},
    "nestedExpand": MANY - {"blockCard", "embedCard"},
    "blockquote": {
        "paragraph",
        "bulletList",
        "orderedList",
        "codeBlock",
        "mediaSingle",
        "mediaGroup",
        "extension",
    },
    "listItem": {
        "paragraph",
        "bulletList",
        "orderedList",
        "taskList",
        "codeBlock",
        "mediaSingle",
        "extension",
    },
    "bulletList": {"listItem"},
    "orderedList": {"listItem"},
    "taskList": {"taskItem", "taskList"},
    "decisionList": {"decisionItem"},
    "table": {"tableRow"},
    "tableRow": {"tableCell", "tableHeader"},
    "tableCell": MANY | {"nestedExpand"},
    "tableHeader": MANY | {"nestedExpand"},
    "mediaSingle": {"media", "caption"},
    "mediaGroup": {"media"},
    "codeBlock": {"text"},
    "caption": LINE - {"inlineExtension", "mediaInline"},
    **dict.fromkeys(("paragraph", "heading", "taskItem", "decisionItem"), LINE),
}
"""What each node of the document model may contain (the vendor's published schema)."""
MAY_BE_EMPTY = {"paragraph", "heading", "codeBlock", "taskItem", "decisionItem", "caption", "tableRow", "doc"}


class Shelf:
    """A site in which every title and account is known, and every page has the same files (name → id)."""

    flavor = "cloud"

    def __init__(self, files: dict[str, str]) -> None:
        self._files = files

    def titled(self, title: str, space: str, source: Ref) -> Ref | None:
        return Ref("7", title, space or "DOCS")

    def by_id(self, page_id: str) -> Ref | None:
        return Ref(page_id, "By id", "DOCS")

    def home(self, space: str) -> Ref | None:
        return Ref("1", "Home", space)

    def parent(self, page_id: str) -> Ref | None:
        return None

    def children(self, page_id: str) -> list[Ref]:
        return []

    def body(self, page_id: str) -> str:
        return ""

    def files(self, page_id: str) -> list[File]:
        return [File(name, "image/png", 3, uuid) for name, uuid in self._files.items()]

    def user(self, key: str) -> str | None:
        return "Ann"


def document(body: str, files: dict[str, str] | None = None) -> Node:
    shelf = Shelf({"logo.png": "0f1e"} if files is None else files)
    made: Node = json.loads(adf.document(body, Ref("1", "Page", "DOCS"), shelf, "http://site"))
    return made


def blocks(body: str) -> list[Node]:
    found: list[Node] = document(body)["content"]
    return found


def every(node: Node) -> Iterator[Node]:
    yield node
    for below in node.get("content", []):
        yield from every(below)


def wrong(node: Node) -> Iterator[str]:
    for one in every(node):
        content = one.get("content", [])
        for below in content:
            if below["type"] not in HOLDS.get(one["type"], ()):
                yield f"{below['type']} in {one['type']}"
        if one["type"] in HOLDS and not content and one["type"] not in MAY_BE_EMPTY:
            yield f"{one['type']} is empty"
        if one["type"] == "text" and not one["text"]:
            yield "text is empty"
        kinds = {mark["type"] for mark in one.get("marks", [])}
        if "code" in kinds and not kinds <= {"code", "link", "annotation"}:
            yield f"marks together: {sorted(kinds)}"


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def strings(value: Any) -> Iterator[str]:
    """Every text within JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def said(body: str) -> set[str]:
    """Words that a reader of a stored body sees, code among them."""
    unseen = {"ac:parameter", "ac:task-id", "ac:task-uuid", "ac:task-status", "ac:adf-attribute"}
    texts = []
    for node in parse(body).iter():
        if name(node) not in unseen:
            texts.append(node.text or "")
        texts.append(node.tail or "")
    return words(" ".join(texts))


@pytest.mark.parametrize("file", GOLDENS, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_what_we_publish_becomes_a_document_that_the_editor_can_hold_and_no_word_is_lost(file: Path) -> None:
    body = file.read_text(encoding="utf-8")
    made = document(body)
    assert list(wrong(made)) == []
    assert said(body) <= words(" ".join(strings(made)))


@pytest.mark.parametrize("file", GOLDENS, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_document_that_is_sent_back_is_the_same_when_it_is_read_again(file: Path) -> None:
    body = file.read_text(encoding="utf-8")
    named = {name: f"id of {name}" for name in map(unescape, re.findall(r'ri:filename="([^"]*)"', body))}
    made = document(body, named)
    stored = adf.storage(json.dumps(made), {uuid: name for name, uuid in named.items()}.get)
    wellformed.check(stored)
    assert document(stored, named) == made


def test_a_line_keeps_its_marks_and_loses_blanks_that_nobody_sees() -> None:
    (made,) = blocks(
        "<p>\n  one <strong>two\n <em>three</em></strong> <code><strong>four</strong></code> </p>"
    )
    assert made["content"] == [
        {"type": "text", "text": "one "},
        {"type": "text", "text": "two ", "marks": [{"type": "strong"}]},
        {"type": "text", "text": "three", "marks": [{"type": "strong"}, {"type": "em"}]},
        {"type": "text", "text": " "},
        {"type": "text", "text": "four", "marks": [{"type": "code"}]},
    ]


def test_a_comment_on_words_is_a_mark_of_them() -> None:
    (made,) = blocks('<p>a <ac:inline-comment-marker ac:ref="u-1">word</ac:inline-comment-marker></p>')
    mark = {"type": "annotation", "attrs": {"id": "u-1", "annotationType": "inlineComment"}}
    assert made["content"][1] == {"type": "text", "text": "word", "marks": [mark]}


def test_a_picture_in_a_paragraph_is_taken_out_of_it() -> None:
    image = '<ac:image ac:width="20"><ri:attachment ri:filename="logo.png"/></ac:image>'
    made = blocks(f"<p>before {image} after</p><p>{image}</p>")
    assert [node["type"] for node in made] == ["paragraph", "mediaSingle", "paragraph", "mediaSingle"]
    assert made[3]["content"][0]["attrs"] == {
        "type": "file",
        "id": "0f1e",
        "collection": "contentId-1",
        "width": 20,
    }


@pytest.mark.parametrize(
    ("within", "key"),
    [
        ("<table><tbody><tr><td>{}</td></tr></tbody></table>", "nested-table"),
        ("<ul><li>{}</li></ul>", "nested-table"),
        ('<ac:structured-macro ac:name="info"><ac:rich-text-body>{}</ac:rich-text-body></ac:structured-macro>',
         "nested-table"),
    ],
)  # fmt: skip
def test_what_the_editor_cannot_hold_there_is_kept_as_source(within: str, key: str) -> None:
    table = "<table><tbody><tr><td>words</td></tr></tbody></table>"
    made = document(within.format(table))
    (kept,) = [node for node in every(made) if node["type"] == "extension"]
    assert kept["attrs"]["extensionKey"] == key
    assert kept["attrs"]["parameters"] == {"cxhtml": table}
    assert list(wrong(made)) == []


def test_macros_are_extensions_with_their_parameters() -> None:
    plain = "<ac:plain-text-body><![CDATA[a < b]]></ac:plain-text-body>"
    (made,) = blocks(f'<ac:structured-macro ac:name="html">{plain}</ac:structured-macro>')
    assert (made["type"], made["attrs"]["extensionKey"]) == ("extension", "html")
    assert made["attrs"]["parameters"]["macroParams"] == {"__bodyContent": {"value": "a < b"}}
    (made,) = blocks(
        '<ac:structured-macro ac:name="excerpt"><ac:parameter ac:name="name">x</ac:parameter>'
        "<ac:rich-text-body><p>in</p></ac:rich-text-body></ac:structured-macro>"
    )
    assert (made["type"], made["content"][0]["type"]) == ("bodiedExtension", "paragraph")


def test_an_empty_body_is_an_empty_paragraph_and_an_empty_list_is_nothing() -> None:
    assert blocks("") == [{"type": "paragraph", "content": []}]
    assert blocks("<ul></ul><p>x</p><table><tbody></tbody></table>") == blocks("<p>x</p>")


def read(rest: Rest, path: str) -> Node:
    found: Node = json.loads(rest.get(path).json()["body"]["atlas_doc_format"]["value"])
    return found


def test_a_page_its_versions_and_its_comments_can_be_read_so(cloud: Rest) -> None:
    page = cloud.made("Page", body="<p>old</p>")
    cloud.update(page, 2, "Page", '<p><ac:image><ri:attachment ri:filename="a.png" /></ac:image></p>')
    cloud.upload(page, "a.png", b"1")
    uuid = cloud.get(f"/api/v2/pages/{page}/attachments").json()["results"][0]["fileId"]
    (image,) = read(cloud, f"/api/v2/pages/{page}?body-format=atlas_doc_format")["content"]
    assert image["content"][0]["attrs"]["id"] == uuid
    listed = cloud.get(f"/api/v2/pages?id={page}&body-format=atlas_doc_format").json()["results"]
    assert json.loads(listed[0]["body"]["atlas_doc_format"]["value"])["content"] == [image]
    rows = cloud.get(f"/api/v2/pages/{page}/versions?body-format=atlas_doc_format").json()["results"]
    assert "old" in rows[-1]["page"]["body"]["atlas_doc_format"]["value"]
    body = {"representation": "storage", "value": "<p>why</p>"}
    comment = cloud.post("/api/v2/footer-comments", {"pageId": page, "body": body}).json()["id"]
    assert "why" in str(read(cloud, f"/api/v2/footer-comments/{comment}?body-format=atlas_doc_format"))
    told = cloud.get("/rest/api/content/search?cql=title=Page&expand=body.atlas_doc_format").json()
    assert json.loads(told["results"][0]["body"]["atlas_doc_format"]["value"])["content"] == [image]


def test_a_link_by_title_leads_to_the_page(cloud: Rest) -> None:
    cloud.made("Target")
    page = cloud.made("Page", body='<p><ac:link><ri:page ri:content-title="Target" /></ac:link></p>')
    (made,) = read(cloud, f"/api/v2/pages/{page}?body-format=atlas_doc_format")["content"]
    url = made["content"][0]["marks"][0]["attrs"]["href"]
    assert "<h1>Target</h1>" in cloud.session.get(url, timeout=30).text


@pytest.mark.parametrize("path", ["pages?body-format=view", "pages?body-format=x", "pages/{}?body-format=x"])
def test_a_format_that_is_not_served_is_refused(cloud: Rest, path: str) -> None:
    answer = cloud.get(f"/api/v2/{path.format(cloud.home)}")
    assert answer.status_code == 400
    assert "body-format" in answer.json()["errors"][0]["title"]


def test_data_center_has_no_such_format(datacenter: Rest) -> None:
    page = datacenter.get(
        f"/rest/api/content/{datacenter.home}?expand=body.atlas_doc_format,body.view"
    ).json()
    assert list(page["body"]) == ["view"]


def doc(*content: Node) -> dict[str, str]:
    """The ``body`` of a request."""
    value = json.dumps({"type": "doc", "version": 1, "content": content})
    return {"representation": "atlas_doc_format", "value": value}


def said_in(words: str) -> Node:
    return {"type": "paragraph", "content": [{"type": "text", "text": words}]}


def test_a_page_and_a_comment_can_be_written_so(cloud: Rest) -> None:
    page = cloud.made("Page")
    cloud.upload(page, "a.png", b"1")
    uuid = cloud.get(f"/api/v2/pages/{page}/attachments").json()["results"][0]["fileId"]
    media = {"type": "media", "attrs": {"type": "file", "id": uuid, "collection": f"contentId-{page}"}}
    image = {"type": "mediaSingle", "attrs": {"layout": "center"}, "content": [media]}
    told = {"id": page, "status": "current", "title": "Page", "version": {"number": 2}}
    answer = cloud.put(f"/api/v2/pages/{page}", {**told, "body": doc(said_in("a < b"), image)})
    assert answer.status_code == 200, answer.text
    assert cloud.body(page) == (
        '<p>a &lt; b</p><ac:image ac:layout="center"><ri:attachment ri:filename="a.png" /></ac:image>'
    )
    cloud.post("/api/v2/footer-comments", {"pageId": page, "body": doc(said_in("why"))})
    row = cloud.get(f"/api/v2/pages/{page}/footer-comments?body-format=storage").json()["results"][0]
    assert row["body"]["storage"]["value"] == "<p>why</p>"
    cloud.put(
        f"/api/v2/pages/{page}",
        {**told, "status": "draft", "version": {"number": 1}, "body": doc(said_in("d"))},
    )
    draft = cloud.get(f"/api/v2/pages/{page}?get-draft=true&body-format=storage").json()
    assert draft["body"]["storage"]["value"] == "<p>d</p>"


NONSENSE: list[object] = [
    1,
    {"type": "spaceship"},
    {"type": "heading", "attrs": {"level": "x"}},
    {"type": "mediaSingle", "content": []},
    {"type": "mediaSingle", "content": [{"type": "media", "attrs": {"type": "file", "id": "nobody"}}]},
    {"type": "extension", "attrs": {"extensionKey": "x", "parameters": {"cxhtml": "<p>"}}},
    *(
        {"type": "paragraph", "content": [node]}
        for node in (
            {"type": "table"},
            {"type": "text", "text": "x", "marks": [{"type": "glow"}]},
            {"type": "date", "attrs": {"timestamp": "9" * 30}},
        )
    ),
]


@pytest.mark.parametrize(
    "value",
    [
        "", "x", "[]", "{}", '{"type": "doc", "version": 2, "content": []}', '{"type": "doc", "version": 1}',
        *(json.dumps({"type": "doc", "version": 1, "content": [node]}) for node in NONSENSE),
    ],
)  # fmt: skip
def test_a_document_that_cannot_be_stored_is_refused(cloud: Rest, value: str) -> None:
    told = {"spaceId": str(cloud.space[0]), "title": "Page", "status": "current"}
    body = {"representation": "atlas_doc_format", "value": value}
    answer = cloud.post("/api/v2/pages", {**told, "body": body})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["title"]
    assert cloud.children(cloud.home) == []


def test_data_center_takes_no_such_document(datacenter: Rest) -> None:
    told = {
        "type": "page",
        "title": "Page",
        "space": {"key": "DOCS"},
        "body": {"atlas_doc_format": doc(said_in("x"))},
    }
    assert datacenter.post("/rest/api/content", told).status_code == 400
