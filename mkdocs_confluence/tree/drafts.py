"""Pages whose bodies are written, first as drafts, then with the anchors of the pages that they link to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .. import storage
from ..bundle import Bundle
from ..config import Settings
from ..model import Attached, Attachment, Document, Issue, Opening, Page, digest, fill, openings
from . import block, blog, links, nav
from .site import Site


@dataclass(frozen=True, slots=True)
class Draft:
    """A page whose body is written, but for the anchors in its links to other pages."""

    page: Page
    document: Document
    """Its body is empty: it lies in the bundle."""
    issues: tuple[Issue, ...]


def draft(entry: nav.Entry, site: Site) -> Draft:
    scope = site.scope_of(entry)
    document = _document(entry, scope, site)
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
    issues = (*document.issues, *unread, *_without_address(entry, site.url))
    return Draft(page, replace(document, body="", attachments=(), issues=()), issues)


def _document(entry: nav.Entry, scope: storage.Scope, site: Site) -> Document:
    """A page, or a list of what is below it where it says nothing itself."""
    listed = [(title, links.absolute(url, site.url)) for title, url in entry.links]
    if entry.page is None:
        return storage.section(scope, listed, children=entry.key in site.parents or not listed)
    posts = blog.listing(entry.page, None if site.url else site.published)
    document = storage.convert((entry.page.content or "") + posts + links.listing(listed), scope)
    if document.body or entry.key not in site.parents:
        return document
    return replace(document, body=storage.section(scope, ()).body)


def _without_address(entry: nav.Entry, site_url: str) -> list[Issue]:
    """Links of the nav within a site of unknown address, of which only the titles are listed."""
    source = entry.page.file.src_uri if entry.page else entry.key
    return [
        Issue("warning", source, f"the nav links to {url[:80]}, and site_url is not set; its text is kept")
        for _, url in entry.links
        if not links.absolute(url, site_url)
    ]


def _labels(entry: nav.Entry, settings: Settings) -> tuple[str, ...]:
    tags = (
        block.texts((entry.page.meta or {}).get("tags")) if entry.page and settings.labels_from_tags else ()
    )
    return block.labels(settings.labels, entry.block.labels, tags)


def _attachments(
    attached: Sequence[Attached], source: str, bundle: Bundle
) -> tuple[tuple[Attachment, ...], list[Issue]]:
    kept, issues = [], []
    for file in attached:
        try:
            kept.append(bundle.add_file(file))
        except OSError as error:
            message = f"the file {file.name} is left out, since it cannot be read: {error.strerror or error}"
            issues.append(Issue("warning", source, message))
    return tuple(kept), issues


def finished(drafts: Sequence[Draft], site: Site) -> tuple[list[Page], list[Issue]]:
    """Pages whose links name the anchors as Confluence has them; and an Issue for each that leads to none."""
    anchors = {draft.page.key: draft.document.anchors for draft in drafts}
    pages, issues = [], []
    for draft in drafts:
        issues += _dead(draft, anchors)
        pages.append(_with_anchors(draft.page, anchors, site.bundle))
    return pages, issues


def _dead(draft: Draft, anchors: Mapping[str, Mapping[str, str]]) -> list[Issue]:
    return [
        Issue("warning", draft.page.key, f"a link leads to #{html_id} of {key}, which has no such anchor")
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
