"""Pages that left the site: which go, which are kept, and how many may go at once (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from ...model import Policy, Publication
from ..changes import Change, Notice, Snapshot
from ..ledger import Entry
from .identity import Known, judged
from .titles import stopgap

KEPT = "the page is no longer in the site, but is kept: somebody else's page is below it."
EDITED = "the page was edited in Confluence by {who}; it is no longer in the site, but is kept."
ABOVE = "the page is no longer in the site, but is kept: one below it is kept."


def keeps(publication: Publication, policy: Policy) -> bool:
    """Whether no page is retired: as the policy says, or since one may only be missing after errors of the build."""
    return policy.retire == "keep" or publication.errors > 0


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
    """Changes of the pages that left, lowest first, and notices about those that are kept."""
    ids = {it.remote.id for it in found.values()}
    living = snapshot.ledger.living()
    gone = leaving(living, snapshot, ids)
    edits = edited(gone, snapshot, publication.site)
    keeping = keeps(publication, policy)
    kept = dict.fromkeys(gone, "") if keeping else _kept(gone, snapshot, ids | _ids(living), edits, policy)
    changes = [
        _change(key, gone[key], snapshot, policy, publication.site, kept, edits)
        for key in _lowest_first(gone, snapshot)
    ]
    notices = _notices(changes, kept, publication, policy)
    wanted = publication.by_key()
    changes = [replace(it, key=f"{it.key} (former)") if it.key in wanted else it for it in changes]
    return changes, notices


def _ids(entries: Mapping[str, Entry]) -> set[str]:
    return {entry.id for entry in entries.values()}


def edited(gone: Mapping[str, Entry], snapshot: Snapshot, site: str) -> set[str]:
    """Keys of the pages that a person edited since the last publish.

    One that a run which was cut has renamed to archive it is one version ahead.
    """
    intents = {intent.id: intent for intent in snapshot.ledger.intents if intent.id}
    newest = {it.id: it for it in sorted(gone.values(), key=lambda it: it.version)}
    found = set()
    for key, entry in gone.items():
        remote = snapshot.pages[entry.id]
        it = judged(key, newest[entry.id], remote, intents.get(entry.id), site)
        renamed = remote.title == stopgap(remote.title, site, entry.id)
        if it.edited and not (renamed and remote.version == it.entry.version + 1):
            found.add(key)
    return found


def _kept(
    gone: Mapping[str, Entry], snapshot: Snapshot, ours: set[str], edits: set[str], policy: Policy
) -> dict[str, str]:
    """Why pages stay, by key: for a page of somebody else below them, for an edit, or for one that stays below them."""
    keys = {entry.id: key for key, entry in gone.items()}
    kept = dict.fromkeys(edits, EDITED) if policy.on_edit == "skip" else {}
    for key in _lowest_first(gone, snapshot):
        for child in snapshot.below.get(gone[key].id, ()):
            if child.id not in ours or not child.is_page:
                kept[key] = KEPT
            elif why := kept.get(keys.get(child.id, "")):
                kept.setdefault(key, KEPT if why == KEPT else ABOVE)
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


def _change(
    key: str,
    entry: Entry,
    snapshot: Snapshot,
    policy: Policy,
    site: str,
    kept: Mapping[str, str],
    edits: set[str],
) -> Change:
    before = snapshot.pages[entry.id]
    how: Literal["", "trash", "archive"] = "" if key in kept or policy.retire == "keep" else policy.retire
    return Change(
        key,
        stopgap(before.title, site, entry.id) if how == "archive" else before.title,
        None,
        None,
        before,
        entry,
        was=key,
        edited=bool(how) and key in edits,
        retire=how,
        reasons=("no longer in the site",),
    )


def _notices(
    changes: Sequence[Change], kept: Mapping[str, str], publication: Publication, policy: Policy
) -> list[Notice]:
    if keeps(publication, policy):
        errors = f"since the build had {publication.errors} error{'s' * (publication.errors > 1)}"
        why = errors if publication.errors else "as `retire: keep` says"
        pages = f"{len(changes)} page{'s' * (len(changes) > 1)}"
        return [Notice("", f"No longer in the site, but kept, {why}: {pages}.")] if changes else []
    told = [change for change in changes if not (change.edited and policy.on_edit == "fail")]
    return [notice for change in told for notice in _notice(change, kept.get(change.key, ""))]


def _notice(change: Change, kept: str) -> Iterator[Notice]:
    before = change.before
    assert before  # noqa: S101  # only a page that exists can leave
    who = before.author or "somebody"
    if kept:
        yield Notice(change.key, kept.format(who=who), before.url)
    elif change.edited:
        end = "goes into the trash" if change.retire == "trash" else "is archived"
        text = (
            f"the page was edited in Confluence by {who}; it is no longer in the site and {end} all the same."
        )
        yield Notice(change.key, text, before.url)
