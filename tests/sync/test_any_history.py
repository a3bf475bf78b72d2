"""Random sites, random people, random faults: whatever happened, a publish ends in the tree of the nav."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cuts import QUICK
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sandboxes import Sandbox
from trees import LeapingClock, Node, P, Person, put, tree

from mkdocs_confluence.errors import PublishError
from mkdocs_confluence.model import Policy
from mkdocs_confluence.sandbox.faults import Fault
from mkdocs_confluence.sandbox.nouns import Flavor

TITLES = [f"Title {n}" for n in range(9)] + ["Ünï & <b>", "title 3 x"]
FREELY = Policy(force=True)
chosen = st.integers(0, 10_000)


@dataclass
class Leaf:
    """A page of the site as its author sees it."""

    key: str
    title: str
    words: str
    below: list[Leaf] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    def walk(self) -> list[Leaf]:
        return [self, *(page for child in self.below for page in child.walk())]

    def page(self, keys: set[str]) -> P:
        links = tuple(key for key in self.links if key in keys)
        below = tuple(child.page(keys) for child in self.below)
        return P(self.key, self.title, below, self.words, links, dict(self.files), self.labels)


class History(RuleBasedStateMachine):
    flavor: Flavor = "cloud"

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.sandbox = Sandbox(self.folder / "s", self.flavor, switches=QUICK)
        self.ann = Person(self.sandbox, "ann")
        self.site = Leaf("index.md", "Docs", "Home")
        self.removed: list[str] = []
        self.ids: dict[str, int] = {}
        self.notes: dict[str, Node] = {}
        self.count = 0

    def teardown(self) -> None:
        if hasattr(self, "sandbox"):
            self.ann.client.close()
            self.sandbox.stop()
            shutil.rmtree(self.folder, ignore_errors=True)

    # the author

    def pick(self, number: int, *, root: bool = True) -> Leaf:
        pages = self.site.walk()[0 if root else 1 :]
        return pages[number % len(pages)]

    def parent(self, page: Leaf) -> Leaf:
        return next(other for other in self.site.walk() if page in other.below)

    @property
    def several(self) -> bool:
        return len(self.site.walk()) > 1

    @rule(at=chosen, place=chosen, title=chosen, words=st.sampled_from("abcdef"), back=st.booleans())
    def adds(self, at: int, place: int, title: int, words: str, back: bool) -> None:
        free = sorted(set(TITLES) - {page.title for page in self.site.walk()})
        if not free:
            return
        self.count += 1
        ending = "/" if self.count % 4 == 0 else ".md"
        key = self.removed.pop() if back and self.removed else f"{self.count}{ending}"
        below = self.pick(at).below
        links = (self.pick(place).key, self.pick(title).key)
        below.insert(place % (len(below) + 1), Leaf(key, free[title % len(free)], words, links=links))

    @precondition(lambda self: self.several)
    @rule(at=chosen)
    def removes(self, at: int) -> None:
        page = self.pick(at, root=False)
        self.parent(page).below.remove(page)
        self.removed += [gone.key for gone in page.walk()]

    @precondition(lambda self: self.several)
    @rule(at=chosen, to=chosen, place=chosen)
    def moves(self, at: int, to: int, place: int) -> None:
        page = self.pick(at, root=False)
        self.parent(page).below.remove(page)
        below = self.pick(to).below
        below.insert(place % (len(below) + 1), page)

    @rule(at=chosen, other=chosen)
    def swaps_titles(self, at: int, other: int) -> None:
        one, two = self.pick(at), self.pick(other)
        one.title, two.title = two.title, one.title

    @precondition(lambda self: self.several)
    @rule(at=chosen)
    def swaps_parent_and_child(self, at: int) -> None:
        child = self.pick(at, root=False)
        parent = self.parent(child)
        if parent is self.site:
            return
        above = self.parent(parent).below
        parent.below.remove(child)
        above[above.index(parent)] = child
        child.below, parent.below = [parent, *parent.below], child.below

    @precondition(lambda self: self.several)
    @rule(at=chosen)
    def renames_a_file(self, at: int) -> None:
        page = self.pick(at, root=False)
        self.count += 1
        self.ids.pop(page.key, None)
        page.key = f"renamed{self.count}.md"

    @rule(
        at=chosen,
        words=st.sampled_from("uvwxyz"),
        file=st.sampled_from([b"", b"1", b"2"]),
        label=st.booleans(),
    )
    def writes(self, at: int, words: str, file: bytes, label: bool) -> None:
        page = self.pick(at)
        page.words, page.files, page.labels = (
            words,
            {"f.txt": file} if file else {},
            ("mine",) if label else (),
        )

    # people in Confluence

    def standing(self) -> list[Node]:
        """Our pages as they stand, without the root."""
        docs = [node for node in tree(self.sandbox).walk() if node.id in self.ids.values()]
        return [node for node in docs if node.id != self.ids.get("index.md")]

    @rule(
        at=chosen,
        how=st.sampled_from(["edits", "renames", "moves", "trashes", "notes", "labels", "comments"]),
    )
    def person(self, at: int, how: str) -> None:
        pages = self.standing()
        if not pages:
            return
        page, other = pages[at % len(pages)], pages[(at // 7) % len(pages)]
        self.count += 1
        if how == "edits":
            self.ann.edits(page.title)
        elif how == "renames":
            self.ann.renames(page.title, f"Ann's {self.count}")
        elif how == "moves" and other not in list(page.walk()):
            self.ann.moves(page.title, other.title)
        elif how == "trashes" and not page.children:
            self.ann.trashes(page.title)
        elif how == "notes":
            self.ann.writes(f"Note {self.count}", page.title)
            self.notes[f"Note {self.count}"] = tree(self.sandbox).named(f"Note {self.count}")
        elif how == "labels":
            self.ann.client.add_labels(str(page.id), ["hers"])
        elif how == "comments" and len(page.body) > 20 and ">u<" in page.body:
            self.ann.comments(page.title, "u")

    # the machine

    def publish(self, clock: LeapingClock | None = None) -> Any:
        keys = {page.key for page in self.site.walk()}
        return put(
            self.sandbox, self.site.page(keys), self.folder / "b", FREELY, clock=clock or LeapingClock()
        )

    @rule(k=st.integers(2, 60), after=st.booleans())
    def publishes_and_is_cut(self, k: int, after: bool) -> None:
        faults = self.sandbox.faults
        if after:
            faults.at(k, Fault("drop-after"))
        faults.on("", Fault("drop-before"), times=None, skip=k + after)
        with suppress(PublishError):
            self.publish()
        faults.clear()

    @rule(seed=chosen, kind=st.sampled_from(["drop-before", "drop-after", "half", "status", "throttle"]))
    def publishes_through_faults(self, seed: int, kind: Any) -> None:
        self.sandbox.faults.by_chance(0.1, Fault(kind, seconds=1), seed=seed)
        with suppress(PublishError):
            self.publish()
        self.sandbox.faults.clear()

    @rule()
    def publishes(self) -> None:
        outcome = self.publish()
        assert outcome.ok, outcome.failures
        ids = {page.key: int(page.id) for page in outcome.pages}
        for key, page in self.ids.items():
            assert ids.get(key, page) == page, f"{key} lost its page"
        self.ids = {**self.ids, **ids}
        self.check(ids)
        assert self.publish().plan.empty

    def check(self, ids: dict[str, int]) -> None:
        home = tree(self.sandbox)
        by_id = {node.id: node for node in home.walk()}
        ours = set(ids.values())
        assert len(ours) == len(ids), "two pages of the site are one in Confluence"
        for page in self.site.walk():
            node = by_id[ids[page.key]]
            assert node.title == page.title
            assert [child.id for child in node.children if child.id in ours] == [
                ids[c.key] for c in page.below
            ]
            assert f">{page.words}<" in node.body.replace("</ac:inline-comment-marker>", "<")
            assert [name for name, _ in node.files] == list(page.files)
            assert ("mine" in node.labels) == ("mine" in page.labels)
        for note, was in self.notes.items():
            assert by_id[was.id] == was, f"{note} was touched"


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_any_history_ends_in_the_tree_of_the_nav(flavor: Flavor, request: pytest.FixtureRequest) -> None:
    prove = request.config.getoption("--prove")
    kind = type("History", (History,), {"flavor": flavor})
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=60 if prove else 4, stateful_step_count=25 if prove else 15, deadline=None
        ),
    )
