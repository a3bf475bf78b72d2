"""All families of rules; importing one registers it. A new family is named here and nowhere else."""

from __future__ import annotations

from . import code, diagrams, formulas, headings, links, lists, raw, text

__all__ = ["code", "diagrams", "formulas", "headings", "links", "lists", "raw", "text"]
