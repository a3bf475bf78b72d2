"""Diagrams that a script would draw in the browser: Mermaid, PlantUML, D2, Graphviz, and whatever has a macro."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

from ..markup import macro
from ..pieces import Leaf, Pieces
from ..rules import Walk, rule
from ..tags import Tag, classes, text_of
from .code import fence, title_above, written
from .listing import Listing, language, plain, read

_NAMES = {"puml": "plantuml", "plantuml": "plantuml", "dot": "graphviz", "graphviz": "graphviz"}
_NAMES |= {"mermaid": "mermaid", "d2": "d2"}
"""Name on a fence, or class of a block → name of the diagram's language."""


@fence(*_NAMES)
def drawn_fence(listing: Listing, tag: Tag, walk: Walk) -> Pieces:
    """``<div data-language="plantuml" class="highlight">…</div>`` → its macro, or a code block"""
    return diagram(listing, tag, walk)


@rule(*(f"{tag}.{name}" for name in _NAMES for tag in ("pre", "div", "figure")))
def diagram_block(tag: Tag, walk: Walk) -> Pieces:
    """``<pre class="mermaid"><code>graph TD…</code></pre>`` → its macro, or a code block; a drawn one is a picture."""
    if tag.find(["svg", "img", "object"]) is not None:
        return walk.pieces(tag)
    listing = read(tag) or Listing(plain(text_of(tag)).strip("\n"), language(tag))
    name = listing.language or next(css for css in classes(tag) if css in _NAMES)
    # a template indents it (mkdocstrings' inheritance diagram)
    source = dedent(listing.text).strip("\n").rstrip()
    return diagram(replace(listing, text=source, language=name), tag, walk)


@rule("vegachart")
def chart(tag: Tag, walk: Walk) -> Pieces:
    """``<vegachart class="vegalite">{…}</vegachart>`` (mkdocs-charts-plugin) → the JSON that tells what it shows"""
    return written(Listing(plain(text_of(tag)).strip("\n"), "json"), tag, walk)


def diagram(listing: Listing, tag: Tag, walk: Walk) -> Pieces:
    """The source of a diagram as the option ``diagrams`` says: as code, or for a macro that draws it."""
    conversion = walk.scope.conversion
    if conversion.diagrams == "code" or not listing.text.strip():
        return written(listing, tag, walk)
    name = _NAMES.get(listing.language.lower(), listing.language)
    drawn = macro(conversion.diagram_macros.get(name, name), text=listing.text)
    return [*title_above(listing), Leaf("code", xml=drawn)]
