"""Every kind of answer is held against the vendor's OpenAPI files."""

from __future__ import annotations

from pathlib import Path

from asking import Rest
from contract_answers import Specification
from sandboxes import Sandbox


def _tour_of_cloud(rest: Rest) -> None:
    """One request of every kind that the files of Cloud describe."""
    page = rest.made("First")
    child = rest.made("Second", page)
    rest.update(page, 2, "First", "<p>some words</p>")
    rest.put(f"/api/v2/pages/{page}/title", {"status": "current", "title": "Renamed"})
    space = rest.space[0]
    everything = "&".join(
        f"include-{name}=true"
        for name in ("labels", "properties", "versions", "operations", "direct-children")
    )
    rest.post(f"/rest/api/content/{page}/label", [{"prefix": "global", "name": "one"}])
    rest.upload(page, "a.png", b"1", "PUT")
    rest.upload(page, "b.png", b"1")
    attachment = rest.upload(page, "b.png", b"2", "PUT").json()["results"][0]["id"]
    rest.call(
        "POST", f"/rest/api/content/{page}/child/attachment/{attachment}/data", files={"file": ("b", b"3")}
    )
    described = {"version": {"number": 3}, "title": "c.png", "type": "attachment", "id": attachment}
    rest.put(f"/rest/api/content/{page}/child/attachment/{attachment}", described)
    for tail in (
        f"pages/{page}?body-format=storage&{everything}", f"pages/{page}?body-format=view", "pages?body-format=storage",
        f"pages/{page}?body-format=atlas_doc_format", "pages?body-format=atlas_doc_format",
        f"pages?id={page},{child}", f"spaces/{space}/pages?depth=root", f"pages/{page}/direct-children",
        f"pages/{page}/children", f"pages/{page}/descendants", f"pages/{child}/ancestors", f"pages/{page}/labels",
        f"pages/{page}/versions", f"pages/{page}/versions/1", f"pages/{page}/properties", f"pages/{page}/attachments",
        f"pages/{page}/operations", "spaces", f"spaces/{space}", f"attachments/{attachment}",
    ):  # fmt: skip
        assert rest.get(f"/api/v2/{tail}").status_code == 200, tail
    _tour_of_properties(rest, page)
    _tour_of_comments(rest, page)
    _tour_of_the_rest_of_cloud(rest, page, child)
    assert rest.delete(f"/api/v2/attachments/{attachment}").status_code == 204
    assert rest.remove(child).status_code == 204


def _tour_of_properties(rest: Rest, page: str) -> None:
    rest.post(f"/api/v2/pages/{page}/properties", {"key": "k", "value": [1]})
    key = rest.post(f"/api/v2/pages/{page}/properties", {"key": "j", "value": [1]}).json()["id"]
    rest.get(f"/api/v2/pages/{page}/properties/{key}")
    told = {"key": "j", "value": {"a": None}, "version": {"number": 2, "message": "m"}}
    assert rest.put(f"/api/v2/pages/{page}/properties/{key}", told).status_code == 200
    assert rest.delete(f"/api/v2/pages/{page}/properties/{key}").status_code == 204
    space = rest.space[0]
    key = rest.post(f"/api/v2/spaces/{space}/properties", {"key": "j", "value": "x"}).json()["id"]
    rest.get(f"/api/v2/spaces/{space}/properties/{key}")


def _tour_of_comments(rest: Rest, page: str) -> None:
    body = {"representation": "storage", "value": "<p>why</p>"}
    footer = rest.post("/api/v2/footer-comments", {"pageId": page, "body": body}).json()["id"]
    rest.post("/api/v2/footer-comments", {"parentCommentId": footer, "body": body})
    place = {"textSelection": "words", "textSelectionMatchCount": 1, "textSelectionMatchIndex": 0}
    told = {"pageId": page, "body": body, "inlineCommentProperties": place}
    inline = rest.post("/api/v2/inline-comments", told).json()["id"]
    for tail in (f"footer-comments/{footer}", f"footer-comments/{footer}/children", f"inline-comments/{inline}",
                 f"pages/{page}/footer-comments", f"pages/{page}/inline-comments?body-format=storage"):  # fmt: skip
        assert rest.get(f"/api/v2/{tail}").status_code == 200, tail
    change = {"version": {"number": 2}, "body": body, "resolved": True}
    assert rest.put(f"/api/v2/inline-comments/{inline}", change).status_code == 200


def _tour_of_the_rest_of_cloud(rest: Rest, page: str, child: str) -> None:
    folder = rest.post("/api/v2/folders", {"spaceId": str(rest.space[0]), "title": "Box"}).json()["id"]
    rest.get(f"/api/v2/folders/{folder}")
    rest.get(f"/api/v2/folders/{folder}/direct-children")
    me = rest.get("/rest/api/user/current").json()["accountId"]
    rest.get(f"/rest/api/user?accountId={me}")
    rest.get('/rest/api/search/user?cql=user.fullname~"Ann"')
    rest.post("/api/v2/users-bulk", {"accountIds": [me]})
    rest.post("/api/v2/content/convert-ids-to-types", {"contentIds": [page, folder, "1"]})
    rest.get(
        "/rest/api/content/search?cql=type=page&expand=version,ancestors,space,body.storage,metadata.labels"
    )
    rest.get("/rest/api/search?cql=type=page")
    rest.put(f"/rest/api/content/{child}/move/append/{rest.home}")
    rest.get(f"/rest/api/content/{page}/descendant/page?expand=version")
    rest.get(f"/rest/api/content/{page}/restriction")
    held = [
        {"operation": "update", "restrictions": {"user": [{"type": "known", "accountId": me}], "group": []}}
    ]
    rest.put(f"/rest/api/content/{page}/restriction", held)
    told: dict[str, object] = {"versionNumber": 1, "message": "back", "restoreTitle": True}
    rest.post(f"/rest/api/content/{page}/version", {"operationKey": "restore", "params": told})
    task = rest.post("/rest/api/content/archive", {"pages": [{"id": int(child)}]}).json()["id"]
    rest.get(f"/rest/api/longtask/{task}")
    storage = {"value": "<p>x</p>", "representation": "storage"}
    done = rest.post("/rest/api/contentbody/convert/async/export_view", storage).json()["asyncId"]
    assert rest.get(f"/rest/api/contentbody/convert/async/{done}").status_code == 200


def _tour_of_datacenter(rest: Rest) -> None:
    """One request of every kind that the file of Data Center describes."""
    page = rest.made("First")
    child = rest.made("Second", page)
    expand = "version,space,history,ancestors,body.storage,body.view,metadata.labels,operations,metadata.properties.k,children.page"
    rest.post(f"/rest/api/content/{page}/property", {"key": "k", "value": 1})
    rest.post(f"/rest/api/content/{page}/property", {"key": "k", "value": 1})
    rest.put(f"/rest/api/content/{page}/property/k", {"key": "k", "value": 2, "version": {"number": 2}})
    rest.post(f"/rest/api/content/{page}/label", [{"prefix": "global", "name": "one"}])
    attachment = rest.upload(page, "b.png", b"1").json()["results"][0]["id"]
    rest.call(
        "POST", f"/rest/api/content/{page}/child/attachment/{attachment}/data", files={"file": ("b", b"3")}
    )
    comment = {"type": "comment", "container": {"id": page, "type": "page"}}
    rest.post(
        "/rest/api/content",
        {**comment, "body": {"storage": {"value": "<p>a</p>", "representation": "storage"}}},
    )
    for tail in (
        f"content/{page}?expand={expand}", f"content?title=First&spaceKey=DOCS&expand={expand}", f"content?ids={page}",
        f"content/scan?spaceKey=DOCS&expand={expand}", "space/DOCS?expand=homepage", "space", "space/DOCS/content",
        f"content/{page}/child/page", f"content/{page}/child/attachment", f"content/{page}/child/comment",
        f"content/{page}/child?expand=page", f"content/{page}/label", f"content/{page}/property",
        f"content/{page}/property/k", f"content/{page}/restriction/byOperation/update", f"content/{page}/history",
        "content/search?cql=type=page", "search?cql=type=page", "user/current", "user?username=ann", "accessmode",
        "server-information", "space/DOCS/property", f"user/watch/content/{page}", "space/DOCS/trash",
    ):  # fmt: skip
        assert rest.get(f"/rest/api/{tail}").status_code == 200, tail
    rest.update(child, 2, "Second")
    for kind, told in (("storage", "h1. x"), ("view", "<p>x</p>")):
        representation = "wiki" if kind == "storage" else "storage"
        answer = rest.post(
            f"/rest/api/contentbody/convert/{kind}", {"value": told, "representation": representation}
        )
        assert answer.status_code == 200
    assert rest.remove(child).status_code == 204


def test_answers_of_cloud_have_the_shapes_that_its_openapi_files_describe(
    shared: Path, tmp_path: Path
) -> None:
    specification = Specification(shared / "reference" / "openapi", "cloud")
    with Sandbox(tmp_path, "cloud", strict=False) as sandbox:
        _tour_of_cloud(Rest(sandbox, check=specification.check))
    assert len(specification.checked) >= 50, sorted(specification.checked)


def test_answers_of_datacenter_have_the_shapes_that_its_openapi_file_describes(
    shared: Path, tmp_path: Path
) -> None:
    specification = Specification(shared / "reference" / "openapi", "datacenter")
    with Sandbox(tmp_path, "datacenter", strict=False) as sandbox:
        _tour_of_datacenter(Rest(sandbox, check=specification.check))
    assert len(specification.checked) >= 28, sorted(specification.checked)
