"""The wiki as a person sees it: pages to look at, and what can be done there by hand."""

from __future__ import annotations

from .looking import blueprint

__all__ = ["blueprint"]
