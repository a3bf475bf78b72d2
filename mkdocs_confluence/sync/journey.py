"""One publish from beginning to end: whatever happens, what was done is recorded and the lease given back."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from ..bundle import Bundle
from ..client import Client
from ..errors import Conflict, Leased, PublishError, TitleTaken, TreeError
from ..model import Destination, Policy, Publication
from ..names import fold
from ..remote import RemotePage
from . import alive, stamp
from . import ledger as ledgers
from .apply import apply, first_intents
from .apply.state import Run
from .changes import Change, Notice, Notify, Outcome, Plan, Published, Snapshot, State
from .clock import Clock
from .journal import Journal, Stale
from .ledger import Lease
from .plan import plan
from .snapshot import snapshot
from .verify import verify
from .waiting import wait_for

ATTEMPTS = 20
"""How often a publish plans anew because somebody else was faster."""
GRACE = 5.0
"""Seconds in which requests of a publish that was cut may still be carried out."""


class Journey:
    def __init__(
        self,
        client: Client,
        publication: Publication,
        bundle: Bundle,
        destination: Destination,
        policy: Policy,
        workers: int,
        notify: Notify,
        clock: Clock,
    ) -> None:
        self.client = client
        self.publication = publication
        self.bundle = bundle
        self.destination = destination
        self.policy = policy
        self.workers = workers
        self.notify = notify
        self.clock = clock
        self.run_id = uuid.uuid4().hex[:12]

    def go(self) -> Outcome:
        started = self.clock.now()
        expired: Lease | None = None
        for _ in range(ATTEMPTS):
            found = snapshot(self.client, self.publication, self.destination, self.policy, self.notify)
            lease = found.ledger.lease
            try:
                decided = plan(self.publication, found, self.policy)
            except TreeError:
                if not self._overtaken(found):
                    raise
                continue
            if decided.empty:
                return self._outcome(decided, None, started)
            if lease and found.root and lease != expired:
                expired = self._wait(found.root.id, lease)
                continue
            if decided.announce:
                self.notify(Notice("", decided.announce))
            try:
                return self._carry_out(decided, started)
            except Stale:
                continue
        raise Leased(
            "Other publishes of this site are always faster.",
            hint="See which of your machines publish it at the same time.",
        )

    def _overtaken(self, found: Snapshot) -> bool:
        """Whether another publish has written since the ledger was read: what it made looks like somebody else's."""
        site, title = self.publication.site, self.publication.root.title
        if found.root is None:
            return fold(title) not in found.holders and self.client.find(title) is not None
        key = ledgers.head_key(site)
        return self.client.properties(found.root.id, key).get(key) != found.properties.get(key)

    def _carry_out(self, decided: Plan, started: float) -> Outcome:
        """Root, lease, waves, commit. Raises Stale where somebody else was faster."""
        decided = self._rooted(decided)
        root = decided.changes[0].before
        assert root  # noqa: S101  # _rooted has just seen to it
        journal = Journal(self.client, self.publication, decided.snapshot, root.id, self.run_id, self.clock)
        run = Run(self.client, decided, self.bundle, self.policy, journal, self.notify)
        run.begin()
        with alive.alive(self.run_id):
            try:
                journal.open(first_intents(run), self.policy.lease, settles=decided.settles)
                apply(run, self.workers)
                run.end()
                journal.close(complete=True)
            except (Leased, Stale):
                raise  # the ledger is another run's by now
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    self.client.interrupt()
                with contextlib.suppress(PublishError):  # the first error is the one to tell
                    journal.give_back()
                raise
            finally:
                if not journal.leased:
                    alive.forget(self.run_id)
        return self._outcome(decided, run, started)

    def _wait(self, root: str, lease: Lease) -> Lease | None:
        """Wait for another run; shortly for one that ended here: until its last requests have come to an end.

        Gives the lease that expired; one that was renewed since is another.
        """
        if not alive.ended(lease.run):
            return wait_for(self.client, self.publication.site, root, lease, self.clock, self.notify)
        left = max(0.0, min(GRACE, lease.until - self.clock.now()))
        self.notify(Notice("", f"The last publish of this machine was cut; completing it in {left:.0f} s."))
        self.clock.sleep(left)
        alive.forget(lease.run)
        return lease

    def _rooted(self, decided: Plan) -> Plan:
        """The plan with a root that exists: a placeholder, until its body is written."""
        first, *rest = decided.changes
        if not first.create:
            return decided
        body, width = stamp.placeholder(self.publication.site), self.publication.root.width
        try:
            page = self.client.create(first.title, decided.snapshot.parent, body, width=width)
        except (Conflict, TitleTaken):
            self.clock.sleep(1.0)  # somebody else creates it at this moment
            raise Stale from None
        made = replace(first, create=False, before=page)
        return replace(decided, changes=(made, *rest), snapshot=replace(decided.snapshot, root=page))

    # what came of it

    def _outcome(self, decided: Plan, run: Run | None, started: float) -> Outcome:
        pages = run.pages if run else {c.key: c.before for c in decided.changes if c.before}
        failures = dict(run.failures) if run else {}
        if self.policy.verify:
            published = {c.key: pages[c.key] for c in decided.changes if c.page and c.key in pages}
            published = {key: page for key, page in published.items() if key not in failures}
            left = run.left if run else ()
            ordered = self._orders(decided, run)
            for failure in verify(
                self.client, decided, self.bundle, published, self.workers, left, ordered=ordered
            ):
                failures[failure.key] = failure
        return Outcome(
            decided,
            tuple(self._published(run, c, pages.get(c.key), failures) for c in decided.changes if c.page),
            tuple(run.changes[key].source for key in run.retired) if run else (),
            tuple(failures.values()),
            (*_reachable(decided, pages), *(run.notices if run else ())),
            run.uploaded if run else 0,
            self.client.sent,
            self.clock.now() - started,
        )

    def _orders(self, decided: Plan, run: Run | None) -> bool:
        """Whether the order of siblings is ours, and not left to a server without positions."""
        ledger = run.journal.ledger if run else decided.snapshot.ledger
        return decided.flavor == "cloud" or (self.policy.positions and not ledger.placeless)

    def _published(
        self, run: Run | None, change: Change, page: RemotePage | None, failures: Container[str]
    ) -> Published:
        url = (page.url or self.client.page_url(page.id)) if page else ""
        stays = run is not None and change.key in run.left
        did = replace(change, body=False, attach=(), detach=(), sweep=False) if stays else change
        state: State = "updated" if did.writes else "unchanged"
        if run and change.key in run.fresh:
            state = "created"
        if page is None or change.key in failures:
            state = "failed"
        return Published(change.key, change.title, page.id if page else "", url, state)


def _reachable(decided: Plan, pages: Mapping[str, RemotePage]) -> Iterator[Notice]:
    """The notices of a plan that was carried out: on Data Center a page that was renamed has another address."""
    found = [(it.before, pages[it.key]) for it in decided.changes if it.before and it.key in pages]
    urls = {before.url: after.url for before, after in found if before.url and after.url}
    return (replace(notice, url=urls.get(notice.url, notice.url)) for notice in decided.notices)
