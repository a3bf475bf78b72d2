"""Rehearsing: a Confluence that fits on your machine, in a process of its own.

``start`` needs no Flask; ``app`` and ``serve`` are the process that it starts.
"""

from __future__ import annotations

from .running import Running, start
from .schema import Refused

__all__ = ["Refused", "Running", "start"]
