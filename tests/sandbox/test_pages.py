"""The wiki as a person sees it, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
import requests
from handbooks import TITLE, Handbook, handbook
from lxml import html
from sandboxes import Sandbox

from mkdocs_confluence.sandbox.store import access, comments, content, edit, files, labels, properties
from mkdocs_confluence.sandbox.store.nouns import Person

ROBOT = Person("robot", "robot", "Docs robot")


@pytest.fixture(params=["cloud", "datacenter"], scope="module")
def read_only(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """A wiki that these tests only read."""
    with Sandbox(tmp_path_factory.mktemp("wiki"), request.param, strict=False) as sandbox:
        yield handbook(sandbox)


@pytest.fixture
def wiki(read_only: Handbook) -> Handbook:
    """A space of its own for a test that changes it."""
    return handbook(read_only.sandbox, f"W{next(_spaces)}")


_spaces = count(1)


def get(url: str, status: int = 200) -> html.HtmlElement:
    answer = requests.get(url, timeout=10)
    assert answer.status_code == status, answer.text
    return html.document_fromstring(answer.text)


def post(wiki: Handbook, tail: str, status: int = 200, **fields: str | int) -> html.HtmlElement:
    answer = requests.post(wiki.url(f"pages/{tail}"), data=fields, timeout=10)
    assert answer.status_code == status, answer.text
    return html.document_fromstring(answer.text)


def title_of(tree: html.HtmlElement) -> str:
    return str(tree.xpath("//h1")[0].text_content())


# --- looking --------------------------------------------------------------------------------------


def test_the_root_leads_to_the_home_of_the_space(read_only: Handbook) -> None:
    answer = requests.get(read_only.origin, timeout=10)
    assert urlsplit(answer.url).path in ("/wiki/spaces/DOCS/overview", "/confluence/display/DOCS")
    assert title_of(html.document_fromstring(answer.text)) == "Documentation Home"


def test_a_page_is_found_at_the_addresses_that_confluence_gives_it(read_only: Handbook) -> None:
    if read_only.sandbox.flavor == "cloud":
        tails = [f"spaces/DOCS/pages/{read_only.details}", f"spaces/DOCS/pages/{read_only.details}/Details"]
    else:
        tails = [
            "display/DOCS/Details",
            f"pages/viewpage.action?pageId={read_only.details}",
            "display/DOCS/details",
        ]
    for tail in tails:
        assert title_of(get(read_only.url(tail))) == "Details"
    assert title_of(get(read_only.url(f"pages/{read_only.rich}"))) == TITLE


def test_a_page_shows_trail_labels_files_comments_and_versions(read_only: Handbook) -> None:
    tree = get(read_only.url(f"pages/{read_only.rich}"))
    words = tree.text_content()
    trail = [link.text for link in tree.xpath("//nav[@aria-label='Breadcrumb']//a")]
    assert trail == ["Documentation", "Handbook", "Guide"]
    assert [tag.text for tag in tree.xpath("//form[@class='tag']/span")] == ["example", "guide"]
    assert [link.text for link in tree.xpath("//section//table//a")] == ["diagram.svg", "notes.txt"]
    assert "A good page." in words
    assert "version 3" in words
    assert tree.xpath("//mark[@class='commented'][text()='red words']")


def test_the_tree_folds_without_a_script_and_opens_to_the_page(read_only: Handbook) -> None:
    tree = get(read_only.url(f"pages/{read_only.guide}"))
    side = tree.xpath("//nav[@aria-label='Pages of the space']")[0]
    opened = [item.xpath("./summary/a")[0].text for item in side.xpath(".//details[@open]")]
    closed = [item.xpath("./summary/a")[0].text for item in side.xpath(".//details[not(@open)]")]
    assert opened == ["Documentation Home", "Handbook", "Guide"]
    assert closed == [TITLE]
    assert [link.text for link in side.xpath(".//a[@aria-current='page']")] == ["Guide"]


def test_findings_are_shown_on_the_page(read_only: Handbook) -> None:
    notices = get(read_only.url(f"pages/{read_only.rich}")).xpath(
        "//details[contains(@class, 'findings')]//li"
    )
    wanted = [] if read_only.sandbox.flavor == "cloud" else ["code in the language 'rust': the macro fails"]
    assert [item.text for item in notices] == wanted


def test_history_lists_versions_with_their_changes(read_only: Handbook) -> None:
    tree = get(read_only.url(f"pages/{read_only.rich}/history"))
    rows = [row.text_content() for row in tree.xpath("//tbody/tr")]
    assert len(rows) == 3
    assert "Other words" in rows[0]
    changes = tree.xpath("//a[text()='Changes']/@href")
    assert [url.rsplit("/", 1)[1] for url in changes] == ["3", "2"]


def test_the_diff_marks_the_words_that_changed(read_only: Handbook) -> None:
    tree = get(read_only.url(f"pages/{read_only.rich}/diff/3"))
    assert "bold" in [mark.text for mark in tree.xpath("//td[@class='old']/mark")]
    assert any("strong" in (mark.text or "") for mark in tree.xpath("//td[@class='new']/mark"))
    get(read_only.url(f"pages/{read_only.rich}/diff/1"), 404)
    get(read_only.url(f"pages/{read_only.rich}/diff/9"), 404)


def test_the_source_is_shown_as_it_is_stored(read_only: Handbook) -> None:
    store = read_only.sandbox.store
    tree = get(read_only.url(f"pages/{read_only.rich}/source"))
    assert tree.xpath("//pre[@id='source']")[0].text == content.body(store, read_only.rich, 3)
    plain = requests.get(read_only.url(f"pages/{read_only.rich}/source?plain=1&version=1"), timeout=10)
    assert plain.headers["Content-Type"].startswith("text/plain")
    assert "Draft." in plain.text


def test_an_old_version_says_that_it_is_old(read_only: Handbook) -> None:
    tree = get(read_only.url(f"pages/{read_only.rich}/versions/1"))
    assert "This is version 1 of 3" in tree.text_content()
    get(read_only.url(f"pages/{read_only.rich}/versions/7"), 404)


@pytest.mark.parametrize(
    ("words", "found"), [("DETAIL", ["Details"]), ("a rich", [TITLE]), ("%", []), ("", [])]
)
def test_pages_are_found_by_words_of_their_title(read_only: Handbook, words: str, found: list[str]) -> None:
    tree = get(read_only.url(f"search?q={quote(words)}"))
    assert [link.text for link in tree.xpath("//ul[@class='results']//a")] == found


def test_the_whole_tree_stands_open_on_one_page(read_only: Handbook) -> None:
    tree = get(read_only.url("spaces/DOCS/pages")).xpath("//nav[@aria-label='Page tree']")[0]
    assert len(tree.xpath(".//a")) == 6
    assert not tree.xpath(".//details[not(@open)]")


def test_files_are_served_and_cannot_run(read_only: Handbook) -> None:
    picture = requests.get(
        read_only.url(f"download/attachments/{read_only.rich}/diagram.svg?version=1"), timeout=10
    )
    assert picture.headers["Content-Type"].startswith("image/svg+xml")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    notes = requests.get(read_only.url(f"download/attachments/{read_only.rich}/notes.txt"), timeout=10)
    assert notes.content == b"notes"
    assert notes.headers["Content-Disposition"].startswith("attachment")
    get(read_only.url(f"download/attachments/{read_only.rich}/gone.txt"), 404)


def test_what_is_not_there_is_said_in_words(read_only: Handbook) -> None:
    for tail in ("pages/1", "pages/99999999999999999999/history", "spaces/NOPE/pages"):
        tree = get(read_only.url(tail), 404)
        assert "Not found" in tree.text_content()


def test_no_page_lets_a_script_of_a_body_run(read_only: Handbook) -> None:
    policy = requests.get(read_only.url(f"pages/{read_only.rich}"), timeout=10).headers[
        "Content-Security-Policy"
    ]
    assert "script-src 'self'" in policy


ADDRESSES = "//a[@href][not(contains(@class, 'dead'))]/@href | //link/@href | //img/@src | //script/@src"


def test_every_link_and_anchor_lands(read_only: Handbook) -> None:
    """Followed from the root over all pages; dead links of the page of every construct are marked as such."""
    todo = [read_only.origin + "/"]
    ids: dict[str, set[str]] = {}
    wanted: list[tuple[str, str]] = []
    while todo:
        url = todo.pop()
        if url in ids:
            continue
        answer = requests.get(url, timeout=10)
        assert answer.status_code == 200, url
        ids[url] = set()
        if answer.headers["Content-Type"].startswith("text/html"):
            tree = html.document_fromstring(answer.text)
            ids[url] = {"", "top", *_strings(tree, "//@id")}
            links = [urljoin(answer.url, link).partition("#") for link in _strings(tree, ADDRESSES)]
            here = [link for link in links if link[0].startswith(read_only.origin)]
            wanted += [
                (url if target == answer.url else target, unquote(anchor)) for target, _, anchor in here
            ]
            todo += [target for target, _, _ in here if target != answer.url]
    assert len(ids) > 25
    assert [(url, anchor) for url, anchor in wanted if anchor not in ids[url] and ids[url]] == []


def _strings(tree: html.HtmlElement, path: str) -> list[str]:
    found = tree.xpath(path)
    assert isinstance(found, list)
    return [str(item) for item in found]


def test_the_addresses_that_the_apis_give_out_lead_to_the_thing(read_only: Handbook) -> None:
    cloud = read_only.sandbox.flavor == "cloud"
    tails = {
        f"x/{read_only.rich:x}": TITLE,
        f"pages/resumedraft.action?draftId={read_only.rich}": f"Edit {TITLE}",
    }
    tails[f"pages/viewpageattachments.action?pageId={read_only.rich}"] = TITLE
    tails[f"pages/viewpage.action?pageId={read_only.rich}&focusedCommentId=1"] = TITLE
    if cloud:
        tails[f"spaces/DOCS/pages/edit-v2/{read_only.rich}"] = f"Edit {TITLE}"
    for tail, title in tails.items():
        assert title_of(get(read_only.url(tail))) == title
    rest = (
        f"{read_only.url('api/v2/pages')}/{read_only.rich}"
        if cloud
        else f"{read_only.url('rest/api/content')}/{read_only.rich}"
    )
    links = requests.get(rest, auth=("a", "b"), timeout=10).json()["_links"]
    for key in ("webui", "tinyui"):
        assert title_of(get(links["base"] + links[key])) == TITLE
    get(read_only.url("x/nothing"), 404)


# --- doing ----------------------------------------------------------------------------------------


def test_a_person_edits_the_source(wiki: Handbook) -> None:
    form = get(wiki.url(f"pages/{wiki.details}/edit"))
    version = form.xpath("//input[@name='version']/@value")[0]
    body = "<p>By hand &amp; with care</p>"
    tree = post(wiki, f"{wiki.details}/edit", title="Details", body=body, version=version, message="by hand")
    assert "By hand & with care" in tree.text_content()
    latest = content.versions(wiki.sandbox.store, wiki.details)[0]
    assert (latest.number, latest.message) == (2, "by hand")
    assert "Person" in get(wiki.url(f"pages/{wiki.details}/history")).xpath("//tbody/tr")[0].text_content()


def test_source_that_confluence_refuses_stays_in_the_form(wiki: Handbook) -> None:
    tree = post(wiki, f"{wiki.details}/edit", 400, title="Details", body="<p>open", version=1)
    assert "Error parsing xhtml" in tree.xpath("//*[@role='alert']")[0].text_content()
    assert tree.xpath("//textarea")[0].text.strip() == "<p>open"
    assert len(content.versions(wiki.sandbox.store, wiki.details)) == 1


def test_an_edit_of_a_version_that_is_no_longer_current_is_refused(wiki: Handbook) -> None:
    post(wiki, f"{wiki.details}/edit", title="Details", body="<p>first</p>", version=1)
    tree = post(wiki, f"{wiki.details}/edit", 409, title="Details", body="<p>second</p>", version=1)
    assert "<p>second</p>" in tree.xpath("//textarea")[0].text


def test_a_strict_sandbox_refuses_what_its_editor_cannot_hold(
    wiki: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiki.sandbox.store, "strict", True)
    tree = post(wiki, f"{wiki.details}/edit", 400, title="Details", body="<marquee>x</marquee>", version=1)
    assert "unknown element <marquee>" in tree.text_content()


def test_a_link_to_a_page_that_comes_later_heals_on_datacenter_only(wiki: Handbook) -> None:
    """Cloud settles where a link by title leads when the body is saved."""
    body = '<p><ac:link><ri:page ri:content-title="Later" /></ac:link></p>'
    post(wiki, f"{wiki.details}/edit", title="Details", body=body, version=1)
    post(wiki, f"{wiki.guide}/rename", title="Later")
    cloud = wiki.sandbox.flavor == "cloud"
    assert bool(get(wiki.url(f"pages/{wiki.details}")).xpath("//*[@class='dead']")) == cloud
    tree = post(wiki, f"{wiki.details}/edit", title="Details", body=body, version=2)
    assert not tree.xpath("//*[@class='dead']")


def test_findings_of_an_edit_are_shown(wiki: Handbook) -> None:
    tree = post(wiki, f"{wiki.details}/edit", title="Details", body="<marquee>x</marquee>", version=1)
    assert (
        "unknown element <marquee>" in tree.xpath("//details[contains(@class, 'findings')]")[0].text_content()
    )


def test_a_person_comments_on_words(wiki: Handbook) -> None:
    tree = post(wiki, f"{wiki.details}/comments", comment="Which\n\nwords?", words="words", occurrence=1)
    assert [mark.text for mark in tree.xpath("//article//mark")] == ["words"]
    (made,) = comments.listed(wiki.sandbox.store, wiki.details)
    assert (made.location, made.selection, made.body) == ("inline", "words", "<p>Which</p><p>words?</p>")
    assert made.ref in content.body(wiki.sandbox.store, wiki.details, 1)
    settled = post(wiki, f"{wiki.details}/comments/{made.id}/resolve", resolved=1)
    assert "resolved" in settled.text_content()


def test_a_comment_finds_words_where_a_reader_sees_them(wiki: Handbook) -> None:
    """Not in a parameter, in code or in an id: there a marker would break the macro."""
    status = '<ac:structured-macro ac:name="status"><ac:parameter ac:name="title">word</ac:parameter></ac:structured-macro>'
    code = '<ac:structured-macro ac:name="code"><ac:plain-text-body>word</ac:plain-text-body></ac:structured-macro>'
    body = f"<p>{status}</p>{code}<p>one word, two words</p>"
    post(wiki, f"{wiki.details}/edit", title="Details", body=body, version=1)
    tree = post(wiki, f"{wiki.details}/comments", comment="x", words="word", occurrence=2)
    assert tree.xpath("//article//mark/preceding-sibling::text()") == ["one word, two "]
    assert not tree.xpath("//details[contains(@class, 'findings')]")


def test_words_that_are_not_on_the_page_cannot_be_commented_on(wiki: Handbook) -> None:
    assert (
        "not found"
        in post(wiki, f"{wiki.details}/comments", 400, comment="x", words="nowhere").text_content()
    )


def test_a_person_comments_below_a_page_and_answers(wiki: Handbook) -> None:
    post(wiki, f"{wiki.details}/comments", comment="First <b>")
    (first,) = comments.listed(wiki.sandbox.store, wiki.details)
    assert (first.location, first.body) == ("footer", "<p>First &lt;b&gt;</p>")
    tree = post(wiki, f"{wiki.details}/comments", comment="Second", parent=first.id)
    assert [item.get("class") for item in tree.xpath("//article[starts-with(@id, 'comment-')]")] == [
        "comment",
        "comment reply",
    ]
    post(wiki, f"{wiki.details}/comments", 400, comment=" ")


def test_a_person_renames_a_page(wiki: Handbook) -> None:
    assert title_of(post(wiki, f"{wiki.details}/rename", title="More & more")) == "More & more"
    assert "title" in post(wiki, f"{wiki.details}/rename", 400, title="Guide").text_content()


def test_a_person_moves_a_page(wiki: Handbook) -> None:
    tree = post(wiki, f"{wiki.details}/move", relation="append", target=wiki.root)
    assert [link.text for link in tree.xpath("//nav[@aria-label='Breadcrumb']//a")] == [
        "Documentation",
        "Handbook",
    ]
    post(wiki, f"{wiki.details}/move", relation="before", target=wiki.guide)
    rows = [row.title for row in content.children(wiki.sandbox.store, wiki.root)]
    assert rows.index("Details") == rows.index("Guide") - 1
    refused = requests.post(
        wiki.url(f"pages/{wiki.guide}/move"), data={"relation": "append", "target": wiki.rich}, timeout=10
    )
    assert refused.status_code in (400, 500)
    assert "not possible" in refused.text


def test_a_person_deletes_a_page(wiki: Handbook) -> None:
    tree = post(wiki, f"{wiki.details}/delete")
    assert title_of(tree) == TITLE
    get(wiki.url(f"pages/{wiki.details}"), 404)


def test_a_person_deletes_a_page_with_all_below(wiki: Handbook) -> None:
    post(wiki, f"{wiki.guide}/delete", below=1)
    assert [row.title for row in content.children(wiki.sandbox.store, wiki.root)] == ["Empty"]
    get(wiki.url(f"pages/{wiki.details}"), 404)


def test_what_was_deleted_is_in_the_trash_and_comes_back(wiki: Handbook) -> None:
    post(wiki, f"{wiki.details}/delete")
    key = access.space(wiki.sandbox.store, content.see(wiki.sandbox.store, ROBOT, wiki.rich).space).key
    retired = get(wiki.url(f"spaces/{key}/trash"))
    assert [row.text for row in retired.xpath("//tbody//td[1]")] == ["Details"]
    assert title_of(post(wiki, f"{wiki.details}/untrash")) == "Details"
    assert "Nothing was deleted" in get(wiki.url(f"spaces/{key}/trash")).text_content()


def test_a_page_of_full_width_is_shown_wide_on_cloud(wiki: Handbook) -> None:
    properties.put_all(
        wiki.sandbox.store, ROBOT, wiki.details, {"content-appearance-published": "full-width"}
    )
    tree = get(wiki.url(f"pages/{wiki.details}"))
    assert bool(tree.xpath("//article[@class='page wide']")) == (wiki.sandbox.flavor == "cloud")
    assert (
        "content-appearance-published"
        in tree.xpath("//details[@class='property']")[0].getparent().text_content()
    )


def test_a_page_that_may_only_be_read_says_so(wiki: Handbook) -> None:
    access.lock(wiki.sandbox.store, wiki.details)
    assert "read only" in get(wiki.url(f"pages/{wiki.details}")).text_content()
    assert "not permitted" in post(wiki, f"{wiki.details}/rename", 403, title="x").text_content()


def test_a_person_locks_a_page_and_unlocks_it(wiki: Handbook) -> None:
    assert "read only" in post(wiki, f"{wiki.details}/lock", locked="1").text_content()
    post(wiki, f"{wiki.details}/rename", 403, title="x")
    assert "Nobody may edit" in get(wiki.url(f"pages/{wiki.details}/manage")).text_content()
    assert "read only" not in post(wiki, f"{wiki.details}/lock").text_content()
    post(wiki, f"{wiki.details}/rename", title="x")


def test_a_person_labels_a_page(wiki: Handbook) -> None:
    tree = post(wiki, f"{wiki.details}/labels", name="one two")
    assert [tag.text for tag in tree.xpath("//form[@class='tag']/span")] == ["one", "two"]
    post(wiki, f"{wiki.details}/unlabel", name="one")
    assert [row.name for row in labels.listed(wiki.sandbox.store, wiki.details)] == ["two"]


def test_a_person_brings_back_an_old_version(wiki: Handbook) -> None:
    tree = post(wiki, f"{wiki.rich}/restore/1")
    assert "Draft." in tree.text_content()
    assert content.versions(wiki.sandbox.store, wiki.rich)[0].number == 4


def test_a_form_of_another_site_changes_nothing(wiki: Handbook) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        url = wiki.url(f"pages/{wiki.details}/delete")
        assert requests.post(url, headers=headers, timeout=10).status_code == 403
    get(wiki.url(f"pages/{wiki.details}"))


TASKS = "".join(
    f"<ac:task><ac:task-id>{number}</ac:task-id><ac:task-status>{status}</ac:task-status>"
    f"<ac:task-body>Task {number}</ac:task-body></ac:task>"
    for number, status in ((1, "complete"), (2, "incomplete"))
)
CODE = "<ac:plain-text-body><![CDATA[<ac:task-status>incomplete</ac:task-status>]]></ac:plain-text-body>"


def with_body(wiki: Handbook, body: str) -> int:
    """A new page; returns its id."""
    store = wiki.sandbox.store
    home = content.find(store, wiki.home)
    assert home is not None
    return edit.create(store, ROBOT, edit.New(home.space, "Tasks", body, home.id)).id


def test_a_task_is_ticked_and_unticked_each_a_version(wiki: Handbook) -> None:
    body = f'<ac:structured-macro ac:name="code">{CODE}</ac:structured-macro><ac:task-list>{TASKS}</ac:task-list>'
    page = with_body(wiki, body)
    boxes = get(wiki.url(f"pages/{page}")).xpath("//button[@class='tick']")
    assert [(box.get("aria-checked"), box.get("value")) for box in boxes] == [("true", "0"), ("false", "1")]
    shown = post(wiki, f"{page}/tick", task=1, version=1)
    assert [box.get("aria-checked") for box in shown.xpath("//button[@class='tick']")] == ["true", "true"]
    shown = post(wiki, f"{page}/tick", task=0, version=2)
    assert [box.get("aria-checked") for box in shown.xpath("//button[@class='tick']")] == ["false", "true"]
    found = content.find(wiki.sandbox.store, page)
    assert found is not None
    assert found.version == 3
    assert CODE in content.body(wiki.sandbox.store, page, 3)
    assert "Status 409" in post(wiki, f"{page}/tick", 409, task=0, version=2).text_content()
    assert "no such task" in post(wiki, f"{page}/tick", 404, task=2, version=3).text_content()


def test_old_versions_and_locked_pages_have_no_tasks_to_tick(wiki: Handbook) -> None:
    page = with_body(wiki, f"<ac:task-list>{TASKS}</ac:task-list>")
    post(wiki, f"{page}/tick", task=1, version=1)
    for tail in ("versions/1", "lock"):
        shown = (
            post(wiki, f"{page}/lock", locked="1")
            if tail == "lock"
            else get(wiki.url(f"pages/{page}/{tail}"))
        )
        assert shown.xpath("//button[@class='tick']") == []
        assert len(shown.xpath("//input[@type='checkbox']")) == 2


def test_a_page_is_added_below_and_written(wiki: Handbook) -> None:
    form = post(wiki, f"{wiki.guide}/add", title="Mine")
    assert title_of(form) == "Edit Mine"
    home = get(wiki.url(f"pages/{wiki.guide}"))
    assert "Mine" in [link.text for link in home.xpath("//aside//a")]
    assert "already exists" in post(wiki, f"{wiki.guide}/add", 400, title="Guide").text_content()


def test_a_page_is_copied_with_all_that_belongs_to_it_but_comments(wiki: Handbook) -> None:
    store = wiki.sandbox.store
    properties.put_all(store, ROBOT, wiki.rich, {"publisher": {"page": 1}})
    shown = post(wiki, f"{wiki.rich}/add", title="The copy", copy="1")
    assert title_of(shown) == "The copy"
    (copy,) = [row for row in content.children(store, wiki.rich) if row.title == "The copy"]
    assert content.body(store, copy.id, 1) != ""
    assert [row.name for row in labels.listed(store, copy.id)] == ["example", "guide"]
    assert [row.name for row in files.listed(store, copy.id)] == ["diagram.svg", "notes.txt"]
    assert [row.value for row in properties.listed(store, copy.id, "publisher")] == ['{"page":1}']
    assert comments.listed(store, copy.id) == []
    assert copy.version == 1


def test_a_locked_page_keeps_its_labels_and_versions(wiki: Handbook) -> None:
    post(wiki, f"{wiki.rich}/lock", locked="1")
    for tail, fields in (("labels", {"name": "new"}), ("unlabel", {"name": "guide"}), ("restore/1", {})):
        assert "not permitted" in post(wiki, f"{wiki.rich}/{tail}", 403, **fields).text_content()
