"""What exists: pages, bodies, files, comments and properties as Confluence tells of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["current", "archived", "trashed", "draft"]


@dataclass(frozen=True, slots=True)
class RemotePage:
    """A page as Confluence tells it. Fields that a route does not give are empty."""

    id: str
    title: str
    status: Status = "current"
    parent: str = ""
    version: int = 0
    message: str = ""
    """Version message of the current version: carries our stamp when we wrote it."""
    author: str = ""
    """Who made the current version: account id, user key or name, as given."""
    position: int | None = None
    """Comparable among siblings only; None where unset."""
    url: str = ""
    """Where a person reads it, absolute."""
    is_page: bool = True
    """False for folders, whiteboards and databases, which can stand among the children of a page on Cloud."""


@dataclass(frozen=True, slots=True)
class Space:
    id: str
    key: str
    name: str
    home: str
    """Id of the home page; empty where the space has none."""


@dataclass(frozen=True, slots=True)
class StoredBody:
    version: int
    value: str
    author: str = ""
    """Who made this version, as ``RemotePage`` tells it."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    id: str
    name: str
    version: int = 0
    size: int = 0
    media_type: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class RemoteComment:
    """An inline comment: ``ref`` is the ``ac:ref`` of its marker, ``words`` the text it was made on."""

    id: str
    ref: str
    words: str
    author: str = ""
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class Property:
    """A content property. ``value`` is any JSON."""

    id: str
    key: str
    value: object
    version: int
    when: str = field(default="", compare=False)
    """When this version was written, as the server says it (ISO 8601); empty where it does not."""
