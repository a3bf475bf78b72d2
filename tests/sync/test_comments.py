"""Inline comments stay on their words when a body is replaced."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from remarks import spans

from mkdocs_confluence.sync.comments import Carried, carry
from mkdocs_confluence.sync.comments.assign import assign
from mkdocs_confluence.sync.comments.flow import MARKER


def marked(ref: str, words: str) -> str:
    return f'<{MARKER} ac:ref="{ref}">{words}</{MARKER}>'


def bare(body: str) -> str:
    return re.sub(rf"</?{MARKER}[^>]*>", "", body)


C = marked("c", "the port")
QUOTED = "a &#38; b \u2019c"
BROKEN = "the\n  port"
PANEL = (
    '<ac:structured-macro ac:name="tip"><ac:parameter ac:name="title">the port</ac:parameter>'
    "<ac:rich-text-body><p>{}</p></ac:rich-text-body></ac:structured-macro>"
)

STATUS = (
    '<ac:structured-macro ac:name="status"{}><ac:parameter ac:name="title">DONE</ac:parameter>'
    '<ac:parameter ac:name="colour">Green</ac:parameter></ac:structured-macro>'
)
IMAGE = '<ac:image{}><ri:attachment ri:filename="a.png" /></ac:image>'
EMOJI = '<ac:emoticon ac:name="blue-star" ac:emoji-shortname=":rocket:" />'
MENTION = '<ac:link><ri:user ri:account-id="7" /></ac:link>'
TITLE = '<ac:link><ri:page ri:content-title="Ports" /></ac:link>'
DATE = '<time datetime="2024-01-02" />'
ELEMENTS = {
    "status": (STATUS.format(' ac:macro-id="1"'), STATUS.format(""), "DONE"),
    "image": (IMAGE.format(' ac:width="9"'), IMAGE.format(""), "a.png"),
    "emoticon": (EMOJI, EMOJI.replace("blue-star", "other"), ":rocket:"),
    "mention": (MENTION, MENTION, "7"),
    "link without words of its own": (TITLE, TITLE, "Ports"),
    "date": (DATE, '<time datetime="2024-01-02"></time>', "2024-01-02"),
}

SAME = {
    "paragraph": (f"<p>Set {C} first.</p>", "<p>New. Set the port first.</p>", f"<p>New. Set {C} first.</p>"),
    "heading": (f"<h2>About {C}</h2>", "<h3>About the port</h3>", f"<h3>About {C}</h3>"),
    "list item": (
        f"<ul><li>a</li><li>{C}</li></ul>",
        "<ul><li>the portal</li><li>the port</li></ul>",
        f"<ul><li>the portal</li><li>{C}</li></ul>",
    ),
    "cell": (
        f"<table><tbody><tr><td>{C}</td></tr></tbody></table>",
        "<table><tbody><tr><td>x</td><td>the port</td></tr></tbody></table>",
        f"<table><tbody><tr><td>x</td><td>{C}</td></tr></tbody></table>",
    ),
    "panel": (PANEL.format(C), PANEL.format("the port"), PANEL.format(C)),
    "another kind of element": (
        f"<p>Set {C}.</p>",
        "<ul><li>Set the port.</li></ul>",
        f"<ul><li>Set {C}.</li></ul>",
    ),
    "entities": (
        f"<p>{marked('c', 'a &amp; b&nbsp;&rsquo;c')}</p>",
        f"<p>x {QUOTED}</p>",
        f"<p>x {marked('c', QUOTED)}</p>",
    ),
    "white space": (f"<p>{C}</p>", f"<p>{BROKEN}</p>", f"<p>{marked('c', BROKEN)}</p>"),
}


@pytest.mark.parametrize("case", SAME)
def test_a_comment_stays_on_its_words(case: str) -> None:
    stored, new, wanted = SAME[case]
    carried = carry(stored, new)
    assert carried.body == wanted
    assert carried.lost == ()


def test_a_comment_runs_through_inline_tags() -> None:
    stored = f"<p>{marked('c', 'see ')}<strong>{marked('c', 'the')}</strong>{marked('c', ' port')}</p>"
    carried = carry(stored, "<p>see <em>the</em> port</p>")
    assert carried.body == f"<p>{marked('c', 'see ')}<em>{marked('c', 'the')}</em>{marked('c', ' port')}</p>"


def test_a_comment_runs_over_two_paragraphs() -> None:
    stored = f"<p>a {marked('c', 'b')}</p><p>{marked('c', 'c')} d</p>"
    carried = carry(stored, "<p>0</p><p>a b</p>\n<p>c d</p>")
    assert carried.body == f"<p>0</p><p>a {marked('c', 'b')}</p>\n<p>{marked('c', 'c')} d</p>"


def test_no_comment_goes_into_attributes_code_or_parameters() -> None:
    code = (
        '<ac:structured-macro ac:name="code"><ac:parameter ac:name="title">the port</ac:parameter>'
        "<ac:plain-text-body><![CDATA[the port]]></ac:plain-text-body></ac:structured-macro>"
    )
    new = f'<p><a href="the port" title="the port">x</a> <code>the port</code></p>{code}<!-- the port -->'
    carried = carry(f"<p>{C}</p>", new)
    assert carried.body == new
    assert carried.lost == (("c", "the port"),)


def test_a_comment_on_inline_code_stays_there() -> None:
    carried = carry(f"<p>run <code>{marked('c', 'make')}</code></p>", "<p>make it: run <code>make</code></p>")
    assert (
        f"<code>{marked('c', 'make')}</code>" in carried.body
        or f"<p>{marked('c', 'make')} it" in carried.body
    )
    assert carried.body.count("ac:ref") == 1


def test_context_decides_between_repeats() -> None:
    stored = f"<p>Open the port of the server.</p><p>Close {C} of the client.</p><p>Count the port too.</p>"
    new = "<p>Count the port too.</p><p>Close the port of the client.</p><p>Open the port of the server.</p>"
    assert f"<p>Close {C} of the client.</p>" in carry(stored, new).body


def test_comments_on_repeated_words_keep_apart() -> None:
    rows = "".join(f"<p>{name}: {marked(name, 'yes')}</p>" for name in "abcdef")
    new = "".join(f"<p>{name}: yes</p>" for name in "fbadce")
    carried = carry(rows, new)
    assert carried.body == "".join(f"<p>{name}: {marked(name, 'yes')}</p>" for name in "fbadce")


def test_of_two_comments_for_one_place_one_is_lost() -> None:
    stored = f"<p>one {marked('a', 'word')}</p><p>two {marked('b', 'word')}</p>"
    carried = carry(stored, "<p>two word</p>")
    assert carried.body == f"<p>two {marked('b', 'word')}</p>"
    assert carried.lost == (("a", "word"),)


def test_comments_that_overlap_stay_nested() -> None:
    stored = f"<p>{marked('a', 'the big ' + marked('b', 'port'))} here</p>"
    carried = carry(stored, "<p>Look: the big port here</p>")
    assert spans(carried.body) == [("a", "the big port"), ("b", "port")]
    assert bare(carried.body) == "<p>Look: the big port here</p>"


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("<p>Set the default port of the server first.</p>", "the default port of the server"),
        ("<p>Set the ports of the server first.</p>", "the ports of the server"),
        ("<p>Set the port of the servers first.</p>", "the port of the servers"),
        ("<p>Other.</p><p>Set first the port of a server.</p>", "the port of a server"),
    ],
)
def test_small_edits_inside_the_words_are_tolerated(new: str, words: str) -> None:
    carried = carry(f"<p>Intro.</p><p>Set {marked('c', 'the port of the server')} first.</p>", new)
    assert spans(carried.body) == [("c", words)]
    assert bare(carried.body) == new


@pytest.mark.parametrize("new", ["", "<p>Nothing alike.</p>", "<p>Set the address of a printer now.</p>"])
def test_a_comment_whose_words_are_gone_is_reported(new: str) -> None:
    carried = carry(f"<p>{marked('c', 'Restart twice quickly')}</p>", new)
    assert carried.body == new
    assert carried.lost == (("c", "Restart twice quickly"),)


def test_a_comment_on_a_short_word_prefers_whole_words() -> None:
    carried = carry(f"<p>a {marked('c', 'port')}</p>", "<p>important</p><p>a port</p>")
    assert carried.body == f"<p>important</p><p>a {marked('c', 'port')}</p>"


@pytest.mark.parametrize("case", ELEMENTS)
def test_a_comment_stays_on_an_element_without_words(case: str) -> None:
    was, now, says = ELEMENTS[case]
    carried = carry(f"<p>Go {marked('c', was)} on</p>", f"<p>New</p><p>x {now} y</p>")
    assert carried.body == f"<p>New</p><p>x {marked('c', now)} y</p>"
    assert carried.lost == ()
    assert spans(carried.body) == [("c", says)]


@pytest.mark.parametrize("case", ELEMENTS)
def test_a_comment_whose_element_is_gone_is_reported(case: str) -> None:
    was, _, says = ELEMENTS[case]
    carried = carry(f"<p>Go {marked('c', was)} on</p>", "<p>Go on</p>")
    assert carried == Carried("<p>Go on</p>", (("c", says),))


@pytest.mark.parametrize("empty", [marked("c", ""), f'<{MARKER} ac:ref="c" />', marked("c", "<hr />")])
def test_a_comment_on_nothing_is_reported(empty: str) -> None:
    assert carry(f"<p>a {empty} b</p>", "<p>a b</p>").lost == (("c", ""),)


def test_a_comment_on_words_and_an_element_keeps_both() -> None:
    was, now, _ = ELEMENTS["status"]
    stored = f"<p>It is {marked('c', f'all {was} now')}.</p>"
    carried = carry(stored, f"<p>It is all {now} now.</p>")
    assert carried.body == f"<p>It is {marked('c', f'all {now} now')}.</p>"


def test_context_decides_between_elements_that_say_the_same() -> None:
    stored = f"<p>open: {EMOJI}</p><p>close: {marked('c', EMOJI)}</p>"
    carried = carry(stored, f"<p>close: {EMOJI}</p><p>open: {EMOJI}</p>")
    assert carried.body == f"<p>close: {marked('c', EMOJI)}</p><p>open: {EMOJI}</p>"


def test_an_image_between_two_commented_paragraphs_is_not_marked() -> None:
    picture = IMAGE.format("")
    stored = f"<p>{marked('c', 'one')}</p>{picture}<p>{marked('c', 'two')}</p>"
    assert carry(stored, bare(stored)).body == stored


WORDS = ["a", "b", "the", "port", "&amp;", "é", *(now for _, now, _ in ELEMENTS.values())]
blocks = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), max_size=6)


@given(blocks, blocks, st.data())
def test_only_markers_are_added_and_each_comment_has_one_place(
    old: list[list[str]], new: list[list[str]], data: st.DataObject
) -> None:
    refs = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    made: list[str] = []

    def word(text: str) -> str:
        if not data.draw(st.booleans()):
            return text
        made.append(next(refs))
        return marked(made[-1], text)

    stored = "".join(f"<p>{' '.join(map(word, block))}</p>" for block in old)
    body = "".join(f"<p>{' '.join(block)}</p>" for block in new)
    carried = carry(stored, body)
    assert bare(carried.body) == body
    placed = [ref for ref, _ in spans(carried.body)]
    assert len(set(placed)) == len(placed)
    assert sorted([*placed, *(ref for ref, _ in carried.lost)]) == sorted(made)
    assert not re.search(rf"<{MARKER}[^>]*></{MARKER}>", carried.body)


@given(blocks, st.data())
def test_an_unchanged_page_keeps_every_comment_in_its_place(
    old: list[list[str]], data: st.DataObject
) -> None:
    names = iter(range(100))
    stored = "".join(
        f"<p>{' '.join(marked(str(next(names)), word) if data.draw(st.booleans()) else word for word in block)}</p>"
        for block in old
    )
    assert carry(stored, bare(stored)).body == stored


@given(
    st.dictionaries(
        st.integers(0, 4),
        st.dictionaries(st.integers(0, 4), st.integers(1, 9).map(float), max_size=4),
        max_size=4,
    )
)
def test_the_assignment_is_the_heaviest(weights: dict[int, dict[int, float]]) -> None:
    chosen = assign(weights)
    assert len(set(chosen.values())) == len(chosen)
    total = sum(weights[row][column] for row, column in chosen.items())
    assert total == _heaviest(list(weights.values()), frozenset())


def _heaviest(rows: list[dict[int, float]], used: frozenset[int]) -> float:
    if not rows:
        return 0.0
    options = [
        value + _heaviest(rows[1:], used | {column})
        for column, value in rows[0].items()
        if column not in used
    ]
    return max([*options, _heaviest(rows[1:], used)])
