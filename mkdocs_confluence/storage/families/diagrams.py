"""Diagrams that a script would draw in the browser: Mermaid, PlantUML, D2, Graphviz, and whatever has a macro."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from textwrap import dedent
from urllib.parse import quote

from ..markup import macro
from ..pieces import Leaf, Pieces
from ..rules import Walk, rule
from ..tags import Tag, classes
from .code import fence, title_above, written
from .listing import Listing, language, read, whole
from .pictures import file_name

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
    listing = read(tag) or whole(tag, language(tag))
    name = listing.language or next(css for css in classes(tag) if css in _NAMES)
    # a template indents it (mkdocstrings' inheritance diagram)
    source = dedent(listing.text).strip("\n").rstrip()
    return diagram(replace(listing, text=source, language=name), tag, walk)


@rule("vegachart", "div.mkdocs-plotly")
def chart(tag: Tag, walk: Walk) -> Pieces:
    """``<vegachart>{…}</vegachart>``, ``<div class="mkdocs-plotly">{…}</div>`` → the JSON that tells what it shows"""
    return written(whole(tag, "json"), tag, walk)


def diagram(listing: Listing, tag: Tag, walk: Walk) -> Pieces:
    """The source of a diagram as the option ``diagrams`` says: as code, or for a macro that draws it."""
    conversion = walk.scope.conversion
    if conversion.diagrams == "code" or not listing.text.strip():
        return written(listing, tag, walk)
    written_as = listing.language.lower()
    name = _NAMES.get(written_as, listing.language)
    drawn = conversion.diagram_macros.get(written_as) or conversion.diagram_macros.get(name, name)
    return [*title_above(listing), _handed(drawn, listing.text, walk)]


def _handed(name: str, source: str, walk: Walk) -> Leaf:
    """The macro that draws a diagram; its source is the text of it, unless it is known to want it otherwise."""
    if name in _PARAMETERS:
        return Leaf("extension", xml=macro(name, _PARAMETERS[name](source, walk)))
    return Leaf("code", xml=macro(name, text=source))


def _attached(source: str, walk: Walk) -> dict[str, str]:
    """The source as a file of the page."""
    content = f"{source}\n".encode()
    name = walk.attach(file_name(content, "mmd", "diagram"), content=content)
    return {"filename": name, "toolbar": "bottom", "zoom": "fit", "revision": "1"}


def _packed(source: str, walk: Walk) -> dict[str, str]:
    """The source as data: escaped as in an address, deflated, in base 64.

    Deflated into blocks that are stored as they are, since what a compressor writes depends on its version, and the
    page would change with that.
    """
    escaped = quote(source, safe="").encode()
    blocks = [escaped[start : start + 0xFFFF] for start in range(0, len(escaped), 0xFFFF)]
    deflated = b"".join(_stored(block, last=block is blocks[-1]) for block in blocks)
    return {
        "data": b64encode(deflated).decode(),
        "compressed": "true",
        "toolbar": "bottom",
        "revision": "1",
    }


def _stored(block: bytes, *, last: bool) -> bytes:
    """Up to 65,535 bytes as a stored block of DEFLATE (RFC 1951, 3.2.4)."""
    length = len(block)
    return bytes([last]) + length.to_bytes(2, "little") + (length ^ 0xFFFF).to_bytes(2, "little") + block


_PARAMETERS: Mapping[str, Callable[[str, Walk], dict[str, str]]] = {
    "mermaid-cloud": _attached,
    "plantumlcloud": _packed,
}
"""Macros of apps for Cloud that have no body: what they are given (storage as those apps and md2conf write it)."""
