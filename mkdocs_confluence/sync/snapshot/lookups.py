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
SPARE: dict[Flavor, int] = {"cloud": 2, "datacenter": 1}
"""Answers that a first publish can spare, beside asking for each title, to see whether the space is small."""


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

    On its way it notes the children of ``parent``.
    """
    left = _budget(client, len(titles))
    found: dict[str, RemotePage] = {}
    siblings: list[RemotePage] = []
    for rows in client.space_pages():
        found |= {fold(page.title): page for page in rows if fold(page.title) in titles}
        siblings += [page for page in rows if page.parent == parent and page.status == "current"]
        left -= 1
        if left < (len(rows) >= client.bulk):  # a full answer is not the last one
            return Walk(False, found, frozenset(found))
    return Walk(True, found, frozenset(titles), tuple(siblings))


def _budget(client: Client, titles: int) -> int:
    """Answers that a walk for so many titles may cost: as many as asking for each.

    Where titles are few, those that can be spared: if the space is not small, each is asked for all the same.
    """
    few = titles <= LARGE // client.bulk + 1
    return min(titles, SPARE[client.flavor]) if few else titles


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
