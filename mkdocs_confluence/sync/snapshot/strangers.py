"""Pages that may be adopted: those below the root, and those that stood below a root which was lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ...client import Client
from ...model import Policy, Publication
from ...names import fold
from ...remote import RemotePage
from .. import stamp
from ..changes import Snapshot
from .sites import headed, refuse_published


def strangers(
    client: Client,
    publication: Publication,
    first: Snapshot,
    matched: Mapping[str, str],
    policy: Policy,
) -> tuple[RemotePage, ...]:
    """Pages that nobody knows and that have the title of a page without one.

    Raises Foreign where one of them is of another site.
    """
    wanted = [page for page in publication.pages if page.key not in matched and page.parent is not None]
    titles = {fold(page.title) for page in wanted}
    if not policy.adopt or not titles:
        return ()
    below = client.descendants(first.root.id) if first.root else ()
    taken = {entry.id for entry in first.ledger.entries.values()}
    fitting = (page for page in below if page.is_page and page.id not in taken and fold(page.title) in titles)
    ids = [*(page.id for page in fitting), *_lifted(client, publication, first, titles)]
    pages = [page for page in client.pages(ids).values() if page.status == "current"] if ids else []
    for page in pages:
        refuse_published(client, page, publication.site)
    return tuple(pages)


def _lifted(client: Client, publication: Publication, first: Snapshot, titles: set[str]) -> list[str]:
    """Ids of what stood below a root that was lost, when Confluence has put it directly below the parent.

    There our stamp tells it from pages of others. Pages that no publish had to update since they were created have none:
    of them those count that this account wrote last, beside stamped ones or where most of the first level stands there.
    """
    root = first.root.id if first.root else ""
    if any(entry.id != root for entry in first.ledger.living().values()):
        return []
    held = {it.id: it for title, it in first.holders.items() if title in titles and it.status == "current"}
    there = [page for page in held.values() if page.parent == first.parent]
    stamped = {page.id for page in held.values() if _stamped(page, publication.site)}
    plain = [page for page in there if stamp.read(page.message) is None]
    tops = {page.id for page in there if page.id in stamped} | _own(client, plain)
    found = _below(client, held, tops, first.parent)
    level = {fold(page.title) for page in publication.pages if page.parent == publication.root.key}
    most = 2 * len(level & {fold(held[page].title) for page in tops}) > len(level)
    return found if most or stamped.intersection(found) else []


def _stamped(page: RemotePage, site: str) -> bool:
    mark = stamp.read(page.message)
    return mark is not None and mark.is_of(site)


def _own(client: Client, pages: Sequence[RemotePage]) -> set[str]:
    """Ids of those that this account wrote last and that are no root."""
    name = client.whoami() if pages else ""
    ours = [page.id for page in pages if name and client.person(page.author) == name]
    return {page for page in ours if not headed(client, page)}


def _below(client: Client, held: Mapping[str, RemotePage], tops: Collection[str], parent: str) -> list[str]:
    """Ids of those pages that are ``tops`` or stand below one; those between are asked for, a level at a time."""
    above = {page.id: page.parent for page in held.values()} | {parent: ""}
    while tops and (ask := {page for page in above.values() if page} - above.keys()):
        found = client.pages(sorted(ask))
        above |= {page: found[page].parent if page in found else "" for page in ask}

    def under(page: str) -> bool:
        seen: set[str] = set()
        while page and page not in tops and page not in seen:
            seen.add(page)
            page = above.get(page, "")
        return page in tops

    return [page for page in held if under(page)]
