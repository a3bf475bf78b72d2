"""Code blocks, and what a fence of a certain language becomes instead of one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .. import languages
from ..markup import Xml, el, macro
from ..pieces import Leaf, Pieces, bold, paragraph
from ..rules import Walk, rule
from ..tags import Tag, children, classes, squeezed
from .annotate import notes_after
from .listing import Listing, read

Fence = Callable[[Listing, Tag, Walk], Pieces]

_FENCES: dict[str, Fence] = {}
"""Language → rule for the fences that are no code to be read as code (diagrams, raw storage format)."""

_MAGIC = re.compile(r"%%(\w+)")
"""How a cell of a notebook in Python begins that is in another language (``%%bash``), or has something done with it."""
_FILE = re.compile(r"[/\\]|\.\w+$")
"""What a title has that is the name of a file."""


def fence(*names: str) -> Callable[[Fence], Fence]:
    """Register a rule for the fences of some languages."""

    def register(function: Fence) -> Fence:
        for name in names:
            if name in _FENCES:
                raise ValueError(f"two rules for the fence {name}")
            _FENCES[name] = function
        return function

    return register


@rule(
    "pre",
    "div.highlight",
    "div.codehilite",
    "div.sourceCode",
    "div.highlight-ipynb",
    "table.highlighttable",
    "table.codehilitetable",
    "figure.highlight",
)
def code(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="language-py highlight"><pre><code><span>x</span></code></pre></div>`` → the code macro"""
    listing = read(tag, notes_after(tag))
    if listing is None:
        return walk.pieces(tag)
    named = listing.language or _bare(tag)
    special = _FENCES.get(named.lower()) if listing.text.strip() else None
    read_as = replace(listing, language=named) if special else listing
    return [*walk.places_within(tag), *(special or written)(read_as, tag, walk)]


@rule("td.linenos", "td.lineno", "div.linenodiv")
def line_numbers(tag: Tag, walk: Walk) -> Pieces:
    """``<td class="linenos"><pre>1</pre></td>`` beside what could not be read as code → nothing"""
    return []


def _bare(pre: Tag) -> str:
    """The class of ``<pre><code class="mermaid">`` that names a fence by itself; empty where none does."""
    inner = next(iter(children(pre)), None)
    if pre.name != "pre" or inner is None or inner.name != "code":
        return ""
    return next((css for css in classes(inner) if css in _FENCES), "")


def written(listing: Listing, tag: Tag, walk: Walk) -> Pieces:
    """A code block as the code macro, its title above it where the macro shows none.

    ``<span class="filename">a.py</span>`` → ``<ac:parameter ac:name="title">`` or ``<p><code>a.py</code></p>``
    """
    if listing.links:
        walk.note("links within code are not kept")
    if not listing.text.strip():
        return title_above(listing)
    key = _key(_language(listing), tag, walk)
    line = el("code", None, squeezed(listing.text))
    if not walk.target.code_titles:
        return [
            *title_above(listing),
            Leaf("code", line, macro("code", {"language": key}, text=listing.text)),
        ]

    def titled(title: str) -> Xml:
        return macro("code", {"language": key, "title": title, **_numbers(listing)}, text=listing.text)

    return [Leaf("code", line, titled(listing.title), titled=None if listing.title else titled)]


def title_above(listing: Listing) -> list[Leaf]:
    """The title of a block as a line of its own, if it has one: the name of a file as code, other words in bold."""
    if not listing.title:
        return []
    is_file = _FILE.search(listing.title)
    return [paragraph(el("code", None, listing.title)) if is_file else bold(listing.title)]


def _numbers(listing: Listing) -> dict[str, str]:
    """Parameters of numbered lines."""
    if listing.first is None:
        return {}
    return {"linenumbers": "true", "firstline": str(listing.first) if listing.first != 1 else ""}


def _language(listing: Listing) -> str:
    """The language that a block is in: as it is named, but for a cell of a notebook that says it is in another."""
    if not listing.language and listing.text.startswith(">>> "):
        return "pycon"
    magic = _MAGIC.match(listing.text) if "python" in listing.language else None
    return magic[1] if magic and magic[1].lower() in languages.CLOUD else listing.language


def _key(name: str, tag: Tag, walk: Walk) -> str:
    """The ``language`` parameter of the code macro; an unknown name is plain text."""
    if not name:
        return walk.target.no_language
    key = languages.key(walk.target.languages, name)
    if key is None:
        walk.note(f"Confluence does not highlight {name[:40]!r}; the code is shown as plain text", tag)
    return key or languages.PLAIN
