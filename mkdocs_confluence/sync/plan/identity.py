"""Which page of Confluence is which page of the site, and whether a person edited it (pure)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...model import Page, Publication, Width
from ...names import fold, tidy
from ...remote import RemotePage
from .. import stamp
from ..changes import Snapshot
from ..ledger import Addition, Entry, Intent
from .matching import match, returning


@dataclass(frozen=True, slots=True)
class Known:
    """A page of the site as it exists: what the ledger knows of it, and what Confluence says."""

    was: str
    """Its key in the ledger; empty where it is claimed without an entry."""
    entry: Entry
    remote: RemotePage
    edited: bool = False
    restored: bool = False
    """It was retired, and somebody brought it back."""
    adopted: bool = False
    """It was written by somebody else so far."""


def rows(publication: Publication, snapshot: Snapshot) -> dict[str, str]:
    """Key of a page → the key of its row in the ledger; tombstones of pages that come back included."""
    root = snapshot.root.id if snapshot.root else ""
    matched = match(publication, snapshot.ledger, root, snapshot.pages)
    return {**matched, **returning(publication, snapshot.ledger, matched)}


def known(publication: Publication, snapshot: Snapshot, *, adopt: bool = False) -> dict[str, Known]:
    """All pages of the site that exist, by key."""
    ledger, site = snapshot.ledger, publication.site
    was_at = rows(publication, snapshot)
    found: dict[str, Known] = {}
    intents = {intent.key: intent for intent in ledger.intents}
    by_id = {intent.id: intent for intent in ledger.intents if intent.id}
    strangers = {fold(page.title): page for page in snapshot.strangers if page.is_page} if adopt else {}
    taken = {entry.id for entry in ledger.entries.values()}
    newest = {it.id: it for it in sorted(ledger.living().values(), key=lambda it: it.version)}
    for page in publication.pages:
        was = was_at.get(page.key, "")
        entry = ledger.entries.get(was)
        if entry is not None and entry.id in snapshot.pages:
            remote = snapshot.pages[entry.id]
            entry = entry if entry.gone else newest[entry.id]
            entry = _doubting(entry, ledger.addition(entry.id, was), page)
            found[page.key] = judged(was, entry, remote, by_id.get(entry.id), site)
            continue
        if page.parent is None and snapshot.root:
            found[page.key] = _claimed(page, snapshot.root, site, adopt=adopt)
            continue
        holder = snapshot.holders.get(fold(page.title))
        parent = found[page.parent].remote.id if page.parent in found else ""
        if holder and holder.id not in taken and _claims(page, holder, intents.get(page.key), parent, site):
            found[page.key] = _claimed(page, holder, site)
        elif adopt and fold(page.title) in strangers and strangers[fold(page.title)].id not in taken:
            found[page.key] = _claimed(page, strangers[fold(page.title)], site, adopt=True)
    return found


def _claims(page: Page, holder: RemotePage, intent: Intent | None, parent: str, site: str) -> bool:
    """Whether a page without an entry is ours: by stamp, or created by a run that could not record it any more.

    The title was free when the intent was written, so a first version under the parent that was meant is ours.
    """
    mark = stamp.read(holder.message)
    if holder.status == "current" and mark and mark.names(site, page.key):
        return True
    return intent is not None and came_true(intent, holder, parent)


def came_true(intent: Intent, page: RemotePage, parent: str) -> bool:
    """Whether a page looks as the intent to create one under ``parent`` (an id) left it."""
    created = not intent.id and fold(intent.title) == fold(page.title)
    return created and page.status == "current" and page.version == 1 and page.parent == parent != ""


def _claimed(page: Page, remote: RemotePage, site: str, *, adopt: bool = False) -> Known:
    mark = stamp.read(remote.message)
    ours = mark is not None and mark.names(site, page.key)
    body, links = (mark.body, mark.links) if mark and ours else ("", "")
    theirs = adopt and not (mark and mark.is_of(site))
    return Known("", Entry(remote.id, remote.version, body, links), remote, adopted=theirs)


def _doubting(entry: Entry, addition: Addition, page: Page) -> Entry:
    """An entry in which what a run that was cut may have added, replaced or removed is open: that is done once more."""
    width: Width = "default" if page.width == "full" else "full"
    return replace(
        entry,
        labels=tuple(label for label in entry.labels if label not in addition.labels),
        files={
            name: replace(file, digest="") if name in addition.files else file
            for name, file in entry.files.items()
        },
        width=width if addition.width else entry.width,
    )


def judged(was: str, entry: Entry, remote: RemotePage, intent: Intent | None, site: str) -> Known:
    """An entry brought up to date by the stamp of a run that was cut, and whether a person edited the page.

    A stamp may be for the path that a page had in that run. An intent for a page that was ahead of its entry even then
    hides no edit.
    """
    if entry.gone == "unseen":
        entry = replace(entry, gone="")
    elif entry.gone:
        fresh = replace(entry, version=remote.version, body="", links="", gone="")
        return Known(was, fresh, remote, restored=remote.status == "current")
    ahead = remote.version - entry.version
    if ahead <= 0 or remote.status == "archived":
        return Known(was, entry, remote)
    mark = stamp.read(remote.message)
    if mark and mark.is_of(site):
        return Known(was, replace(entry, version=remote.version, body=mark.body, links=mark.links), remote)
    if intent and meant(intent, remote) and intent.version <= entry.version:
        return Known(was, replace(entry, version=remote.version), remote)
    return Known(was, entry, remote, edited=True)


def meant(intent: Intent, remote: RemotePage) -> bool:
    """Whether a page is as an open intent leaves it, halfway or wholly: then nobody else edited it.

    The parent is compared only where it stayed: a new one may have been created by the same run.
    """
    titles = {tidy(title) for title in (intent.title, intent.old_title, intent.parked) if title}
    most = 0 if _untouched(intent, remote) else intent.writes
    return tidy(remote.title) in titles and 0 <= remote.version - intent.version <= most


def _untouched(intent: Intent, remote: RemotePage) -> bool:
    """Whether a page that is to be renamed shows that no write was done yet: a newer version is a person's.

    A restore leaves title and parent as they were; only with one does a renamed page take more than three writes.
    """
    named = tidy(remote.title) == tidy(intent.old_title) != tidy(intent.title)
    return named and remote.parent == intent.old_parent and intent.writes <= 3
