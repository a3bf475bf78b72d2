"""Which pages people edited since the last publish, and who it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...client import Client
from ...errors import NotFound, Unexpected
from ...model import Policy, Publication
from ...remote import RemotePage
from ..changes import Snapshot
from ..plan.identity import known
from ..plan.retire import edited, leaving, way
from ..sameness import same_body


def with_editors(client: Client, publication: Publication, policy: Policy, found: Snapshot) -> Snapshot:
    """The snapshot with the editor's name, in place of an account id, on pages that people edited.

    Where an edit decides about more than a notice, the bodies are compared: a page that has the one of the version that
    the ledger names was only renamed or moved, and the ledger is taken to name the version of now.
    """
    ahead = dict(_ahead(publication, policy, found))
    decides = policy.on_edit != "overwrite"
    same = {it for it in ahead if decides and same_body(client, found.pages[it], ahead[it])}
    entries = {
        key: replace(entry, version=found.pages[entry.id].version) if entry.id in same else entry
        for key, entry in found.ledger.entries.items()
    }
    found = replace(found, ledger=replace(found.ledger, entries=entries))
    people = _People(client) if decides else None
    named = {}
    for page_id in (it for it in ahead if it not in same):
        page = found.pages[page_id]
        author = people.editor(page, ahead[page_id]) if people else client.person(page.author)
        named[page_id] = replace(page, author=author)
    return replace(found, pages={**found.pages, **named})


def _ahead(publication: Publication, policy: Policy, found: Snapshot) -> Iterator[tuple[str, int]]:
    """Id and version in the ledger of pages that are ahead of it, and not by us; also of those that are to be retired."""
    here = known(publication, found).values()
    yield from ((it.remote.id, it.entry.version) for it in here if it.edited)
    if way(publication, policy):
        gone = leaving(found.ledger.living(), found, {it.remote.id for it in here})
        yield from ((gone[key].id, gone[key].version) for key in edited(gone, found, publication.site))


class _People:
    """Tells who edited, and who we are: our own renames of a page whose body is left alone come after its edit."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.us = ""

    def editor(self, page: RemotePage, version: int) -> str:
        """Who made the newest version, else the first one after ours; empty where that was us, too."""
        name = self.client.person(page.author)
        if page.version == version + 1:
            return name
        self.us = self.us or self.client.whoami()
        if name != self.us:
            return name
        try:
            first = self.client.person(self.client.body(page.id, version + 1).author)
        except (NotFound, Unexpected):
            return ""
        return first if first != self.us else ""
