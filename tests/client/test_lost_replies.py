"""A write whose answer is lost is settled by reading: done once, never twice, and told when it stays unknown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from canned import Canned, Reply, Seen, client_for

from mkdocs_confluence import errors
from mkdocs_confluence.client import Client
from mkdocs_confluence.model import Flavor
from mkdocs_confluence.remote import Property, RemotePage

LOST = [
    Reply(cut="before"),
    Reply("<html>Bad gateway</html>", 502),
    Reply("<html>?</html>"),
    Reply(b'{"id": "7'),
]
IDS = ["reset", "502", "html", "truncated"]
BEFORE = RemotePage("7", "Old", parent="1", version=3, message="by hand", position=10)


class OnePage:
    """A server that knows one page, which ``acts`` on a write before its answer is lost, or not."""

    def __init__(self, canned: Canned, flavor: Flavor, lost: Reply, *, acts: bool) -> None:
        self.page: dict[str, Any] = vars_of(BEFORE)
        self.flavor, self.lost, self.acts = flavor, [lost], acts
        self.writes: list[Seen] = []
        canned.otherwise = self.answer

    def answer(self, seen: Seen) -> Reply:
        if seen.method == "GET":
            return self.read(seen)
        self.writes.append(seen)
        if not self.lost:
            return self.act(seen)
        if self.acts:
            self.act(seen)
        return self.lost.pop()

    def act(self, seen: Seen) -> Reply:
        sent = seen.json if seen.body else {}
        if seen.method == "DELETE":
            self.page["status"] = "trashed"
            return Reply(status=204)
        if "/move/" in seen.path:
            self.page["parent"] = seen.path.rsplit("/", 1)[1]
            return Reply({"pageId": "7"})
        number = sent.get("version", {}).get("number", self.page["version"] + 1)
        if number != self.page["version"] + 1:
            return Reply({"message": "Version must be incremented on update."}, 409)
        self.page |= {
            "version": number,
            "message": sent.get("version", {}).get("message", ""),
            "title": sent["title"],
        }
        self.page["status"] = sent.get("status", "current")
        for above in sent.get("ancestors", []):
            self.page["parent"] = above["id"]
        self.page["position"] = sent.get("position", self.page["position"])
        return Reply(self.row())

    def read(self, seen: Seen) -> Reply:
        listed = seen.path.endswith(("/pages", "/content")) or "child" in seen.path
        return Reply({"results": [self.row()]} if listed else self.row())

    def row(self) -> dict[str, Any]:
        page = self.page
        shared = {"id": "7", "title": page["title"], "status": page["status"]}
        version = {"number": page["version"], "message": page["message"]}
        body = {"storage": {"value": "<p/>"}}
        if self.flavor == "cloud":
            return {
                **shared,
                "parentId": page["parent"],
                "version": version,
                "position": page["position"],
                "body": body,
            }
        above = [{"id": "0"}, {"id": page["parent"]}]
        return {
            **shared,
            "ancestors": above,
            "version": version,
            "extensions": {"position": page["position"]},
        }


def vars_of(page: RemotePage) -> dict[str, Any]:
    return {
        name: getattr(page, name) for name in ("title", "status", "parent", "version", "message", "position")
    }


WRITES: dict[str, Callable[[Client], object]] = {
    "update": lambda client: client.update(BEFORE, title="New", body="<p/>", message="stamp"),
    "rename": lambda client: client.rename(BEFORE, "New", message="stamp"),
    "reparent": lambda client: client.reparent(BEFORE, "2"),
    "trash": lambda client: client.trash("7"),
}


@pytest.mark.parametrize("acts", [True, False], ids=["it acted", "it did not act"])
@pytest.mark.parametrize("lost", LOST, ids=IDS)
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_happens_exactly_once(
    canned: Canned, flavor: Flavor, write: Callable[[Client], object], lost: Reply, acts: bool
) -> None:
    server = OnePage(canned, flavor, lost, acts=acts)
    with client_for(canned.url, flavor) as client:
        write(client)
        assert len(server.writes) == (1 if acts else 2)
        undisturbed = OnePage(canned, flavor, lost, acts=True)
        undisturbed.lost.clear()
        write(client)
    assert server.page == undisturbed.page


def test_a_position_is_placed_exactly_once(canned: Canned) -> None:
    server = OnePage(canned, "datacenter", LOST[0], acts=True)
    with client_for(canned.url, "datacenter") as client:
        placed = client.place(BEFORE, 3000)
    assert (placed.position, placed.version, len(server.writes)) == (3000, 4, 1)


def test_a_page_edited_by_a_person_after_a_lost_reply_is_a_conflict(canned: Canned, flavor: Flavor) -> None:
    server = OnePage(canned, flavor, LOST[0], acts=False)
    server.page |= {"version": 4, "message": "a person was here"}
    with client_for(canned.url, flavor) as client, pytest.raises(errors.Conflict):
        client.update(BEFORE, title="New", body="<p/>", message="stamp")
    assert server.page["message"] == "a person was here"


def test_our_own_write_that_arrives_late_is_not_a_conflict(canned: Canned, flavor: Flavor) -> None:
    """The first reply is lost, reading finds nothing yet, the second is a conflict with the first."""
    server = OnePage(canned, flavor, LOST[0], acts=False)
    honest = server.act

    def late(seen: Seen) -> Reply:
        honest(seen)
        return honest(seen)

    server.act = late  # type: ignore[method-assign]  # the server of this test acts twice
    with client_for(canned.url, flavor) as client:
        assert client.update(BEFORE, title="New", body="<p/>", message="stamp").version == 4


def test_a_write_that_cannot_be_settled_is_lost(canned: Canned, flavor: Flavor) -> None:
    canned.otherwise = lambda seen: Reply(cut="before")
    with (
        client_for(canned.url, flavor) as client,
        pytest.raises(errors.Lost, match="may or may not") as caught,
    ):
        client.update(BEFORE, title="New", body="<p/>", message="stamp")
    assert sum(seen.method == "PUT" for seen in canned.log) == 1, "not sent again blindly"
    assert caught.value.request.startswith("PUT ")


def test_a_write_that_never_succeeds_is_told_by_its_cause(canned: Canned, flavor: Flavor) -> None:
    server = OnePage(canned, flavor, LOST[1], acts=False)
    server.lost = [LOST[1]] * 9
    with client_for(canned.url, flavor) as client, pytest.raises(errors.Unexpected, match="502"):
        client.update(BEFORE, title="New", body="<p/>", message="stamp")
    assert len(server.writes) == 4


def test_a_rolled_back_transaction_is_sent_again(canned: Canned, flavor: Flavor) -> None:
    rolled_back = Reply(
        {"message": "ConflictException: javax.persistence.OptimisticLockException: Batch update"}, 409
    )
    server = OnePage(canned, flavor, rolled_back, acts=False)
    with client_for(canned.url, flavor) as client:
        assert client.update(BEFORE, title="New", body="<p/>", message="stamp").version == 4
    assert len(server.writes) == 2


def test_an_unreconciled_page_is_a_conflict_that_says_what_to_do(canned: Canned) -> None:
    text = "Unable to save changes to unreconciled page ContentId{id=7}. Refreshing the page should fix this."
    canned.otherwise = lambda seen: Reply(
        {"statusCode": 501, "message": text, "reason": "Not Implemented"}, 501
    )
    with client_for(canned.url, "datacenter") as client, pytest.raises(errors.Conflict) as caught:
        client.update(BEFORE, title="New", body="<p/>", message="stamp")
    assert "editor" in caught.value.hint
    assert len(canned.log) > 1


# --- creating -------------------------------------------------------------------------------------


class Shelf:
    """A server on which pages are made; the answer to the first is lost."""

    def __init__(self, canned: Canned, flavor: Flavor, lost: Reply, *, acts: bool) -> None:
        self.flavor, self.lost, self.acts = flavor, [lost], acts
        self.rows: list[dict[str, Any]] = []
        self.posts = 0
        canned.otherwise = self.answer

    def answer(self, seen: Seen) -> Reply:
        if "space" in seen.path:
            space = {"id": "9", "key": "DOCS"}
            return Reply({**space, "results": [space]})
        if seen.method == "GET":
            return Reply({"results": self.rows})
        self.posts += 1
        lost = self.lost.pop() if self.lost else None
        if lost is None or self.acts:
            self.rows.append(self.row(seen.json))
        return lost or Reply(self.rows[-1])

    def row(self, sent: dict[str, Any]) -> dict[str, Any]:
        version = {"number": 1, "message": sent.get("version", {}).get("message", "")}
        row = {"id": str(70 + self.posts), "title": sent["title"], "version": version, "status": "current"}
        return row | (
            {"parentId": sent["parentId"]} if self.flavor == "cloud" else {"ancestors": sent["ancestors"]}
        )


@pytest.mark.parametrize("acts", [True, False], ids=["it acted", "it did not act"])
@pytest.mark.parametrize("lost", LOST, ids=IDS)
def test_a_page_is_made_exactly_once(canned: Canned, flavor: Flavor, lost: Reply, acts: bool) -> None:
    shelf = Shelf(canned, flavor, lost, acts=acts)
    with client_for(canned.url, flavor) as client:
        made = client.create("Install", "1", "<p/>", message="stamp")
    assert [row["id"] for row in shelf.rows] == [made.id]
    assert (made.title, made.parent, made.version) == ("Install", "1", 1)


def test_a_page_of_the_title_elsewhere_is_not_taken_for_ours(canned: Canned, flavor: Flavor) -> None:
    shelf = Shelf(canned, flavor, LOST[0], acts=False)
    shelf.rows = [shelf.row({"title": "Install", "parentId": "44", "ancestors": [{"id": "44"}]})]
    foreign = shelf.rows[0]["id"]
    with client_for(canned.url, flavor) as client:
        assert client.create("Install", "1", "<p/>").id != foreign


# --- files and properties -------------------------------------------------------------------------


@pytest.mark.parametrize("left", [True, False], ids=["left damaged", "left nothing"])
def test_a_file_whose_upload_broke_gets_its_bytes_again(
    canned: Canned, flavor: Flavor, tmp_path: Path, left: bool
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("hello")
    row = {"id": "att5", "title": "a.txt", "comment": "ours", "extensions": {"comment": "ours"}}
    posts: list[Seen] = []

    def answer(seen: Seen) -> Reply:
        if seen.method == "GET":
            return Reply({"results": [row] if left else []})
        posts.append(seen)
        return Reply("<html>", 503) if len(posts) == 1 else Reply({"results": [row]})

    canned.otherwise = answer
    with client_for(canned.url, flavor) as client:
        assert client.upload("7", "a.txt", file, media_type="text/plain", comment="ours").id == "att5"
    again = "/rest/api/content/7/child/attachment" + ("/att5/data" if left else "")
    assert [seen.path for seen in posts] == ["/rest/api/content/7/child/attachment", again]
    assert all(b"hello" in seen.body for seen in posts)


def test_a_file_of_a_person_is_not_overwritten_after_a_lost_upload(
    canned: Canned, flavor: Flavor, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("hello")
    theirs = {"id": "att1", "title": "a.txt", "comment": "", "extensions": {}}
    clash = Reply(
        {"message": "Cannot add a new attachment with same file name as an existing attachment: a.txt"}, 400
    )
    posts: list[Seen] = []

    def answer(seen: Seen) -> Reply:
        if seen.method == "GET":
            return Reply({"results": [theirs]})
        posts.append(seen)
        return Reply("<html>", 502) if len(posts) == 1 else clash

    canned.otherwise = answer
    with client_for(canned.url, flavor) as client, pytest.raises(errors.Conflict, match="file of this name"):
        client.upload("7", "a.txt", file, media_type="text/plain", comment="ours")
    assert not any("data" in seen.path for seen in posts)


def test_a_file_that_is_too_large_is_told_though_the_server_says_404(
    canned: Canned, flavor: Flavor, tmp_path: Path
) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"x" * 2000)
    canned.otherwise = lambda seen: (
        Reply({"id": "7", "title": "T", "version": {"number": 1}})
        if seen.method == "GET"
        else Reply({"message": "Attachment too big"}, 404)
    )
    with client_for(canned.url, flavor) as client, pytest.raises(errors.TooLarge, match="2000 bytes"):
        client.upload("7", "a.bin", file, media_type="application/octet-stream")


@pytest.mark.parametrize("acts", [True, False], ids=["it acted", "it did not act"])
@pytest.mark.parametrize("current", [None, Property("3", "head", {"run": 0}, 4)], ids=["made", "replaced"])
def test_a_property_is_written_exactly_once(
    canned: Canned, flavor: Flavor, current: Property | None, acts: bool
) -> None:
    stored: list[dict[str, Any]] = []
    writes: list[Seen] = []
    if current:
        stored.append({"id": "3", "key": "head", "value": {"run": 0}, "version": {"number": 4}})

    def answer(seen: Seen) -> Reply:
        if seen.method == "GET":
            return Reply({"results": stored})
        writes.append(seen)
        if len(writes) > 1 or acts:
            stored[:] = [{"id": "3", "version": {"number": 1}, **seen.json}]
        return Reply(cut="before") if len(writes) == 1 else Reply(stored[0])

    canned.otherwise = answer
    with client_for(canned.url, flavor) as client:
        written = client.set_property("7", "head", {"run": 1}, current=current)
    assert (written.value, written.version) == ({"run": 1}, 5 if current else 1)
    assert len(writes) == (1 if acts else 2)


def test_of_two_who_make_the_same_property_one_gets_the_conflict(canned: Canned, flavor: Flavor) -> None:
    theirs = {"id": "3", "key": "head", "value": {"run": "theirs"}, "version": {"number": 1}}
    clash = Reply({"message": "Property with key [head] already exists"}, 409 if flavor == "cloud" else 400)
    canned.otherwise = lambda seen: Reply({"results": [theirs]}) if seen.method == "GET" else clash
    with client_for(canned.url, flavor) as client, pytest.raises(errors.Conflict):
        client.set_property("7", "head", {"run": "ours"})


def test_the_first_property_of_a_page_just_made_is_tried_again(canned: Canned, flavor: Flavor) -> None:
    busy = Reply({"message": "The page is being changed"}, 409)
    canned.play(
        busy, Reply({"results": []}), Reply({"id": "3", "key": "k", "value": 1, "version": {"number": 1}})
    )
    with client_for(canned.url, flavor) as client:
        assert client.set_property("7", "k", 1).version == 1
