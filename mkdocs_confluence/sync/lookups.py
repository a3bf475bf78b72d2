"""Who has the titles that are new, asked with the fewest requests."""

from __future__ import annotations

from collections.abc import Mapping

from ..client import Client
from ..model import Publication
from ..names import fold
from ..remote import RemotePage
from .changes import Snapshot

FEW = 20
"""Up to so many titles are asked for one by one, unless the space turns out to be small."""


def holders(
    client: Client, publication: Publication, first: Snapshot, matched: Mapping[str, str]
) -> dict[str, RemotePage]:
    """Folded title → page, for wanted titles that no page of the ledger has.

    One request each, or a walk through the space, whichever is less as far as that can be told: the first answer
    of the walk tells whether the space is small, and a walk that takes more answers than there are titles is ended.
    """
    asked = _asked(publication, first)
    if len(asked) > 1:
        complete, found = _walk(client, asked, 1 if len(asked) <= FEW else len(asked))
        if complete:
            return found
        asked = {folded: title for folded, title in asked.items() if folded not in found}
    else:
        found = {}
    pages = (client.find(title) for title in asked.values())
    return {**found, **{fold(page.title): page for page in pages if page is not None}}


def _asked(publication: Publication, first: Snapshot) -> dict[str, str]:
    """Folded title → title; also those of pages in the trash, which may come back."""
    standing = {fold(page.title) for page in first.pages.values() if page.status != "trashed"}
    if first.root is not None:
        standing.add(fold(first.root.title))
    trashed = [page.title for page in first.pages.values() if page.status == "trashed"]
    titles = [*(page.title for page in publication.pages), *trashed]
    return {fold(title): title for title in titles if fold(title) not in standing}


def _walk(client: Client, asked: Mapping[str, str], most: int) -> tuple[bool, dict[str, RemotePage]]:
    """Whether the walk came to the end, and the pages found; ``most`` answers are read."""
    found: dict[str, RemotePage] = {}
    for count, rows in enumerate(client.space_pages(), 1):
        found |= {fold(page.title): page for page in rows if fold(page.title) in asked}
        if len(found) == len(asked):
            break
        if count > most or (count == most and len(rows) >= client.bulk):
            return False, found
    return True, found
