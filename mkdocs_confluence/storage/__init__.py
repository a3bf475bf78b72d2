"""HTML → storage format, for one page at a time and without touching anything else.

``convert(html, scope)`` reads the rendered body of a page; its rules live in families (``families``), one module each.
"""

from __future__ import annotations

from .noise import quiet
from .page import convert, section
from .scope import Scope
from .target import CLOUD, DATACENTER, Target, target

__all__ = ["CLOUD", "DATACENTER", "Scope", "Target", "convert", "quiet", "section", "target"]
