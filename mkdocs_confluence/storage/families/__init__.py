"""All families of rules; importing one registers it. A new family is named here and nowhere else.

``Walk`` is to be had from here by whoever walks a page, because without the families it knows no rules.
"""

from __future__ import annotations

from ..rules import Walk
from . import (
    admonitions,
    annotate,
    badges,
    blocks,
    code,
    dates,
    diagrams,
    embeds,
    figures,
    formulas,
    grids,
    headings,
    icons,
    links,
    lists,
    maps,
    media,
    mkdocstrings,
    neoteroi,
    notebooks,
    raw,
    scripted,
    tables,
    tabs,
    terminals,
    text,
)

__all__ = [
    "Walk",
    "admonitions",
    "annotate",
    "badges",
    "blocks",
    "code",
    "dates",
    "diagrams",
    "embeds",
    "figures",
    "formulas",
    "grids",
    "headings",
    "icons",
    "links",
    "lists",
    "maps",
    "media",
    "mkdocstrings",
    "neoteroi",
    "notebooks",
    "raw",
    "scripted",
    "tables",
    "tabs",
    "terminals",
    "text",
]
