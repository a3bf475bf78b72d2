"""What one run knows and has done so far, shared by all its workers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from threading import Lock
from typing import Literal

from ...bundle import Bundle
from ...client import Client
from ...errors import Leased, Lost, NotFound, PublishError, Throttled, Unauthorized, Unreachable
from ...model import Policy
from ...remote import RemotePage
from .. import stamp
from ..changes import Change, Failure, Notice, Notify, Plan
from ..journal import Journal
from ..ledger import Addition, Entry, apart

FATAL = (Leased, Lost, Throttled, Unauthorized, Unreachable)
"""Failures that are not about one page: the publish ends."""

LATE = (1.0, 5.0, 30.0)
"""Seconds between the attempts to find a page that was seen before."""

ONLY_SEEN = "The page is there: the account may see it, but not change it. Look at its restrictions."


class Run:
    """The state of applying one plan. Workers write under the lock or to keys of their own."""

    def __init__(
        self, client: Client, plan: Plan, bundle: Bundle, policy: Policy, journal: Journal, notify: Notify
    ) -> None:
        self.client = client
        self.plan = plan
        self.bundle = bundle
        self.policy = policy
        self.message = stamp.words(policy.version_message)
        """What the history says of a version without a body of ours."""
        self.journal = journal
        self.notify = notify
        self.lock = Lock()
        self.interrupted = False
        self.changes: Mapping[str, Change] = plan.by_key()
        self.pages: dict[str, RemotePage] = {
            change.key: change.before
            for change in plan.changes
            if change.before and not change.create and not change.restore
        }
        """By key: the pages as they are now."""
        self.ids = {key: page.id for key, page in self.pages.items()}
        """Key → id of every page that exists by now."""
        root = plan.changes[0]
        self.fresh: set[str] = {root.key} if root.entry is None else set()
        """Keys of pages that this run created: nobody can have commented on them."""
        self.whole: set[str] = set()
        """Keys of pages that were created with their body."""
        self.moved: set[str] = set()
        """Keys of pages that landed under a parent during this run."""
        before = plan.snapshot.ledger
        self.resumes = bool(before.lease or before.intents)
        """Whether the run before this one was cut."""
        self.failures: dict[str, Failure] = {}
        self.notices: list[Notice] = []
        self.retired: list[str] = []
        self.left: set[str] = set()
        """Keys of pages whose bodies were left alone, though they were to be written: for a comment or an edit."""
        self.uploaded = 0
        self.patient = True
        """Whether a page that is not found is still waited for."""

    def begin(self) -> None:
        """Tell the journal what is known by now: claims, other paths, pages that are gone."""
        wanted = {change.key for change in self.plan.changes if change.page}
        used = {change.entry.id for change in self.plan.changes if change.entry}
        pages = self.plan.snapshot.pages
        for key, entry in self.plan.snapshot.ledger.living().items():
            if key in wanted:
                continue
            if entry.id not in used:
                self._bury(key, entry, pages.get(entry.id))
            elif key not in self.changes:  # another key by now, perhaps by a run that was cut
                self.journal.dropped.add(key)
        for change in self.plan.changes:
            if change.entry and not change.restore:
                overwriting = change.edited and change.body  # if that fails, the next run must still know
                self.record(change, replace(change.entry, body="") if overwriting else change.entry)
        for key in self.fresh:
            self.created(self.changes[key])
        self.journal.adds(self._additions())

    def _additions(self) -> dict[str, Addition]:
        """What pages are about to get or lose, by this run or by one that was cut; those that exist come first."""
        before = self.plan.snapshot.ledger
        found: dict[str, Addition] = {}
        for change in sorted(self.plan.changes, key=lambda change: change.create):
            left = before.addition(change.id, change.was or change.key)
            labels = (*left.labels, *change.add_labels, *change.remove_labels)
            files = (*left.files, *(file.name for file in change.attach), *change.detach)
            it = Addition(
                tuple(dict.fromkeys(labels)), tuple(dict.fromkeys(files)), left.width or change.width
            )
            if change.page and it != Addition():
                found[change.id or change.key] = it
        return found

    def created(self, change: Change) -> None:
        """Record what came along with the creation of a page."""
        width = change.page.width if change.page and self.plan.flavor == "datacenter" else "default"
        self.record(change, replace(self.entry(change), width=width))

    def _bury(self, key: str, entry: Entry, page: RemotePage | None) -> None:
        """A page that left the site and was retired already, by a run that was cut or by a person, or cannot be found."""
        how: dict[str, Literal["trash", "archive"]] = {"trashed": "trash", "archived": "archive"}
        if page is None:  # purged, or hidden from this account for a while
            self.journal.entries[key] = replace(entry, gone="unseen")
        elif page.status in how:
            self.journal.entries[key] = replace(entry, gone=how[page.status])

    def end(self) -> None:
        """Record how title, parent and children of each page were left, and what is still to be added.

        The tombstone of a page that came back under another path goes.
        """
        for change in self.plan.changes:
            if change.page and change.key in self.pages and change.key not in self.failures:
                children = self.plan.order.get(change.key, ())
                nav = stamp.nav_digest(change.title, self.parent_id(change), children)
                self.record(change, replace(self.entry(change), nav=nav))
            elif change.kept and change.rename and change.key not in self.failures:
                nav = stamp.nav_digest(change.title, change.before.parent if change.before else "", ())
                self.record(change, replace(self.entry(change), nav=nav))
        for key, entry in self.plan.snapshot.ledger.living().items():  # created anew: it may only be hidden
            if entry.id not in self.plan.snapshot.pages and self.journal.entries[key].id != entry.id:
                self.journal.entries[apart(key, entry.id)] = replace(entry, gone="unseen")
        living = {entry.id for entry in self.journal.entries.values() if not entry.gone}
        tombs = ((key, entry) for key, entry in self.journal.entries.items() if entry.gone)
        self.journal.dropped |= {key for key, entry in tombs if entry.id in living}
        swept_later = {it.key for it in self.plan.changes if it.sweep and self.left_alone(it)}
        failed = {it for key in (*self.failures, *swept_later) for it in (key, self.changes[key].id)}
        self.journal.adds({key: it for key, it in self._additions().items() if key in failed})

    def left_alone(self, change: Change) -> bool:
        """Whether the body of a page stays as people left it, with the files that it shows."""
        return change.key in self.left or (change.edited and not change.body)

    def parent_id(self, change: Change) -> str:
        """Id of the parent that a page should have; empty where it does not exist."""
        if change.parent is None:
            return self.plan.snapshot.parent
        parent = self.pages.get(change.parent)
        return parent.id if parent else ""

    def rename(self, page: RemotePage, title: str) -> RemotePage:
        return self.client.rename(page, title, message=self.message, minor_edit=self.policy.minor_edit)

    def keep(self, change: Change, page: RemotePage) -> None:
        """Remember a page as it is after a write, and record its version."""
        with self.lock:
            self.pages[change.key] = page
            self.ids[change.key] = page.id
        entry = self.entry(change)
        held_back = change.edited and not change.body
        self.record(change, entry if held_back else replace(entry, version=page.version))

    def entry(self, change: Change) -> Entry:
        """The entry of a page, or what would be one."""
        found = self.journal.entries.get(change.key)
        page = self.pages[change.key]
        if found is not None and found.id == page.id and not found.gone:
            return found
        if change.entry is not None and change.entry.id == page.id:
            return change.entry
        return Entry(page.id, page.version)

    def record(self, change: Change, entry: Entry) -> None:
        self.journal.entries[change.key] = entry

    def tell(self, change: Change, message: str, url: str = "") -> None:
        with self.lock:
            self.notices.append(Notice(change.source, message, url))

    def attempt(self, change: Change, work: Callable[[], None]) -> None:
        """Do the work on one page and note its failure.

        A page that was seen and is not found now may be late, not gone (answers lag, and edges of the content network
        have said 404 for up to a minute): it is asked for again after a while, until once in a run that was in vain.
        One that can be read before such an attempt is not late: Cloud says 404 where an account may only see a page.
        """
        seen = False
        for pause in (*LATE, None):
            try:
                work()
            except NotFound as error:
                if seen:
                    self.note(change, error.message, ONLY_SEEN)
                elif pause is not None and change.key in self.pages and self.patient:
                    seen = self._shown(change)
                    self._rest(pause)
                    continue
                else:
                    self.patient = False
                    self.fail(change, error)
            except PublishError as error:
                self.fail(change, error)
            return

    def _rest(self, seconds: float) -> None:
        """Sleep; an interrupt ends it."""
        while seconds > 0 and not self.interrupted:
            self.journal.clock.sleep(min(seconds, 1.0))
            seconds -= 1.0

    def interrupt(self) -> None:
        """End what workers wait for."""
        self.interrupted = True
        self.client.interrupt()

    def _shown(self, change: Change) -> bool:
        """Whether the page can be read."""
        with suppress(PublishError):
            return self.client.page(self.pages[change.key].id).status == "current"
        return False

    def fail(self, change: Change, error: PublishError) -> None:
        """Note a failure of one page; one that is about more than a page goes on up."""
        if isinstance(error, FATAL):
            raise error
        self.note(change, error.message, error.hint)

    def note(self, change: Change, message: str, hint: str = "") -> None:
        url = change.before.url if change.before else ""
        with self.lock:
            self.failures.setdefault(change.key, Failure(change.source, change.title, message, hint, url))
