"""What stops a publish before any write (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import Edited, Foreign, SettingsError, TitleHeld
from ...model import Policy, Publication
from ...names import fold, tidy
from ...remote import RemotePage
from ..changes import Change, Snapshot
from .titles import taken

MOST = 20
"""Pages that a refusal names."""


def refuse_foreign(publication: Publication, snapshot: Snapshot, policy: Policy) -> None:
    """Raise Foreign or SettingsError where the tree is not the one, or not to be treated so."""
    ledger = snapshot.ledger
    names = (publication.site_name, publication.site_url, publication.repo_url)
    if ledger.exists and all(old != new for old, new in zip(ledger.names, names, strict=True)):
        raise Foreign(
            f"The tree under “{snapshot.root.title if snapshot.root else ''}” was published from another site, "
            f"“{ledger.names[0]}”, under the same name `{publication.site}`.",
            hint="Give this site a name of its own with the option `site`.",
        )
    if snapshot.parent in {entry.id for entry in ledger.living().values()}:
        raise SettingsError(
            "The page named by `parent` is itself a page of this site.",
            hint="Name a page outside of the published tree.",
        )
    if policy.retire == "archive" and publication.flavor == "datacenter":
        raise SettingsError("`retire: archive` exists on Confluence Cloud only.", hint="Use trash or keep.")


def refuse_held(wanted: Sequence[Change], leaving: Sequence[Change], snapshot: Snapshot) -> None:
    """Raise TitleHeld where a wanted title belongs to a page that is not ours."""
    ours = {change.id for change in (*wanted, *leaving) if change.id}
    now = taken(snapshot)
    held = []
    for change in wanted:
        holder = now.get(fold(change.title))
        if holder and holder.id != change.id and (holder.id not in ours or holder.status == "archived"):
            held.append((change, holder))
    if held:
        raise TitleHeld(
            "Nothing was published, since titles belong to pages that are not of this site:"
            + _listed([_held(change, holder) for change, holder in held]),
            hint=_how_to_free(held, snapshot),
        )


def _how_to_free(held: Sequence[tuple[Change, RemotePage]], snapshot: Snapshot) -> str:
    hints = ["Rename one of the two, set `title_prefix`, or take the pages over with `adopt`."]
    if any(holder.status == "archived" for _, holder in held):
        hints.append("A page that is archived can only be restored or deleted, in Confluence.")
    if snapshot.root is None:
        hints.append(
            "If this site was published here before, its root page was deleted, or renamed and moved: put it back first."
        )
    return " ".join(hints)


def _listed(lines: Sequence[str]) -> str:
    rest = ["…"] if len(lines) > MOST else []
    return "".join(f"\n  {line}" for line in [*lines[:MOST], *rest])


def _held(change: Change, holder: RemotePage) -> str:
    state = f", {holder.status}" if holder.status != "current" else ""
    spelled = f", spelled “{holder.title}”" if tidy(holder.title) != change.title else ""
    return f"“{change.title}” ({change.key}{spelled}{state}) {holder.url}".rstrip()


def refuse_edited(wanted: Sequence[Change], policy: Policy) -> None:
    """Raise Edited where a page was edited by a person and the policy is to stop."""
    edited = [change for change in wanted if change.edited]
    if edited and policy.on_edit == "fail":
        raise Edited(
            "Nothing was published, since pages were edited in Confluence:"
            + _listed([_edit(change) for change in edited]),
            hint="Take the edits over into the source, or set `on_edit: overwrite` or `skip`.",
        )


def _edit(change: Change) -> str:
    assert change.before  # noqa: S101  # only a page that exists can have been edited
    return f"“{change.title}” by {change.before.author or 'somebody'} {change.before.url}".rstrip()
