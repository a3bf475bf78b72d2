"""What stops a publish before any write (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...errors import Edited, Foreign, RetireRefused, SettingsError, TitleHeld, TreeError
from ...model import Policy, Publication
from ...names import fold, tidy
from ...remote import RemotePage
from ..changes import Change, Plan, Snapshot
from .titles import taken

MOST = 20
"""Pages that a refusal names."""


def refuse_foreign(publication: Publication, snapshot: Snapshot, policy: Policy) -> None:
    """Raise Foreign or SettingsError where the tree is not the one, or not to be treated so."""
    ledger, names = snapshot.ledger, _names(publication)
    if ledger.exists and not policy.force and not _same(publication, snapshot):
        raise Foreign(
            f"The tree under “{snapshot.root.title if snapshot.root else ''}” was published from another site: "
            f"from {_told(ledger.names)}, and this one is {_told(names)}. Both go by the name `{publication.site}`.",
            hint="Give this site a name of its own with the option `site`. If it is the same site, which has another "
            "name and address by now, publish once with CONFLUENCE_FORCE=1.",
        )
    if snapshot.parent in {entry.id for entry in ledger.living().values()}:
        raise SettingsError(
            "The page named by `parent` is itself a page of this site.",
            hint="Name a page outside of the published tree.",
        )
    if policy.retire == "archive" and publication.flavor == "datacenter":
        raise SettingsError("`retire: archive` exists on Confluence Cloud only.", hint="Use trash or keep.")


def _names(publication: Publication) -> tuple[str, str, str]:
    return (publication.site_name, publication.site_url, publication.repo_url)


def _same(publication: Publication, snapshot: Snapshot) -> bool:
    """Whether the ledger is of this site: by a name or address of it that is as before.

    What is unset tells nothing. Where only one of them is set, and another one by now, a page besides the root has to be
    where it was.
    """
    set_both = [pair for pair in zip(snapshot.ledger.names, _names(publication), strict=True) if all(pair)]
    agree = any(old == new for old, new in set_both)
    if agree or len(set_both) > 1:
        return agree
    root, wanted = snapshot.root.id if snapshot.root else "", publication.by_key()
    others = [key for key, entry in snapshot.ledger.living().items() if entry.id != root]
    return not others or any(key in wanted for key in others)


def _told(names: tuple[str, str, str]) -> str:
    name, *addresses = names
    where = ", ".join(filter(None, addresses))
    return f"“{name}” ({where})" if where else f"“{name}”"


def refusals(decided: Plan, policy: Policy) -> Iterator[TreeError]:
    """Why a plan must not be carried out."""
    for found in (_too_many(decided, policy), _held(decided, policy), _edited(decided, policy)):
        if found:
            yield found


def _too_many(decided: Plan, policy: Policy) -> RetireRefused | None:
    """A third of the tree and more than five pages at once look like a mistake: a nav that was cut, a wrong site."""
    going = [change for change in decided.changes if change.retire]
    tree = len(decided.snapshot.ledger.living())
    limit = policy.retire_limit if policy.retire_limit is not None else max(5, tree // 3)
    if len(going) <= limit or policy.force:
        return None
    names = ", ".join(f"“{change.title}”" for change in going[:10])
    return RetireRefused(
        f"Nothing is published, since {len(going)} of {tree} pages would be retired, more than {limit}: "
        f"{names}{', …' if len(going) > 10 else ''}.",
        hint="If that is right, set `retire_limit` or, for one run, CONFLUENCE_FORCE=1.",
    )


def _held(decided: Plan, policy: Policy) -> TitleHeld | None:
    """Wanted titles that belong to pages that are not ours."""
    snapshot = decided.snapshot
    ours = {change.id for change in decided.changes if change.id}
    now = taken(snapshot)
    held = []
    for change in decided.changes:
        holder = now.get(fold(change.title))
        if (
            change.page
            and holder
            and holder.id != change.id
            and (holder.id not in ours or holder.status == "archived")
        ):
            held.append((change, holder))
    if not held:
        return None
    return TitleHeld(
        "Nothing is published, since titles belong to pages that are not of this site:"
        + _listed([_holding(change, holder) for change, holder in held]),
        hint=_how_to_free(held, decided, policy),
    )


def _how_to_free(held: Sequence[tuple[Change, RemotePage]], decided: Plan, policy: Policy) -> str:
    snapshot, root = decided.snapshot, decided.changes[0].title
    hints = []
    if any(holder.id == snapshot.parent for _, holder in held):
        hints.append(
            "No page can have the title of the page that the site stands under: change it with `site_name` or `title_prefix`."
        )
    others = [(change, holder) for change, holder in held if holder.id != snapshot.parent]
    current = [change for change, holder in others if holder.status == "current"]
    if others:
        adopt = ", or take the pages over with `adopt`" if current and not policy.adopt else ""
        hints.append(f"Rename one of the two, or set `title_prefix`{adopt}.")
    if current and policy.adopt:
        at_root = decided.changes[0] in current
        hints.append(_how_to_adopt(root, held=at_root, there=snapshot.root is not None))
    if any(holder.status == "archived" for _, holder in others):
        hints.append("A page that is archived can only be restored or deleted, in Confluence.")
    if others and snapshot.root is None:
        hints.append(
            "If this site was published here before, its root page was deleted, or renamed and moved: put it back first."
        )
    return " ".join(hints)


def _how_to_adopt(root: str, *, held: bool, there: bool) -> str:
    """What helps where ``adopt`` is set and does not take a page over."""
    if held:
        return f"`adopt` takes over “{root}” only directly below the page that `parent` names: move it there."
    make = "" if there else f"make a page “{root}” below the one that `parent` names, and "
    return f"`adopt` takes over what stands below “{root}”: {make}move these pages below it."


def _listed(lines: Sequence[str]) -> str:
    rest = ["…"] if len(lines) > MOST else []
    return "".join(f"\n  {line}" for line in [*lines[:MOST], *rest])


def _holding(change: Change, holder: RemotePage) -> str:
    state = f", {holder.status}" if holder.status != "current" else ""
    spelled = f", spelled “{holder.title}”" if tidy(holder.title) != change.title else ""
    return f"“{change.title}” ({change.key}{spelled}{state}) {holder.url}".rstrip()


def _edited(decided: Plan, policy: Policy) -> Edited | None:
    """Pages that a person edited, where the policy is to stop."""
    edited = [change for change in decided.changes if change.edited and not change.kept]
    if not edited or policy.on_edit != "fail":
        return None
    return Edited(
        "Nothing is published, since pages were edited in Confluence:"
        + _listed([_edit(change) for change in edited]),
        hint="Take the edits over into the source, or set `on_edit: overwrite` or `skip`.",
    )


def _edit(change: Change) -> str:
    assert change.before  # noqa: S101  # only a page that exists can have been edited
    return f"“{change.title}” by {change.before.author or 'somebody'} {change.before.url}".rstrip()
