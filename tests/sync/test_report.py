"""What a person, a program and a CI read of a plan and an outcome."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

from sandboxes import Sandbox
from trees import P, Person, client, put, site

from mkdocs_confluence.delivery import refused
from mkdocs_confluence.model import Destination, Issue, Policy
from mkdocs_confluence.sandbox.web.faults import Fault
from mkdocs_confluence.sync import Notice, Outcome, Plan, Progress, plan_only, report
from mkdocs_confluence.sync.report.progress import Bar, Lines, progress

BEFORE = P(
    "index.md",
    "Docs",
    (
        P("a.md", "A", (P("b.md", "B"), P("c.md", "C"))),
        P("quiet/", "Quiet", tuple(P(f"q{n}.md", f"Q{n}") for n in range(4))),
        P("gone.md", "Gone"),
    ),
)
AFTER = P(
    "index.md",
    "Docs",
    (
        P("a.md", "A", (P("c.md", "See"), P("new.md", "New", files={"f.png": b"f"}, labels=("l",)))),
        P("quiet/", "Quiet", tuple(P(f"q{n}.md", f"Q{n}") for n in range(4))),
        P("b.md", "B", words="Other.", width="full"),
    ),
)


def without(root: P, key: str) -> P:
    return replace(root, children=tuple(child for child in root.children if child.key != key))


def planned(sandbox: Sandbox, root: P, folder: Path) -> Plan:
    publication, _ = site(root, folder, sandbox.flavor)
    reach = client(sandbox.url, sandbox.flavor)
    try:
        return plan_only(reach, publication, Destination(sandbox.url, sandbox.flavor, "DOCS"), Policy())
    finally:
        reach.close()


def test_a_plan_is_read_as_a_tree(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, BEFORE, tmp_path / "b")
    confluence.log.clear()
    plan = planned(confluence, AFTER, tmp_path / "b")
    assert confluence.writes() == []
    order = "; put in order" if confluence.flavor == "datacenter" else ""
    assert report.plan_text(plan).splitlines() == [
        report.LEGEND,
        "",
        "= Docs",
        "  = A",
        "    > See  (renamed from “C”)",
        "    + New  (new; file f.png; label +l)",
        "  = 5 pages unchanged",
        f"  ~ B  (body changed; moved{order}; width full)",
        "- Gone  (no longer in the site)",
        "",
        "1 to create, 1 to update, 1 to move, 1 to retire, 7 unchanged.",
    ]


def test_an_empty_plan_is_one_line(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, BEFORE, tmp_path / "b")
    plan = planned(confluence, BEFORE, tmp_path / "b")
    assert report.plan_text(plan).split() == "= 10 pages unchanged 10 unchanged.".split()
    assert report.plan_text(plan, whole=True).count("= ") == 11


def test_a_plan_says_what_is_left_to_do_where_no_page_changes(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, BEFORE, tmp_path / "b")
    moved = replace(BEFORE, children=(*BEFORE.children[:2], P("here.md", "Gone", words="gone.md")))
    plan = planned(confluence, moved, tmp_path / "b")
    assert not plan.empty
    assert report.plan_text(plan).splitlines()[-2:] == [
        "10 unchanged.",
        "No page changes, but the ledger takes up 1 source with another path.",
    ]
    assert json.loads(report.plan_json(plan))["settles"]
    Person(confluence, "ann").trashes("Gone")
    plan = planned(confluence, without(BEFORE, "gone.md"), tmp_path / "b")
    assert report.plan_text(plan).splitlines()[-2:] == [
        "9 unchanged.",
        "No page changes, but the ledger takes up what has happened since the last publish.",
    ]


def test_a_page_that_could_not_be_retired_is_counted_as_failed(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, BEFORE, tmp_path / "b")
    confluence.faults.on("^DELETE ", Fault("status", 403), times=None)
    for root in ("index.md", "gone.md"):  # which takes the path over
        outcome = put(confluence, replace(without(BEFORE, "gone.md"), key=root), tmp_path / "b")
        assert ", 1 failed." in report.outcome_text(outcome)
        assert json.loads(report.outcome_json(outcome))["counts"]["failed"] == 1
        assert "1 of 10 pages failed" in str(refused(outcome))


def test_a_plan_is_read_as_json(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, BEFORE, tmp_path / "b")
    told = json.loads(report.plan_json(planned(confluence, AFTER, tmp_path / "b")))
    marks = {row["source"]: row["mark"] for row in told["pages"]}
    assert marks | {"new.md": "+", "b.md": "~", "c.md": ">", "gone.md": "-", "index.md": "="} == marks
    assert not told["empty"]


def test_an_outcome_is_read_as_a_summary_and_as_json(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, BEFORE, tmp_path / "b")
    outcome = put(confluence, AFTER, tmp_path / "b")
    first, second = report.outcome_text(outcome).splitlines()
    assert first.startswith("Pages: 1 created, 2 updated, 7 unchanged, 1 retired. 1 attachment, ")
    assert second == f"Root page: {outcome.root_url}"
    told = json.loads(report.outcome_json(outcome))
    assert told["pages"].keys() == {page.key for page, _ in AFTER.walk()}
    assert all(row["url"].startswith(confluence.url) for row in told["pages"].values())
    assert told["counts"] == {"created": 1, "updated": 2, "unchanged": 7, "failed": 0}
    assert told["retired"] == ["gone.md"]
    assert told["requests"] == outcome.requests > 0


def test_failures_and_notices_are_part_of_the_summary(confluence: Sandbox, tmp_path: Path) -> None:
    bad = P("index.md", "Docs", (P("bad.md", "Bad", body="<p>un<b>closed</p>"),))
    outcome: Outcome = put(confluence, bad, tmp_path / "b")
    text = report.outcome_text(outcome)
    assert "1 failed" in text
    assert "\nFailed: bad.md: " in text
    assert json.loads(report.outcome_json(outcome))["failures"][0]["key"] == "bad.md"


def test_issues_become_annotations_that_cannot_break_out_of_their_line() -> None:
    issues = [
        Issue("warning", "a,b:c.md", "100 %\nnew ::error::", "<x>"),
        Issue("note", "", "For all."),
    ]
    assert report.github_annotations(issues, "docs/").splitlines() == [
        "::warning file=docs/a%2Cb%3Ac.md::100 %25%0Anew ::error:: (<x>)",
        "::notice::For all.",
    ]


def events() -> list[Progress | Notice]:
    return [
        Progress("shape", 0, 2),
        Progress("shape", 1, 2),
        Notice("a.md", "was edited.", "http://w/1"),
        Progress("shape", 2, 2),
    ]


def test_ci_sees_one_line_a_wave() -> None:
    stream = io.StringIO()
    notify = progress(stream)
    assert isinstance(notify, Lines)
    for event in events():
        notify(event)
    assert stream.getvalue() == "a.md: was edited. http://w/1\n2 pages created, renamed or moved\n"


def test_a_terminal_sees_a_bar_that_leaves_nothing_behind() -> None:
    stream = io.StringIO()
    bar = Bar(stream)
    for event in events():
        bar(event)
    text = stream.getvalue()
    assert "1/2 pages created" in text
    assert "a.md: was edited. http://w/1\n" in text
    assert text.endswith("\r\033[K")
