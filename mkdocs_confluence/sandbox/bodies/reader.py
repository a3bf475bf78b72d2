"""What drawing a page needs to know of the pages around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Ref:
    """A page, as a link to it needs it."""

    id: str
    title: str
    space: str


@dataclass(frozen=True, slots=True)
class File:
    """An attachment, as a page shows it. ``size`` in bytes."""

    name: str
    media_type: str
    size: int = 0
    uuid: str = ""
    """What the document model of Cloud calls it by."""


class Reader(Protocol):
    """The pages of one sandbox, read only."""

    @property
    def flavor(self) -> str:
        """``cloud`` or ``datacenter``."""
        ...

    def titled(self, title: str, space: str, source: Ref) -> Ref | None:
        """Where a link by title on the page ``source`` leads; an empty space key means that of the page."""
        ...

    def by_id(self, page_id: str) -> Ref | None: ...

    def home(self, space: str) -> Ref | None: ...

    def parent(self, page_id: str) -> Ref | None: ...

    def children(self, page_id: str) -> Sequence[Ref]:
        """In their order."""
        ...

    def body(self, page_id: str) -> str:
        """The stored body."""
        ...

    def files(self, page_id: str) -> Sequence[File]:
        """The attachments of a page, by name."""
        ...

    def user(self, key: str) -> str | None:
        """The display name for an account id, user key or user name."""
        ...
