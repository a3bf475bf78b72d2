"""The two flavors of Confluence as data: what each can hold, and how it wants things said.

Cloud's nesting is that of its document model (ADF schema ``full.json``); Data Center renders storage directly and
nests everything. A rule asks a field of ``scope.target``; nobody asks which target it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from ..model import Flavor
from . import languages
from .pieces import Kind

Context = Literal["page", "panel", "expand", "nested expand", "cell", "item", "quote", "bodied"]
_EVERYWHERE: frozenset[Context] = frozenset(get_args(Context))
Verdict = Literal["lift", "flatten", "drop"]
"""What happens to a block that cannot stand in a context: it leaves it, only its content stays, or nothing does."""


@dataclass(frozen=True, slots=True)
class Target:
    flavor: Flavor
    nesting: Mapping[tuple[str, str], Verdict] = field(default_factory=dict)
    """(context, kind of block) → verdict; what is absent may stand there."""
    aligning: frozenset[Context] = _EVERYWHERE
    """Contexts in which paragraphs and headings can be aligned."""
    indenting: frozenset[Context] = _EVERYWHERE
    """Contexts in which paragraphs can be indented."""
    nested_macros: bool = True
    """Macros with a rich body may hold others of their kind."""
    expand_nests: bool = True
    """Whether an expand in an expand or cell may hold what an expand may."""
    url_links: bool = False
    """Links to pages are URLs by page id (openings); else ``ac:link`` with title and space."""
    heading_ids: bool = False
    """A plain heading is reached by an id made of its text; else by an anchor macro within the heading."""
    columns: bool = True
    """Blocks may stand side by side, by the macros of sections and columns."""
    panel_titles: bool = True
    """Panels have a title parameter; else the title is a bold first paragraph."""
    panel_look: Mapping[str, str] = field(default_factory=dict)
    """Parameters of a panel of a type that Confluence does not know."""
    definition_lists: bool = True
    abbreviations: bool = True
    list_styles: bool = True
    """Ordered lists may be lettered by ``list-style-type``."""
    languages: Mapping[str, str] = field(default_factory=dict)
    """Name on a fence → key of the code macro."""
    no_language: str = ""
    """Key for code that names no language."""
    wiki: bool = True
    """The server converts wiki markup into storage format."""
    marked_code: bool = True
    """Code in a line may be bold or coloured."""
    code_titles: bool = True
    """The code macro shows ``title``, ``firstline`` and ``collapse``."""
    image_captions: bool = False
    """Images hold ``ac:caption``; else a paragraph follows."""
    image_layouts: bool = False
    """Images are placed by ``ac:layout``; else by ``ac:align`` within a paragraph."""
    narrow_columns: int | None = None
    """Columns up to which a table is at ease in the width of text; one of more takes all of the page. None: any."""
    even_table: Mapping[str, str] = field(default_factory=dict)
    """Attributes of a table whose columns are of one width."""
    even_width: tuple[int, str] = (100, "%")
    """What such columns share, and its unit."""
    embeds: bool = False
    """Videos are embedded as link cards; else by the widget macro."""

    def verdict(self, context: Context, block: str) -> Verdict | None:
        return self.nesting.get((context, block))

    def inner(self, context: Context, block: Kind) -> Context:
        """The context that a box of this kind is for its content, itself standing in ``context``."""
        if block == "expand" and context != "page" and not self.expand_nests:
            return "nested expand"
        return block if block == "panel" or block == "expand" or block == "quote" else "bodied"


def _nesting(rows: Mapping[Context, Mapping[str, Verdict]]) -> dict[tuple[str, str], Verdict]:
    return {(context, block): verdict for context, row in rows.items() for block, verdict in row.items()}


CLOUD = Target(
    flavor="cloud",
    nesting=_nesting(
        {
            "panel": {
                "table": "lift",
                "expand": "lift",
                "bodied": "lift",
                "quote": "flatten",
                "panel": "flatten",
            },
            "expand": {"bodied": "lift"},
            "nested expand": {"table": "lift", "expand": "flatten", "bodied": "lift"},
            "cell": {"table": "flatten", "bodied": "flatten"},
            "item": {
                "heading": "flatten",
                "quote": "flatten",
                "rule": "drop",
                "panel": "lift",
                "expand": "lift",
                "table": "lift",
                "bodied": "lift",
            },
            "quote": {
                "heading": "flatten",
                "quote": "flatten",
                "rule": "drop",
                "table": "lift",
                "panel": "lift",
                "expand": "lift",
                "bodied": "lift",
            },
            "bodied": {"expand": "flatten", "bodied": "flatten"},
        }
    ),
    aligning=frozenset({"page", "cell"}),
    indenting=frozenset({"page"}),
    nested_macros=False,
    expand_nests=False,
    url_links=True,
    heading_ids=True,
    columns=False,
    panel_titles=False,
    panel_look={"bgColor": "#F4F5F7"},
    definition_lists=False,
    abbreviations=False,
    list_styles=False,
    languages=languages.CLOUD,
    wiki=False,
    marked_code=False,
    code_titles=False,
    image_captions=True,
    image_layouts=True,
    narrow_columns=7,
    even_table={"data-layout": "default"},
    even_width=(760, "px"),
    embeds=True,
)

DATACENTER = Target(
    flavor="datacenter",
    languages=languages.DATACENTER,
    no_language=languages.PLAIN,
    even_table={"class": "relative-table wrapped", "style": "width: 100.0%;"},
)

_TARGETS: dict[Flavor, Target] = {"cloud": CLOUD, "datacenter": DATACENTER}


def target(flavor: Flavor) -> Target:
    return _TARGETS[flavor]
