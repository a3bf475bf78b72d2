"""Pages that a run which was cut created and could not record, and that the site does not have under that title any more."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ...client import Client
from ...model import Publication
from ...names import fold
from ...remote import RemotePage
from .. import stamp
from ..ledger import Entry, Intent, Ledger
from ..plan.identity import came_true


def with_orphans(client: Client, publication: Publication, ledger: Ledger, root: RemotePage | None) -> Ledger:
    """The ledger with an entry for each of them, so that it is renamed or retired like any other page.

    One that the site still has is found by its title together with all that are new.
    """
    made = {it.key: it for it in ledger.intents if not it.id and it.key not in ledger.entries}
    titles = {page.key: fold(page.title) for page in publication.pages}
    stale = [it for it in made.values() if titles.get(it.key) != fold(it.title)]
    if root is None or not stale:
        return ledger
    ids = {key: entry.id for key, entry in ledger.living().items()}
    search = _Search(client, publication.site, made, {publication.root.key: root.id, **ids})
    for intent in stale:
        search.page_id(intent.key)
    entries = {it.key: search.found[it.key] for it in stale if it.key in search.found}
    return replace(ledger, entries={**ledger.entries, **entries})


@dataclass(slots=True)
class _Search:
    client: Client
    site: str
    made: dict[str, Intent]
    ids: dict[str, str]
    found: dict[str, Entry] = field(default_factory=dict)

    def page_id(self, key: str) -> str:
        """Id of the page with a key, which may be created by the same run; empty where there is none of ours."""
        if key not in self.ids:
            self.ids[key] = ""
            intent = self.made.get(key)
            page = self.client.find(intent.title) if intent else None
            if intent and page and self._ours(intent, page):
                self.ids[key] = page.id
                self.found[key] = Entry(page.id, page.version)
        return self.ids[key]

    def _ours(self, intent: Intent, page: RemotePage) -> bool:
        """A page of a person may have got the title since, so one without a stamp must be of this account as well."""
        mark = stamp.read(page.message)
        if page.status == "current" and mark and mark.names(self.site, intent.key):
            return True
        return (
            came_true(intent, page, self.page_id(intent.parent))
            and self.client.person(page.author) == self.client.whoami() != ""
        )
