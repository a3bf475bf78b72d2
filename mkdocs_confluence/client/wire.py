"""What goes over the wire and what comes back: a request and its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

from ..errors import ServerError
from .multipart import Multipart

Method = Literal["GET", "POST", "PUT", "DELETE"]
Query = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """One call. ``path`` starts with a slash and follows the base URL; its segments are quoted already."""

    method: Method
    path: str
    query: Query = ()
    json: Any = None
    parts: Callable[[], Multipart] | None = None
    repeat: bool = False
    """Whether sending it twice does no harm, so that a lost reply may simply be asked for again. Reads always may."""
    silent: bool = False
    """Whether a good answer may be empty."""
    about: str = ""
    """What it concerns, for messages: ``the page “Install”``."""

    @property
    def reads(self) -> bool:
        return self.method == "GET"

    def url(self, base: str) -> str:
        return f"{base}{self.path}?{urlencode(self.query, safe=',')}" if self.query else base + self.path

    @property
    def label(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Answer:
    """``data`` is the parsed JSON, None where there is none."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    content: bytes = b""
    data: Any = None

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def html(self) -> bool:
        start = self.content[:200].lstrip().lower()
        return start.startswith((b"<!doctype html", b"<html")) or "text/html" in self.headers.get(
            "content-type", ""
        )


Meaning = Literal["refused", "undone", "unknown", "throttled"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no good answer, and what that means for asking again.

    ``refused``: the server said no. ``undone``: certainly nothing happened, any method may be repeated.
    ``unknown``: it may have happened. ``throttled``: wait ``wait`` seconds, everybody.
    """

    error: ServerError
    meaning: Meaning
    wait: float | None = None
    """Seconds that the server asked for; None where it named none."""
