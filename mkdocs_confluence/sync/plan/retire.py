"""Pages that left the site: which go, which are kept, and how many may go at once (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from ...model import Policy, Publication
from ...names import fold
from .. import stamp
from ..changes import Change, Notice, Snapshot, Why
from ..ledger import Entry, apart
from .identity import Known, judged
from .titles import stopgap

LEFT = "the page is no longer in the site, but is kept"
KEPT = f"{LEFT}: somebody else's page is below it."
WORDS: Mapping[Why, str] = {
    "policy": f"{LEFT}.",
    "edited": "the page was edited in Confluence by {who}; it is no longer in the site, but is kept.",
    "below": KEPT,
    "above": f"{LEFT}: one below it is kept.",
}


def way(publication: Publication, policy: Policy) -> Literal["", "trash", "archive"]:
    """How pages are retired; empty where none is: as the policy says, or since one may only be missing after errors."""
    return "" if policy.retire == "keep" or publication.errors else policy.retire


def leaving(ledger_entries: Mapping[str, Entry], snapshot: Snapshot, ids: set[str]) -> dict[str, Entry]:
    """Entries of pages that stand in Confluence and that the site no longer has, by key; each page once."""
    newest = {it.id: key for key, it in sorted(ledger_entries.items(), key=lambda row: row[1].version)}
    there = {page.id for page in snapshot.pages.values() if page.status == "current"} - ids
    return {key: ledger_entries[key] for page, key in newest.items() if page in there}


def retired(
    publication: Publication, snapshot: Snapshot, policy: Policy, found: Mapping[str, Known]
) -> list[Change]:
    """Changes of the pages that left, lowest first; also of those that are kept."""
    ids = {it.remote.id for it in found.values()}
    living = snapshot.ledger.living()
    gone = leaving(living, snapshot, ids)
    edits = edited(gone, snapshot, publication.site)
    how = way(publication, policy)
    policed: dict[str, Why] = dict.fromkeys(gone, "policy")
    kept = _kept(gone, snapshot, ids | _ids(living), edits, policy) if how else policed
    wanted = publication.by_key()
    changes = []
    for key in _lowest_first(gone, snapshot):
        before, stays = snapshot.pages[gone[key].id], key in kept
        archived = how == "archive" and not stays
        change = Change(
            apart(key, before.id) if key in wanted else key,
            stopgap(before.title, publication.site, before.id) if archived else before.title,
            None,
            before=before,
            entry=gone[key],
            was=key,
            edited=key in edits,
            retire="" if stays else how,
            kept=kept.get(key, ""),
            reasons=("no longer in the site",),
        )
        changes.append(change)
    return changes


def _ids(entries: Mapping[str, Entry]) -> set[str]:
    return {entry.id for entry in entries.values()}


def edited(gone: Mapping[str, Entry], snapshot: Snapshot, site: str) -> set[str]:
    """Keys of the pages that a person edited since the last publish.

    One that a run which was cut has renamed to archive it is one version ahead.
    """
    intents = {intent.id: intent for intent in snapshot.ledger.intents if intent.id}
    found = set()
    for key, entry in gone.items():
        remote = snapshot.pages[entry.id]
        it = judged(key, entry, remote, intents.get(entry.id), site)
        left = stamp.title_digest(entry.nav) == stamp.title_digest(stamp.nav_digest(remote.title, "", ()))
        renamed = remote.title == stopgap(remote.title, site, entry.id) and not left
        if it.edited and not (renamed and remote.version == it.entry.version + 1):
            found.add(key)
    return found


def _kept(
    gone: Mapping[str, Entry], snapshot: Snapshot, ours: set[str], edits: set[str], policy: Policy
) -> dict[str, Why]:
    """Why pages stay, by key."""
    keys = {entry.id: key for key, entry in gone.items()}
    kept: dict[str, Why] = dict.fromkeys(edits, "edited") if policy.on_edit == "skip" else {}
    for key in _lowest_first(gone, snapshot):
        for child in snapshot.below.get(gone[key].id, ()):
            if child.id not in ours or not child.is_page:
                kept[key] = "below"
            elif why := kept.get(keys.get(child.id, "")):
                kept.setdefault(key, "below" if why == "below" else "above")
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


# --- what a person is told ------------------------------------------------------------------------


def notices(changes: Sequence[Change], publication: Publication, policy: Policy) -> Iterator[Notice]:
    """About the pages that left: which are kept, and why, and which were edited."""
    takers = {fold(change.title): change.key for change in changes if change.page}
    left = [change for change in changes if not change.page]
    errors = f"since the build had {publication.errors} error{'s' * (publication.errors > 1)}"
    why = errors if publication.errors else "as `retire: keep` says"
    if count := sum(change.kept == "policy" for change in left):
        yield Notice("", f"No longer in the site, but kept, {why}: {count} page{'s' * (count > 1)}.")
    for change in left:
        before = change.before
        assert before  # noqa: S101  # only a page that exists can leave
        text = _said(change, before.author or "somebody", policy)
        if change.kept and change.rename:
            text = text or WORDS[change.kept]
            text += f" {renamed(before.title, change.title, takers.get(fold(before.title), ''))}"
        if text:
            yield Notice(change.source, text, before.url)


def _said(change: Change, who: str, policy: Policy) -> str:
    """Empty where there is nothing to say of this page alone."""
    if change.kept:
        return "" if change.kept == "policy" else WORDS[change.kept].format(who=who)
    if not change.edited or policy.on_edit == "fail":  # then a refusal names it
        return ""
    end = "goes into the trash" if change.retire == "trash" else "is archived"
    return f"the page was edited in Confluence by {who}; it is no longer in the site and {end} all the same."


def renamed(old: str, new: str, taker: str = "") -> str:
    """Why a page that is kept does not keep its title."""
    return f"It is renamed from “{old}” to “{new}”, since {taker or 'another page'} has that title now."
