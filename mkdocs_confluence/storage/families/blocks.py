"""Quotes, rules, tables of contents, and boxes that mean nothing by themselves."""

from __future__ import annotations

from functools import partial

from ..changes import aligned
from ..lines import collect
from ..markup import BLANK, BREAK, Xml, el, macro
from ..pieces import Box, Leaf, Piece, Pieces
from ..rules import Walk, rule
from ..tags import NavigableString, Tag, alignment, is_words, text_of
from .code import code
from .scripted import drawn_into

_WRAPPERS = (
    "div section article main header footer nav aside hgroup search center address dialog form fieldset legend"
    " summary dt dd optgroup thead tbody tfoot tr html body"
).split()
"""Blocks without a meaning of their own in Confluence; whatever knows more of one registers it with a class."""

_TRANSPARENT = ("wbr label small big bdi bdo data output ruby rb rtc nobr").split()
_BRANCHES = tuple("├└│")
"""What lines of a tree begin with that is drawn with letters."""
_LABELS = frozenset("a b small span strong".split())
_CONTROLS = "button select option textarea".split()

_UNSEEN = (
    "style template link meta base title noscript datalist rp col colgroup source track param bgsound keygen"
).split()
_BUTTONS = (
    # beside a picture that can be turned
    "nav.panzoom-nav",
    "nav.panzoom-top-nav",
    "div.panzoom-info-box",
    # beside pictures to leaf through
    ".carousel-control",
    ".carousel-control-prev",
    ".carousel-control-next",
    ".carousel-indicators",
    # above code that a reader can run, and its output
    "div.pyodide-editor-bar",
    # of a message that can be put away
    "button.close",
)
"""What only serves a reader who turns, leafs through or runs something."""


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
        child.name in _LABELS if isinstance(child, Tag) else not is_words(child) for child in tag.contents
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
