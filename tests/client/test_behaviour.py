"""Every call of the client, on both flavors, over real HTTP against the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from canned import Ticking
from sandboxes import Sandbox

from mkdocs_confluence import errors
from mkdocs_confluence.client import Client, connect
from mkdocs_confluence.model import Credentials, Destination, Network
from mkdocs_confluence.remote import RemotePage
from mkdocs_confluence.sandbox.store import comments, content, people

WIKI = Credentials("ann", "token")


@pytest.fixture
def client(confluence: Sandbox) -> Iterator[Client]:
    destination = Destination(confluence.url, confluence.flavor, confluence.space)
    with connect(destination, WIKI, Network(timeout=10), clock=Ticking().clock) as found:
        yield found


@pytest.fixture
def home(client: Client) -> str:
    return client.space().home


def test_the_account_and_the_space_are_told(client: Client, confluence: Sandbox) -> None:
    assert client.whoami()
    space = client.space()
    assert (space.key, bool(space.id), bool(space.home)) == (confluence.space, True, True)
    assert client.sent == 2
    assert client.space() == space
    assert client.sent == 2, "the space is read once"


def test_a_space_that_does_not_exist_is_said(confluence: Sandbox) -> None:
    destination = Destination(confluence.url, confluence.flavor, "NOWHERE")
    with connect(destination, WIKI) as client, pytest.raises(errors.NotFound, match="no space NOWHERE"):
        client.space()


def test_a_page_is_made_found_and_read(client: Client, home: str) -> None:
    made = client.create("Install & run", home, "<p>Hello <b>you</b></p>", message="first")
    assert (made.title, made.parent, made.version, made.status) == ("Install & run", home, 1, "current")
    found = client.find("install & RUN")
    assert found is not None
    assert found.id == made.id
    assert client.find("Install") is None
    assert client.page(made.id).parent == home
    assert "Hello" in client.body(made.id).value
    assert client.body(made.id).version == 1


def test_a_title_is_taken_whatever_its_case(client: Client, home: str) -> None:
    client.create("Install", home, "")
    with pytest.raises(errors.TitleTaken):
        client.create("INSTALL", home, "")


def test_an_update_makes_the_next_version_with_its_message(client: Client, home: str) -> None:
    page = client.create("Install", home, "<p>1</p>")
    new = client.update(page, title="Setup", body="<p>2</p>", message="ours ·stamp", minor_edit=True)
    assert (new.title, new.version, new.message, new.parent) == ("Setup", 2, "ours ·stamp", home)
    assert client.page(page.id).message == "ours ·stamp"
    now, before = client.body(page.id), client.body(page.id, 1)
    assert (now.version, "2" in now.value, now.author) == (2, True, new.author)
    assert (before.version, "1" in before.value, before.author) == (1, True, page.author)
    with pytest.raises(errors.NotFound):
        client.body(page.id, 7)
    with pytest.raises(errors.Conflict):
        client.update(page, title="Setup", body="<p>3</p>", message="")


def test_a_rename_leaves_the_body(client: Client, home: str) -> None:
    page = client.create("Old", home, "<p>kept</p>")
    new = client.rename(page, "New", message="ours")
    assert (new.id, new.title, new.parent) == (page.id, "New", home)
    assert new.version == client.page(page.id).version
    assert "kept" in client.body(page.id).value
    client.create("Other", home, "")
    with pytest.raises(errors.TitleTaken):
        client.rename(new, "Other")


def test_a_page_moves_below_another_with_everything(client: Client, home: str) -> None:
    above, page = client.create("Above", home, ""), client.create("Page", home, "<p>kept</p>")
    child = client.create("Child", page.id, "")
    moved = client.reparent(page, above.id)
    assert (moved.parent, moved.title, moved.version) == (above.id, "Page", client.page(page.id).version)
    assert client.page(child.id).parent == page.id
    assert "kept" in client.body(page.id).value


def test_siblings_are_put_in_order(client: Client, home: str) -> None:
    top = client.create("Top", home, "").id
    a, b, c = (
        client.create(title, top, "", position=at) for title, at in (("A", 1000), ("B", 2000), ("C", 3000))
    )
    if client.flavor == "cloud":
        client.move(a.id, "after", c.id)
        client.move(b.id, "after", a.id)
    else:
        client.place(client.page(a.id), 4000)
        assert client.place(client.page(b.id), 5000).position == 5000
    assert [child.title for child in client.children(top)] == ["C", "A", "B"]


def test_what_the_other_flavor_has_is_refused_here(client: Client) -> None:
    cloud = client.flavor == "cloud"
    order = (
        partial(client.place, RemotePage("1", "T"), 1) if cloud else partial(client.move, "1", "after", "2")
    )
    more = partial(client.convert_wiki, "h1. x") if cloud else partial(client.archive, ["1"])
    for call in (order, more):
        with pytest.raises(errors.Unexpected):
            call()
    assert client.sent == 0


def test_pages_are_read_in_bulk_with_all_that_a_plan_needs(
    client: Client, confluence: Sandbox, home: str
) -> None:
    confluence.switch(list_cap=3, expand_cap=3)
    made = [client.create(f"P{number}", home, "") for number in range(8)]
    client.update(made[0], title="P0", body="", message="stamp")
    client.trash(made[1].id)
    found = client.pages([page.id for page in made] + ["999999"])
    assert set(found) == {page.id for page in made}
    assert (found[made[0].id].version, found[made[0].id].message) == (2, "stamp")
    assert found[made[1].id].status == "trashed"
    assert {found[page.id].parent for page in made[2:]} == {home}
    assert all(found[page.id].url.startswith(confluence.url) for page in made)


def test_the_space_is_walked_in_parts(client: Client, confluence: Sandbox, home: str) -> None:
    confluence.switch(list_cap=4, expand_cap=4)
    made = {client.create(f"P{number}", home, "").id for number in range(9)}
    parts = list(client.space_pages())
    found = [page for part in parts for page in part]
    assert made | {home} <= {page.id for page in found}
    assert len(found) == len({page.id for page in found})
    assert len(parts) > 1
    assert all(page.version >= 1 for page in found)


def test_descendants_reach_all_levels(client: Client, home: str) -> None:
    parent = top = client.create("Level 0", home, "").id
    made = []
    for level in range(1, 14):
        parent = client.create(f"Level {level}", parent, "").id
        made.append(parent)
    client.create("Beside", home, "")
    found = {below.id: below for below in client.descendants(top)}
    assert set(found) == set(made)
    assert [found[page].parent for page in made] == [top, *made[:-1]]


def test_a_page_goes_to_the_trash_and_comes_back(client: Client, home: str) -> None:
    page = client.create("Gone", home, "<p>kept</p>", message="m")
    client.trash(page.id)
    assert client.find("Gone") is None
    trashed = client.pages([page.id])[page.id]
    assert trashed.status == "trashed"
    assert client.page(page.id).status == "trashed"
    back = client.restore(trashed)
    assert (back.status, back.title) == ("current", "Gone")
    assert client.page(page.id).status == "current"
    assert "kept" in client.body(page.id).value
    assert back.version == client.page(page.id).version


def test_a_title_that_was_taken_meanwhile_hinders_the_return(client: Client, home: str) -> None:
    page = client.create("Gone", home, "")
    client.trash(page.id)
    client.create("Gone", home, "")
    with pytest.raises(errors.TitleTaken):
        client.restore(client.pages([page.id])[page.id])


def test_a_page_that_never_was_is_not_found(client: Client) -> None:
    with pytest.raises(errors.NotFound):
        client.page("999999")
    with pytest.raises(errors.NotFound):
        client.body("999999")


def test_archived_pages_keep_their_titles(client: Client, home: str) -> None:
    if client.flavor == "datacenter":
        with pytest.raises(errors.Unexpected, match="cannot archive"):
            client.archive(["1"])
        return
    made = [client.create(f"Old {number}", home, "") for number in range(3)]
    client.archive([page.id for page in made])
    assert {page.status for page in client.pages([page.id for page in made]).values()} == {"archived"}
    found = client.find("old 1")
    assert found is not None
    assert found.status == "archived"
    with pytest.raises(errors.TitleTaken):
        client.create("Old 2", home, "")


def test_properties_are_made_replaced_and_deleted_by_version(client: Client, home: str) -> None:
    page = client.create("Root", home, "").id
    made = client.set_property(page, "mkdocs-head", {"run": "a", "n": [1, None, "é"]})
    assert made.version == 1
    client.set_property(page, "mkdocs-shard-0", {"pages": {}})
    assert set(client.properties(page, "mkdocs-")) == {"mkdocs-head", "mkdocs-shard-0"}
    assert client.properties(page, "mkdocs-head")["mkdocs-head"].value == {"run": "a", "n": [1, None, "é"]}
    with pytest.raises(errors.Conflict):
        client.set_property(page, "mkdocs-head", {"run": "b"})
    new = client.set_property(page, "mkdocs-head", {"run": "b"}, current=made)
    assert new.version == 2
    with pytest.raises(errors.Conflict):
        client.set_property(page, "mkdocs-head", {"run": "c"}, current=made)
    client.delete_property(page, client.properties(page, "mkdocs-head")["mkdocs-head"])
    assert set(client.properties(page, "mkdocs-")) == {"mkdocs-shard-0"}
    assert client.page(page).version == 1, "properties have versions of their own"


def test_a_property_over_the_limit_is_too_large(client: Client, home: str) -> None:
    page = client.create("Root", home, "").id
    client.set_property(page, "small", "x")
    with pytest.raises(errors.TooLarge):
        client.set_property(page, "mkdocs-big", "x" * 40_000)


def test_files_are_attached_replaced_and_deleted(
    client: Client, confluence: Sandbox, home: str, tmp_path: Path
) -> None:
    page = client.create("Files", home, "").id
    path = tmp_path / "any"
    path.write_bytes(bytes(range(256)) * 300)
    made = client.upload(page, "Größe – 1.png", path, media_type="image/png", comment="digest é")
    assert (made.name, made.comment, made.media_type) == ("Größe – 1.png", "digest é", "image/png")
    listed = client.files(page)
    assert [(file.id, file.name, file.size) for file in listed] == [(made.id, made.name, 256 * 300)]
    assert confluence.file(page, made.name) == path.read_bytes()
    path.write_bytes(b"new")
    again = client.upload(page, made.name, path, media_type="image/png", comment="two", current=made.id)
    assert (again.id, again.version) == (made.id, 2)
    assert confluence.file(page, made.name) == b"new"
    with pytest.raises(errors.Conflict, match="file of this name"):
        client.upload(page, made.name, path, media_type="image/png")
    client.delete_file(page, made.id)
    client.delete_file(page, made.id)
    assert client.files(page) == ()
    assert client.page(page).version == 1


def test_many_files_are_listed_whatever_the_cap(
    client: Client, confluence: Sandbox, home: str, tmp_path: Path
) -> None:
    confluence.switch(list_cap=3, expand_cap=3)
    page = client.create("Files", home, "").id
    (tmp_path / "f").write_bytes(b"x")
    for number in range(7):
        client.upload(page, f"{number}.txt", tmp_path / "f", media_type="text/plain")
    assert sorted(file.name for file in client.files(page)) == [f"{number}.txt" for number in range(7)]


def test_labels_are_added_and_removed(client: Client, home: str) -> None:
    page = client.create("Labels", home, "").id
    client.add_labels(page, ["alpha", "beta"])
    client.add_labels(page, ["beta", "gamma"])
    client.remove_label(page, "alpha")
    client.remove_label(page, "alpha")
    assert sorted(client.labels(page)) == ["beta", "gamma"]


def test_a_page_is_made_wide_and_narrow_again(client: Client, home: str) -> None:
    page = client.create("Wide", home, "").id
    for width, value in (("full", "full-width"), ("default", "default"), ("default", "default")):
        client.set_width(page, width)  # type: ignore[arg-type]  # both are widths
        found = client.properties(page, "content-appearance-published")
        assert found["content-appearance-published"].value == value


def test_wiki_markup_is_converted_where_the_server_can(client: Client) -> None:
    if client.flavor == "datacenter":
        assert "Title" in client.convert_wiki("h1. Title")


def test_a_malformed_body_is_refused_with_its_place(client: Client, home: str) -> None:
    with pytest.raises(errors.Malformed) as caught:
        client.create("Broken", home, "<p>one</p>\n<p>two\n<b>three</p>")
    assert caught.value.row in (2, 3, 4)


def test_the_address_of_a_page_is_made_without_asking(client: Client, confluence: Sandbox, home: str) -> None:
    sent = client.sent
    assert client.page_url("123").startswith(confluence.url)
    assert client.sent == sent


def test_a_page_just_made_is_read_though_it_shows_late(
    client: Client, confluence: Sandbox, home: str
) -> None:
    confluence.switch(late_read=2)
    page, other, third = (client.create(f"Late {n}", home, "<p>x</p>") for n in range(3))
    assert client.page(page.id).title == "Late 0"
    assert set(client.pages([page.id, other.id])) == {page.id, other.id}
    client.add_labels(third.id, ["a"])
    assert client.body(third.id).version == 1


def test_a_page_that_another_run_just_made_is_read_though_it_shows_late(
    client: Client, confluence: Sandbox, home: str
) -> None:
    confluence.switch(late_read=2)
    destination = Destination(confluence.url, confluence.flavor, confluence.space)
    with connect(destination, Credentials("bob", "t")) as bob:
        for title in ("Root", "Other root"):
            bob.create(title, home, "<p>x</p>")
        third = bob.create("Below", home, "<p>x</p>")
    assert third.id in client.pages([third.id])
    assert client.page(third.id).title == "Below"
    found, other = client.find("Root"), client.find("Other root")
    assert found is not None
    assert other is not None
    assert client.page(found.id).title == "Root"
    assert client.body(other.id).version == 1


def test_what_a_person_changed_shows_in_version_message_and_author(
    client: Client, confluence: Sandbox, home: str
) -> None:
    page = client.create("Shared", home, "<p>x</p>", message="ours")
    destination = Destination(confluence.url, confluence.flavor, confluence.space)
    with connect(destination, Credentials("bob", "t")) as bob:
        bob.update(bob.page(page.id), title="Shared", body="<p>y</p>", message="by hand")
    now = client.pages([page.id])[page.id]
    assert (now.version, now.message) == (2, "by hand")
    assert now.author != page.author


def test_inline_comments_are_told_with_marker_words_and_whether_they_are_resolved(
    client: Client, confluence: Sandbox, home: str
) -> None:
    page = client.create("Commented", home, "<p>See these words, and others.</p>")
    client.create("Other", home, "<p>Nothing is said here.</p>")
    assert client.inline_comments(page.id) == ()
    store = confluence.store
    ann = people.by_name(store, "ann")
    assert ann is not None
    row = content.find(store, int(page.id))
    assert row is not None
    first = comments.add_inline(store, ann, row, "<p>Which?</p>", "these words")
    comments.add(store, ann, row, "<p>A reply</p>", parent=first.id)
    comments.add(store, ann, row, "<p>A footer comment</p>")
    second = comments.add_inline(store, ann, row, "<p>Whose?</p>", "others")
    comments.resolve(store, second, True)
    found = {comment.words: comment for comment in client.inline_comments(page.id)}
    assert {words: comment.resolved for words, comment in found.items()} == {
        "these words": False,
        "others": True,
    }
    stored = client.body(page.id).value
    assert all(f'ac:ref="{comment.ref}"' in stored and comment.author for comment in found.values())
