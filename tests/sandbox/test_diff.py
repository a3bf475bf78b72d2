"""Versions side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_confluence.sandbox.pages.diff import Row, lines, side_by_side


def _text(rows: list[Row], side: str) -> list[str]:
    return ["".join(text for text, _ in getattr(row, side).pieces) for row in rows]


def test_a_body_is_cut_before_each_block_and_not_within_a_line() -> None:
    status = '<ac:structured-macro ac:name="status"><ac:parameter ac:name="title">x</ac:parameter></ac:structured-macro>'
    body = f"<p>a <strong>b</strong> {status}</p><ul><li>c</li></ul><hr />"
    assert lines(body) == [f"<p>a <strong>b</strong> {status}</p>", "<ul>", "<li>c</li></ul>", "<hr />"]


def test_code_keeps_its_lines() -> None:
    assert lines("<p>a</p><pre>one\n<b>two</b></pre>") == ["<p>a</p>", "<pre>one", "<b>two</b></pre>"]
    assert lines("<![CDATA[<p>\n<p>]]>") == ["<![CDATA[<p>", "<p>]]>"]


def test_words_that_changed_are_marked() -> None:
    (row,) = side_by_side("<p>the old words</p>", "<p>the new words</p>")
    assert row.kind == "change"
    assert ("old", True) in row.left.pieces
    assert ("new", True) in row.right.pieces
    assert _text([row], "right") == ["<p>the new words</p>"]


def test_lines_that_came_and_went_stand_alone() -> None:
    rows = side_by_side("<p>a</p><p>b</p>", "<p>b</p><p>c</p>")
    assert [row.kind for row in rows] == ["delete", "equal", "insert"]
    assert (rows[0].right.number, rows[2].left.number) == (0, 0)


def test_a_line_that_changed_stands_beside_itself_though_others_came_before_it() -> None:
    old = "<p>a sentence that a person will change</p>"
    rows = side_by_side(old, "<p>new</p><p>newer</p><p>a sentence that a person did change</p><p>last</p>")
    assert [row.kind for row in rows] == ["insert", "insert", "change", "insert"]
    assert ("will", True) in rows[2].left.pieces
    assert ("did", True) in rows[2].right.pieces


def test_lines_that_left_and_came_keep_their_order() -> None:
    rows = side_by_side("<p>one two three</p><p>left</p>", "<p>came</p><p>one two four</p>")
    assert [row.kind for row in rows] == ["insert", "change", "delete"]


def test_very_many_changed_lines_are_compared_in_a_moment() -> None:
    old, new = ("".join(f"<p>{side}{n}</p>" for n in range(3000)) for side in "ab")
    assert len(side_by_side(old, new)) == 3000


def test_unchanged_lines_far_from_a_change_are_counted() -> None:
    many = [f"<p>{index}</p>" for index in range(20)]
    rows = side_by_side("".join(many), "".join([*many[:10], "<p>new</p>", *many[10:]]))
    assert [(row.kind, row.skipped) for row in rows if row.kind == "gap"] == [("gap", 7), ("gap", 7)]
    assert [row.kind for row in rows].count("equal") == 6


def test_bodies_that_are_the_same_have_no_rows() -> None:
    assert side_by_side("<p>a</p>", "<p>a</p>") == []


def test_ids_that_the_server_minted_are_no_change() -> None:
    old = '<p local-id="1">x</p><ac:structured-macro ac:macro-id="2" ac:name="toc" /><ac:task-uuid>3</ac:task-uuid>'
    assert side_by_side(old, old.replace("1", "7").replace("2", "8").replace("3", "9")) == []


_BODIES = st.lists(st.sampled_from(["<p>a</p>", "<p>b c</p>", "<ul><li>x</li></ul>", "text ", "\n"])).map(
    "".join
)


@given(_BODIES, _BODIES)
def test_both_sides_can_be_read_off_the_rows(old: str, new: str) -> None:
    rows = side_by_side(old, new)
    if not any(row.kind == "gap" for row in rows) and rows:
        assert [line for line in _text(rows, "left") if line] == lines(old)
        assert [line for line in _text(rows, "right") if line] == lines(new)
    elif not rows:
        assert lines(old) == lines(new)
