"""Plans carried out on a tree in memory: they reach what is wanted, by steps that Confluence allows, and then are empty."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_confluence.model import Flavor, Page, Policy, Publication, digest
from mkdocs_confluence.names import fold
from mkdocs_confluence.remote import RemotePage, Space
from mkdocs_confluence.sync import stamp
from mkdocs_confluence.sync.changes import Change, Plan, Snapshot
from mkdocs_confluence.sync.ledger import Entry, Ledger
from mkdocs_confluence.sync.plan import order, plan

HOME = "1"
FREELY = Policy(force=True)


def publication(flavor: Flavor, pages: list[Page]) -> Publication:
    return Publication("docs", "Docs", "https://d/", "", flavor, "1", tuple(pages))


@st.composite
def sites(draw: st.DrawFn, flavor: Flavor) -> Publication:
    """A tree of up to nine pages whose keys, titles and bodies come from small pools, in pre-order."""
    size = draw(st.integers(1, 9))
    keys = draw(st.permutations([f"{n}.md" for n in range(7)] + ["s/", "t/", "u/"]))[: size - 1]
    titles = draw(st.permutations([f"Title {n}" for n in range(10)] + ["title 3x"]))[:size]
    bodies = draw(st.lists(st.sampled_from("abcdefgh"), min_size=size, max_size=size))
    parents = [draw(st.integers(0, n)) for n in range(size - 1)]
    rows = ["index.md", *keys]
    links = draw(st.lists(st.lists(st.sampled_from(rows), max_size=2), min_size=size, max_size=size))
    made = [
        Page(
            key,
            title,
            None if n == 0 else rows[parents[n - 1]],
            digest(body),
            "",
            tuple(sorted(set(to))) if flavor == "cloud" else (),
        )
        for n, (key, title, body, to) in enumerate(zip(rows, titles, bodies, links, strict=True))
    ]
    return publication(flavor, _pre_order(made))


def _pre_order(pages: list[Page]) -> list[Page]:
    found: list[Page] = []
    stack = [pages[0]]
    while stack:
        page = stack.pop()
        found.append(page)
        stack += reversed([child for child in pages if child.parent == page.key])
    return found


@dataclass
class World:
    """A space: pages by id, with rules that no step may break."""

    flavor: Flavor
    lands_first: bool = False
    pages: dict[str, RemotePage] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    root: str = ""
    ids: count[int] = field(default_factory=lambda: count(100))

    def check(self) -> None:
        titles = [fold(page.title) for page in self.pages.values()]
        assert len(set(titles)) == len(titles), "two pages with one title"
        for page in self.pages.values():
            seen, at = set(), page.id
            while at != HOME:
                assert at not in seen, "a page below itself"
                seen.add(at)
                at = self.pages[at].parent

    def set(self, page: RemotePage) -> None:
        self.pages[page.id] = page
        self.check()

    def children(self, parent: str) -> list[RemotePage]:
        rows = [page for page in self.pages.values() if page.parent == parent]
        return sorted(rows, key=lambda page: (page.position or 0, page.title))

    def edge(self, parent: str, *, first: bool) -> int:
        places = [page.position or 0 for page in self.children(parent)] or [10_000]
        return min(places) - 10 if first else max(places) + 10

    # what apply does

    def carry_out(self, decided: Plan) -> None:
        changes = decided.by_key()
        names = {c.key: c.before.id for c in decided.changes if c.before}
        for key in decided.parks:
            self._title(names[key], changes[key].parked)
        for change in decided.changes:
            if change.shapes:
                self._shape(change, names)
        for parent, keys in decided.order.items():
            self._order([names[key] for key in keys], names[parent], changes, list(keys))
        for change in decided.changes:
            if change.retire:
                assert not self.children(change.id), "a page is retired before those below it"
                del self.pages[change.id]
        pages = {c.key: c.page for c in decided.changes if c.page}
        self.root = names[decided.changes[0].key]
        kept = {c.key: self._kept(c, c.entry) for c in decided.changes if c.kept and c.entry}
        assert not kept.keys() & pages.keys(), "two pages with one key"
        self.entries = kept | {key: self._entry(page, names) for key, page in pages.items()}

    def _title(self, page: str, title: str) -> None:
        self.set(replace(self.pages[page], title=title))

    def _shape(self, change: Change, names: dict[str, str]) -> None:
        parent = HOME if change.parent is None else names[change.parent]
        if change.create:
            assert change.page
            assert not change.whole or all(key in names for key in change.page.links)
            place = change.position or self.edge(parent, first=self.lands_first)
            page = RemotePage(str(next(self.ids)), change.title, parent=parent, version=1, position=place)
            names[change.key] = page.id
            self.set(page)
            return
        page = self.pages[change.id]
        if change.move:
            place = change.position or self.edge(parent, first=False)
            page = replace(page, parent=parent, position=place)
            self.set(page)
        if change.rename:
            self._title(page.id, change.title)

    def _order(self, ids: list[str], parent: str, changes: dict[str, Change], keys: list[str]) -> None:
        if self.flavor == "datacenter":
            for page, key in zip(ids, keys, strict=True):
                place = changes[key].position
                if place is not None:
                    self.set(replace(self.pages[page], position=place))
            return
        row = [page.id for page in self.children(parent) if page.id in ids]
        for move in order.moves(row, ids):
            row.remove(move.key)
            row.insert(row.index(move.sibling) + (move.relation == "after"), move.key)
        for place, page in enumerate(row):
            self.set(replace(self.pages[page], position=1000 + place))

    def _entry(self, page: Page, names: dict[str, str]) -> Entry:
        remote = self.pages[names[page.key]]
        body, links = stamp.body_digest(page), stamp.links_digest(page, names)
        return Entry(remote.id, remote.version, body, links, nav=stamp.nav_digest(page.title, "", ()))

    def _kept(self, change: Change, entry: Entry) -> Entry:
        return replace(entry, nav=stamp.nav_digest(self.pages[entry.id].title, "", ()))

    def snapshot(self, wanted: Publication) -> Snapshot:
        known = {entry.id for entry in self.entries.values()}
        titles = {fold(page.title) for page in wanted.pages}
        others = {fold(page.title): page for page in self.pages.values() if page.id not in known}
        return Snapshot(
            Space("9", "DOCS", "Docs", HOME),
            HOME,
            self.pages.get(self.root),
            Ledger(self.entries, names=("Docs", "https://d/", ""), shards=1 if self.root else 0),
            {page: self.pages[page] for page in known if page in self.pages},
            {title: page for title, page in others.items() if title in titles},
            {page: tuple(self.children(page)) for page in known},
        )

    def tree(self, site: Publication) -> list[tuple[str, str, str]]:
        """(title, parent's title, body) of the pages of the site, in pre-order."""
        keys = {self.entries[page.key].id: self.entries[page.key] for page in site.pages}
        rows, stack = [], [self.root]
        while stack:
            page = self.pages[stack.pop()]
            above = self.pages[page.parent].title if page.parent != HOME else ""
            rows.append((page.title, above, keys[page.id].body))
            stack += [child.id for child in reversed(self.children(page.id)) if child.id in keys]
        return rows


def wanted_tree(site: Publication) -> list[tuple[str, str, str]]:
    pages = site.by_key()
    return [
        (page.title, pages[page.parent].title if page.parent else "", stamp.body_digest(page))
        for page in site.pages
    ]


def settle(world: World, site: Publication, policy: Policy = FREELY) -> Plan:
    decided = plan(site, world.snapshot(site), policy)
    world.carry_out(decided)
    assert world.tree(site) == wanted_tree(site)
    assert plan(site, world.snapshot(site), policy).empty
    return decided


pairs = st.sampled_from(["cloud", "datacenter"]).flatmap(
    lambda flavor: st.tuples(st.just(flavor), sites(flavor), sites(flavor), st.booleans())  # type: ignore[arg-type]
)


@given(pairs)
def test_any_tree_becomes_any_other(case: tuple[Flavor, Publication, Publication, bool]) -> None:
    flavor, before, after, lands_first = case
    world = World(flavor, lands_first)
    settle(world, before)
    ids = {key: entry.id for key, entry in world.entries.items()}
    decided = settle(world, after)
    for key in {page.key for page in after.pages} & ids.keys() - {"index.md"}:
        assert world.entries[key].id == ids[key], "a page that kept its path lost its id"
    assert world.root == ids["index.md"]
    created = sum(change.create for change in decided.changes)
    assert created <= len(after.pages) - len(ids.keys() & {page.key for page in after.pages})


@given(pairs)
def test_any_tree_becomes_any_other_beside_pages_that_are_kept(
    case: tuple[Flavor, Publication, Publication, bool],
) -> None:
    flavor, before, after, lands_first = case
    world = World(flavor, lands_first)
    keep = replace(FREELY, retire="keep")
    settle(world, before, keep)
    ids = {entry.id for entry in world.entries.values()}
    settle(world, after, keep)
    assert {entry.id for entry in world.entries.values()} >= ids, "a page that is kept was forgotten"
    settle(world, before, keep)
    settle(world, after)
    assert len(world.entries) == len(after.pages), "what was kept goes once that is wanted"


@given(pairs)
def test_what_did_not_change_is_not_written(case: tuple[Flavor, Publication, Publication, bool]) -> None:
    flavor, before, after, lands_first = case
    world = World(flavor, lands_first)
    settle(world, before)
    old = before.by_key()
    for change in plan(after, world.snapshot(after), FREELY).changes:
        page, was = change.page, old.get(change.key)
        if page and was and change.was == change.key and (page.digest, page.links) == (was.digest, was.links):
            known = {it.key for it in before.pages} & {it.key for it in after.pages}
            if set(page.links) <= known:
                assert not change.body or change.create
        if page and was and change.was == change.key:
            assert change.rename == (page.title != was.title)


@given(sites("cloud"))
def test_new_pages_are_written_once_where_they_link_back_only(site: Publication) -> None:
    decided = plan(site, World("cloud").snapshot(site), FREELY)
    for change in decided.changes:
        if change.whole:
            assert change.page
            place = [page.key for page in site.pages].index(change.key)
            assert {page.key for page in site.pages[:place]} >= set(change.page.links)
    without = [change for change in decided.changes[1:] if change.page and not change.page.links]
    assert all(change.whole for change in without)


def test_a_long_chain_of_links_does_not_make_creates_wait_for_each_other() -> None:
    sections = [Page(f"s{n}/", f"S{n}", "index.md", "d", "") for n in range(4)]
    leaves = [
        Page(f"{n}.md", f"T{n}", f"s{n % 4}/", "d", "", links=(f"{n - 1}.md",) if n else ())
        for n in range(200)
    ]
    site = publication("cloud", _pre_order([Page("index.md", "Docs", None, "d", ""), *sections, *leaves]))
    decided = plan(site, World("cloud").snapshot(site), FREELY)
    ends: dict[str, int] = {}
    last: dict[str, int] = {}
    for change in decided.changes:
        assert change.page
        waits = [ends[key] for key in change.page.links] if change.whole else []
        parent = change.parent or ""
        ends[change.key] = last[parent] = 1 + max([ends.get(parent, 0), last.get(parent, 0), *waits])
    assert max(ends.values()) <= (4 + 50) * 5 // 4 + 50
