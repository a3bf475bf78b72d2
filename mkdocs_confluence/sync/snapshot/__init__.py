"""Read what exists, once, and no more of it than the decisions need."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from ...client import Client
from ...client.parent import parent_id
from ...errors import NotFound
from ...model import Destination, Policy, Publication
from ...remote import Property, RemotePage
from .. import ledger as ledgers
from .. import shards
from ..changes import Notify, Snapshot
from ..ledger import Ledger
from ..plan.matching import match, returning
from ..plan.retire import leaving, way
from .editors import with_editors
from .lookups import FEW, holders
from .orphans import with_orphans
from .root import find_root
from .strangers import strangers


def snapshot(
    client: Client, publication: Publication, destination: Destination, policy: Policy, notify: Notify
) -> Snapshot:
    """The remote tree as far as this publication is concerned.

    Space, parent, root with its ledger, then the pages that the ledger knows by id in bulk, then who has the titles
    that are new. Raises SettingsError for a parent that does not stand there, Foreign for a ledger of a newer format and
    where a page to be adopted is of another site.
    """
    space = client.space()
    parent = parent_id(client, destination.parent)
    root, properties, walked = find_root(client, publication, parent, policy, notify)
    ledger = with_orphans(client, publication, _ledger(properties, publication.site), root)
    ids = _ids(publication, ledger, root)
    pages = _read(client, ids)
    matched = match(publication, ledger, root.id if root else "", pages)
    back = [ledger.entries[key].id for key in returning(publication, ledger, matched).values()]
    pages |= _read(client, [page_id for page_id in back if page_id not in ids])
    first = Snapshot(space, parent, root, ledger, pages, properties=properties)
    first = _seen_again(replace(first, holders=holders(client, publication, first, walked)))
    matched = match(publication, first.ledger, root.id if root else "", first.pages)
    last = replace(
        first,
        below=_below(client, first, matched) if way(publication, policy) else {},
        strangers=strangers(client, publication, first, matched, policy),
    )
    return with_editors(client, publication, policy, last)


def _seen_again(first: Snapshot) -> Snapshot:
    """With the pages as ours that once could not be found, and that now hold a title which the site wants."""
    entries = first.ledger.entries
    unseen = {entry.id: key for key, entry in entries.items() if entry.gone == "unseen"}
    held = {it.id: it for it in first.holders.values() if it.id in unseen and it.status == "current"}
    if not held:
        return first
    living = {unseen[page]: replace(entries[unseen[page]], gone="") for page in held}
    return replace(
        first,
        ledger=replace(first.ledger, entries={**entries, **living}),
        pages={**first.pages, **held},
        holders={title: page for title, page in first.holders.items() if page.id not in held},
    )


# --- the ledger -----------------------------------------------------------------------------------


def _ledger(properties: Mapping[str, Property], site: str) -> Ledger:
    head = properties.get(ledgers.head_key(site))
    if head is None:
        return Ledger()
    found = ledgers.read_head(head.value)
    rows: list[list[object]] = []
    for index in range(found.shards):
        shard = properties.get(shards.shard_key(site, found.shards, index))
        rows += (ledgers.load(shard.value) or []) if shard else []
    return replace(found, entries=shards.read_rows(rows))


# --- pages ----------------------------------------------------------------------------------------


def _ids(publication: Publication, ledger: Ledger, root: RemotePage | None) -> dict[str, None]:
    """Ids of the pages of the ledger, and of its tombstones those whose path is wanted again; each once, in order."""
    wanted = publication.by_key()
    ids = [entry.id for key, entry in ledger.entries.items() if not entry.gone or key in wanted]
    return dict.fromkeys([*ids, root.id] if root is not None and ids else ids)


def _read(client: Client, ids: Collection[str]) -> dict[str, RemotePage]:
    """Pages by id. One that a bulk read lacks is asked for by itself, since it can be missing from lists for a moment."""
    found = dict(client.pages(list(ids))) if ids else {}
    for page_id in ids:
        if page_id not in found:
            try:
                found[page_id] = client.page(page_id)
            except NotFound:
                continue
    return found


def _below(client: Client, first: Snapshot, matched: Mapping[str, str]) -> dict[str, tuple[RemotePage, ...]]:
    """Children of the pages that may be retired: asked for each, or, where there are many, all below the root at once."""
    if first.root is None:
        return {}
    living = first.ledger.living()
    ids = [
        entry.id for entry in leaving(living, first, {living[was].id for was in matched.values()}).values()
    ]
    found: dict[str, tuple[RemotePage, ...]] = {}
    if len(ids) > FEW:
        rows: dict[str, list[RemotePage]] = {}
        seen = client.descendants(first.root.id)
        for page in seen:
            rows.setdefault(page.parent, []).append(page)
        found = {page.id: tuple(rows.get(page.id, ())) for page in seen}
    return {page_id: found[page_id] if page_id in found else client.children(page_id) for page_id in ids}
