"""Titles that pages hand over to each other: who must let go first (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...model import digest
from ...names import TITLE_LIMIT, cut, fold
from ...remote import RemotePage
from ..changes import Change, Snapshot


def taken(snapshot: Snapshot) -> dict[str, RemotePage]:
    """Folded title → who has it: a page in the trash has none, an archived one does."""
    pages = [page for page in snapshot.pages.values() if page.status != "trashed"]
    return {**{fold(page.title): page for page in pages}, **snapshot.holders}


def stopgap(title: str, site: str, page_id: str) -> str:
    """A title for the time being that nobody else wants; itself where a run that was cut has given it already."""
    tail = f" ({digest(f'{site}/{page_id}')[:8]})"
    if title.endswith(tail):
        return title
    return cut(title, TITLE_LIMIT - len(tail)).rstrip() + tail


def parked(changes: Sequence[Change], snapshot: Snapshot, site: str) -> tuple[list[Change], tuple[str, ...]]:
    """The changes with the titles of the park wave, and the keys in the order in which those are given.

    A page that has a title which another one wants is renamed before all others: to its own new title where that is
    free by then, else, as in a swap, to a stopgap. One in the trash is restored for that, since it comes back under
    its old title.
    """
    back = {fold(it.before.title): it.before for it in changes if it.restore and it.before}
    parking = _Parking(changes, {**back, **taken(snapshot)}, site)
    for change in changes:
        holder = parking.holder(change)
        if holder and change.page:
            parking.free(holder)
    rows = [_parked(change, parking.titles.get(change.id, "")) for change in changes]
    keys = {change.id: change.key for change in changes if change.id}
    return rows, tuple(keys[page] for page in parking.titles)


def _parked(change: Change, title: str) -> Change:
    """A page that is kept, though it left the site, goes on under the title of the park wave."""
    if change.kept and title:
        return replace(change, parked=title, title=title, rename=True)
    return replace(change, parked=title)


class _Parking:
    """Walks from each holder to the holder of the title that it wants itself; ``titles`` is by id, in order."""

    def __init__(self, changes: Sequence[Change], now: Mapping[str, RemotePage], site: str) -> None:
        self.by_id = {change.id: change for change in changes if change.id}
        self.now = now
        self.site = site
        self.titles: dict[str, str] = {}
        self.visiting: set[str] = set()

    def holder(self, change: Change) -> Change | None:
        """The other page of ours that has the title which this one wants."""
        page = self.now.get(fold(change.title))
        return self.by_id.get(page.id) if page and page.id != change.id else None

    def free(self, change: Change) -> None:
        """Walk along the chain of holders, then rename them, the last one first."""
        chain = [change]
        while (above := self.holder(chain[-1])) and chain[-1].page:
            if above.id in self.titles or above in chain:
                break
            chain.append(above)
        for link in reversed(chain):
            if link.id not in self.titles:
                self.titles[link.id] = self._title(link, chain)

    def _title(self, change: Change, chain: Sequence[Change]) -> str:
        above = self.holder(change)
        free = above is None or above.id in self.titles
        before = change.before
        if change.page and free:
            return change.title
        return stopgap(before.title if before else change.title, self.site, change.id)
