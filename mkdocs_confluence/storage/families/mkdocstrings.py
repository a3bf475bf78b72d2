"""What mkdocstrings makes of docstrings: symbols with signatures, sections of parameters, source code."""

from __future__ import annotations

import re
from dataclasses import replace

from ..lines import collect
from ..markup import Xml, el, escape, join, macro, macro_around
from ..pieces import Box, Leaf, Piece, Pieces, paragraph
from ..rules import Walk, rule
from ..tags import NavigableString, Tag, children, classes, follower, hrefs, squeezed, text_of
from .code import written
from .headings import LEVELS, headed
from .linking import linked, target_of
from .listing import Listing, language, read
from .mono import mono
from .text import in_mark

_LANGUAGES = {
    ".py": "python",
    ".pyi": "python",
    ".sh": "bash",
    ".ts": "typescript",
    ".c": "c",
    ".m": "matlab",
}
"""Ending of a source file → language, for highlighters that do not tell."""
_NAME = re.compile(r"\s*([^\W\d][\w.]*)(?=\W)")
"""The name that a signature starts with, and that something follows."""


@rule(*(f"h{level}.doc-heading" for level in LEVELS))
def symbol(tag: Tag, walk: Walk) -> Pieces:
    """``<h3 class="doc doc-heading"><span class="doc-object-name">f</span> <span class="doc-labels">…`` → a heading

    A signature within it (``<code class="highlight">f(a=1)</code>``) leaves its name there and follows as the code
    macro: a heading that changes with every parameter would break the links to it. Its labels follow in a line of
    their own: a macro within a heading would change how the heading is reached. The heading of a parameter is the
    first word of its item or cell, and written as that.
    """
    if "doc-heading-parameter" in classes(tag):
        return walk.pieces(tag)
    parts = children(tag)
    signatures = [part for part in parts if _signed(part)]
    codes = [piece for part in signatures for piece in _listed(part, walk)]
    labels = [part for part in parts if "doc-labels" in classes(part)]
    line = join((status for label in labels for status in _statuses(label)), " ")
    words = _signed(signatures[0]) if signatures else ""
    return [*headed(tag, walk, words), *codes, *([paragraph(line)] if line else [])]


@rule("code.highlight")
def highlighted(tag: Tag, walk: Walk) -> Pieces:
    """``<h3 class="doc-heading"><code class="highlight">f(a=1)</code>`` → ``<code>f</code>``; elsewhere all of it"""
    return [el("code", None, _signed(tag))] if _signed(tag) else mono(tag, walk)


def _signed(code: Tag) -> str:
    """The name that a signature in the heading of a symbol starts with; empty for all that is none."""
    if code.name != "code" or "highlight" not in classes(code):
        return ""
    if code.parent is None or "doc-heading" not in classes(code.parent):
        return ""
    match = _NAME.match(text_of(code))
    return match[1] if match else ""


def _listed(signature: Tag, walk: Walk) -> Pieces:
    text = text_of(signature).strip()
    return written(
        Listing(text, language(signature) or "python", links=tuple(hrefs(signature))), signature, walk
    )


@rule("span.doc-labels")
def labels(tag: Tag, walk: Walk) -> Pieces:
    """``<small class="doc-label"><code>property</code></small>`` → a status, unless its heading writes it."""
    return [] if tag.parent and "doc-heading" in classes(tag.parent) else [join(_statuses(tag), " ")]


@rule("span.doc-object-name")
def name(tag: Tag, walk: Walk) -> Pieces:
    """``<span class="doc doc-object-name">pkg.f</span>`` → ``<code>pkg.f</code>``"""
    return mono(tag, walk)


@rule("code.doc-symbol")
def sign(tag: Tag, walk: Walk) -> Pieces:
    """``<code class="doc-symbol doc-symbol-heading"></code>`` → its text, mostly none: its word is in a style sheet"""
    return mono(tag, walk)


@rule("backlinks")
def backlinks(tag: Tag, walk: Walk) -> Pieces:
    """``<backlinks identifier="pkg.f" handler="python" />`` that no plugin has filled → nothing"""
    return walk.pieces(tag)


@rule("span.doc-backlink-crumb")
def crumb(tag: Tag, walk: Walk) -> Pieces:
    """``<span class="doc-backlink-crumb"><a href="#m"><code></code>&nbsp;m</a></span>`` → the link, and the sign ``›``.

    The sign stands where another one follows; the blank is meant for a symbol that only a style sheet writes.
    """
    parts = [part for part in tag.contents if isinstance(part, Tag) or not str(part).isspace()]
    after = follower(tag)
    between = [Xml(" › ")] if after is not None and "doc-backlink-crumb" in classes(after) else []
    link = parts[0] if len(parts) == 1 else None
    if not isinstance(link, Tag) or link.name != "a" or not target_of(link):
        return [*walk.pieces(tag), *between]
    with walk.unlinked():
        words = Xml(walk.inline(link).strip(" \xa0"))
    return [linked(target_of(link), words, link, walk), *between]


@rule("div.doc-signature")
def signature(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="doc-signature highlight"><pre>…`` → the code macro; without a named language it is Python"""
    listing = read(tag)
    if listing is None:
        return walk.pieces(tag)
    return written(replace(listing, language=listing.language or "python"), tag, walk)


@rule("details.mkdocstrings-source")
def source(tag: Tag, walk: Walk) -> Pieces:
    """``<details class="mkdocstrings-source"><summary>Source code in <code>a.py</code></summary>…`` → an expand"""
    title, pieces = "", list[Piece]()
    for child in tag.contents:
        if not isinstance(child, Tag):
            pieces += walk.node(child)
        elif child.name == "summary":
            title, below = walk.title(child)
            pieces += below
        else:
            pieces += _source(child, title, walk)
    write = macro_around("expand", {"title": title or "Details"})
    return [Box("expand", tuple(collect(pieces)), write, label=escape(title))]


@rule("span.doc-section-title")
def section_title(tag: Tag, walk: Walk) -> Pieces:
    """``<span class="doc-section-title">Parameters:</span>`` → ``<strong>Parameters:</strong>``"""
    return in_mark(walk, "strong", walk.pieces(tag))


@rule("li.doc-section-item")
def section_item(tag: Tag, walk: Walk) -> Pieces:
    """``<b><code>a</code></b> (<code>int</code>) – <div class="doc-md-description"><p>First.</p></div>`` → one line"""
    blocks = collect(walk.pieces(tag))
    first, second = (*blocks, None, None)[:2]
    if isinstance(first, Leaf) and isinstance(second, Leaf) and _joinable(first) and _joinable(second):
        return [replace(first, inline=join([first.inline, second.inline], " ")), *blocks[2:]]
    return blocks


def _joinable(leaf: Leaf) -> bool:
    return leaf.kind == "paragraph" and not leaf.ids


def _statuses(labels: Tag) -> list[Xml]:
    texts = (text_of(part) if isinstance(part, Tag) else _own(part) for part in labels.contents)
    words = map(squeezed, texts)
    return [macro("status", {"title": word}) for word in words if word]


def _own(part: object) -> str:
    """The text of a node that is text, not a comment."""
    return str(part) if type(part) is NavigableString else ""


def _source(tag: Tag, title: str, walk: Walk) -> Pieces:
    listing = read(tag)
    if listing is None:
        return walk.visit(tag)
    ending = title[title.rfind(".") :].lower()
    return written(replace(listing, language=listing.language or _LANGUAGES.get(ending, "python")), tag, walk)
