"""Jobs that wait for each other."""

from __future__ import annotations

import pytest

from mkdocs_confluence.errors import PublishError
from mkdocs_confluence.sync.apply.hands import Job, work


def test_jobs_run_after_those_that_they_need() -> None:
    done: list[str] = []
    jobs = [
        Job(key, lambda key=key: done.append(key), frozenset(needs))  # type: ignore[misc]
        for key, needs in {"c": "ab", "b": "a", "a": "elsewhere"}.items()
    ]
    work(jobs, 4, stop=lambda: None)
    assert done == ["a", "b", "c"]


def test_jobs_that_need_each_other_end_the_work_instead_of_waiting_for_ever() -> None:
    done: list[str] = []
    jobs = [
        Job("a", lambda: done.append("a")),
        Job("b", lambda: done.append("b"), frozenset("c")),
        Job("c", lambda: done.append("c"), frozenset("b")),
    ]
    with pytest.raises(PublishError, match="b, c"):
        work(jobs, 4, stop=lambda: None)
    assert done == ["a"]
