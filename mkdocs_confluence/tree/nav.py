"""Navigation and files → entries: which pages and sections are published, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from ..model import Issue
from . import block, blog, titles

ROOT = "/"
"""Key of the root where the site has no home page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that should exist, before its title is told apart and its body is written."""

    key: str
    parent: str | None
    title: str
    path: tuple[str, ...] = ()
    """Titles of the sections above it, outermost first; the root is not one of them."""
    page: Page | None = None
    block: block.Block = field(default_factory=block.Block)
    links: tuple[tuple[str, str], ...] = ()
    """(title, URL) of the external links that the nav lists in this section."""


@dataclass(slots=True)
class Reading:
    """One walk over a nav: what was taken already, and what there is to say."""

    home: Page | None
    written: bool
    """Whether mkdocs.yml spells the nav out; else MkDocs made section titles from names of folders."""
    blocks: Mapping[str, block.Block]
    taken: set[str] = field(default_factory=lambda: {ROOT})
    issues: list[Issue] = field(default_factory=list)

    def fits(self, page: Page) -> bool:
        """Whether a page of the nav is published at this place.

        One that is none of the site's files repeats others (all of them in one, from mkdocs-print-site).
        """
        source = page.file.src_uri
        if page.content is None or source not in self.blocks or not self.blocks[source].publish:
            return False
        if blog.goes_on(page):
            return False
        if source in self.taken:
            self.issues.append(
                Issue(
                    "note",
                    source,
                    "the nav lists this page more than once; it is published at its first place",
                )
            )
            return False
        self.taken.add(source)
        return page is not self.home

    def own_key(self, path: tuple[str, ...]) -> str:
        """A key for a section without a page: its nav path, numbered where two have the same."""
        stem = "/".join(title.replace("/", "%2F") for title in path)
        key, count = f"{stem}/", 1
        while key in self.taken:
            count += 1
            key = f"{stem}~{count}/"
        self.taken.add(key)
        return key


def entries(
    items: Iterable[Any], files: Iterable[File], site_name: str, *, written: bool, outside: bool
) -> tuple[list[Entry], list[Issue]]:
    """All entries, a parent before its children, siblings in nav order, the root first."""
    pages = [file.page for file in files if file.page is not None and file.page.content is not None]
    blocks = {page.file.src_uri: block.read(page.meta or {}, page.file.src_uri) for page in pages}
    home = next((page for page in pages if _is_home(page) and blocks[page.file.src_uri].publish), None)
    reading = Reading(home, written, blocks)
    root_key = home.file.src_uri if home else ROOT
    below, links = _read(items, reading, root_key, ())
    own = blocks[root_key] if home else block.Block()
    root = Entry(root_key, None, titles.text(own.title or site_name), (), home, own, links)
    rows = [root, *below]
    if outside:
        reading.taken.add(root_key)
        rows = _with_outside(rows, pages, reading)
    issues = [issue for read in blocks.values() for issue in read.issues]
    return rows, issues + reading.issues


def _is_home(page: Page) -> bool:
    return page.file.url in ("", ".", "./", "index.html")


def _read(
    items: Iterable[Any], reading: Reading, parent: str, path: tuple[str, ...]
) -> tuple[list[Entry], tuple[tuple[str, str], ...]]:
    """Entries of nav items, and the links among them, which belong to the section around."""
    rows: list[Entry] = []
    links: list[tuple[str, str]] = []
    for item in items:
        if item.is_section:
            rows += _section(item, reading, parent, path)
        elif item.is_link:
            links.append((titles.text(item.title or item.url), item.url))
        elif isinstance(item, Page) and reading.fits(item):
            rows.append(_page(item, reading, parent, path))
    return rows, tuple(links)


def _page(page: Page, reading: Reading, parent: str, path: tuple[str, ...]) -> Entry:
    source = page.file.src_uri
    own = reading.blocks[source]
    return Entry(source, parent, titles.of_page(page, own.title), path, page, own)


def _section(item: Any, reading: Reading, parent: str, path: tuple[str, ...]) -> list[Entry]:
    """A section and what is below it; nothing where nothing of it is published."""
    index, children = _index(item, reading)
    own = reading.blocks[index.file.src_uri] if index else block.Block()
    title = titles.of_section(item.title, index, reading.written, own.title)
    inner = (*path, title)
    key = index.file.src_uri if index else reading.own_key(inner)
    below, links = _read(children, reading, key, inner)
    if index is None and not below and not links:
        return []
    return [Entry(key, parent, title, path, index, own, links), *below]


def _index(item: Any, reading: Reading) -> tuple[Page | None, list[Any]]:
    """The page of a section and its other children: the section itself is one under some plugins, else its first child."""
    children = list(item.children or ())
    if isinstance(item, Page):
        return (item if reading.fits(item) else None), children
    first = children[0] if children else None
    if isinstance(first, Page) and first.is_index:
        return (first if reading.fits(first) else None), children[1:]
    return None, children


def _with_outside(rows: list[Entry], pages: Iterable[Page], reading: Reading) -> list[Entry]:
    """Put the pages that the nav leaves out below the index page of their folder, as its last children."""
    known = {entry.key: entry for entry in rows}
    indexes = {_folder(entry.page): entry for entry in rows if entry.page and entry.page.is_index}
    for page in sorted(pages, key=_indexes_first):
        if page.file.src_uri in reading.taken or not reading.fits(page):
            continue
        above = _above(page, indexes) or rows[0]
        path = (*above.path, above.title) if above.parent is not None else ()
        entry = _page(page, reading, above.key, path)
        known[entry.key] = entry
        if page.is_index:
            indexes.setdefault(_folder(page), entry)
    return list(_in_order(known, rows[0].key))


def _indexes_first(page: Page) -> tuple[int, int]:
    """Index pages from the top down, so that each finds the one above; then the rest as the files come."""
    return (0, page.file.src_uri.count("/")) if page.is_index else (1, 0)


def _folder(page: Page) -> str:
    return page.file.src_uri.rpartition("/")[0]


def _above(page: Page, indexes: Mapping[str, Entry]) -> Entry | None:
    """The entry of the nearest folder around a page that has an index page."""
    folder = _folder(page)
    if page.is_index:
        folder = folder.rpartition("/")[0]
    while folder and folder not in indexes:
        folder = folder.rpartition("/")[0]
    return indexes.get(folder)


def _in_order(known: Mapping[str, Entry], root: str) -> Iterator[Entry]:
    children: dict[str, list[str]] = {}
    for entry in known.values():
        if entry.parent is not None:
            children.setdefault(entry.parent, []).append(entry.key)
    stack = [root]
    while stack:
        key = stack.pop()
        yield known[key]
        stack += reversed(children.get(key, []))
