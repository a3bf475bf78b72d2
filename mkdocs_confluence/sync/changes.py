"""The nouns of deciding and doing: Snapshot, Change, Plan, Outcome, and what a run tells while it goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..model import Attachment, Flavor, Page
from ..remote import Property, RemotePage, Space
from .ledger import Entry, Ledger, path

Why = Literal["", "policy", "edited", "below", "above"]
"""Why a page that left the site stays: ``policy`` for all of them, an edit, or what stands ``below`` it: a page of
somebody else, or one of ours that stays (then it is ``above`` that).
"""
WaveName = Literal["park", "shape", "content", "order", "retire"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What exists, as far as it had to be read."""

    space: Space
    parent: str
    """Id of the page that the root stands under."""
    root: RemotePage | None
    ledger: Ledger
    pages: Mapping[str, RemotePage]
    """By id: the pages that the ledger knows; those that are gone are absent."""
    holders: Mapping[str, RemotePage] = field(default_factory=dict)
    """Folded title → the page that has it, for wanted titles that none of ``pages`` has."""
    below: Mapping[str, tuple[RemotePage, ...]] = field(default_factory=dict)
    """Id → children, for pages that may be retired."""
    properties: Mapping[str, Property] = field(default_factory=dict)
    """The properties of the root page that the ledger lies in."""
    strangers: tuple[RemotePage, ...] = ()
    """Pages under the root, read where unknown ones may be adopted."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know that is neither a warning about the source nor a failure."""

    key: str
    message: str
    url: str = ""

    def __str__(self) -> str:
        where = f"{self.key}: " if self.key else ""
        return f"{where}{self.message}{f' {self.url}' if self.url else ''}"


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one page: everything that apply does with it but the moves of new pages."""

    key: str
    """Its key in the ledger from now on: the source path, or ``apart`` from the page that has its path by now."""
    title: str
    parent: str | None
    """Key of the page that it will stand under; None for the root, and for a page that is retired."""
    page: Page | None = None
    """What it should be; None for a page that is retired."""
    before: RemotePage | None = None
    """The page as found; None where it is created."""
    entry: Entry | None = None
    """What the ledger, or a claim, knows of it."""
    was: str = ""
    """Its key in the ledger so far; empty where it has none."""
    edited: bool = False
    """Whether a person edited it since the last publish."""
    parked: str = ""
    """The title that it gets in the park wave: its own new one where that is free by then, else one for the time being."""
    create: bool = False
    whole: bool = False
    """Created with its body, since every page that it links to exists by then."""
    restore: bool = False
    rename: bool = False
    move: bool = False
    body: bool = False
    reorder: bool = False
    """Cloud: moved beside its siblings; apply finds the moves again once new pages have landed."""
    position: int | None = None
    """Data Center: the position that it gets; None where it keeps its own."""
    attach: tuple[Attachment, ...] = ()
    detach: tuple[str, ...] = ()
    """Names of files of ours that the page no longer uses."""
    sweep: bool = False
    """Whether a run that was cut may have left files here that the page does not use."""
    add_labels: tuple[str, ...] = ()
    remove_labels: tuple[str, ...] = ()
    width: bool = False
    retire: Literal["", "trash", "archive"] = ""
    kept: Why = ""
    """Why it stays, though it left the site."""
    reasons: tuple[str, ...] = ()
    """Why, for a person; nothing depends on them."""

    @property
    def id(self) -> str:
        return self.before.id if self.before else ""

    @property
    def source(self) -> str:
        """The source path, for a person."""
        return path(self.key)

    @property
    def shapes(self) -> bool:
        """Whether it has a part in the shape wave."""
        return self.create or self.restore or self.move or (self.rename and self.parked != self.title)

    @property
    def fills(self) -> bool:
        """Whether it has a part in the content wave, if it is not created whole."""
        return bool(
            self.body
            or self.attach
            or self.detach
            or self.sweep
            or self.add_labels
            or self.remove_labels
            or self.width
        )

    @property
    def carried(self) -> bool:
        """Whether another write of this page carries its position."""
        return self.create or (self.move and not self.restore) or self.body

    @property
    def writes(self) -> bool:
        """Whether anything is written for it."""
        ordered = self.reorder or self.position is not None
        return bool(self.parked or self.shapes or self.fills or ordered or self.retire)


@dataclass(frozen=True, slots=True)
class Plan:
    """Every write of a publish, and what it starts from."""

    flavor: Flavor
    site: str
    snapshot: Snapshot
    changes: tuple[Change, ...]
    """All pages in pre-order, unchanged ones included; then those that are retired, lowest first."""
    parks: tuple[str, ...] = ()
    """Keys of pages that are renamed first, in this order, because another page wants their title."""
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Key → keys of its children as they should stand."""
    settles: bool = False
    """Whether the ledger has something to learn although no page may change: after a run that was cut, or a new path."""
    notices: tuple[Notice, ...] = ()
    announce: str = ""
    """What a new version of the converter brings, if it is one."""

    @property
    def empty(self) -> bool:
        """Whether nothing at all is to be written."""
        return not self.settles and not any(change.writes for change in self.changes)

    def by_key(self) -> dict[str, Change]:
        return {change.key: change for change in self.changes}


@dataclass(frozen=True, slots=True)
class Failure:
    key: str
    title: str
    message: str
    hint: str = ""
    url: str = ""

    def __str__(self) -> str:
        return f"{self.key}: {self.message} {self.hint}".rstrip()


State = Literal["created", "updated", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Published:
    """Where a page of the site stands now."""

    key: str
    title: str
    id: str
    url: str
    state: State


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a publish did."""

    plan: Plan
    pages: tuple[Published, ...]
    retired: tuple[str, ...] = ()
    """Keys of the pages that were retired."""
    failures: tuple[Failure, ...] = ()
    notices: tuple[Notice, ...] = ()
    attachments: int = 0
    """Files that were uploaded."""
    requests: int = 0
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        return not self.failures

    @property
    def root_url(self) -> str:
        return self.pages[0].url if self.pages else ""

    def count(self, state: str) -> int:
        return sum(page.state == state for page in self.pages)


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` changes of a wave; 0 of ``total`` as it starts."""

    wave: WaveName
    done: int
    total: int


Notify = Callable[["Progress | Notice"], None]
"""Called in the main thread while a publish goes on."""


def silent(_: Progress | Notice) -> None:
    """Tell nobody."""
