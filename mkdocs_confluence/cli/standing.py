"""Where a site stands in Confluence: its root, the last publish, what drifted since."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

from ..delivery import Delivery
from ..errors import SiteError, TreeError
from ..sync import Plan, Snapshot, report
from ..sync.ledger import Entry, head_key, path

NOT_YET = "The site was not published yet."
PUBLISH = "Publish it first: `mkdocs-confluence publish`."


@dataclass(frozen=True, slots=True)
class Standing:
    plan: Plan
    refusals: tuple[TreeError, ...]
    """Why the next publish would not carry it out."""
    urls: dict[str, str]
    """Key of a page that exists → its address."""
    when: str
    """When the last publish that changed something ended, as the server says it; empty where there was none."""
    edited: tuple[str, ...]
    """Titles of pages that people edited since."""
    gone: tuple[str, ...]
    """Source paths of pages that were published and are there no more."""
    unfinished: bool
    """Whether the last publish was cut, or goes on."""

    @property
    def root(self) -> str:
        return self.urls.get(self.plan.changes[0].key, "")


def look(delivery: Delivery) -> Standing:
    """Read how things stand, also where nothing could be published now; sends only reads. Raises PublishError."""
    with delivery.connected() as (client, destination):
        plan, refusals = delivery.prospect(client, destination)
        found = [(change.key, change.before) for change in plan.changes if change.before]
        urls = {key: page.url or client.page_url(page.id) for key, page in found}
    snapshot = plan.snapshot
    head = snapshot.properties.get(head_key(delivery.publication.site))
    return Standing(
        plan=plan,
        refusals=refusals,
        urls=urls,
        when=head.when if head else "",
        edited=tuple(change.title for change in plan.changes if change.edited),
        gone=tuple(
            path(key) for key, entry in snapshot.ledger.living().items() if not _stands(snapshot, entry)
        ),
        unfinished=_unfinished(plan),
    )


def _unfinished(plan: Plan) -> bool:
    """Not where only the lease of a run that was killed stands, which had done everything."""
    ledger = plan.snapshot.ledger
    return bool(ledger.intents) or bool(ledger.lease and (not plan.empty or ledger.lease.until > time.time()))


def _stands(snapshot: Snapshot, entry: Entry) -> bool:
    page = snapshot.pages.get(entry.id)
    return page is not None and page.status == "current"


def address(standing: Standing, source: str) -> str:
    """The address of the page of a source file, or of the root. Raises SiteError where there is none."""
    if not source:
        if standing.root:
            return standing.root
        raise SiteError(NOT_YET, hint=PUBLISH)
    if source not in {change.key for change in standing.plan.changes}:
        raise SiteError(f"The site has no page {source}.", hint="Give its path below docs_dir.")
    if source not in standing.urls:
        raise SiteError(f"{source} was not published yet.", hint=PUBLISH)
    return standing.urls[source]


def as_text(standing: Standing) -> str:
    return "\n".join([*_since(standing), *_next(standing)])


def _since(standing: Standing) -> list[str]:
    """What stands there, and what became of it."""
    if not standing.root:
        return [NOT_YET]
    lines = [
        f"Root page: {standing.root}",
        f"Published pages: {len(standing.plan.snapshot.ledger.living())}; last changed {_moment(standing.when)}",
        f"Edited in Confluence since: {', '.join(standing.edited) or 'none'}",
    ]
    if standing.gone:
        lines.append(f"Removed in Confluence since: {', '.join(standing.gone)}")
    if standing.unfinished:
        lines.append("The last publish goes on, or was cut; the next one completes it.")
    return lines


def _next(standing: Standing) -> Iterator[str]:
    """What the next publish does, or why it does nothing."""
    plan = standing.plan
    yield f"The next publish: {'refused.' if standing.refusals else report.totals(plan)}"
    yield from report.unsettled(plan)
    for refusal in standing.refusals:
        yield from filter(None, (refusal.message, refusal.hint))
    for notice in plan.notices:
        yield f"Note: {notice}"


def _moment(when: str) -> str:
    """``2026-11-25T20:47:49.716Z`` → ``2026-11-25 20:47 UTC``; whatever else a server says as it is."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):[\d.]+(Z|[+-]\d\d:?\d\d)", when)
    if not found:
        return when or "at an unknown time"
    zone = "UTC" if found[3].strip("Z+-0:") == "" else found[3]
    return f"{found[1]} {found[2]} {zone}"


def as_json(standing: Standing) -> str:
    return json.dumps(
        {
            "site": standing.plan.site,
            "root": standing.root,
            "when": standing.when,
            "pages": standing.urls,
            "edited": standing.edited,
            "gone": standing.gone,
            "unfinished": standing.unfinished,
            "in_sync": standing.plan.empty,
            "refusals": [str(refusal) for refusal in standing.refusals],
            "notices": report.told(standing.plan.notices),
        },
        ensure_ascii=False,
        indent=2,
    )
