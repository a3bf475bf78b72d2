"""Lists are read to their end: by the links of the answers, whatever caps the server keeps."""

from __future__ import annotations

from typing import Any

import pytest
from canned import Canned, Reply, Seen, client_for

from mkdocs_confluence import errors
from mkdocs_confluence.model import Flavor


def page(number: int, flavor: Flavor, **more: Any) -> dict[str, Any]:
    shared: dict[str, Any] = {
        "id": str(number),
        "title": f"T{number}",
        "version": {"number": 1},
        "status": "current",
    }
    place: dict[str, Any] = {"parentId": "1"} if flavor == "cloud" else {"ancestors": [{"id": "1"}]}
    return shared | place | more


class Capped:
    """Answers at most ``cap`` of the ids asked, with a link to the rest as each flavor writes it."""

    def __init__(self, canned: Canned, flavor: Flavor, cap: int, missing: set[int] | None = None) -> None:
        self.flavor, self.cap, self.missing = flavor, cap, missing or set()
        canned.otherwise = self.answer

    def answer(self, seen: Seen) -> Reply:
        query = dict(seen.query)
        ids = [int(one) for key, value in seen.query if key in ("id", "ids") for one in value.split(",")]
        start = int(query.get("start", query.get("cursor", "0")))
        rows = [page(number, self.flavor) for number in ids if number not in self.missing]
        more = f"{'cursor' if self.flavor == 'cloud' else 'start'}={start + self.cap}"
        names = (
            f"id={','.join(map(str, ids))}"
            if self.flavor == "cloud"
            else "&".join(f"ids={one}" for one in ids)
        )
        next_path = "/wiki/api/v2/pages" if self.flavor == "cloud" else "/rest/api/content"
        links = {"next": f"{next_path}?{names}&{more}"} if start + self.cap < len(rows) else {}
        return Reply({"results": rows[start : start + self.cap], "limit": self.cap, "_links": links})


def base(canned: Canned, flavor: Flavor) -> str:
    return f"{canned.url}/{'wiki' if flavor == 'cloud' else 'confluence'}"


@pytest.mark.parametrize("cap", [7, 100, 250])
def test_pages_are_read_in_bulk_whatever_the_cap(canned: Canned, flavor: Flavor, cap: int) -> None:
    Capped(canned, flavor, cap)
    ids = [str(number) for number in range(100, 2_400)]
    with client_for(base(canned, flavor), flavor) as client:
        cap = min(cap, client.bulk)
        assert list(client.pages(ids)) == ids
    assert len(canned.log) <= -(-len(ids) // cap) + 1
    assert all(
        seen.path.startswith(("/wiki/api/v2/pages", "/confluence/rest/api/content")) for seen in canned.log
    )


def test_pages_that_are_gone_are_absent(canned: Canned, flavor: Flavor) -> None:
    Capped(canned, flavor, 50, missing={3})
    with client_for(base(canned, flavor), flavor) as client:
        assert set(client.pages(["1", "2", "3"])) == {"1", "2"}
        assert client.pages([]) == {}


def test_a_server_that_takes_ids_only_with_commas_is_understood(canned: Canned) -> None:
    """Sources differ on how Data Center reads ``ids``; a page must not count as gone because of it."""

    def commas(seen: Seen) -> Reply:
        ids = next(value for key, value in seen.query if key == "ids").split(",")
        return Reply({"results": [page(int(one), "datacenter") for one in ids]})

    canned.otherwise = commas
    with client_for(canned.url, "datacenter") as client:
        assert set(client.pages(["1", "2", "3"])) == {"1", "2", "3"}


def test_an_empty_part_with_a_link_is_not_the_end(canned: Canned, flavor: Flavor) -> None:
    link = (
        {"next": "/rest/api/content/7/label?start=0&x=1"}
        if flavor == "datacenter"
        else {"next": "/wiki/api/v2/pages/7/labels?cursor=2"}
    )
    canned.play(Reply({"results": [], "_links": link}), Reply({"results": [{"name": "a"}], "_links": {}}))
    with client_for(base(canned, flavor), flavor) as client:
        assert client.labels("7") == ("a",)


def test_a_link_header_alone_leads_on_too(canned: Canned) -> None:
    header = {
        "Link": '</wiki/api/v2/pages/7/labels?cursor=2>; rel="next", <https://acme.atlassian.net/wiki>; rel="base"'
    }
    canned.play(Reply({"results": [{"name": "a"}]}, headers=header), Reply({"results": [{"name": "b"}]}))
    with client_for(base(canned, "cloud")) as client:
        assert client.labels("7") == ("a", "b")


def test_a_link_that_leads_back_ends_the_list(canned: Canned, flavor: Flavor) -> None:
    here = (
        "/wiki/api/v2/pages/7/labels?prefix=global&limit=250"
        if flavor == "cloud"
        else "/rest/api/content/7/label?prefix=global&limit=200"
    )
    canned.otherwise = lambda seen: Reply({"results": [{"name": "a"}], "_links": {"next": here}})
    with client_for(base(canned, flavor), flavor) as client:
        assert client.labels("7") == ("a",)


def test_descendants_below_the_tenth_level_are_asked_for_in_turn(canned: Canned) -> None:
    def answer(seen: Seen) -> Reply:
        top = int(seen.path.split("/")[-2])
        rows = [
            {"id": str(top + d), "title": "T", "type": "page", "parentId": str(top + d - 1), "depth": d}
            for d in range(1, 11)
        ]
        return Reply({"results": rows if top < 120 else rows[:3]})

    canned.otherwise = answer
    with client_for(base(canned, "cloud")) as client:
        found = client.descendants("100")
    assert sorted(int(below.id) for below in found) == list(range(101, 124))
    assert len(canned.log) == 3


def test_other_content_among_children_is_told_apart(canned: Canned) -> None:
    rows = [
        {"id": "3", "title": "F", "type": "folder", "childPosition": 5},
        {"id": "2", "title": "P", "type": "page", "childPosition": 9},
    ]
    canned.play(Reply({"results": rows[::-1]}))
    with client_for(base(canned, "cloud")) as client:
        assert [(child.id, child.is_page, child.parent) for child in client.children("1")] == [
            ("3", False, "1"),
            ("2", True, "1"),
        ]


def test_an_older_data_center_without_scan_lists_the_space(canned: Canned) -> None:
    def answer(seen: Seen) -> Reply:
        if "scan" in seen.path:
            return Reply({"message": "No content found with id: ContentId{id=scan}"}, 404)
        return Reply(
            {"results": [page(5, "datacenter"), page(6, "datacenter", ancestors=[{"id": "1"}, {"id": "5"}])]}
        )

    canned.otherwise = answer
    with client_for(base(canned, "datacenter"), "datacenter") as client:
        assert [row.id for part in client.space_pages() for row in part] == ["5", "6"]
        assert [below.id for below in client.descendants("5")] == ["6"]


def test_a_space_is_read_one_answer_at_a_time(canned: Canned, flavor: Flavor) -> None:
    space = {"id": "9", "key": "DOCS"}
    link = (
        "/rest/api/content/scan?cursor=content:false:9"
        if flavor == "datacenter"
        else "/wiki/api/v2/spaces/9/pages?cursor=2"
    )

    def answer(seen: Seen) -> Reply:
        if seen.path.endswith(("/spaces", "/space/DOCS")):
            return Reply({**space, "results": [space]})
        more = "cursor" not in dict(seen.query)
        return Reply({"results": [page(1 if more else 2, flavor)], "_links": {"next": link} if more else {}})

    canned.otherwise = answer
    with client_for(base(canned, flavor), flavor) as client:
        parts = client.space_pages()
        assert [row.id for row in next(parts)] == ["1"]
        before = client.sent
        assert [row.id for row in next(parts)] == ["2"]
        assert client.sent == before + 1
        with pytest.raises(StopIteration):
            next(parts)


def test_a_page_just_made_that_does_not_show_yet_is_asked_for_again(canned: Canned, flavor: Flavor) -> None:
    made = page(7, flavor)
    missing = Reply({"errors": [{"title": "Cannot find a page with id [7]"}]}, 404)
    with client_for(base(canned, flavor), flavor) as client:
        canned.play(
            *([Reply({"results": [{"id": "9", "key": "DOCS"}]})] if flavor == "cloud" else []), Reply(made)
        )
        client.create("T7", "1", "")
        canned.play(missing, missing, Reply(made))
        assert client.page("7").title == "T7"
        canned.play(*[Reply({"results": []})] * (1 if flavor == "cloud" else 2), Reply({"results": [made]}))
        assert set(client.pages(["7", "8"] if flavor == "datacenter" else ["7"])) == {"7"}
        canned.play(missing)
        with pytest.raises(errors.NotFound):
            client.page("8")


@pytest.mark.parametrize("folds", [True, False], ids=["any case", "exact case"])
def test_a_title_in_another_case_is_found_on_data_center_whatever_its_database(
    canned: Canned, folds: bool
) -> None:
    """Whether the database compares case is asked once, not for every title."""
    titles = {"Home": 1, "Install": 2}

    def answer(seen: Seen) -> Reply:
        query = dict(seen.query)
        if "space/DOCS" in seen.path:
            return Reply({"id": "9", "key": "DOCS", "homepage": {"id": "1", "title": "Home"}})
        wanted = query.get("title") or query["cql"].split('title = "')[1][:-1]
        loose = folds or "search" in seen.path
        rows = [title for title in titles if title == wanted or (loose and title.lower() == wanted.lower())]
        return Reply({"results": [page(titles[title], "datacenter", title=title) for title in rows]})

    canned.otherwise = answer
    with client_for(canned.url, "datacenter") as client:
        found = client.find("INSTALL")
        assert found is not None
        assert found.title == "Install"
        assert client.find("Nothing") is None
        sent = client.sent
        assert client.find("No more") is None
        assert client.sent == sent + (1 if folds else 2)
