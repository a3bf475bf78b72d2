"""A publish from the outside: what stands in Confluence afterwards, and what it cost."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

from budgets import manual
from cuts import QUICK
from sandboxes import Sandbox
from trees import P, Person, changed, outline, put, tree

from mkdocs_confluence.model import Policy
from mkdocs_confluence.sandbox.store.switches import Switches
from mkdocs_confluence.sandbox.web.faults import Fault
from mkdocs_confluence.sync import report

SITE = P(
    "index.md",
    "Docs",
    (
        P(
            "guide/",
            "Guide",
            (
                P("guide/install.md", "Install", links=("guide/use.md",), labels=("howto",)),
                P("guide/use.md", "Use", links=("guide/install.md", "index.md"), files={"a.png": b"a"}),
            ),
        ),
        P("about.md", "About", width="full", links=("guide/use.md",)),
    ),
)


def test_a_first_publish_makes_the_tree_of_the_nav(confluence: Sandbox, tmp_path: Path) -> None:
    outcome = put(confluence, SITE, tmp_path / "b")
    assert outcome.ok, outcome.failures
    assert outline(confluence) == [("Docs", [("Guide", ["Install", "Use"]), "About"])]
    assert outcome.count("created") == 5
    docs = tree(confluence).children[0]
    assert docs.named("Install").labels == ("howto",)
    assert [name for name, _ in docs.named("Use").files] == ["a.png"]
    assert all("is publishing the site" not in node.body for node in docs.walk())


def test_an_unchanged_publish_writes_nothing(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    confluence.log.clear()
    outcome = put(confluence, SITE, tmp_path / "b")
    assert outcome.count("unchanged") == 5
    assert confluence.writes() == []
    assert len(confluence.log) <= 7, confluence.log


def test_one_changed_body_costs_one_write_and_the_ledger(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    before = tree(confluence)
    confluence.log.clear()
    outcome = put(confluence, changed(SITE, "about.md", words="New."), tmp_path / "b")
    assert outcome.count("updated") == 1
    assert len(confluence.writes()) == 4, confluence.writes()
    assert "New." in tree(confluence).named("About").body
    assert tree(confluence).named("Install") == before.named("Install")


def test_verifying_reads_everything_back(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    verifying = Policy(verify=True)
    assert put(confluence, SITE, tmp_path / "b", verifying).ok
    assert put(confluence, SITE, tmp_path / "b", verifying).ok
    install, use = ann.page("Install"), ann.page("Use")
    ann.client.remove_label(install.id, "howto")
    (file,) = ann.client.files(use.id)
    ann.client.delete_file(use.id, file.id)
    with confluence.store.write() as db:
        db.execute("UPDATE version SET body = '<p>Lost</p>' WHERE title = 'About'")
    outcome = put(confluence, SITE, tmp_path / "b", verifying)
    assert outcome.plan.empty
    assert {failure.key: failure.message for failure in outcome.failures} == {
        "guide/install.md": "reads back differently: it lacks the labels howto.",
        "guide/use.md": "reads back differently: it lacks the file a.png.",
        "about.md": "reads back differently: its words are others.",
    }
    assert outcome.count("failed") == 3


def test_a_page_says_in_its_history_what_published_it(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b", Policy(version_message="Build 7, ünïcode " * 30))
    put(confluence, changed(SITE, "about.md", words="x"), tmp_path / "b", Policy(version_message="Build 8"))
    message = ann.client.pages([ann.page("About").id])[ann.page("About").id].message
    assert message.startswith("Build 8 mkdocs:")
    assert len(message) <= 255


def test_every_version_is_a_minor_edit_and_says_why_where_the_server_takes_that(
    confluence: Sandbox, tmp_path: Path
) -> None:
    """Those of renames and moves, too; the routes of Cloud for them take neither, nor does a create."""
    quiet = Policy(minor_edit=True, version_message="Build 7")
    put(confluence, SITE, tmp_path / "b", quiet)
    guide, about = SITE.children
    install, use = guide.children
    turned = (
        replace(about, title="About us"),
        replace(guide, children=(replace(install, words="New."),)),
        use,
    )
    put(confluence, P("index.md", "Docs", turned), tmp_path / "b", quiet)
    rows = confluence.store.db.execute("SELECT title, minor, message FROM version WHERE number > 1")
    told = {
        (title, minor, message.partition(" mkdocs:")[0], "mkdocs:" in message)
        for title, minor, message in rows
    }
    assert {title for title, *_, body in told if not body} >= {"About us", "Use"}
    named = ("Build 7", 1) if confluence.flavor == "datacenter" else ("", 0)
    assert {(message, minor) for _, minor, message, body in told if not body} == {named}
    assert {(message, minor) for _, minor, message, body in told if body} == {("Build 7", 1)}


def test_a_page_is_as_wide_as_it_should_be(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    key = "content-appearance-published"
    put(confluence, SITE, tmp_path / "b")
    assert ann.client.properties(ann.page("About").id, key)[key].value == "full-width"
    put(confluence, changed(SITE, "about.md", width="default"), tmp_path / "b")
    assert ann.client.properties(ann.page("About").id, key)[key].value == "default"


def test_links_lead_to_the_pages_that_they_name(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "s", "cloud", switches=Switches(early_property=0.0)) as confluence:
        put(confluence, SITE, tmp_path / "b")
        docs = tree(confluence).named("Docs")
        for title, targets in (("Install", ["Use"]), ("Use", ["Docs", "Install"]), ("About", ["Use"])):
            found = {int(page) for page in re.findall(r"/pages/(\d+)", docs.named(title).body)}
            assert found == {docs.named(target).id for target in targets}


def test_a_page_is_rewritten_when_a_page_that_it_links_to_is_another(
    ann: Person, confluence: Sandbox, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    old = ann.page("Use").id
    ann.trashes("Use")
    with confluence.store.write() as db:
        db.execute("DELETE FROM content WHERE id = ?", (int(old),))
    outcome = put(confluence, SITE, tmp_path / "b")
    assert outcome.ok, outcome.failures
    new = tree(confluence).named("Use").id
    if confluence.flavor == "cloud":
        assert f"/pages/{new}" in tree(confluence).named("About").body
    assert any("does not exist in Confluence any more" in notice.message for notice in outcome.notices)
    assert put(confluence, SITE, tmp_path / "b").plan.empty


def test_siblings_are_put_in_order_while_content_is_still_written(tmp_path: Path) -> None:
    """And no page is moved before it has its content: an update must know the version of its page."""
    with Sandbox(tmp_path / "s", "cloud", switches=QUICK) as confluence:
        confluence.faults.on("^PUT .*/pages/[0-9]+$", Fault("delay", seconds=0.2), times=None)
        assert put(confluence, manual(5, 12), tmp_path / "b").ok
        writes = list(enumerate(f"{method} {path}" for method, path, _ in confluence.log))
        moved = {found[1]: at for at, it in writes if (found := re.search(r"(\d+)/move/", it))}
        written = {found[1]: at for at, it in writes if (found := re.search(r"^PUT .*/pages/(\d+)$", it))}
        assert min(moved.values()) < max(written.values())
        assert all(written[page] < at for page, at in moved.items() if page in written)


def test_a_new_converter_says_how_many_pages_may_be_written_for_it(
    confluence: Sandbox, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    Person(confluence, "ann").edits("Use")
    newer = changed(SITE, "about.md", words="x")
    outcome = put(confluence, newer, tmp_path / "b", converter="2")
    assert (
        outcome.plan.announce
        == json.loads(report.plan_json(outcome.plan))["announcement"]
        == json.loads(report.outcome_json(outcome))["announcement"]
        == "The converter changed from version 1 to 2: 1 existing page has another body, by it or by the source."
    )


def test_a_site_of_one_page_is_published(confluence: Sandbox, tmp_path: Path) -> None:
    assert put(confluence, P("index.md", "Docs"), tmp_path / "b").ok
    assert outline(confluence) == ["Docs"]
    assert put(confluence, P("index.md", "Docs"), tmp_path / "b").plan.empty


def test_positions_are_left_to_a_server_that_does_not_know_them(tmp_path: Path) -> None:
    switches = Switches(early_property=0.0, positions=False)
    policy = Policy(positions=False)
    with Sandbox(tmp_path / "s", "datacenter", switches=switches) as confluence:
        assert put(confluence, SITE, tmp_path / "b", policy).ok
        assert put(confluence, SITE, tmp_path / "b", policy).plan.empty
