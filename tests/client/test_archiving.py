"""Archiving on Cloud: a long task, one batch for each site at a time, one page for each request without Premium."""

from __future__ import annotations

from typing import Any

import pytest
from canned import Canned, Reply, Seen, Ticking, client_for

from mkdocs_confluence import errors


class Archive:
    """A site that archives what is posted; ``premium`` takes many pages at once, a task is done after ``looks``."""

    def __init__(self, canned: Canned, *, premium: bool = True, looks: int = 1, fails: bool = False) -> None:
        self.premium, self.looks, self.fails = premium, looks, fails
        self.archived: set[str] = set()
        self.posts: list[list[str]] = []
        self.busy = 0
        canned.otherwise = self.answer

    def answer(self, seen: Seen) -> Reply:
        if seen.method == "POST":
            return self.post([str(page["id"]) for page in seen.json["pages"]])
        if "longtask" in seen.path:
            self.looks -= 1
            done = self.looks <= 0
            messages = [{"translation": "No right to archive"}] if self.fails else []
            return Reply({"finished": done, "successful": not self.fails, "messages": messages})
        ids = dict(seen.query)["id"].split(",")
        return Reply({"results": [self.row(page) for page in ids]})

    def post(self, ids: list[str]) -> Reply:
        self.posts.append(ids)
        if self.busy:
            self.busy -= 1
            return Reply({"message": "Another archive job is in progress."}, 400)
        if len(ids) > 1 and not self.premium:
            return Reply({"message": "Bulk archiving needs Premium"}, 400)
        if self.archived & set(ids):
            return Reply({"message": "Already archived"}, 400)
        self.archived |= set(ids) if not self.fails else set()
        return Reply({"id": "77", "links": {"status": "/rest/api/longtask/77"}}, 202)

    def row(self, page: str) -> dict[str, Any]:
        return {"id": page, "title": "T", "status": "archived" if page in self.archived else "current"}


def test_many_pages_go_in_one_batch_and_the_task_is_waited_for(canned: Canned, ticking: Ticking) -> None:
    site = Archive(canned, looks=4)
    with client_for(canned.url, clock=ticking.clock) as client:
        client.archive(["1", "2", "3"])
    assert site.posts == [["1", "2", "3"]]
    assert sum(ticking.slept) == 0.5 + 1.0 + 2.0


def test_more_than_three_hundred_pages_go_in_several_batches(canned: Canned) -> None:
    site = Archive(canned)
    with client_for(canned.url) as client:
        client.archive([str(number) for number in range(1, 651)])
    assert [len(post) for post in site.posts] == [300, 300, 50]


def test_without_premium_pages_go_one_by_one(canned: Canned) -> None:
    site = Archive(canned, premium=False)
    with client_for(canned.url) as client:
        client.archive(["1", "2", "3"])
    assert site.archived == {"1", "2", "3"}
    assert site.posts[1:] == [["1"], ["2"], ["3"]]


def test_a_batch_waits_for_that_of_somebody_else(canned: Canned, ticking: Ticking) -> None:
    site = Archive(canned)
    site.busy = 3
    with client_for(canned.url, clock=ticking.clock) as client:
        client.archive(["1"])
    assert site.archived == {"1"}
    assert sum(ticking.slept) == 3 * 5.0


def test_pages_that_are_archived_already_are_no_failure(canned: Canned) -> None:
    site = Archive(canned)
    site.archived = {"1"}
    with client_for(canned.url) as client:
        client.archive(["1"])


def test_a_task_that_fails_is_told_with_its_reason(canned: Canned) -> None:
    Archive(canned, fails=True)
    with client_for(canned.url) as client, pytest.raises(errors.Unexpected, match="No right to archive"):
        client.archive(["1"])


def test_a_task_that_never_ends_is_given_up_after_ten_minutes(canned: Canned, ticking: Ticking) -> None:
    Archive(canned, looks=10_000)
    with (
        client_for(canned.url, clock=ticking.clock) as client,
        pytest.raises(errors.Unexpected, match="still"),
    ):
        client.archive(["1"])
    assert 550 < sum(ticking.slept) < 610
