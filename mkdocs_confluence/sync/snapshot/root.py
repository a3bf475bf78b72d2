"""Find the root page: the one whose ledger names this site and this very page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...client import Client
from ...model import Policy, Publication
from ...names import fold
from ...remote import Property, RemotePage
from .. import ledger as ledgers
from .. import stamp
from ..changes import Notice, Notify
from ..report import counted
from .lookups import Walk, walk, wanted
from .sites import refuse_published

Found = tuple[RemotePage | None, Mapping[str, Property], Walk | None]


def find_root(client: Client, publication: Publication, parent: str, policy: Policy, notify: Notify) -> Found:
    """The root page (None where there is none yet), the properties of its ledger, and what a walk came across.

    By title anywhere in the space, else among the children of the parent: the site may have another name by now.
    Raises Foreign where the page to be adopted is of another site.
    """
    site = publication.site
    titled = client.find(publication.root.title)
    if titled is not None and titled.status == "current":
        properties = client.properties(titled.id, ledgers.prefix(site))
        if _heads(properties, site, titled.id):
            return titled, properties, None
        if _claimed(client, site, titled, parent):
            return titled, {}, None
        if policy.adopt and titled.parent == parent:
            refuse_published(client, titled, site)
            return titled, {}, None
        if titled.version == 1:  # perhaps just made by another publish, which has written its ledger by now
            properties = client.properties(titled.id, ledgers.prefix(site))
            if _heads(properties, site, titled.id):
                return client.page(titled.id), properties, None
    titles = wanted(publication)
    walked = walk(client, titles, parent) if len(titles) > 1 else Walk(False, {}, frozenset())
    if titled is None and fold(publication.root.title) in walked.holders:
        return find_root(client, publication, parent, policy, notify)  # another publish made it meanwhile
    walked = _with(walked, publication.root.title, titled)
    return (*_search(client, site, _siblings(client, walked, parent), notify), walked)


def _with(walked: Walk, title: str, holder: RemotePage | None) -> Walk:
    """With what was learned of one more title."""
    holders = {**walked.holders, fold(title): holder} if holder else walked.holders
    return replace(walked, holders=holders, settled=walked.settled | {fold(title)})


def _heads(properties: Mapping[str, Property], site: str, page: str) -> bool:
    head = properties.get(ledgers.head_key(site))
    return head is not None and ledgers.is_head(head.value, site, page)


def _claimed(client: Client, site: str, page: RemotePage, parent: str) -> bool:
    """Whether a page is the root of a first publish that was cut before it could write its ledger."""
    fresh = page.version == 1 and page.parent == parent
    return fresh and stamp.is_placeholder(client.body(page.id).value, site)


def _siblings(client: Client, walked: Walk, parent: str) -> list[RemotePage]:
    """Pages under the parent that can be the root: not those of one version, since the root is created with a
    placeholder and then written.
    """
    if walked.complete:
        rows = list(walked.siblings)
    else:
        rows = [page for page in client.children(parent) if page.is_page]
        ids = [page.id for page in rows if not page.version]  # Cloud's list of children has none
        rows = list(client.pages(ids).values()) if ids else rows
    return [page for page in rows if page.version > 1 and page.status == "current"]


def _search(
    client: Client, site: str, rows: list[RemotePage], notify: Notify
) -> tuple[RemotePage | None, Mapping[str, Property]]:
    """Ask one page after another for its ledger, those first whose version message has our stamp."""
    if rows:
        notify(
            Notice(
                "", f"Looking for the root of the site among {counted(len(rows), 'page')} under the parent."
            )
        )
    for page in sorted(rows, key=lambda page: not _stamped(page, site)):
        properties = client.properties(page.id, ledgers.prefix(site))
        if _heads(properties, site, page.id):
            return page, properties
    return None, {}


def _stamped(page: RemotePage, site: str) -> bool:
    mark = stamp.read(page.message)
    return mark is not None and mark.is_of(site)
