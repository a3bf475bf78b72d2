"""Publication × Snapshot × Policy → Plan (pure: no input or output, no clock, no thread)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...model import Attachment, Page, Policy, Publication
from ...names import fold, tidy
from ...remote import RemotePage
from .. import stamp
from ..changes import Change, Notice, Plan, Snapshot
from ..ledger import path
from .identity import Known, known, rows
from .refusals import refusals, refuse_foreign
from .retire import notices, retired
from .siblings import ordered, reshuffled
from .titles import parked
from .whole import created_whole

CHANGED = "body changed"
"""Why the body is written where nothing else is the reason: the source or the converter has changed."""


def plan(publication: Publication, snapshot: Snapshot, policy: Policy) -> Plan:
    """Every write that brings the tree from the snapshot to the publication.

    Raises TitleHeld, Foreign, RetireRefused, Edited or SettingsError where it must not be carried out.
    """
    decided = draft(publication, snapshot, policy)
    for refusal in refusals(decided, policy):
        raise refusal
    return decided


def draft(publication: Publication, snapshot: Snapshot, policy: Policy) -> Plan:
    """The plan, also where ``refusals`` keep it from being carried out. Raises Foreign or SettingsError."""
    refuse_foreign(publication, snapshot, policy)
    found = known(publication, snapshot, adopt=policy.adopt)
    there = _existing(publication, snapshot, found)
    scene = Scene(publication, snapshot, policy, rows(publication, snapshot), found, there)
    wanted = [_change(page, scene) for page in publication.pages]
    leaving = retired(publication, snapshot, policy, found)
    changes, parks = parked([*wanted, *leaving], snapshot, publication.site)
    changes = created_whole(ordered(changes, publication, snapshot, policy), publication)
    told = (notice for change in changes for notice in _notices(change, scene))
    return Plan(
        publication.flavor,
        publication.site,
        snapshot,
        tuple(changes),
        parks,
        publication.children(),
        _unsettled(scene),
        (
            *notices(changes, publication, policy),
            *_unseen(scene),
            *told,
            *reshuffled(changes, publication, snapshot),
        ),
        _announcement(changes, scene),
    )


def _unsettled(scene: Scene) -> bool:
    """Whether the ledger differs from what is known: open intents, claims, other paths, pages that are gone."""
    ledger, pages = scene.snapshot.ledger, scene.snapshot.pages
    if not ledger.exists:  # pages that are taken over are recorded before they move
        return any(key != scene.publication.root.key for key in scene.known)
    if (
        ledger.intents
        or ledger.additions
        or any(ledger.entries.get(key) != it.entry for key, it in scene.known.items())
    ):
        return True
    used = {it.entry.id for it in scene.known.values()}
    lost = (entry.id for entry in ledger.living().values() if entry.id not in used)
    return any(page not in pages or pages[page].status != "current" for page in lost)


@dataclass(frozen=True, slots=True)
class Scene:
    """What all decisions look at."""

    publication: Publication
    snapshot: Snapshot
    policy: Policy
    rows: Mapping[str, str]
    """Key → its key in the ledger so far, also for pages that cannot be found any more."""
    known: Mapping[str, Known]
    ids: Mapping[str, str]
    """Key → id of the pages that will exist without being created."""


def _existing(publication: Publication, snapshot: Snapshot, found: Mapping[str, Known]) -> dict[str, str]:
    used = {fold(page.title) for page in snapshot.pages.values() if page.status != "trashed"}
    used |= set(snapshot.holders)
    return {key: it.remote.id for key, it in found.items() if _usable(it.remote, used)}


def _usable(remote: RemotePage, used: set[str]) -> bool:
    """Current, or in the trash with a title that is free: a title that is taken keeps a page from being restored."""
    return remote.status == "current" or (remote.status == "trashed" and fold(remote.title) not in used)


# --- one page -------------------------------------------------------------------------------------


def _change(page: Page, scene: Scene) -> Change:
    it = scene.known.get(page.key)
    if it is None or page.key not in scene.ids:
        return _creation(page, scene)
    entry, remote = it.entry, it.remote
    restore = remote.status == "trashed"
    parent = _parent(page, scene)
    move = restore or not parent or remote.parent != parent
    reasons, body = _body(page, it, scene)
    added = scene.snapshot.ledger.addition(remote.id, it.was or page.key)
    skipping = it.edited and not body
    return Change(
        page.key,
        page.title,
        page.parent,
        page,
        remote,
        entry,
        was=it.was,
        edited=it.edited,
        restore=restore,
        rename=tidy(remote.title) != page.title,
        move=move,
        body=body,
        attach=() if skipping else _unfiled(page, it),
        detach=() if skipping else _unused(page, it),
        add_labels=tuple(label for label in page.labels if label not in entry.labels),
        sweep=bool(set(added.files) - {file.name for file in page.attachments}),
        remove_labels=tuple(
            label for label in dict.fromkeys((*entry.labels, *added.labels)) if label not in page.labels
        ),
        width=page.width != entry.width,
        reasons=tuple(reasons),
    )


def _creation(page: Page, scene: Scene) -> Change:
    return Change(
        page.key,
        page.title,
        page.parent,
        page,
        create=True,
        body=True,
        attach=page.attachments,
        add_labels=page.labels,
        width=page.width != "default",
        reasons=("new",),
    )


def _parent(page: Page, scene: Scene) -> str:
    """Id of the parent; empty where it is to be created."""
    return scene.snapshot.parent if page.parent is None else scene.ids.get(page.parent, "")


def _unfiled(page: Page, it: Known) -> tuple[Attachment, ...]:
    filed = {name: file.digest for name, file in it.entry.files.items()}
    return tuple(it for it in page.attachments if filed.get(it.name) != stamp.file_digest(it.digest))


def _unused(page: Page, it: Known) -> tuple[str, ...]:
    used = {file.name for file in page.attachments}
    return tuple(name for name in sorted(it.entry.files) if name not in used)


def _body(page: Page, it: Known, scene: Scene) -> tuple[list[str], bool]:
    """Why the body is written, and whether it is."""
    entry = it.entry
    reasons = []
    if not entry.body:
        again = it.remote.status == "trashed" or it.restored
        reasons.append("restored" if again else "taken over" if it.adopted else "not written yet")
    elif entry.body != stamp.body_digest(page):
        reasons.append(CHANGED)
    elif entry.links != stamp.links_digest(page, scene.ids) or any(
        key not in scene.ids for key in page.links
    ):
        reasons.append("a page that it links to has another address")
    if it.edited:
        reasons.append("edited in Confluence")
    return reasons, bool(reasons) and not (it.edited and scene.policy.on_edit == "skip")


# --- what a person is told ------------------------------------------------------------------------


def _notices(change: Change, scene: Scene) -> Iterator[Notice]:
    before, page = change.before, change.page
    it = scene.known.get(change.key)
    if page is None:
        return
    if before is None:
        yield from _anew(change, it, scene)
        return
    who = before.author or "somebody"

    def notice(message: str) -> Notice:
        return Notice(change.key, f"the page {message}", before.url)

    if it and it.adopted:
        yield notice(
            "existed before and is taken over, as `adopt` says; what was there stays in its history."
        )
    if change.edited and scene.policy.on_edit != "fail":  # then a refusal names it
        end = "the edit is overwritten" if change.body else "its body is left alone"
        yield notice(f"was edited in Confluence by {who}; {end}.")
    left = change.entry.nav.split(".") if change.entry and change.entry.nav else []
    here = stamp.nav_digest(before.title, before.parent, ()).split(".")
    if left and change.rename and left[0] != here[0]:
        yield notice(f"was renamed in Confluence to “{before.title}”; it is put back.")
    if left and change.move and not change.restore and left[1] != here[1]:
        yield notice("was moved in Confluence; it is put back.")
    if change.restore and it and not it.entry.gone and not it.restored and left:
        yield notice("was in the trash of Confluence; it is restored.")


def _anew(change: Change, it: Known | None, scene: Scene) -> Iterator[Notice]:
    """A page that existed once and is created anew; a tombstone under another path may be that of another page."""
    was = scene.rows.get(change.key, "")
    entry = scene.snapshot.ledger.entries.get(was)
    if it is not None:
        state = "archived" if it.remote.status == "archived" else "in the trash, where it cannot be restored"
        yield Notice(
            change.key, f"the page exists already, {state}; it is created anew. The old page:", it.remote.url
        )
    elif entry and (was == change.key or not entry.gone):
        text = "the page does not exist in Confluence any more, or is hidden from this account; it is created anew."
        yield Notice(change.key, text)


def _unseen(scene: Scene) -> Iterator[Notice]:
    """Pages that left and cannot be found, so that they are not retired."""
    ledger = scene.snapshot.ledger
    matched = {ledger.entries[was].id for was in scene.rows.values()}
    lost = {entry.id: key for key, entry in ledger.living().items() if entry.id not in matched}
    text = "the page is no longer in the site and cannot be found: it is gone already, or hidden from this account."
    return (Notice(path(key), text) for page, key in lost.items() if page not in scene.snapshot.pages)


def _announcement(changes: list[Change], scene: Scene) -> str:
    old, new = scene.snapshot.ledger.converter, scene.publication.converter
    count = sum(change.body and change.reasons == (CHANGED,) for change in changes)
    if not old or old == new or not count:
        return ""
    pages = f"{count} existing page{' has' if count == 1 else 's have'}"
    return f"The converter changed from version {old} to {new}: {pages} another body, by it or by the source."
