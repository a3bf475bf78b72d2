"""A site, the people who read it in Confluence, and a server with faults, at random: what stands after each publish
that ends well is exactly what is meant, byte for byte, and what is not ours is as it was.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from cuts import QUICK
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sandboxes import Sandbox
from trees import LeapingClock, Node, P, Person, client, put, tree
from trees import site as built

from mkdocs_confluence.errors import PublishError, TitleHeld
from mkdocs_confluence.model import Opening, Policy, digest, fill
from mkdocs_confluence.names import fold
from mkdocs_confluence.sandbox.bodies import normalise
from mkdocs_confluence.sandbox.store import content
from mkdocs_confluence.sandbox.store.nouns import Flavor
from mkdocs_confluence.sandbox.web.faults import Fault
from mkdocs_confluence.sync import Notice, Outcome

TITLES = [*(f"Chapter {n}" for n in range(12)), "Ångström & <b>", "chapter 3 ß"]
WORDS = "anchor bottle candle dagger engine feather garden hammer island jacket kettle ladder".split()
FREELY = Policy(force=True)
SWITCHES: list[dict[str, Any]] = [
    {},
    {"new_page_first": False},
    {"move_bumps": False, "title_bumps": False},
    {"create_keeps_message": True},
    {"late_read": 1},
    {"list_cap": 7, "expand_cap": 7},
    {"trashed_readable": True, "delete_twice_fails": False},
    {"links_heal": True, "same_body_bumps": False},
    {"index_lag": 5.0, "message_limit": 48},
    {"orphans": "archive"},
    {"orphans": "lift"},
    {"positions": False},
]
FAULTS: list[Fault] = [
    *(Fault(kind) for kind in ("drop-before", "drop-after", "half", "spoil")),
    *(Fault("status", status=status) for status in (500, 502, 503, 504)),
    Fault("throttle", seconds=2),
]
number = st.integers(0, 9_999)


@dataclass
class Leaf:
    """A page as its author sees it."""

    key: str
    title: str
    words: list[str]
    below: list[Leaf] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    wide: bool = False

    def walk(self) -> list[Leaf]:
        return [self, *(leaf for child in self.below for leaf in child.walk())]

    def page(self, keys: set[str]) -> P:
        links = tuple(dict.fromkeys(key for key in self.links if key in keys))
        below = tuple(child.page(keys) for child in self.below)
        return P(
            self.key, self.title, below, " ".join(self.words), links, dict(self.files), self.labels,
            "full" if self.wide else "default",
        )  # fmt: skip


@dataclass
class Theirs:
    """What people did to one of our pages, by its id."""

    labels: set[str] = field(default_factory=set)
    comments: dict[str, str] = field(default_factory=dict)
    """Ref of a comment → the word that it is on."""
    touched: bool = False
    """Whether they wrote, moved or renamed it since the last publish that ended well."""


class Machine(RuleBasedStateMachine):
    flavor: Flavor = "cloud"

    @initialize(switches=st.sampled_from(SWITCHES))
    def start(self, switches: dict[str, Any]) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.sandbox = Sandbox(self.folder / "s", self.flavor, switches=replace(QUICK, **switches))
        self.ann = Person(self.sandbox, "ann")
        self.root = Leaf("index.md", "Docs", ["home"])
        self.removed: list[Leaf] = []
        self.ids: dict[str, int] = {}
        """Ids by key, as last published; a file that is renamed may lose its page."""
        self.published: dict[str, int] = {}
        """The same with the keys of that time."""
        self.top: int | None = None
        """The id of the root, once it is published."""
        self.theirs: dict[int, Theirs] = {}
        self.foreign: dict[int, tuple[Any, ...]] = {}
        self.count = 0

    def teardown(self) -> None:
        if hasattr(self, "sandbox"):
            self.ann.client.close()
            self.sandbox.stop()
            shutil.rmtree(self.folder, ignore_errors=True)

    # --- the author ---------------------------------------------------------------------------------

    def pick(self, at: int) -> Leaf:
        leaves = self.root.walk()
        return leaves[at % len(leaves)]

    def astray(self) -> bool:
        """Whether a person has moved the root: it is found by its title alone then, which has to stay."""
        return self.top is not None and self.row(self.top)[2] != tree(self.sandbox).id

    def unpinned(self, at: int) -> tuple[Leaf, Leaf] | None:
        """A page that is not the root, and its parent."""
        pairs = [(child, leaf) for leaf in self.root.walk() for child in leaf.below]
        return pairs[at % len(pairs)] if pairs else None

    def free(self) -> list[str]:
        return [title for title in TITLES if title not in {leaf.title for leaf in self.root.walk()}]

    @rule(
        at=number,
        to=number,
        text=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True),
        again=st.booleans(),
    )
    def adds(self, at: int, to: int, text: list[str], again: bool = False) -> None:
        """Perhaps under the path of a page that was removed."""
        if not (titles := self.free()):
            return
        self.count += 1
        key = f"new{self.count}/" if self.count % 3 == 0 else f"new{self.count}.md"
        if again and self.removed and self.removed[-1].key not in {leaf.key for leaf in self.root.walk()}:
            key = self.removed.pop().key
        links = (self.pick(to).key, self.pick(to // 3).key)
        below = self.pick(at).below
        below.insert(to % (len(below) + 1), Leaf(key, titles[at % len(titles)], text, links=links))

    @rule(at=number, depth=st.integers(1, 3))
    def adds_a_branch(self, at: int, depth: int) -> None:
        under = self.pick(at)
        for _ in range(depth):
            self.adds(self.root.walk().index(under), at, [WORDS[at % len(WORDS)]])
            under = next((leaf for leaf in under.below if leaf.key.startswith(f"new{self.count}")), under)

    @rule(at=number)
    def removes(self, at: int) -> None:
        if pair := self.unpinned(at):
            pair[1].below.remove(pair[0])
            self.removed.append(pair[0])

    @rule(at=number)
    def brings_back(self, at: int) -> None:
        titles = {leaf.title for leaf in self.root.walk()}
        keys = {leaf.key for leaf in self.root.walk()}
        if self.removed and not any(
            leaf.title in titles or leaf.key in keys for leaf in self.removed[-1].walk()
        ):
            self.pick(at).below.append(self.removed.pop())

    @rule(at=number, to=number, place=number)
    def moves(self, at: int, to: int, place: int) -> None:
        if pair := self.unpinned(at):
            pair[1].below.remove(pair[0])
            below = self.pick(to).below
            below.insert(place % (len(below) + 1), pair[0])

    @rule(at=number)
    def reverses_siblings(self, at: int) -> None:
        self.pick(at).below.reverse()

    @rule(at=number, to=number)
    def renames(self, at: int, to: int) -> None:
        leaf, titles = self.pick(at), self.free()
        if titles and not (leaf is self.root and self.astray()):
            leaf.title = titles[to % len(titles)]

    @rule(at=number, to=number)
    def swaps_titles(self, at: int, to: int) -> None:
        one, other = self.pick(at), self.pick(to)
        if self.root not in (one, other) or not self.astray():
            one.title, other.title = other.title, one.title

    @rule(at=number)
    def swaps_with_its_parent(self, at: int) -> None:
        if (pair := self.unpinned(at)) and pair[1] is not self.root:
            child, parent = pair
            above = next(leaf for leaf in self.root.walk() if parent in leaf.below)
            above.below[above.below.index(parent)] = child
            parent.below.remove(child)
            child.below, parent.below = [parent, *parent.below], child.below

    @rule(at=number)
    def renames_a_file(self, at: int) -> None:
        """Also turns a section into a page, and back."""
        leaf = self.pick(at)
        self.count += 1
        self.ids.pop(leaf.key, None)
        leaf.key = f"named{self.count}/" if self.count % 3 == 0 else f"named{self.count}.md"

    @rule(at=number, text=st.lists(st.sampled_from(WORDS), min_size=1, max_size=5, unique=True))
    def writes(self, at: int, text: list[str]) -> None:
        self.pick(at).words = text

    @rule(at=number, to=number, file=st.sampled_from([b"", b"1", b"22"]), label=number)
    def gives(self, at: int, to: int, file: bytes, label: int) -> None:
        leaf = self.pick(at)
        leaf.links = (self.pick(to).key, *leaf.links[:1])
        leaf.files = {"a b.txt": file, "ü.bin": file * 2} if file else {}
        leaf.labels = tuple(f"ours-{n}" for n in range(label % 3))
        leaf.wide = label % 5 == 0

    # --- people -------------------------------------------------------------------------------------

    def standing(self, at: int) -> Node | None:
        """One of our pages as it stands."""
        self.sandbox.store.unseen.clear()  # by the time that people come
        ours = set(self.ids.values())
        nodes = [node for node in tree(self.sandbox).walk() if node.id in ours]
        return nodes[at % len(nodes)] if nodes else None

    def did(self, node: Node) -> Theirs:
        return self.theirs.setdefault(node.id, Theirs())

    @rule(at=number)
    def somebody_edits(self, at: int) -> None:
        if node := self.standing(at):
            self.ann.edits(node.title, "<p>By <em>hand</em>.</p>")
            self.did(node).touched = True
            self.did(node).comments.clear()

    @rule(at=number)
    def somebody_renames(self, at: int) -> None:
        node = self.standing(at)
        if node and not (node.id == self.top and self.astray()):
            self.count += 1
            self.ann.renames(node.title, f"Hers {self.count}")
            self.did(node).touched = True

    @rule(at=number, to=number)
    def somebody_moves(self, at: int, to: int) -> None:
        everybody = list(tree(self.sandbox).walk())
        node, under = self.standing(at), everybody[to % len(everybody)]
        if node and node.id == self.top and node.title != self.root.title:
            return  # found by its place alone
        if node and under.id not in {below.id for below in node.walk()}:
            self.ann.moves(node.title, under.title)
            self.did(node).touched = True

    @rule(at=number)
    def somebody_trashes_a_leaf(self, at: int) -> None:
        node = self.standing(at)
        if node and not node.children and node.id != self.ids.get(self.root.key):
            self.ann.trashes(node.title)
            self.did(node).touched = True

    @rule(at=number)
    def somebody_labels(self, at: int) -> None:
        if node := self.standing(at):
            self.ann.client.add_labels(str(node.id), ["hers"])
            self.did(node).labels.add("hers")

    @rule(at=number, word=number)
    def somebody_comments(self, at: int, word: int) -> None:
        node = self.standing(at)
        leaf = next((leaf for leaf in self.root.walk() if node and self.ids.get(leaf.key) == node.id), None)
        if not node or not leaf:
            return
        words = [word for word in leaf.words if re.search(rf"(?<=[ >]){word}(?=[ <])", _bare(node.body))]
        free = [word for word in words if word not in self.did(node).comments.values()]
        if free and "Hers" not in node.title:
            chosen = free[word % len(free)]
            self.did(node).comments[self.ann.comments(node.title, chosen)] = chosen

    @rule(at=number, title=st.none() | st.sampled_from(TITLES))
    def somebody_writes_a_page(self, at: int, title: str | None) -> None:
        """Sometimes with a title that the site may want one day, or that keeps a page in the trash for good."""
        everybody = list(tree(self.sandbox).walk())
        self.count += 1
        name = title or f"Note {self.count}"
        if self.ann.client.find(name) is None:
            under = everybody[at % len(everybody)].title
            made = self.ann.writes(name, under, f"<p>Note {self.count}</p>")
            self.foreign[int(made.id)] = self.row(int(made.id))
            self.ids = {key: page_id for key, page_id in self.ids.items() if not self.barred(page_id, name)}

    def barred(self, page_id: int, title: str) -> bool:
        """Whether a page is in the trash under a title, where it stays for as long as another has that."""
        row = self.row(page_id)
        return row[3] == "trashed" and fold(row[1]) == fold(title)

    # --- publishing ---------------------------------------------------------------------------------

    def publish(self) -> Outcome:
        keys = {leaf.key for leaf in self.root.walk()}
        return put(self.sandbox, self.root.page(keys), self.folder / "b", FREELY, clock=LeapingClock())

    @rule(k=st.integers(0, 70), after=st.booleans())
    def publishes_and_is_cut(self, k: int, after: bool) -> None:
        if after:
            self.sandbox.faults.at(k, Fault("drop-after"))
        self.sandbox.faults.on("", Fault("drop-before"), times=None, skip=k + after)
        self.publishes_somehow()

    @rule(seed=number, faults=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=3))
    def publishes_through_faults(self, seed: int, faults: list[Fault]) -> None:
        for fault in faults:
            self.sandbox.faults.by_chance(0.07, fault, seed=seed)
        self.publishes_somehow()

    def publishes_somehow(self) -> None:
        with suppress(PublishError):
            self.publish()
        self.sandbox.faults.clear()

    @rule()
    def publishes(self) -> None:
        wanted = {fold(leaf.title) for leaf in self.root.walk()}
        held = [row for row in self.foreign.values() if fold(row[1]) in wanted]
        if held:
            self.sandbox.log.clear()
            with pytest.raises(TitleHeld):
                self.publish()
            assert self.sandbox.writes() == []
            for row in held:
                self.count += 1
                self.ann.renames(row[1], f"Note {self.count}")
                self.foreign[row[0]] = self.row(row[0])
        outcome = self.publish()
        assert outcome.ok, outcome.failures
        self.compare(outcome)
        self.sandbox.log.clear()
        assert self.publish().plan.empty
        assert self.sandbox.writes() == []

    # --- the laws -----------------------------------------------------------------------------------

    def row(self, page_id: int) -> tuple[Any, ...]:
        page = content.find(self.sandbox.store, page_id)
        assert page
        body = content.body(self.sandbox.store, page_id, page.version)
        return (page.id, page.title, page.parent, page.status, page.version, body, page.author)

    @invariant()
    def what_is_not_ours_is_as_it_was(self) -> None:
        for page_id, row in getattr(self, "foreign", {}).items():
            assert self.row(page_id) == row

    def compare(self, outcome: Outcome) -> None:
        ids = {page.key: int(page.id) for page in outcome.pages}
        for key, page_id in self.ids.items():
            assert ids.get(key, page_id) == page_id, f"{key} lost its page"

        def meant(notice: Notice) -> int:
            """The page of a notice; of one that left, what it was."""
            left = "no longer in the site" in notice.message
            return self.published[notice.key] if left else ids.get(notice.key) or self.ids[notice.key]

        mistaken = [
            notice
            for notice in outcome.notices
            if " in Confluence" in notice.message and not self.theirs.get(meant(notice), Theirs()).touched
        ]
        assert not mistaken, "our own writes are taken for those of people"
        everything = {node.id: node for node in tree(self.sandbox).walk()}
        self.compare_tree(ids, everything)
        self.compare_bodies(ids, everything)
        self.ids, self.published = ids, dict(ids)
        self.top = ids[self.root.key]
        for page_id in ids.values():  # what a page that left had from them shows when it comes back
            if page_id in self.theirs:
                self.theirs[page_id].touched = False

    def compare_tree(self, ids: dict[str, int], everything: dict[int, Node]) -> None:
        assert len(set(ids.values())) == len(ids) == len(self.root.walk())
        assert ids[self.root.key] in {child.id for child in tree(self.sandbox).children}
        ours = set(ids.values())
        placed = self.flavor == "cloud" or self.sandbox.store.switches.positions
        for leaf in self.root.walk():
            node = everything[ids[leaf.key]]
            below = [child.id for child in node.children if child.id in ours]
            wanted = [ids[child.key] for child in leaf.below]
            if placed:
                assert (node.title, below) == (leaf.title, wanted)
            else:
                assert (node.title, sorted(below)) == (leaf.title, sorted(wanted))
        home = tree(self.sandbox).id
        for node in everything.values():
            if node.id not in ours | self.foreign.keys() | {home}:
                assert any(below.id in self.foreign for below in node.walk()), f"{node.title} was left"

    def compare_bodies(self, ids: dict[str, int], everything: dict[int, Node]) -> None:
        keys = {leaf.key for leaf in self.root.walk()}
        publication, bundle = built(self.root.page(keys), self.folder / "meant", self.flavor)
        reach = client(self.sandbox.url, self.flavor)
        leaves = {leaf.key: leaf for leaf in self.root.walk()}

        def url(opening: Opening) -> str:
            return reach.page_url(str(ids[opening.value]))

        for page in publication.pages:
            node, leaf = everything[ids[page.key]], leaves[page.key]
            theirs = self.theirs.get(node.id, Theirs())
            assert _bare(node.body) == normalise.saved(fill(bundle.body(page), url), self.flavor)
            assert set(node.labels) == {*leaf.labels, *theirs.labels}
            assert dict(node.files) == {name: digest(data) for name, data in leaf.files.items()}
            width = reach.properties(str(node.id), "content-appearance-published")
            assert any(it.value == "full-width" for it in width.values()) == leaf.wide
            theirs.comments = {ref: word for ref, word in theirs.comments.items() if word in leaf.words}
            for ref, word in theirs.comments.items():
                marked = f'<ac:inline-comment-marker ac:ref="{ref}">{word}</ac:inline-comment-marker>'
                assert marked in node.body, f"the comment on {word} lost its place"
        reach.close()


def _bare(body: str) -> str:
    """Without the marks of comments."""
    return re.sub(r"</?ac:inline-comment-marker[^>]*>", "", body)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_after_anything_a_publish_ends_in_what_is_meant(
    flavor: Flavor, request: pytest.FixtureRequest
) -> None:
    prove = request.config.getoption("--prove")
    run_state_machine_as_test(
        type("Machine", (Machine,), {"flavor": flavor}),
        settings=settings(
            max_examples=200 if prove else 8,
            stateful_step_count=40 if prove else 30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
