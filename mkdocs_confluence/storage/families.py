"""All families of rules; importing one registers it. A new family is named here and nowhere else."""

from __future__ import annotations

from . import headings, links, lists, text

__all__ = ["headings", "links", "lists", "text"]
