"""The order of children, as far as the plan can know it (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...model import Policy, Publication
from .. import stamp
from ..changes import Change, Notice, Snapshot
from .order import moves, positions


def ordered(
    changes: Sequence[Change], publication: Publication, snapshot: Snapshot, policy: Policy
) -> list[Change]:
    """The changes with reordered pages (Cloud) or new positions (Data Center)."""
    by_key = {change.key: change for change in changes}
    for keys in publication.children().values():
        children = [by_key[key] for key in keys]
        if publication.flavor == "cloud":
            by_key |= _moved(children)
        elif policy.positions:
            by_key |= _placed(children, ignored=snapshot.ledger.placeless)
    return [by_key[change.key] for change in changes]


def stays(change: Change) -> bool:
    """Whether a page has been a child of its parent before."""
    return not (change.create or change.restore or change.move)


def current(changes: Sequence[Change]) -> list[str]:
    """Keys of the pages that stay under their parent, in the order that they have; without a position: last."""
    staying = [change for change in changes if stays(change)]
    ranked = sorted(staying, key=lambda change: _position(change) or (1 << 62))
    return [change.key for change in ranked]


def _position(change: Change) -> int | None:
    return change.before.position if change.before else None


def _moved(children: Sequence[Change]) -> Mapping[str, Change]:
    wanted = [change.key for change in children if stays(change)]
    by_key = {change.key: change for change in children}
    return {move.key: replace(by_key[move.key], reorder=True) for move in moves(current(children), wanted)}


def _placed(children: Sequence[Change], *, ignored: bool) -> Mapping[str, Change]:
    """Positions of pages that come from elsewhere mean nothing here.

    To a server that ignored them they go only with what is written in any case, which shows when one of a newer version
    does not.
    """
    before = [_position(change) if stays(change) else None for change in children]
    return {
        change.key: replace(change, position=position)
        for change, old, position in zip(children, before, positions(before), strict=True)
        if old != position and (change.carried or not ignored)
    }


def reshuffled(changes: Sequence[Change], publication: Publication, snapshot: Snapshot) -> list[Notice]:
    """Notices about children whose order a person changed: the nav has the one that was left last time."""
    if snapshot.ledger.placeless:
        return []
    by_key = {change.key: change for change in changes}
    found = []
    for parent, keys in publication.children().items():
        above, children = by_key[parent], [by_key[key] for key in keys]
        left = above.entry.nav.split(".")[-1] if above.entry else ""
        same = left == stamp.nav_digest("", "", keys).split(".")[-1]
        if same and all(map(stays, children)) and any(c.reorder or c.position is not None for c in children):
            url = above.before.url if above.before else ""
            found.append(
                Notice(
                    parent, "the pages below were put into another order in Confluence; it is put back.", url
                )
            )
    return found
