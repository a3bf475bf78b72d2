"""Navigation and files → Publication: names first, then words, then files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .. import __version__, names, storage
from ..bundle import Bundle
from ..config import Settings
from ..errors import BundleError, SiteError
from ..model import (
    Attached,
    Attachment,
    Document,
    Drawing,
    Issue,
    Opening,
    Page,
    PageName,
    Publication,
    digest,
    fill,
    openings,
)
from . import block, links, nav
from .files import finder

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

Draw = Callable[[Drawing], bytes | None]


def publication(
    navigation: Navigation,
    files: Files,
    config: MkDocsConfig,
    settings: Settings,
    bundle: Bundle,
    draw: Draw | None = None,
) -> Publication:
    """Everything that should exist in Confluence; bodies and files go into the bundle.

    Raises SiteError where there is nothing to publish, BundleError where the bundle cannot be written.
    """
    entries, issues = nav.entries(
        navigation.items,
        files,
        config.site_name,
        written=config.nav is not None,
        outside=settings.outside_nav == "publish",
    )
    if all(entry.page is None for entry in entries):
        raise SiteError("The site has no page to publish.", hint="Nothing was sent, nothing was retired.")
    site = _Site(entries, files, config, settings, bundle, draw)
    drafts = [_draft(entry, site) for entry in entries]
    pages, dead = _finished(drafts, site)
    return Publication(
        site=settings.destination.site,
        site_name=config.site_name,
        site_url=config.site_url or "",
        repo_url=config.repo_url or "",
        flavor=settings.destination.flavor,
        converter=__version__,
        pages=tuple(pages),
        issues=(*issues, *(issue for draft in drafts for issue in draft.issues), *dead),
    )


class _Site:
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
        self.titles = _titles(entries, settings)
        self.pages = _pages(entries, files, self.titles)
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


@dataclass(frozen=True, slots=True)
class _Draft:
    """A page whose body is written, but for the anchors in its links to other pages."""

    page: Page
    document: Document
    """Its body is empty: it lies in the bundle."""
    issues: tuple[Issue, ...]


def _draft(entry: nav.Entry, site: _Site) -> _Draft:
    scope = site.scope_of(entry)
    document = _document(entry, scope, site.url)
    attachments, unread = _attachments(document.attachments, scope.source, site.bundle)
    found = openings(document.body)
    page = Page(
        key=entry.key,
        title=scope.page.title,
        parent=entry.parent,
        digest=digest(storage.quiet(document.body)),
        body_file=site.bundle.write_body(entry.key, document.body),
        links=tuple(sorted({opening.value for opening in found if opening.kind == "page"})),
        wiki=any(opening.kind == "wiki" for opening in found),
        attachments=attachments,
        labels=_labels(entry, site.settings),
        width=entry.block.width or site.settings.width,
        source_url=(entry.page.canonical_url or "") if entry.page else "",
    )
    issues = (*document.issues, *unread)
    return _Draft(page, replace(document, body="", attachments=(), issues=()), issues)


def _document(entry: nav.Entry, scope: storage.Scope, site_url: str) -> Document:
    listed = [(title, address) for title, url in entry.links if (address := links.absolute(url, site_url))]
    if entry.page is None:
        return storage.section(scope, listed)
    return storage.convert((entry.page.content or "") + links.listing(listed), scope)


def _labels(entry: nav.Entry, settings: Settings) -> tuple[str, ...]:
    tags = block.texts((entry.page.meta or {}).get("tags")) if entry.page and settings.labels_from_tags else ()
    return block.labels(settings.labels, entry.block.labels, tags)


def _attachments(
    attached: Sequence[Attached], source: str, bundle: Bundle
) -> tuple[tuple[Attachment, ...], list[Issue]]:
    kept, issues = [], []
    for file in attached:
        try:
            kept.append(bundle.add_file(file))
        except BundleError as error:
            if not isinstance(error.__cause__, PermissionError | FileNotFoundError):
                raise
            issues.append(Issue("warning", source, f"{file.name} is left out: {error.message}"))
    return tuple(kept), issues


def _finished(drafts: Sequence[_Draft], site: _Site) -> tuple[list[Page], list[Issue]]:
    """Pages whose links name the anchors as Confluence has them; and an Issue for each that leads to none."""
    anchors = {draft.page.key: draft.document.anchors for draft in drafts}
    pages, issues = [], []
    for draft in drafts:
        issues += _dead(draft, anchors)
        pages.append(_with_anchors(draft.page, anchors, site.bundle))
    return pages, issues


def _dead(draft: _Draft, anchors: Mapping[str, Mapping[str, str]]) -> list[Issue]:
    return [
        Issue("warning", draft.page.key, f"links to #{html_id} of {key}, which has no such anchor")
        for key, html_id in draft.document.links
        if html_id and key != draft.page.key and html_id not in anchors.get(key, {})
    ]


def _with_anchors(page: Page, anchors: Mapping[str, Mapping[str, str]], bundle: Bundle) -> Page:
    if not page.links:
        return page
    body = bundle.body(page)

    def named(opening: Opening) -> str:
        if opening.kind == "page":
            opening = replace(opening, anchor=anchors.get(opening.value, {}).get(opening.anchor, ""))
        return str(opening)

    finished = fill(body, named)
    if finished == body:
        return page
    return replace(
        page,
        body_file=bundle.write_body(page.key, finished),
        digest=digest(storage.quiet(finished)),
    )
