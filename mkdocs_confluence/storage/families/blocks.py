"""Quotes, rules, grids of cards, progress bars, tables of contents, and boxes that mean nothing by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from ..changes import aligned, left_out
from ..lines import collect
from ..markup import BLANK, BREAK, NOTHING, Xml, collapsed, el, join, macro, macro_around
from ..pieces import Block, Box, Cell, Leaf, List, Piece, Pieces, Table, kind
from ..rules import Walk, rule
from ..tags import NavigableString, Tag, alignment, attribute, classes, declarations, squeezed, text_of
from .code import code
from .scripted import drawn_into

_WRAPPERS = (
    "div section article main header footer nav aside hgroup search center address dialog form fieldset legend"
    " summary dt dd optgroup thead tbody tfoot tr html body"
).split()
"""Blocks without a meaning of their own in Confluence; whatever knows more of one registers it with a class."""

_TRANSPARENT = ("wbr label small big bdi bdo data output ruby rb rtc meter progress nobr").split()
_BRANCHES = tuple("├└│")
"""What lines of a tree begin with that is drawn with letters."""
_LABELS = frozenset("a b small span strong".split())
_CONTROLS = "button select option textarea".split()

_UNSEEN = (
    "style template link meta base title noscript datalist rp col colgroup source track param bgsound keygen"
).split()
_BUTTONS = (
    *(
        "nav.panzoom-nav",
        "nav.panzoom-top-nav",
        "div.panzoom-info-box",
    ),  # beside a picture that can be turned
    *(".carousel-control", ".carousel-control-prev", ".carousel-control-next", ".carousel-indicators"),
    "div.pyodide-editor-bar",  # above code that a reader can run, and its output
    "button.close",  # of a message that can be put away
)
"""What only serves a reader who turns, leafs through or runs something."""

_PER_CENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")


@rule("blockquote")
def quote(tag: Tag, walk: Walk) -> Pieces:
    """``<blockquote><p>q</p></blockquote>`` → the same."""
    body = walk.blocks(tag)
    return [Box("quote", body, partial(el, "blockquote", None))] if body else []


@rule("hr")
def thematic_break(tag: Tag, walk: Walk) -> Pieces:
    return [Leaf("rule", xml=Xml("<hr />"))]


@rule("div.toc", "nav.toc")
def contents(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="toc"><ul>…`` (``[TOC]``) → the toc macro, which lists the headings by itself."""
    return [Leaf("extension", xml=macro("toc"))]


@rule("div.progress")
def progress(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="progress"><div class="progress-bar" style="width:65%"><p>65%</p>…`` → a status ``65%``"""
    if tag.find(["a", "img"]) is not None:
        return wrapper(tag, walk)
    parts = [part for part in tag.contents if isinstance(part, Tag) or type(part) is NavigableString]
    parts = parts or [tag]
    bars = [status for status in (_bar(part, _step(tag)) for part in parts) if status]
    return [Leaf("paragraph", join(bars, " "))] if bars else []


def _bar(part: Tag | NavigableString, step: int) -> Xml:
    """One bar as a status, named by its words or else its width, words beside it as they are.

    ``step`` is how far it is, 0 where not known.
    """
    if not isinstance(part, Tag):
        return Xml(collapsed(part).strip())
    width = _PER_CENT.match(declarations(attribute(part, "style")).get("width", ""))
    title = squeezed(text_of(part)) or (f"{float(width[1]):g}%" if width else "")
    if not title:
        return NOTHING
    return macro("status", {"title": title, "colour": _colour(step or (float(width[1]) if width else 0))})


def _step(tag: Tag) -> int:
    """How far a bar is, as its classes ``progress-60plus`` tell it; 0 where they do not."""
    steps = [int(found[1]) for css in classes(tag) if (found := re.fullmatch(r"progress-(\d+)plus", css))]
    return max(steps, default=0)


def _colour(step: float) -> str:
    return "Green" if step >= 80 else "Blue" if step >= 40 else "Yellow" if step >= 20 else "Red"


@rule("div.grid")
def grid(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="grid cards"><ul><li>…`` → a table with a cell for each card.

    A card that holds a table cannot be a cell: then the cards follow each other. The blocks of other grids stand in
    columns, two beside each other, or follow each other where there are none.
    """
    if "cards" in classes(tag):
        return side_by_side([body for body in map(_without_rules, _cards(tag, walk)) if body])
    if not walk.target.columns:
        return wrapper(tag, walk)
    parts = [body for body in _parts(tag, walk) if body]
    pairs = [_section(parts[at : at + 2]) for at in range(0, len(parts) - 1, 2)]
    return [*pairs, *(parts[-1] if len(parts) % 2 else ())]


def _section(pair: Sequence[Sequence[Block]]) -> Box:
    columns = [Box("bodied", tuple(body), macro_around("column")) for body in pair]
    return Box("bodied", tuple(columns), macro_around("section"))


def side_by_side(bodies: Sequence[tuple[Block, ...]]) -> Pieces:
    """Cards, none of them empty, as a table; one alone, or those that a cell cannot hold, after each other."""
    if len(bodies) < 2 or any(kind(block) == "table" for body in bodies for block in body):
        return [block for body in bodies for block in body]
    columns = 2 if len(bodies) in (2, 4) else 3
    cells = [Cell(body) for body in bodies]
    cells += [Cell(())] * (-len(cells) % columns)
    rows = tuple(tuple(cells[start : start + columns]) for start in range(0, len(cells), columns))
    return [Table(rows, even=True)]


def _cards(tag: Tag, walk: Walk) -> list[Sequence[Block]]:
    """The content of every card: list items, or whatever else stands in the grid."""
    found: list[Sequence[Block]] = []
    for blocks in _parts(tag, walk):
        if len(blocks) == 1 and isinstance(blocks[0], List):
            found += blocks[0].items
        else:
            found.append(blocks)
    return found


def _parts(tag: Tag, walk: Walk) -> Iterator[list[Block]]:
    """What each element in a tag becomes, and each text beside it."""
    for child in tag.contents:
        if isinstance(child, Tag):
            yield collect(walk.visit(child))
        elif type(child) is NavigableString:
            yield collect([collapsed(child)])


def _without_rules(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return tuple(kept for block in blocks for kept in (left_out(block) if kind(block) == "rule" else [block]))


@rule(*_WRAPPERS)
def wrapper(tag: Tag, walk: Walk) -> Pieces:
    """``<div>…</div>`` → its content, in paragraphs of its own; without any, a link to what a script draws there.

    One that names a language is code, which the site's highlighter calls otherwise than others do.
    """
    if "data-language" in tag.attrs and tag.find("pre") is not None:
        return code(tag, walk)
    blocks = collect(_labels(tag, walk) if _is_row(tag) else walk.pieces(tag))
    if not blocks and tag.name in ("div", "section") and tag.attrs:
        return drawn_into(tag, walk)
    return aligned(blocks, "center" if tag.name == "center" else alignment(tag))


def _is_row(tag: Tag) -> bool:
    """Whether a box holds nothing but labels, which a style sheet sets apart: no text, and no element else."""
    if tag.name != "div" or len(tag.contents) < 2:
        return False
    return all(
        child.name in _LABELS
        if isinstance(child, Tag)
        else type(child) is not NavigableString or child.isspace()
        for child in tag.contents
    )


def _labels(tag: Tag, walk: Walk) -> list[Piece]:
    """``<div><span>Pages</span><span>12</span></div>`` → ``Pages 12``; branches of a tree each on a line of its own"""
    found: list[Piece] = []
    before, branched = "", False
    for child in tag.contents:
        if isinstance(child, Tag):
            words = text_of(child)
            if _grown_together(before, words):
                found.append(BLANK)
            found += walk.visit(child)
            before = words or before
            branched = branched or words[:1] in _BRANCHES
        elif type(child) is NavigableString:
            found.append(BREAK if branched else BLANK)
            before = ""
    return found


def _grown_together(before: str, after: str) -> bool:
    """Whether two labels would be read as one word that nobody wrote, neither a first letter nor digits of a number."""
    if not (before[-1:].isalnum() and after[:1].isalnum()):
        return False
    return len(before) > 1 or (len(after) > 1 and not after[0].islower())


@rule(*_CONTROLS)
def control(tag: Tag, walk: Walk) -> Pieces:
    """``a<button>b</button>c`` → ``a b c``: what a browser draws a frame around is set apart."""
    return [BLANK, *walk.pieces(tag), BLANK]


@rule(*_TRANSPARENT)
def transparent(tag: Tag, walk: Walk) -> Pieces:
    """``<small>…</small>`` → its content: Confluence has nothing like it, and nothing is lost."""
    return walk.pieces(tag)


@rule("rt")
def reading(tag: Tag, walk: Walk) -> Pieces:
    """``<ruby>漢<rt>kan</rt></ruby>`` → ``漢(kan)``, as a browser without ruby shows it"""
    words = walk.inline(tag)
    return [Xml(f"({words})")] if words else []


@rule(*_UNSEEN, *_BUTTONS)
def unseen(tag: Tag, walk: Walk) -> Pieces:
    """``<style>``, ``<template>`` and their like → nothing: a browser does not show them either."""
    return []
