"""Which new pages are created with their body: one write instead of two (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...model import Publication
from ..changes import Change

HANDS = 8
"""Workers for which waiting is weighed against writing twice."""


def created_whole(changes: Sequence[Change], publication: Publication) -> list[Change]:
    """The changes with ``whole`` set where every page that a new one links to exists by then.

    A new page waits for its parent, for the sibling before it, and, if it is to be whole, for new pages that it links
    to. Where pages link in a long chain waiting would cost more time than a second write, so then it does not wait.
    """
    ends = _ends(changes)
    limit = max(max(ends.values(), default=0) * 5 // 4, len(ends) // HANDS)
    links = {page.key: page.links for page in publication.pages}
    existing = {change.key for change in changes if change.page and not change.create}
    whole: set[str] = set()
    reached: dict[str, int] = {}
    last: dict[str, int] = {}
    for change in changes:
        if not change.create:
            continue
        waits = [key for key in links[change.key] if key not in existing]
        above = max(reached.get(change.parent or "", 0), last.get(change.parent or "", 0))
        linked = max([reached.get(key, limit) for key in waits], default=0)
        end = 1 + above
        possible = change.parent is not None and all(key in reached for key in waits)
        if possible and (linked <= above or linked < limit):
            whole.add(change.key)
            end = 1 + max(above, linked)
        reached[change.key] = last[change.parent or ""] = end
    return [replace(change, whole=change.key in whole) for change in changes]


def _ends(changes: Sequence[Change]) -> dict[str, int]:
    """Key of a new page → when it can exist, counted in creates, if nobody waits for a link."""
    ends: dict[str, int] = {}
    last: dict[str, int] = {}
    for change in changes:
        if change.create:
            parent = change.parent or ""
            ends[change.key] = last[parent] = 1 + max(ends.get(parent, 0), last.get(parent, 0))
    return ends
