"""Who has the titles that are new, asked with the fewest requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...client import Client
from ...model import Flavor, Publication
from ...names import fold
from ...remote import RemotePage
from ..changes import Snapshot

FEW = 20
"""Up to so many children are asked for one by one."""
LARGE = 5_000
"""Pages of a space through which a walk costs more than asking for a few titles one by one."""
IN_VAIN: dict[Flavor, int] = {"cloud": 2, "datacenter": 1}
"""Answers after which a walk for a few titles is ended, if the space turns out not to be small: so many more than the
titles a first publish can spare."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk through the space came across."""

    complete: bool
    """Whether it came to the end; then a title that is not in ``holders`` is free."""
    holders: Mapping[str, RemotePage]
    """Folded title → page, for the titles asked for."""
    settled: frozenset[str]
    """Folded titles of which it is known whether a page has them."""
    siblings: tuple[RemotePage, ...] = ()
    """Current pages directly under the parent of the root."""


def walk(client: Client, titles: Mapping[str, str], parent: str = "") -> Walk:
    """Walk through the space for titles (folded → as written) as long as that is not dearer than asking for each.

    The first answers tell whether the space is small; a walk of more answers than there are titles is ended. On its way
    it notes the children of ``parent``.
    """
    few = len(titles) <= LARGE // client.bulk + 1
    most = min(len(titles), IN_VAIN[client.flavor]) if few else len(titles)
    found: dict[str, RemotePage] = {}
    siblings: list[RemotePage] = []
    for count, rows in enumerate(client.space_pages(), 1):
        found |= {fold(page.title): page for page in rows if fold(page.title) in titles}
        siblings += [page for page in rows if page.parent == parent and page.status == "current"]
        if count > most or (count == most and len(rows) >= client.bulk):
            return Walk(False, found, frozenset(found))
    return Walk(True, found, frozenset(titles), tuple(siblings))


def wanted(publication: Publication) -> dict[str, str]:
    """Folded title → title of all pages."""
    return {fold(page.title): page.title for page in publication.pages}


def holders(
    client: Client, publication: Publication, first: Snapshot, walked: Walk | None
) -> dict[str, RemotePage]:
    """Folded title → page, for wanted titles that no page of the ledger has."""
    asked = _asked(publication, first)
    if walked is None and len(asked) > 1:
        walked = walk(client, asked)
    found = {title: page for title, page in walked.holders.items() if title in asked} if walked else {}
    settled = walked.settled if walked else frozenset()
    pages = (client.find(title) for folded, title in asked.items() if folded not in settled)
    return {**found, **{fold(page.title): page for page in pages if page is not None}}


def _asked(publication: Publication, first: Snapshot) -> dict[str, str]:
    """Folded title → title; also those of pages in the trash, which may come back."""
    standing = {fold(page.title) for page in first.pages.values() if page.status != "trashed"}
    if first.root is not None:
        standing.add(fold(first.root.title))
    trashed = {fold(page.title): page.title for page in first.pages.values() if page.status == "trashed"}
    titles = {**trashed, **wanted(publication)}
    return {folded: title for folded, title in titles.items() if folded not in standing}
