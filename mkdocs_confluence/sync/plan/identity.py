"""Which page of Confluence is which page of the site, and whether a person edited it (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ...model import Page, Publication, Width
from ...names import fold, tidy
from ...remote import RemotePage
from .. import stamp
from ..changes import Snapshot
from ..ledger import Addition, Entry, Intent, Ledger


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


# --- by the ledger --------------------------------------------------------------------------------


def match(
    publication: Publication, ledger: Ledger, root: str, pages: Mapping[str, RemotePage]
) -> dict[str, str]:
    """Key of a page → its key in the ledger, one to one.

    By source path, else by an open intent, else by title, else by a body that is unique on both sides; a page and
    a section without a file are the same, too, when most of their children are. The root is always the root.
    """
    entries = ledger.living()
    found: dict[str, str] = {}
    wanted = publication.by_key()
    free = dict(entries)
    at_root = [key for key, entry in entries.items() if entry.id == root]
    pairs: Iterable[tuple[str, str]] = ((publication.root.key, key) for key in at_root)
    _take(found, free, wanted, pairs)
    for rule in (_by_key, _by_intent, _by_title, _by_body):
        _take(found, free, wanted, list(rule(publication, ledger, free, pages, found)))
    _take(found, free, wanted, _by_children(publication, entries, free, pages, found))
    return found


def _take(
    found: dict[str, str],
    free: dict[str, Entry],
    wanted: Mapping[str, Page],
    pairs: Iterable[tuple[str, str]],
) -> None:
    """Accept pairs (key, key in the ledger) as long as both sides are free; one page has one key."""
    keys: dict[str, list[str]] = {}
    for was, entry in free.items():
        keys.setdefault(entry.id, []).append(was)
    for key, was in pairs:
        if key in wanted and key not in found and was in free:
            found[key] = was
            for other in keys[free[was].id]:
                del free[other]


_Found = Mapping[str, str]
_Remotes = Mapping[str, RemotePage]


def _by_key(
    publication: Publication, ledger: Ledger, free: Mapping[str, Entry], pages: _Remotes, found: _Found
) -> Iterator[tuple[str, str]]:
    return ((page.key, page.key) for page in publication.pages if page.key in free)


def _by_intent(
    publication: Publication, ledger: Ledger, free: Mapping[str, Entry], pages: _Remotes, found: _Found
) -> Iterator[tuple[str, str]]:
    keys = {entry.id: key for key, entry in free.items()}
    return ((intent.key, keys[intent.id]) for intent in ledger.intents if intent.id in keys)


def _by_title(
    publication: Publication, ledger: Ledger, free: Mapping[str, Entry], pages: _Remotes, found: _Found
) -> Iterator[tuple[str, str]]:
    keys = {fold(pages[entry.id].title): key for key, entry in free.items() if entry.id in pages}
    for page in publication.pages:
        if page.key not in found and fold(page.title) in keys:
            yield page.key, keys[fold(page.title)]


def _by_body(
    publication: Publication, ledger: Ledger, free: Mapping[str, Entry], pages: _Remotes, found: _Found
) -> Iterator[tuple[str, str]]:
    ours = Counter(entry.body for entry in free.values() if entry.body)
    theirs = Counter(stamp.body_digest(page) for page in publication.pages if page.key not in found)
    keys = {entry.body: key for key, entry in free.items() if ours[entry.body] == 1}
    for page in publication.pages:
        body = stamp.body_digest(page)
        if page.key not in found and theirs[body] == 1 and body in keys:
            yield page.key, keys[body]


def _by_children(
    publication: Publication,
    entries: Mapping[str, Entry],
    free: Mapping[str, Entry],
    pages: _Remotes,
    found: _Found,
) -> Iterator[tuple[str, str]]:
    """Lowest sections first, so that a section which is found counts for the one above it."""
    keys = {entry.id: key for key, entry in free.items()}
    children = publication.children()
    for page in reversed(publication.pages):
        below = children.get(page.key, ())
        ids = [entries[found[key]].id for key in below if key in found]
        parents = Counter(pages[child].parent for child in ids if child in pages)
        for parent, votes in parents.most_common(1):
            was = keys.get(parent, "")
            if page.key not in found and was and 2 * votes > len(below) and _section(page.key, was):
                yield page.key, was


def _section(*keys: str) -> bool:
    """Whether one of the two is a section without a file."""
    return any(key.endswith("/") for key in keys)


# --- by intents and stamps ------------------------------------------------------------------------


def known(publication: Publication, snapshot: Snapshot, *, adopt: bool = False) -> dict[str, Known]:
    """All pages of the site that exist, by key."""
    ledger, site = snapshot.ledger, publication.site
    root = snapshot.root.id if snapshot.root else ""
    matched = match(publication, ledger, root, snapshot.pages)
    found: dict[str, Known] = {}
    intents = {intent.key: intent for intent in ledger.intents}
    by_id = {intent.id: intent for intent in ledger.intents if intent.id}
    strangers = {fold(page.title): page for page in snapshot.strangers if page.is_page} if adopt else {}
    taken = {entry.id for entry in ledger.entries.values()}
    newest = {it.id: it for it in sorted(ledger.living().values(), key=lambda it: it.version)}
    for page in publication.pages:
        was = matched.get(page.key, "")
        entry = ledger.entries.get(was or page.key)
        if entry is not None and entry.id in snapshot.pages:
            remote = snapshot.pages[entry.id]
            entry = entry if entry.gone else newest[entry.id]
            entry = _doubting(entry, ledger.addition(entry.id, was or page.key), page)
            found[page.key] = judged(was or page.key, entry, remote, by_id.get(entry.id), site)
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
    if entry.gone:
        fresh = replace(entry, version=remote.version, body="", links="", gone="")
        return Known(was, fresh, remote, restored=remote.status == "current")
    ahead = remote.version - entry.version
    if ahead <= 0 or remote.status != "current":
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
