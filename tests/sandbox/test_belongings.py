"""Properties, attachments, comments, restrictions and watches, on both flavors."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from asking import Rest

from mkdocs_confluence.sandbox.store import people


def _properties(rest: Rest, page: str) -> str:
    return f"{rest.pages}/{page}/{'properties' if rest.sandbox.flavor == 'cloud' else 'property'}"


def _replace(rest: Rest, page: str, row: dict[str, Any], value: object, number: int) -> requests.Response:
    last = row["id"] if rest.sandbox.flavor == "cloud" else row["key"]
    told = {"key": row["key"], "value": value, "version": {"number": number}}
    return rest.put(f"{_properties(rest, page)}/{last}", told)


def test_the_first_property_written_right_after_a_create_meets_the_servers_own(rest: Rest) -> None:
    page = rest.made("Page")
    told = {"key": "state", "value": 1}
    assert rest.post(_properties(rest, page), told).status_code == 409
    assert rest.post(_properties(rest, page), told).status_code == 200
    rest.sandbox.switch(early_property=0)
    assert rest.post(_properties(rest, rest.made("Other")), told).status_code == 200


def test_a_new_page_has_properties_of_the_servers_own(rest: Rest) -> None:
    rows = rest.get(_properties(rest, rest.made("Page"))).json()["results"]
    assert "page-title-property-published" in {row["key"] for row in rows}


def test_a_property_counts_its_own_versions(rest: Rest) -> None:
    rest.sandbox.switch(early_property=0)
    page = rest.made("Page")
    row = rest.post(_properties(rest, page), {"key": "state", "value": [1, {"a": None}]}).json()
    assert row["value"] == [1, {"a": None}]
    assert _replace(rest, page, row, "new", 2).status_code == 200
    assert _replace(rest, page, row, "newer", 2).status_code == 409
    assert _replace(rest, page, row, "newer", 4).status_code == 409
    assert rest.post(_properties(rest, page), {"key": "state", "value": 1}).status_code == 409
    assert rest.version(page) == 1


def test_a_property_survives_updates_and_goes_with_the_page(rest: Rest) -> None:
    rest.sandbox.switch(early_property=0)
    page = rest.made("Page")
    rest.post(_properties(rest, page), {"key": "state", "value": "kept"})
    rest.update(page, 2, "Renamed")
    rows = rest.get(f"{_properties(rest, page)}?limit=50").json()["results"]
    assert "kept" in [row["value"] for row in rows]
    rest.remove(page)
    assert rest.get(_properties(rest, page)).status_code == 404


def test_a_property_can_be_deleted_and_made_anew(cloud: Rest) -> None:
    cloud.sandbox.switch(early_property=0)
    page = cloud.made("Page")
    route = f"/api/v2/pages/{page}/properties"
    first = cloud.post(route, {"key": "state", "value": 1}).json()["id"]
    assert cloud.delete(f"{route}/{first}").status_code == 204
    assert cloud.delete(f"{route}/{first}").status_code == 404
    assert cloud.post(route, {"key": "state", "value": 1}).json()["id"] != first
    assert cloud.get(f"{route}?key=STATE").json()["results"] == []
    assert len(cloud.get(f"{route}?key=state").json()["results"]) == 1


def test_an_attachment_has_versions_of_its_own(cloud: Rest) -> None:
    page = cloud.made("Page")
    first = cloud.upload(page, "a.png", b"1", "PUT", comment=(None, "sha256:1", "text/plain; charset=utf-8"))
    second = cloud.upload(page, "a.png", b"22", "PUT").json()["results"][0]
    assert first.json()["results"][0]["id"] == second["id"]
    assert second["version"]["number"] == 2
    row = cloud.get(f"/api/v2/pages/{page}/attachments?filename=a.png").json()["results"][0]
    assert (row["id"], row["fileSize"], row["mediaType"]) == (second["id"], 2, "image/png")
    assert cloud.version(page) == 1
    refused = cloud.upload(page, "a.png", b"3")
    assert refused.json()["message"].endswith("same file name as an existing attachment: a.png")
    assert refused.json()["data"]["successful"] is True


def test_several_files_go_up_at_once_or_none(rest: Rest) -> None:
    page = rest.made("Page")
    route = f"/rest/api/content/{page}/child/attachment"
    both = [("file", ("a.png", b"1")), ("file", ("b.png", b"2"))]
    assert len(rest.call("POST", route, files=both).json()["results"]) == 2
    again = [("file", ("c.png", b"1")), ("file", ("b.png", b"2"))]
    assert rest.call("POST", route, files=again).status_code == 400
    assert len(rest.get(route).json()["results"]) == 2
    assert rest.call("POST", route, files=[*both, ("comment", (None, "one"))]).status_code == 400
    assert rest.call("POST", route, files={"other": ("c.png", b"1")}).status_code == 400
    assert rest.post(route, {"not": "multipart"}).status_code == 415


def test_a_deleted_attachment_frees_its_name(rest: Rest) -> None:
    page = rest.made("Page")
    file = rest.upload(page, "a.png", b"1").json()["results"][0]["id"]
    route = f"/api/v2/attachments/{file}" if rest.sandbox.flavor == "cloud" else f"/rest/api/content/{file}"
    assert rest.delete(route).status_code == 204
    assert rest.get(f"/rest/api/content/{page}/child/attachment").json()["results"] == []
    assert rest.upload(page, "a.png", b"2").status_code == 200


def test_an_attachment_can_be_renamed_with_its_current_version(rest: Rest) -> None:
    page = rest.made("Page")
    rest.upload(page, "b.png", b"1")
    file = rest.upload(page, "a.png", b"1").json()["results"][0]["id"]
    route = f"/rest/api/content/{page}/child/attachment/{file}"
    told = {"id": file, "type": "attachment", "version": {"number": 1}, "title": "c.png"}
    row = rest.put(route, told).json()
    assert (row["title"], row["version"]["number"]) == ("c.png", 1)
    assert rest.put(route, told | {"title": "b.png"}).status_code == 400
    assert rest.put(route, told | {"version": {"number": 3}}).status_code == 409
    following = rest.put(route, told | {"version": {"number": 2}})
    if rest.sandbox.flavor == "cloud":
        assert following.json()["version"]["number"] == 2
        assert rest.get(following.json()["_links"]["download"]).content == b"1"
    else:
        assert following.status_code == 409


def _comment_inline(rest: Rest, page: str, words: str, index: int = 0, count: int = 1) -> requests.Response:
    if rest.sandbox.flavor == "cloud":
        place = {"textSelection": words, "textSelectionMatchCount": count, "textSelectionMatchIndex": index}
        body = {"representation": "storage", "value": "<p>why?</p>"}
        told = {"pageId": page, "body": body, "inlineCommentProperties": place}
        return rest.post("/api/v2/inline-comments", told)
    storage = {"storage": {"value": "<p>why?</p>", "representation": "storage"}}
    extensions = {"location": "inline", "inlineProperties": {"originalSelection": words}}
    container = {"id": page, "type": "page"}
    return rest.post(
        "/rest/api/content",
        {"type": "comment", "container": container, "body": storage, "extensions": extensions},
    )


def _status(rest: Rest, page: str) -> list[tuple[str, str]]:
    """(marker ref, status) of the inline comments of a page."""
    if rest.sandbox.flavor == "cloud":
        rows = rest.get(f"/api/v2/pages/{page}/inline-comments?limit=250").json()["results"]
        return [(row["properties"]["inlineMarkerRef"], row["resolutionStatus"]) for row in rows]
    expand = "extensions.inlineProperties,extensions.resolution"
    path = f"/rest/api/content/{page}/child/comment?location=inline&depth=all&expand={expand}"
    return [
        (row["extensions"]["inlineProperties"]["markerRef"], row["extensions"]["resolution"]["status"])
        for row in rest.get(path).json()["results"]
    ]


def test_a_comment_on_words_that_go_through_marks_has_a_marker_in_each(rest: Rest) -> None:
    """One comment, several markers with its ref, as Confluence writes them; the page has one place to go to."""
    page = rest.made("Page", body="<p>fish <strong>&amp; <em>chips</em></strong> are\n fine</p><p>chips</p>")
    assert _comment_inline(rest, page, "fish & chips are fine").status_code in (200, 201)
    ref, _ = _status(rest, page)[0]
    begin, end = f'<ac:inline-comment-marker ac:ref="{ref}">', "</ac:inline-comment-marker>"
    assert rest.body(page) == (
        f"<p>{begin}fish {end}<strong>{begin}&amp; {end}<em>{begin}chips{end}</em></strong>"
        f"{begin} are\n fine{end}</p><p>chips</p>"
    )
    shown = rest.get(f"/pages/{page}").text
    assert shown.count(f'id="inline-{ref}"') == 1
    assert shown.count(f'data-ref="{ref}"') == 4
    assert _comment_inline(rest, page, "chips are").status_code in (200, 201), "comments may overlap"
    rest.update(page, 2, "Page", rest.body(page).replace(f"<em>{begin}chips{end}</em>", "<em>peas</em>"))
    assert (ref, "open") in _status(rest, page), "as long as one of its markers stands"


@pytest.mark.parametrize("words", ["one two", "three four", "code x", "no such"])
def test_words_that_no_line_of_the_page_says_cannot_be_commented_on(rest: Rest, words: str) -> None:
    code = '<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[code x]]></ac:plain-text-body></ac:structured-macro>'
    page = rest.made(
        "Page", body=f"<p>one</p><p>two</p><ul><li><p>three</p></li><li><p>four</p></li></ul>{code}"
    )
    answer = _comment_inline(rest, page, words)
    assert answer.status_code == 400
    assert "text selection" in rest.reason(answer)


def test_an_inline_comment_marks_the_stored_body_without_a_new_version(rest: Rest) -> None:
    page = rest.made("Page", body="<p>fish &amp; chips are fine</p>")
    assert _comment_inline(rest, page, "fish & chips").status_code in (200, 201)
    ref, status = _status(rest, page)[0]
    marker = f'<ac:inline-comment-marker ac:ref="{ref}">fish &amp; chips</ac:inline-comment-marker>'
    assert rest.body(page) == f"<p>{marker} are fine</p>"
    assert (status, rest.version(page)) == ("open", 1)


def test_a_comment_whose_marker_a_new_body_lacks_hangs_in_the_air(rest: Rest) -> None:
    page = rest.made("Page", body="<p>one two</p>")
    _comment_inline(rest, page, "one")
    _comment_inline(rest, page, "two")
    refs = [ref for ref, _ in _status(rest, page)]
    kept = f'<p><ac:inline-comment-marker ac:ref="{refs[0]}">other</ac:inline-comment-marker></p>'
    rest.update(page, 2, "Page", kept)
    assert _status(rest, page) == [(refs[0], "open"), (refs[1], "dangling")]
    assert rest.version(page) == 2


def test_a_comment_goes_to_the_place_that_is_named_and_never_into_code(cloud: Rest) -> None:
    code = (
        '<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[word]]></ac:plain-text-body>'
        "</ac:structured-macro>"
    )
    page = cloud.made("Page", body=f'{code}<p title="word">a word, another word</p>')
    assert _comment_inline(cloud, page, "word", index=1, count=2).status_code == 201
    ref, _ = _status(cloud, page)[0]
    assert cloud.body(page).endswith(
        f'another <ac:inline-comment-marker ac:ref="{ref}">word</ac:inline-comment-marker></p>'
    )
    assert _comment_inline(cloud, page, "nowhere").status_code == 400
    assert _comment_inline(cloud, page, "another", count=3).status_code == 400


def test_footer_comments_stay_with_every_update(rest: Rest) -> None:
    page = rest.made("Page")
    if rest.sandbox.flavor == "cloud":
        body = {"representation": "storage", "value": "<p>nice</p>"}
        assert rest.post("/api/v2/footer-comments", {"pageId": page, "body": body}).status_code == 201
        route = f"/api/v2/pages/{page}/footer-comments"
    else:
        storage = {"storage": {"value": "<p>nice</p>", "representation": "storage"}}
        told = {"type": "comment", "container": {"id": page, "type": "page"}, "body": storage}
        assert rest.post("/rest/api/content", told).status_code == 200
        route = f"/rest/api/content/{page}/child/comment?location=footer"
    rest.update(page, 2, "Page")
    assert len(rest.get(route).json()["results"]) == 1


def test_a_resolved_comment_can_be_opened_again(cloud: Rest) -> None:
    page = cloud.made("Page", body="<p>one</p>")
    comment = _comment_inline(cloud, page, "one").json()["id"]
    for resolved, status in ((True, "resolved"), (False, "reopened")):
        row = cloud.put(f"/api/v2/inline-comments/{comment}", {"resolved": resolved}).json()
        assert row["resolutionStatus"] == status
    query = f"/api/v2/pages/{page}/inline-comments?resolution-status=open"
    assert cloud.get(query).json()["results"] == []
    assert len(cloud.get(f"{query}&resolution-status=reopened").json()["results"]) == 1


@pytest.mark.parametrize("operation", ["read", "update"])
def test_a_restriction_keeps_others_out_but_never_its_maker(rest: Rest, operation: str) -> None:
    page = rest.made("Page", body="<p>secret</p>")
    bob = Rest(rest.sandbox, user="bob")
    bob.get("/rest/api/user/current")
    told = {"operation": operation, "restrictions": {"user": [_user(rest, "bob")], "group": []}}
    assert rest.put(f"/rest/api/content/{page}/restriction", [told]).status_code == 400
    told["restrictions"] = {"user": [_user(rest, "ann")], "group": []}
    assert rest.put(f"/rest/api/content/{page}/restriction", [told]).status_code == 200
    assert bob.update(page, 2, "Page").status_code in (403, 404)
    assert bob.get(f"{rest.pages}/{page}").status_code == (404 if operation == "read" else 200)
    assert rest.update(page, 2, "Page").status_code == 200
    assert rest.version(page) == 2


def _user(rest: Rest, name: str) -> dict[str, str]:
    found = people.by_name(rest.store, name)
    assert found is not None
    return {"type": "known", "accountId": found.id} if rest.sandbox.flavor == "cloud" else {"username": name}


def test_a_page_can_be_watched_and_left(rest: Rest) -> None:
    page = rest.made("Page")
    route = f"/rest/api/user/watch/content/{page}"
    assert rest.get(route).json() == {"watching": True}, "the author by itself"
    assert rest.delete(route).status_code == 204
    assert rest.get(route).json() == {"watching": False}
    assert rest.post(route).status_code == 204
    assert rest.get(route).json() == {"watching": True}
    assert rest.delete(route).status_code == 204
    assert rest.get(route).json() == {"watching": False}


def test_a_group_is_restricted_by_its_id_on_cloud(cloud: Rest) -> None:
    page = cloud.made("Page")
    route = f"/rest/api/content/{page}/restriction/byOperation/update"
    group = f"{route}/byGroupId/confluence-users"
    assert cloud.get(group).status_code == 404
    assert cloud.put(group).status_code == 200
    assert cloud.get(group).status_code == 200
    held = cloud.get(route).json()["restrictions"]["group"]["results"]
    assert [row["id"] for row in held] == ["confluence-users"]
    assert cloud.put(f"{route}/byGroupId/others").status_code == 200
    assert cloud.delete(group).status_code == 400, "the account would shut itself out"
    assert cloud.delete(f"{route}/byGroupId/others").status_code == 200
    assert cloud.delete(group).status_code == 200
    assert cloud.get(group).status_code == 404
