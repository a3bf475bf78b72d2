"""What is known of the whole site before the first page is converted: titles, addresses, links."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .. import names, storage
from ..bundle import Bundle
from ..config import Settings
from ..model import Drawing, PageName
from . import links, nav
from .files import finder

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

Draw = Callable[[Drawing], bytes | None]


class Site:
    """What is known of the whole site before the first page is converted."""

    def __init__(
        self,
        entries: Sequence[nav.Entry],
        files: Files,
        config: MkDocsConfig,
        settings: Settings,
        bundle: Bundle,
        draw: Draw | None,
    ) -> None:
        self.settings, self.bundle = settings, bundle
        self.url = config.site_url or ""
        self.parents = frozenset(entry.parent for entry in entries)
        self.titles = _titles(entries, settings)
        self.pages = _pages(entries, files, self.titles)
        self.published = frozenset(entry.page.url for entry in entries if entry.page)
        self.scope = storage.Scope(
            page=PageName("", ""),
            heading="",
            source="",
            url="",
            target=storage.target(settings.destination.flavor),
            space=settings.destination.space,
            site_url=self.url,
            pages=self.pages,
            find_file=finder(config.site_dir, files),
            conversion=settings.conversion,
        )
        if draw:
            self.scope = replace(self.scope, draw=draw)
        contents = ((entry.page.url, entry.page.content or "") for entry in entries if entry.page)
        self.linked = links.linked(contents, self.scope)

    def scope_of(self, entry: nav.Entry) -> storage.Scope:
        return replace(
            self.scope,
            page=PageName(entry.key, self.titles[entry.key]),
            heading=entry.title,
            source=entry.page.file.src_uri if entry.page else entry.key,
            url=entry.page.url if entry.page else "",
            linked=self.linked.get(entry.key, frozenset()),
        )


def _titles(entries: Sequence[nav.Entry], settings: Settings) -> dict[str, str]:
    wanted = {entry.key: names.Wanted(entry.title, entry.path) for entry in entries}
    return names.unique_titles(
        wanted, prefix=settings.title_prefix, suffix=settings.title_suffix, kept=entries[0].key
    )


def _pages(entries: Sequence[nav.Entry], files: Files, titles: Mapping[str, str]) -> dict[str, PageName]:
    """Site-relative URL, decoded → page; those that are not published included."""
    keys = {entry.page.file.src_uri: entry.key for entry in entries if entry.page is not None}
    pages = {}
    for file in files.documentation_pages():
        if file.page is None:
            continue
        key = keys.get(file.src_uri)
        title = titles[key] if key else str(file.page.title or "")
        url = unquote(file.page.url)
        pages[url] = PageName(key or file.src_uri, title, published=key is not None)
        pages.setdefault(url.removesuffix("index.html"), pages[url])
    return pages
