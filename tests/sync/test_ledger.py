"""The ledger as it lies in content properties, and stamps."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_confluence.errors import Foreign
from mkdocs_confluence.model import Page, digest
from mkdocs_confluence.sync import ledger, shards, stamp
from mkdocs_confluence.sync.journal import batches
from mkdocs_confluence.sync.ledger import Entry, Filed, Intent, Lease, Ledger

texts = st.text(st.characters(codec="utf-8"), max_size=12)
entries = st.builds(
    Entry,
    st.from_regex(r"[0-9]{1,9}", fullmatch=True),
    st.integers(1, 10**6),
    texts,
    texts,
    st.lists(texts, max_size=3).map(tuple),
    st.dictionaries(texts, st.builds(Filed, texts, texts), max_size=4),
    st.sampled_from(["default", "full"]),
    texts,
    st.sampled_from(["", "trash", "archive", "unseen"]),
)
intents = st.builds(
    Intent, texts, texts, texts, texts, texts, texts, st.integers(0, 99), st.integers(0, 9), texts
)


@given(st.dictionaries(texts, entries, max_size=8), st.sampled_from([1, 2, 8]))
def test_entries_survive_the_shards(rows: dict[str, Entry], count: int) -> None:
    found = [row for text in shards.split(rows, count) for row in json.loads(text)]
    assert shards.read_rows(found) == rows


@given(
    st.lists(intents, max_size=5).map(tuple),
    st.none() | st.builds(Lease, texts, st.floats(0, 1e9), st.just(120)),
)
def test_the_head_survives(open_intents: tuple[Intent, ...], lease: Lease | None) -> None:
    before = Ledger(
        intents=open_intents,
        lease=lease,
        names=("a", "b", "c"),
        affixes=("v2 ", " (beta)"),
        converter="1",
        flavor="cloud",
        shards=2,
    )
    text = ledger.head(before, "7", "docs")
    assert ledger.is_head(text, "docs", "7")
    assert not ledger.is_head(text, "docs", "8")
    assert not ledger.is_head(text, "other", "7")
    assert ledger.read_head(text) == before


def test_a_page_with_very_many_files_spreads_over_shards() -> None:
    files = {f"{'ü' * 60}-{n}.png": Filed("0" * 16, f"att{n}") for n in range(1500)}
    rows = {"a.md": Entry("1", 1, files=files), "b.md": Entry("2", 1)}
    count = shards.fitting(rows)
    texts = shards.split(rows, count)
    assert all(len(text) <= ledger.LIMIT for text in texts)
    assert shards.read_rows(row for text in texts for row in json.loads(text)) == rows


def test_five_thousand_pages_fit_into_a_few_dozen_shards() -> None:
    rows = {f"section-{n % 50}/page-{n}.md": Entry(str(10**9 + n), 3, "0" * 12, "0" * 8) for n in range(5000)}
    assert shards.fitting(rows) <= 64


def test_a_ledger_of_a_newer_format_is_refused() -> None:
    text = ledger.head(Ledger(), "7", "docs").replace('"format":1', '"format":2')
    with pytest.raises(Foreign, match="newer version"):
        ledger.read_head(text)


@pytest.mark.parametrize("value", [None, 7, "text", {"site": "docs"}, "[]", '{"site": "docs"}'])
def test_a_property_of_somebody_else_is_no_head(value: object) -> None:
    assert not ledger.is_head(value, "docs", "7")


@given(texts.filter(bool), texts.filter(bool))
def test_keys_of_properties_are_plain_and_tell_sites_apart(one: str, other: str) -> None:
    for key in (ledger.head_key(one), shards.shard_key(one, 4, 3)):
        assert re.fullmatch(r"[a-z0-9-]{1,255}", key)
    assert (ledger.prefix(one) == ledger.prefix(other)) == (one == other)
    assert one == other or not ledger.head_key(one).startswith(ledger.prefix(other))


@given(st.lists(intents, max_size=40))
def test_batches_of_intents_fit_into_the_head(found: list[Intent]) -> None:
    parts = batches(found, 7)
    assert [intent for part in parts for intent in part] == found
    for part in parts:
        assert 0 < len(part) <= 7
        assert len(ledger.head(Ledger(intents=tuple(part)), "1", "docs")) < ledger.LIMIT


@given(texts, texts, texts)
def test_a_stamp_is_short_and_found_again(site: str, key: str, text: str) -> None:
    page = Page(key, "T", None, "ab" * 32, "", links=("x",))
    mark = stamp.stamp(site, page, {"x": "1"})
    assert len(str(mark)) <= stamp.STAMP_LIMIT
    message = stamp.message(text * 100, mark)
    assert len(message) <= stamp.MESSAGE_LIMIT
    assert stamp.read(message) == mark
    assert mark.names(site, "other", key)
    assert not mark.names(site + "x", key)


def test_a_message_of_a_person_has_no_stamp() -> None:
    assert stamp.read("Fixed typo") is None
    assert stamp.read("") is None


@given(texts)
def test_a_placeholder_is_known_again_after_the_server_rewrote_it(site: str) -> None:
    body = stamp.placeholder(site)
    assert stamp.is_placeholder(body.replace("<p>", '<p local-id="1">'), site)
    assert not stamp.is_placeholder(body.replace("<p>", "<p>Mine: "), site)
    assert not stamp.is_placeholder("<p />", site)


def test_a_stamp_that_words_follow_is_not_that_of_a_publish() -> None:
    """Somebody may quote an older message in a new one."""
    page = Page("a.md", "A", None, digest("a"), "a.xml")
    message = stamp.message("", stamp.stamp("docs", page, {}))
    assert stamp.read(f"{message} ") is not None
    assert stamp.read(f"Back to “{message}”") is None
