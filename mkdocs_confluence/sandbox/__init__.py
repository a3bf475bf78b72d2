"""Rehearsing: a Confluence that fits on your machine, in a process of its own.

``v1`` and ``v2`` are two faces of one ``store``; ``bodies`` judges what is sent, ``render`` and ``adf`` show it,
``pages`` is the wiki for people. ``web`` puts all of it on HTTP, with faults on purpose.

``start`` needs no Flask; ``app`` and ``serve`` are the process that it starts, and import it when they are called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .running import Running, start
from .store.schema import Refused

if TYPE_CHECKING:
    from .store import Store
    from .store.nouns import Flavor

__all__ = ["Refused", "Running", "app", "serve", "start"]


def app(store: Store) -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    """A WSGI application over a store: both faces and the pages to look at."""
    from .web import app as web

    return web.app(store)


def serve(data: Path, flavor: Flavor = "cloud", port: int = 8971, *, strict: bool = False) -> None:
    """Serve a folder until SIGINT or SIGTERM; raises Refused for data or a port that cannot be used."""
    from .web import serving

    serving.serve(data, flavor, port, strict=strict)
