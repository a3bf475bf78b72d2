"""All laws on one page: what ``convert`` makes of it is judged by every witness."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mkdocs_confluence.model import Document, Flavor
from mkdocs_confluence.storage import Scope, convert

from .links import Place, dangling, unlinked
from .macros import Macro
from .vocabulary import faults
from .words import lost


def verdict(
    html: str,
    scope: Scope,
    flavor: Flavor,
    *,
    passed: Sequence[str] = (),
    apps: Mapping[str, Macro] | None = None,
) -> list[str]:
    """Every breach of a law on one page, as ``law: what``. Empty when all hold."""
    document = convert(html, scope)
    return [
        *(f"vocabulary: {fault}" for fault in faults(document.body, flavor, exempt=passed, apps=apps)),
        *(f"repeat: {fault}" for fault in _unsteady(html, scope, document)),
        *(f"never raise: {issue}" for issue in document.issues if "could not be converted" in issue.message),
        *_if_readable(html, scope, flavor, document, passed),
    ]


def _unsteady(html: str, scope: Scope, document: Document) -> list[str]:
    return [] if convert(html, scope) == document else ["the same input gave another output"]


def _if_readable(
    html: str, scope: Scope, flavor: Flavor, document: Document, passed: Sequence[str]
) -> list[str]:
    """The laws that need a readable body; one that is not has been told of already."""
    if faults(document.body, flavor, exempt=passed)[:1] and not _readable(document.body):
        return []
    place = Place(scope.page.key, scope.url, scope.pages, scope.site_url)
    return [
        *(f"words: {fault}" for fault in lost(html, document.body, scope.heading, passed)),
        *(f"links: {fault}" for fault in unlinked(html, document, flavor, place)),
        *(f"links: {fault}" for fault in dangling(document, flavor)),
    ]


def _readable(body: str) -> bool:
    return not any(fault.startswith("not well-formed") for fault in faults(body, "cloud"))


def kinds(breaches: Sequence[str]) -> list[str]:
    """Breaches without what differs from page to page, so that equal ones can be counted."""
    return [re.sub(r"'[^']*'|\d+", "…", breach)[:160] for breach in breaches]
