"""All families of rules; importing one registers it. A new family is named here and nowhere else."""

from __future__ import annotations

from . import (
    admonitions,
    annotate,
    blocks,
    code,
    dates,
    diagrams,
    embeds,
    figures,
    formulas,
    headings,
    icons,
    links,
    lists,
    media,
    mkdocstrings,
    notebooks,
    raw,
    tables,
    tabs,
    text,
)

__all__ = [
    "admonitions",
    "annotate",
    "blocks",
    "code",
    "dates",
    "diagrams",
    "embeds",
    "figures",
    "formulas",
    "headings",
    "icons",
    "links",
    "lists",
    "media",
    "mkdocstrings",
    "notebooks",
    "raw",
    "tables",
    "tabs",
    "text",
]
