"""Fences for what only Confluence knows: storage format and wiki markup, as their author wrote them."""

from __future__ import annotations

import re
from dataclasses import replace
from html.entities import html5

from lxml import etree

from ...model import Opening
from ..markup import Xml, clean
from ..pieces import Leaf, Pieces
from ..rules import Walk
from ..tags import OUTER, Tag
from .code import fence, written
from .listing import Listing

_UNCLOSED = re.compile(r"Opening and ending tag mismatch: (\S+) line (\d+) and xml")
"""What the parser says where the block ends too early: the element around it is ours."""
_START = '<xml xmlns:ac="urn:ac" xmlns:ri="urn:ri">'
"""The prefixes that a page may use; ``at:`` is for templates alone."""
_UNCODED = (*OUTER, "p", "div", "svg", "img", "input")
"""Elements that no highlighter writes: where they are, the end of the fence is missing."""
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(\w+;)")


@fence("confluence-storage")
def storage(listing: Listing, tag: Tag, walk: Walk) -> Pieces:
    """A ``confluence-storage`` fence → its text as it is, if it is well-formed; else code, and a warning."""
    if _is_open(tag):
        walk.warn("the confluence-storage block has no end", tag)
        return written(replace(listing, language="xml"), tag, walk)
    text = _ENTITY.sub(lambda entity: html5.get(entity[1], entity[0]), clean(listing.text))
    try:
        etree.fromstring(f"{_START}{text}</xml>", etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError as error:
        walk.warn(f"the confluence-storage block is not well-formed ({_reason(error)})", tag)
        return written(replace(listing, language="xml"), tag, walk)
    return [Leaf("extension", xml=Xml(text))]


@fence("confluence-wiki")
def wiki(listing: Listing, tag: Tag, walk: Walk) -> Pieces:
    """A ``confluence-wiki`` fence → an opening that the server fills by converting it; code where none can."""
    if walk.target.wiki and not _is_open(tag):
        return [Leaf("extension", xml=Xml(Opening("wiki", listing.text)))]
    walk.warn(
        "the confluence-wiki block cannot be converted here: only a Data Center converts wiki markup", tag
    )
    return written(replace(listing, language="text"), tag, walk)


def _is_open(tag: Tag) -> bool:
    """Whether more of the page than text stands in a fence."""
    blocks = [tag] if tag.name == "pre" else tag.find_all("pre")
    return any(isinstance(block, Tag) and block.find(_UNCODED) for block in blocks)


def _reason(error: etree.XMLSyntaxError) -> str:
    """Where in the block (both from 1) and what the parser found wrong."""
    row, column = error.position
    what = str(error.msg).partition(", line")[0]
    if unclosed := _UNCLOSED.fullmatch(what):
        return f"<{unclosed[1]}> of line {unclosed[2]} is not closed"
    return f"line {row}, column {column - len(_START) if row == 1 else column}: {what}"
