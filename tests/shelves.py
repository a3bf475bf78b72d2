"""A few pages in memory, for tests that draw bodies without a server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mkdocs_confluence.sandbox.bodies.reader import File, Ref


@dataclass
class Shelf:
    """Pages by id: (title, parent id, body); all in the space DOCS."""

    flavor: str = "cloud"
    pages: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    attached: Mapping[str, Sequence[File]] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)

    def _ref(self, page_id: str) -> Ref:
        return Ref(page_id, self.pages[page_id][0], "DOCS")

    def titled(self, title: str, space: str, source: Ref) -> Ref | None:
        if space not in ("", "DOCS"):
            return None
        wanted = title.strip().casefold()
        return next((self._ref(key) for key, row in self.pages.items() if row[0].casefold() == wanted), None)

    def by_id(self, page_id: str) -> Ref | None:
        return self._ref(page_id) if page_id in self.pages else None

    def home(self, space: str) -> Ref | None:
        return self._ref("1")

    def parent(self, page_id: str) -> Ref | None:
        return self.by_id(self.pages[page_id][1])

    def children(self, page_id: str) -> Sequence[Ref]:
        return [self._ref(key) for key, row in self.pages.items() if row[1] == page_id]

    def body(self, page_id: str) -> str:
        return self.pages[page_id][2]

    def files(self, page_id: str) -> Sequence[File]:
        return self.attached.get(page_id, ())

    def user(self, key: str) -> str | None:
        return self.people.get(key)


HOME = (
    '<h2>Welcome</h2><ac:structured-macro ac:name="excerpt"><ac:rich-text-body><p>The short of it.</p>'
    "</ac:rich-text-body></ac:structured-macro>"
)
FILES = (File("diagram.png", "image/png", 2048), File("a b & c.pdf", "application/pdf", 90_000))


def shelf(flavor: str, body: str = "") -> Shelf:
    """Home (1), under it Guide: Set up! (2) with two files and ``body``, under that Details (3)."""
    pages = {
        "1": ("Home", "", HOME),
        "2": ("Guide: Set up!", "1", body),
        "3": ("Details", "2", "<h2>Deep down</h2><p>words</p>"),
    }
    return Shelf(flavor, pages, {"2": FILES}, {"712020:abc": "Ada Lovelace"})


GUIDE = Ref("2", "Guide: Set up!", "DOCS")
