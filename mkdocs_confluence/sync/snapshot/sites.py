"""Whether a page that is to be adopted belongs to another site that is published with this plugin."""

from __future__ import annotations

from ...client import Client
from ...errors import Foreign
from ...remote import RemotePage
from .. import ledger as ledgers
from .. import stamp


def refuse_published(client: Client, page: RemotePage, site: str) -> None:
    """Raise Foreign for a page with a stamp or the ledger of another site; the root above it tells that site's name."""
    mark = stamp.read(page.message)
    if mark and mark.is_of(site):
        return
    other = headed(client, page.id)
    if mark is None and other in ("", site):
        return
    name = other or _above(client, page) or "of another name"
    raise Foreign(
        f"Nothing is published: `adopt` would take over “{page.title}”, which belongs to the published site “{name}”. "
        f"{page.url}".rstrip(),
        hint="To go on with the tree of that site, set the option `site` to its name; else publish this one under "
        "another `parent`, or with a `title_prefix`.",
    )


def _above(client: Client, page: RemotePage) -> str:
    """The site of the nearest root above a page; empty where there is none."""
    seen = {page.id}
    while page.parent and page.parent not in seen:
        seen.add(page.parent)
        page = client.page(page.parent)
        if name := headed(client, page.id):
            return name
    return ""


def headed(client: Client, page_id: str) -> str:
    """The site whose ledger lies on this page; empty where there is none, or a copy of one."""
    for key, found in client.properties(page_id, "mkdocs-").items():
        head = ledgers.load(found.value) if key.endswith("--head") else None
        if isinstance(head, dict) and head.get("page") == page_id:
            return str(head.get("site", ""))
    return ""
