"""Inline comments through a publish, as the server sees them."""

from __future__ import annotations

from pathlib import Path

from remarks import spans
from sandboxes import Sandbox
from trees import P, Person, changed, outline, put, tree

from mkdocs_confluence.model import Policy

SITE = P(
    "index.md",
    "Docs",
    (P("a.md", "A", body="<h2>Ports</h2><p>Open the port.</p><ul><li>Close the port.</li></ul>"),),
)
NEWER = "<p>Intro.</p><h2>Ports</h2><ul><li>Close <strong>the</strong> port.</li></ul><p>Open the port.</p>"


def test_comments_stay_on_their_words_when_the_body_changes(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    opening = ann.comments("A", "the port", 0)
    closing = ann.comments("A", "the port", 1)
    heading = ann.comments("A", "Ports")
    outcome = put(confluence, changed(SITE, "a.md", body=NEWER), tmp_path / "b")
    assert outcome.notices == ()
    found = tree(confluence).named("A").body
    assert spans(found) == [(heading, "Ports"), (closing, "the port"), (opening, "the port")]
    comments = {comment.ref: comment for comment in ann.client.inline_comments(ann.page("A").id)}
    assert comments.keys() == {opening, closing, heading}
    assert put(confluence, changed(SITE, "a.md", body=NEWER), tmp_path / "b").plan.empty


def test_a_comment_does_not_make_a_page_edited(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    ann.comments("A", "Ports")
    assert put(confluence, SITE, tmp_path / "b").plan.empty


def test_a_lost_comment_is_told_with_page_words_and_author(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    ann.comments("A", "Close")
    author = ann.client.whoami()
    gone = changed(SITE, "a.md", body="<p>Nothing of that.</p>")
    outcome = put(confluence, gone, tmp_path / "b")
    (notice,) = outcome.notices
    assert notice.key == "a.md"
    assert "“Close”" in notice.message
    assert author
    assert author in notice.message
    assert "Nothing of that" in tree(confluence).named("A").body


def test_a_page_whose_comment_would_be_lost_is_left_where_the_policy_says_skip(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    ref = ann.comments("A", "Close")
    before = tree(confluence).named("A")
    gone = changed(SITE, "a.md", body="<p>Nothing of that.</p>")
    outcome = put(confluence, gone, tmp_path / "b", Policy(on_lost_comment="skip"))
    assert tree(confluence).named("A") == before
    assert "left as it is" in outcome.notices[0].message
    assert outcome.count("updated") == 0
    kept = changed(SITE, "a.md", body="<p>Close it.</p>")
    put(confluence, kept, tmp_path / "b", Policy(on_lost_comment="skip"))
    assert spans(tree(confluence).named("A").body) == [(ref, "Close")]


def test_resolved_comments_keep_their_place_and_their_loss_is_not_told(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    ref = ann.comments("A", "Open")
    with confluence.store.write() as db:
        db.execute("UPDATE comment SET resolution = 'resolved' WHERE ref = ?", (ref,))
    put(confluence, changed(SITE, "a.md", body=NEWER), tmp_path / "b")
    assert spans(tree(confluence).named("A").body) == [(ref, "Open")]
    gone = changed(SITE, "a.md", body="<p>x</p>")
    outcome = put(confluence, gone, tmp_path / "b", Policy(on_lost_comment="skip"))
    assert outcome.notices == ()
    assert outcome.count("updated") == 1
    assert "<p>x</p>" in tree(confluence).named("A").body


def test_a_page_left_for_a_comment_is_put_in_its_place_all_the_same(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    skip = Policy(on_lost_comment="skip")
    first = P("index.md", "Docs", (*SITE.children, P("b.md", "B"), P("c.md", "C")))
    put(confluence, first, tmp_path / "b")
    ann.comments("A", "Close")
    before = tree(confluence).named("A").body
    turned = changed(P("index.md", "Docs", first.children[::-1]), "a.md", body="<p>Nothing of that.</p>")
    for _ in range(2):
        outcome = put(confluence, turned, tmp_path / "b", skip)
        assert [notice.key for notice in outcome.notices] == ["a.md"]
        assert outline(confluence) == [("Docs", ["C", "B", "A"])]
        assert tree(confluence).named("A").body == before
