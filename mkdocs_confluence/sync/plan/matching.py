"""Which page of the site is which page of the ledger, one to one (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from ...model import Page, Publication
from ...names import fold, retitled
from ...remote import RemotePage
from .. import stamp
from ..ledger import Entry, Ledger

Pairs = Iterable[tuple[str, str]]
"""(key, key in the ledger)"""


def match(
    publication: Publication, ledger: Ledger, root: str, pages: Mapping[str, RemotePage]
) -> dict[str, str]:
    """Key of a page → its key in the ledger.

    By source path, else by an open intent, else by the title that we left it with, else by the one that it has, else by
    a body that is unique on both sides; a page and a section without a file are the same, too, when most of their
    children are. The root is always the root.
    """
    sides = _Sides(publication, ledger, pages, publication.by_key(), ledger.living())
    sides.take([(publication.root.key, key) for key, entry in sides.free.items() if entry.id == root])
    for rule in (_by_key, _by_intent, _by_our_title, _by_former_title, _by_title, _by_body):
        sides.take(list(rule(sides)))
    sides.take(_by_children(sides))
    return sides.found


def returning(publication: Publication, ledger: Ledger, matched: Mapping[str, str]) -> dict[str, str]:
    """Key of a page that is not matched → the key of its tombstone: by source path, else by title, else by body."""
    living = {entry.id for entry in ledger.living().values()}
    tombs = {key: entry for key, entry in ledger.entries.items() if entry.gone and entry.id not in living}
    wanted = {page.key: page for page in publication.pages if page.key not in matched}
    found: dict[str, str] = {}
    for unseen in (False, True):  # what was retired comes first: what could not be found may be gone for good
        taken = {tombs[was].id for was in found.values()}
        rest = {key: entry for key, entry in tombs.items() if entry.id not in taken}
        free = {key: entry for key, entry in rest.items() if (entry.gone == "unseen") == unseen}
        left = {key: page for key, page in wanted.items() if key not in found}
        sides = _Sides(publication, ledger, {}, left, free)
        for rule in (_by_key, _by_our_title, _by_former_title, _by_words):
            sides.take(list(rule(sides)))
        found |= sides.found
    return found


class _Sides:
    """Pages that wait for an entry, entries that wait for a page, and the pairs that were found."""

    def __init__(
        self,
        publication: Publication,
        ledger: Ledger,
        pages: Mapping[str, RemotePage],
        wanted: dict[str, Page],
        free: dict[str, Entry],
    ) -> None:
        self.publication = publication
        self.ledger = ledger
        self.pages = pages
        self.wanted = dict(wanted)
        self.free = dict(free)
        self.found: dict[str, str] = {}

    def take(self, pairs: Pairs) -> None:
        """Accept pairs as long as both sides are free; one page has one key."""
        keys: dict[str, list[str]] = {}
        for was, entry in self.free.items():
            keys.setdefault(entry.id, []).append(was)
        for key, was in pairs:
            if key in self.wanted and was in self.free:
                self.found[key] = was
                del self.wanted[key]
                for other in keys[self.free[was].id]:
                    del self.free[other]

    def newest(self) -> dict[str, Entry]:
        """The free entries, one for each page: a run that was cut may have left a page under two keys."""
        rows = sorted(self.free.items(), key=lambda row: (row[1].version, row[0]))
        one = {entry.id: key for key, entry in rows}
        return {key: self.free[key] for key in one.values()}


def _by_key(sides: _Sides) -> Pairs:
    return ((key, key) for key in sides.wanted if key in sides.free)


def _by_intent(sides: _Sides) -> Pairs:
    keys = {entry.id: key for key, entry in sides.free.items()}
    return ((intent.key, keys[intent.id]) for intent in sides.ledger.intents if intent.id in keys)


def _by_our_title(sides: _Sides) -> Pairs:
    """A person may have renamed the page since."""
    return _unique(sides, _left, lambda page: _marked(page.title))


def _by_former_title(sides: _Sides) -> Pairs:
    """As if the site still had the prefix and suffix of last time."""
    now = (sides.publication.title_prefix, sides.publication.title_suffix)
    if now == sides.ledger.affixes:
        return ()
    return _unique(sides, _left, lambda page: _marked(retitled(page.title, now, sides.ledger.affixes)))


def _by_title(sides: _Sides) -> Pairs:
    pages = sides.pages
    keys = {fold(pages[entry.id].title): key for key, entry in sides.free.items() if entry.id in pages}
    titles = ((key, fold(page.title)) for key, page in sides.wanted.items())
    return ((key, keys[title]) for key, title in titles if title in keys)


def _by_body(sides: _Sides) -> Pairs:
    return _unique(sides, lambda _, entry: entry.body, stamp.body_digest)


def _by_words(sides: _Sides) -> Pairs:
    """Bodies of sections without a file are all alike, so they tell nothing about one that went long ago."""
    return _unique(
        sides,
        lambda key, entry: "" if _section(key) else entry.body,
        lambda page: "" if _section(page.key) else stamp.body_digest(page),
    )


def _unique(sides: _Sides, ours: Callable[[str, Entry], str], theirs: Callable[[Page], str]) -> Pairs:
    """Pairs with a mark that one entry and one page have alone."""
    left = {key: mark for key, entry in sides.newest().items() if (mark := ours(key, entry))}
    right = {key: mark for key, page in sides.wanted.items() if (mark := theirs(page))}
    here, there = Counter(left.values()), Counter(right.values())
    keys = {mark: key for key, mark in left.items() if here[mark] == 1}
    return [(key, keys[mark]) for key, mark in right.items() if there[mark] == 1 and mark in keys]


def _left(_: str, entry: Entry) -> str:
    """The mark of the title that the page was left with."""
    return stamp.title_digest(entry.nav)


def _marked(title: str) -> str:
    return stamp.title_digest(stamp.nav_digest(title, "", ())) if title else ""


def _by_children(sides: _Sides) -> Iterator[tuple[str, str]]:
    """Lowest sections first, so that a section which is found counts for the one above it."""
    entries, pages, found = sides.ledger.living(), sides.pages, sides.found
    keys = {entry.id: key for key, entry in sides.free.items()}
    children = sides.publication.children()
    for page in reversed(sides.publication.pages):
        below = children.get(page.key, ())
        ids = [entries[found[key]].id for key in below if key in found]
        parents = Counter(pages[child].parent for child in ids if child in pages)
        for parent, votes in parents.most_common(1):
            was = keys.get(parent, "")
            if page.key in sides.wanted and was and 2 * votes > len(below) and _section(page.key, was):
                yield page.key, was


def _section(*keys: str) -> bool:
    """Whether one of them is a section without a file."""
    return any(key.endswith("/") for key in keys)
