"""All laws on one page: what ``convert`` makes of it is judged by every witness."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mkdocs_confluence.model import Flavor
from mkdocs_confluence.storage import Scope, convert

from .handed import spoken_out
from .links import Place, dangling, unlinked
from .macros import Macro
from .outline import misled
from .passed import passed, without
from .vocabulary import UNREADABLE, faults
from .words import html_tree, lost


def verdict(
    html: str,
    scope: Scope,
    flavor: Flavor,
    *,
    apps: Mapping[str, Macro] | None = None,
) -> list[str]:
    """Every breach of a law on one page, as ``law: what``. Empty when all hold."""
    document = convert(html, scope)
    untouched = passed(html_tree(html), flavor)
    own = replace(document, body=without(document.body, untouched))
    written = faults(own.body, flavor, apps=apps)
    raised = [issue for issue in document.issues if "could not be converted" in issue.message]
    breaches = [
        *(f"vocabulary: {fault}" for fault in written),
        *(f"never raise: {issue}" for issue in raised),
        *([] if convert(html, scope) == document else ["repeat: the same input gave another output"]),
    ]
    if any(fault.startswith(UNREADABLE) for fault in written):
        return breaches
    files = {attached.name: attached.content for attached in document.attachments}
    body = spoken_out(document.body, files)
    place = Place(scope.page.key, scope.url, scope.pages, scope.site_url)
    return [
        *breaches,
        *(f"words: {fault}" for fault in lost(html, body, scope.heading, untouched)),
        *(f"links: {fault}" for fault in unlinked(html, own, flavor, place)),
        *(f"links: {fault}" for fault in dangling(document, flavor, untouched)),
        *(f"links: {fault}" for fault in (misled(html, document, untouched) if flavor == "cloud" else [])),
    ]


def kinds(breaches: Sequence[str]) -> list[str]:
    """Breaches without what differs from page to page, so that equal ones can be counted."""
    return [re.sub(r"'[^']*'|\d+", "…", breach)[:160] for breach in breaches]
