"""Pages that left the site: which go, which are kept, and how many may go at once (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from ...errors import RetireRefused
from ...model import Policy, Publication
from ..changes import Change, Notice, Snapshot
from ..ledger import Entry
from .identity import Known
from .titles import stopgap

KEPT = "the page is no longer in the site, but is kept: somebody else's page is below it."


def leaving(ledger_entries: Mapping[str, Entry], snapshot: Snapshot, ids: set[str]) -> dict[str, Entry]:
    """Entries of pages that stand in Confluence and that the site no longer has, by key."""
    return {
        key: entry
        for key, entry in ledger_entries.items()
        if entry.id not in ids and entry.id in snapshot.pages and snapshot.pages[entry.id].status == "current"
    }


def retired(
    publication: Publication, snapshot: Snapshot, policy: Policy, found: Mapping[str, Known]
) -> tuple[list[Change], list[Notice]]:
    """Changes of the pages that left, lowest first, and notices about those that are kept.

    Raises RetireRefused where more would go than the policy allows.
    """
    ids = {it.remote.id for it in found.values()}
    living = snapshot.ledger.living()
    gone = leaving(living, snapshot, ids)
    kept = set(gone) if policy.retire == "keep" else _kept(gone, snapshot, ids | _ids(living))
    order = _lowest_first(gone, snapshot)
    changes = [_change(key, gone[key], snapshot, policy, publication.site, key in kept) for key in order]
    wanted = publication.by_key()
    changes = [replace(it, key=f"{it.key} (former)") if it.key in wanted else it for it in changes]
    going = [change for change in changes if change.retire]
    _refuse_many(going, len(living), policy)
    return changes, _notices(changes, policy)


def _ids(entries: Mapping[str, Entry]) -> set[str]:
    return {entry.id for entry in entries.values()}


def _kept(gone: Mapping[str, Entry], snapshot: Snapshot, ours: set[str]) -> set[str]:
    """Keys of the pages that have a page of somebody else below them, and of those above these."""
    keys = {entry.id: key for key, entry in gone.items()}
    kept: set[str] = set()
    for key in _lowest_first(gone, snapshot):
        for child in snapshot.below.get(gone[key].id, ()):
            if child.id not in ours or not child.is_page or keys.get(child.id) in kept:
                kept.add(key)
    return kept


def _lowest_first(gone: Mapping[str, Entry], snapshot: Snapshot) -> list[str]:
    """Keys, each before that of the page above it."""
    ids = {entry.id for entry in gone.values()}

    def depth(page: str) -> int:
        count, at = 0, snapshot.pages[page].parent
        while at in ids and count <= len(ids):
            count, at = count + 1, snapshot.pages[at].parent
        return count

    return sorted(gone, key=lambda key: (-depth(gone[key].id), key))


def _change(key: str, entry: Entry, snapshot: Snapshot, policy: Policy, site: str, kept: bool) -> Change:
    before = snapshot.pages[entry.id]
    how: Literal["", "trash", "archive"] = "" if kept or policy.retire == "keep" else policy.retire
    title = stopgap(before.title, site, entry.id) if how == "archive" else before.title
    reasons = ("no longer in the site",)
    return Change(key, title, None, None, before, entry, was=key, retire=how, reasons=reasons)


def _refuse_many(going: Sequence[Change], tree: int, policy: Policy) -> None:
    """A third of the tree and more than five pages at once look like a mistake: a nav that was cut, a wrong site."""
    limit = policy.retire_limit if policy.retire_limit is not None else max(5, tree // 3)
    if len(going) <= limit or policy.force:
        return
    names = ", ".join(f"“{change.title}”" for change in going[:10])
    raise RetireRefused(
        f"Nothing was published, since {len(going)} of {tree} pages would be retired, more than {limit}: "
        f"{names}{', …' if len(going) > 10 else ''}.",
        hint="If that is right, set `retire_limit` or, for one run, CONFLUENCE_FORCE=1.",
    )


def _notices(changes: Sequence[Change], policy: Policy) -> list[Notice]:
    kept = [change for change in changes if not change.retire]
    if policy.retire == "keep":
        pages = f"{len(kept)} page{'s' * (len(kept) > 1)}"
        text = f"No longer in the site, but kept, as `retire: keep` says: {pages}."
        return [Notice("", text)] if kept else []
    return [Notice(change.key, KEPT, change.before.url if change.before else "") for change in kept]
