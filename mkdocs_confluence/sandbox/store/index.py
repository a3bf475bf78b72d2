"""The search index: what it knows, which may be a little old."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from . import Store, access, content, labels
from .files import listed as files_of
from .limits import fold
from .nouns import Content, File


@dataclass(frozen=True, slots=True)
class Entry:
    """A page, folder or attachment as the index holds it."""

    store: Store
    page: Content
    file: File | None = None

    def values(self, field: str) -> set[str]:
        """What a field is equal to, folded."""
        page, store = self.page, self.store
        if field == "type":
            return {"attachment" if self.file else page.kind}
        if field in ("space", "space.key"):
            return {fold(access.space(store, page.space).key)}
        if field == "title":
            return {fold(self.title)}
        if field in ("id", "content"):
            return {str(self.file.id), f"att{self.file.id}"} if self.file else {str(page.id)}
        if field == "label":
            return set() if self.file else {label.name for label in labels.listed(store, page.id)}
        if field == "parent":
            return set() if self.file else {str(page.parent)}
        if field == "ancestor":
            above = {str(row.id) for row in content.ancestors(store, page)}
            return above | {str(page.id)} if self.file else above
        if field == "container":
            return {str(page.id)} if self.file else set()
        return {fold(page.author)} if field == "creator" else set()

    def texts(self, field: str) -> set[str]:
        """What a field is searched in."""
        if field in ("text", "sitesearch"):
            return {fold(self.title), fold(content.body(self.store, self.page.id, self.page.version))}
        return self.values(field)

    def date(self, field: str) -> str:
        return self.page.edited if field == "lastmodified" else self.page.created

    @property
    def title(self) -> str:
        return self.file.name if self.file else self.page.title

    def sort_key(self, order: str) -> tuple[object, ...]:
        number = self.file.id if self.file else self.page.id
        if order == "title":
            return (fold(self.title), number)
        if order in ("created", "lastmodified"):
            return (self.date(order), number)
        return (number,)


def entries(store: Store) -> list[Entry]:
    """Everything indexed: what was made within the lag is missing, what was changed or taken away lingers as it was."""
    spaces = {row.id for row in access.spaces(store)}
    moment = time.time()
    rows = content.select(
        store,
        "(c.status = 'current' AND c.indexed <= ?) OR (c.status IN ('trashed', 'archived') AND c.indexed > ?)",
        (moment, moment),
    )
    found: list[Entry] = []
    for row in rows:
        if row.space in spaces:
            page = _known(store, row, moment)
            found.append(Entry(store, page))
            found += [Entry(store, page, file) for file in files_of(store, row.id)]
    return found


def _known(store: Store, page: Content, moment: float) -> Content:
    """A page at the version that the index knows."""
    unknown = [number for when, number in store.unindexed.get(page.id, ()) if when > moment]
    if not unknown:
        store.unindexed.pop(page.id, None)
        return page
    old = next((row for row in content.versions(store, page.id) if row.number < min(unknown)), None)
    if old is None:
        return page
    return replace(page, title=old.title, version=old.number, message=old.message, minor=old.minor,
                   editor=old.author, edited=old.created)  # fmt: skip
