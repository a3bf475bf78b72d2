"""A site that changes in every way at once, and what must hold after a publish of it that was cut."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandboxes import Sandbox
from trees import LeapingClock, Node, P, Person, hanging, put, tree

from mkdocs_confluence.sandbox.store.nouns import Flavor
from mkdocs_confluence.sandbox.store.switches import Switches

QUICK = Switches(early_property=0.0, hold=0.0)


def _leaf(name: str, *links: str, **values: Any) -> P:
    return P(
        f"{name}.md", name.title(), words=f"About {name}.", links=tuple(f"{to}.md" for to in links), **values
    )


BEFORE = P(
    "index.md",
    "Docs",
    (
        P(
            "guide/",
            "Guide",
            (
                _leaf("install", "use", files={"a.png": b"a", "old.png": b"old"}, labels=("howto", "old")),
                _leaf("use", "install"),
                _leaf("gone"),
                _leaf("tune"),
                _leaf("test"),
            ),
        ),
        P("ref/", "Reference", (_leaf("alpha"), _leaf("beta"), _leaf("gamma", "alpha"), _leaf("delta"))),
        P("swap.md", "Outer", (P("inner.md", "Inner", (_leaf("core"),)),)),
        _leaf("first"),
        _leaf("second"),
        P("quiet/", "Quiet", (_leaf("kept"),)),
        P("old/", "Old", (_leaf("stale"), _leaf("dead"))),
    ),
    links=("install.md", "alpha.md"),
)
"""What was published last."""

AFTER = P(
    "index.md",
    "Docs",
    (
        P(
            "ref/index.md",
            "Reference",
            (
                _leaf("delta"),
                _leaf("alpha", "new"),
                _leaf("beta"),
                P("renamed.md", "Gamma", words="Other words about gamma.", links=("alpha.md",)),
                _leaf("new", "alpha", "newer", files={"n.png": b"n"}, labels=("fresh",), width="full"),
            ),
            words="Now with words.",
        ),
        P(
            "guide/",
            "The guide",
            (
                _leaf("install", "use", files={"a.png": b"aa", "b.png": b"b"}, labels=("howto", "new")),
                _leaf("test"),
                P(
                    "more/",
                    "More",
                    (_leaf("newer", "new"), _leaf("newest"), P("use.md", "Using", words="Use it.")),
                ),
                _leaf("tune"),
            ),
        ),
        P(
            "inner.md",
            "Inner",
            (P("swap.md", "Outer", (_leaf("core"),)), P("gone2.md", "Gone", words="A new one.")),
        ),
        P("second.md", "First", words="About second."),
        P("first.md", "Second", words="About first."),
        P("quiet/", "Quiet", (_leaf("kept"),)),
    ),
    links=("install.md", "new.md"),
)
"""What is published now: moves, renames, swaps, files, labels, a section that becomes a page, retirements, new pages."""


EDITED = "Second"
"""A page that a person edited since, and that is renamed now."""


def prepare(folder: Path, flavor: Flavor) -> Path:
    """A data folder where BEFORE is published and somebody else has pages, too."""
    data = folder / f"before-{flavor}"
    with Sandbox(data, flavor, switches=QUICK) as sandbox:
        assert put(sandbox, BEFORE, folder / "b").ok
        person = Person(sandbox, "ann")
        for page in (
            person.writes("Ann's plans", "Documentation Home"),
            person.writes("Ann's notes", "Alpha"),
        ):
            person.client.add_labels(page.id, ["hers"])
            person.client.set_property(page.id, "hers", {"mine": True})
            person.comments(page.title, "Mine")
        person.edits(EDITED)
        for title in ("Install", "Gamma", "Alpha"):
            person.comments(title, "About" if title != "Gamma" else "gamma")
        person.client.close()
    return data


@dataclass(frozen=True)
class Facts:
    """What must be the same however the publish went."""

    tree: Any
    contents: Counter[tuple[str, str]]
    """(status, title) of everything in the space."""
    comments: Any
    """(title of the page, ref, whether resolved) of all comments."""


class Trial:
    """A copy of the prepared data in which one publish is cut and then completed."""

    def __init__(
        self,
        prepared: Path,
        folder: Path,
        flavor: Flavor,
        switches: Switches = QUICK,
        kind: type[Sandbox] = Sandbox,
    ) -> None:
        self.folder = folder
        shutil.copytree(prepared, folder / "data")
        self.sandbox = kind(folder / "data", flavor, switches=switches)
        self.before = {node.title: node for node in tree(self.sandbox).walk()}
        self.hung = {title: hanging(self.sandbox, node.id) for title, node in self.before.items()}
        self.clock = LeapingClock()

    def __enter__(self) -> Trial:
        return self

    def __exit__(self, *_: object) -> None:
        self.sandbox.stop()

    def publish(self) -> Any:
        return put(self.sandbox, AFTER, self.folder / "b", clock=self.clock)

    def facts(self) -> Facts:
        home = tree(self.sandbox)
        titles = {str(node.id): node.title for node in home.walk()}
        old = {node.id for node in self.before.values()}
        rows = self.sandbox.store.db.execute("SELECT status, title FROM content WHERE kind = 'page'")
        comments = self.sandbox.store.db.execute(
            "SELECT c.title, o.ref, o.resolution FROM comment o JOIN content c ON c.id = o.page ORDER BY 1, 2"
        )
        return Facts(
            _shape(home, titles, old),
            Counter((status, title) for status, title in rows),
            [tuple(row) for row in comments],
        )

    def untouched(self) -> None:
        """Pages that the publish had nothing to do with are as they were, byte for byte."""
        after = {node.title: node for node in tree(self.sandbox).walk()}
        for title in ("Ann's plans", "Ann's notes", "Kept", "Documentation Home"):
            was, now = self.before[title], after[title]
            assert (was.id, was.version, was.body, was.files) == (now.id, now.version, now.body, now.files)
            assert hanging(self.sandbox, now.id) == self.hung[title]


def _shape(node: Node, titles: dict[str, str], old: set[int]) -> Any:
    """A page without what may differ: ids of new pages, also in links, and versions."""

    def named(match: re.Match[str]) -> str:
        return match[1] + titles.get(match[2], f"nobody {match[2]}")

    body = re.sub(r"(/pages/|pageId=)(\d+)", named, node.body)
    body = re.sub(r"127\.0\.0\.1:\d+", "server", body)
    body = re.sub(r' ac:(?:macro-id|local-id|schema-version)="[^"]*"| local-id="[^"]*"', "", body)
    known = node.id if node.id in old else "new"
    below = [_shape(child, titles, old) for child in node.children]
    return (node.title, known, body, node.labels, node.files, below)
