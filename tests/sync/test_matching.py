"""Which page of the site is which page of the ledger: one to one, and the same whatever the order of the rows."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_confluence.model import Page, Publication, digest
from mkdocs_confluence.names import retitled
from mkdocs_confluence.remote import RemotePage
from mkdocs_confluence.sync import stamp
from mkdocs_confluence.sync.ledger import Entry, Ledger
from mkdocs_confluence.sync.plan.matching import match, returning

keys = st.sampled_from(["a.md", "b.md", "c.md", "d.md", "s/", "t/"])
titles = [f"Title {n}" for n in range(6)]
bodies = [stamp.body_digest(Page("", "", None, digest(text), "")) for text in "xyz"]
entries = st.builds(
    lambda page, version, body, title, gone: Entry(
        page, version, body, nav=stamp.nav_digest(title, "", ()), gone=gone
    ),
    st.sampled_from(["1", "2", "3", "4", "5"]),
    st.integers(1, 3),
    st.sampled_from(["", *bodies]),
    st.sampled_from(titles),
    st.sampled_from(["", "", "trash", "archive", "unseen"]),
)


@st.composite
def sites(draw: st.DrawFn) -> Publication:
    wanted = draw(st.lists(keys, max_size=5, unique=True))
    names = draw(st.permutations(titles))
    pages = [Page("index.md", "Docs", None, digest("root"), "")]
    for key, title in zip(wanted, names, strict=False):
        pages.append(Page(key, title, "index.md", digest(draw(st.sampled_from("xyz"))), ""))
    return Publication("docs", "Docs", "", "", "cloud", "1", tuple(pages))


@given(sites(), st.dictionaries(keys, entries, max_size=6), st.permutations(titles), st.randoms())
def test_pages_and_rows_are_matched_one_to_one_in_whatever_order_the_rows_are(
    site: Publication, rows: dict[str, Entry], now: list[str], random: Random
) -> None:
    pages = {page: RemotePage(page, title, parent="0") for page, title in zip("12345", now, strict=False)}
    shuffled = list(rows.items())
    random.shuffle(shuffled)
    ledger = Ledger(rows)
    found = match(site, ledger, "0", pages)
    back = returning(site, ledger, found)
    other = Ledger(dict(shuffled))
    again = match(site, other, "0", pages)
    ids = {key: rows[was].id for key, was in {**found, **back}.items()}
    assert {key: rows[was].id for key, was in {**again, **returning(site, other, again)}.items()} == ids
    assert len(set(ids.values())) == len(ids), "one page of Confluence for two of the site"
    assert not found.keys() & back.keys()
    assert all(not rows[was].gone for was in found.values())
    living = {entry.id for entry in rows.values() if not entry.gone}
    assert all(rows[was].gone and rows[was].id not in living for was in back.values())


affixes = st.text(st.sampled_from("ab (v2)-"), max_size=4)


@given(st.from_regex(r"[A-Z][a-z ]{0,5}[a-z]", fullmatch=True), affixes, affixes, affixes, affixes)
def test_a_title_goes_back_to_what_it_was_with_another_prefix_and_suffix(
    title: str, lead: str, tail: str, old_lead: str, old_tail: str
) -> None:
    name = retitled(title, ("", ""), ("", ""))
    new = retitled(name, ("", ""), (lead, tail))
    assert retitled(new, (lead, tail), (old_lead, old_tail)) == retitled(name, ("", ""), (old_lead, old_tail))


def test_titles_without_the_prefix_tell_nothing() -> None:
    assert retitled("Install", ("v2 ", ""), ("", "")) == ""
    page = Page("new/a.md", "Install", "index.md", digest("new"), "")
    root = Page("index.md", "v2 Docs", None, digest("root"), "")
    site = Publication("docs", "Docs", "", "", "cloud", "1", (root, page), title_prefix="v2 ")
    row = Entry("1", 1, "old", nav=stamp.nav_digest("Other", "", ()))
    assert match(site, Ledger({"a.md": row}), "0", {}) == {}
    left = replace(row, nav=stamp.nav_digest("Install", "", ()))
    assert match(site, Ledger({"a.md": left}), "0", {}) == {"new/a.md": "a.md"}
