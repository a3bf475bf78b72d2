"""All families of rules; importing one registers it. A new family is named here and nowhere else."""

from __future__ import annotations

from . import code, headings, links, lists, text

__all__ = ["code", "headings", "links", "lists", "text"]
