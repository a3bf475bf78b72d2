"""One page from HTML to a finished Document: parse, survey, walk, fit, write, check."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.parsers import expat

from bs4.element import Tag

from ..model import Document, Issue
from .addresses import fragment_here
from .families import Walk
from .lines import collect
from .markup import el, join, macro
from .nesting import fit
from .pieces import Anchor
from .places import point
from .remarks import folded
from .render import Render
from .scope import Scope
from .soup import soup, uncollected
from .survey import survey
from .tags import squeezed, words

_ROOT = '<xml xmlns:ac="urn:ac" xmlns:ri="urn:ri" xmlns:at="urn:at">{}</xml>'
_BODY = "<body>"
"""Opened for a page: behind a style or script at its top, lxml takes ``details`` for a part of the head."""


def convert(html: str, scope: Scope) -> Document:
    """Convert the rendered body of a page. Never raises: what cannot be converted stays as text, with an Issue."""
    with uncollected():
        return _convert(html, scope)


def _convert(html: str, scope: Scope) -> Document:
    try:
        page = soup(_BODY + html)
    except Exception as error:
        return _plain(re.sub(r"<[^<>]*>", " ", html), scope, error)
    try:
        return _document(page, scope)
    except Exception as error:
        return _plain("".join(words(page, " ")), scope, error)


def _document(page: Tag, scope: Scope) -> Document:
    walk = Walk(scope, survey(page, scope.linked, lambda href: fragment_here(href, scope)))
    pieces = walk.pieces(page)
    blocks = fit(collect([*map(Anchor, walk.unplaced), *pieces]), scope.target)
    render = Render(scope.target)
    body = point(render.page(blocks), render.anchors)
    check(body)
    if not body and walk.survey.opening is None and "".join(words(page)).strip():
        walk.warn("all of the page is hidden until a script shows it, so it is published without content")
    return Document(
        body, tuple(walk.attachments.values()), render.anchors, tuple(walk.links), tuple(folded(walk.issues))
    )


def check(body: str) -> None:
    """Parse a body as strictly as Confluence does; raises ``xml.parsers.expat.ExpatError``."""
    expat.ParserCreate(namespace_separator=" ").Parse(_ROOT.format(body).encode(), True)


def _plain(text: str, scope: Scope, error: Exception) -> Document:
    """The words of a page as one paragraph, when nothing better could be made of it."""
    message = f"the page could not be converted ({type(error).__name__}: {error}); its text is kept"
    issue = Issue("warning", scope.source, message)
    return Document(el("p", None, squeezed(text)), issues=(issue,))


def section(scope: Scope, links: Sequence[tuple[str, str]], *, children: bool = True) -> Document:
    """The body of a section without a page of its own: its children, if any, then its links (title, URL) elsewhere.

    Where a URL is empty, the title stands alone.
    """
    items = [
        el("li", None, el("p", None, el("a", {"href": url}, title) if url else title)) for title, url in links
    ]
    parts = [macro("children", version="2")] if children else []
    body = join([*parts, el("ul", None, *items)] if items else parts)
    return Document(body)
