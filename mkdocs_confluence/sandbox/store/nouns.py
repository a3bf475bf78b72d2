"""The rows of the store as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Flavor = Literal["cloud", "datacenter"]
CONTEXT: Mapping[str, str] = {"cloud": "/wiki", "datacenter": "/confluence"}
"""The context path under which each flavor stands."""


@dataclass(frozen=True, slots=True)
class Person:
    """An account: ``name`` logs in, ``id`` is the account id (Cloud) or user key (Data Center)."""

    name: str
    id: str
    display: str

    @property
    def email(self) -> str:
        return self.name if "@" in self.name else f"{self.name}@example.com"


@dataclass(frozen=True, slots=True)
class Space:
    id: int
    key: str
    name: str
    type: str
    home: int | None
    access: str
    """``write``, ``read`` or ``none``: what an account may do in it."""
    author: str
    created: str


@dataclass(frozen=True, slots=True)
class Content:
    """A page or folder with its current version, without the body."""

    id: int
    kind: str
    space: int
    parent: int | None
    title: str
    status: str
    position: int | None
    version: int
    author: str
    owner: str
    created: str
    subtype: str
    locked: int
    message: str
    minor: int
    editor: str
    """Who made the current version."""
    edited: str


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    title: str
    message: str
    minor: int
    author: str
    created: str
    findings: str
    """JSON list of what the editor of the flavor could not hold in this version's body."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a page or space; ``value`` is JSON text."""

    id: int
    owner: int
    key: str
    value: str
    version: int
    message: str
    author: str
    created: str


@dataclass(frozen=True, slots=True)
class Label:
    id: int
    prefix: str
    name: str


@dataclass(frozen=True, slots=True)
class File:
    """An attachment with its current version, without the bytes."""

    id: int
    page: int
    name: str
    status: str
    version: int
    uuid: str
    media_type: str
    size: int
    comment: str
    minor: int
    author: str
    created: str


@dataclass(frozen=True, slots=True)
class Comment:
    """``location`` is ``inline`` or ``footer``; ``resolution`` open, reopened, resolved or dangling (inline only)."""

    id: int
    page: int
    parent: int | None
    location: str
    body: str
    ref: str
    selection: str
    resolution: str
    version: int
    author: str
    created: str
