"""Figures and their captions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from ...model import OPEN
from ..changes import aligned, each_line, in_paragraph
from ..lines import collect
from ..markup import NOTHING, Xml, join
from ..pieces import Block, Leaf, Piece, Pieces, italic
from ..rules import Walk, rule
from ..tags import NavigableString, Tag, alignment, is_break, style_of

_UNSAID = {"left": ""}
"""The side at which lines stand by themselves."""


@rule("figure")
def figure(tag: Tag, walk: Walk) -> Pieces:
    """``<figure><img><figcaption>C</figcaption></figure>`` → ``ac:image`` with ``ac:caption``, or with a line below"""
    align = alignment(tag) or side(tag)
    blocks: list[Block] = []
    run: list[Tag | NavigableString] = []
    children = [child for child in tag.contents if isinstance(child, Tag | NavigableString)]
    seen = [child for child in children if isinstance(child, Tag) or not child.isspace()]
    captions = [child for child in seen if isinstance(child, Tag) and child.name == "figcaption"]
    if len(captions) == 1 and seen[0] is captions[0]:
        content = [child for child in children if child is not captions[0]]
        return _captioned(_content(content, walk), captions[0], walk, align, above=True)
    for child in children:
        if isinstance(child, Tag) and child.name == "figcaption":
            blocks += _captioned(_content(run, walk), child, walk, align)
            run.clear()
        else:
            run.append(child)
    return [*blocks, *aligned(_content(run, walk), _UNSAID.get(align, align))]


def side(figure: Tag) -> str:
    """The side of the page at which a figure floats, empty for none."""
    found = style_of(figure).get("float", "")
    return found if found in ("left", "right") else ""


@rule("figcaption")
def caption(tag: Tag, walk: Walk) -> Pieces:
    """A caption by itself → a centred line in italics"""
    return [each_line(line, partial(_slanted, align="center")) for line in walk.blocks(tag)]


def _content(run: list[Tag | NavigableString], walk: Walk) -> list[Block]:
    """What stands beside the caption; a break before it is the author's way to get it onto a line of its own."""
    pieces: list[Piece] = []
    for child in run:
        if not is_break(child):
            pieces += walk.node(child)
    return collect(pieces)


def _captioned(blocks: list[Block], tag: Tag, walk: Walk, align: str, *, above: bool = False) -> list[Block]:
    """The blocks with a caption: within the picture where it can hold one and there is just one, else below or above.

    All stand in the middle, as themes show figures, unless the figure is aligned otherwise or a part of it cannot be.
    """
    align = _UNSAID.get(align, align or "center")
    lines = collect(walk.whole(tag))
    linked = walk.in_link and tag.find_parent("a") is not None
    picture = blocks[0] if len(blocks) == 1 and not above and not linked else None
    line = _line(lines)
    if line and isinstance(picture, Leaf) and picture.kind == "media" and picture.titled:
        in_line = join([picture.inline, line], " ")
        return [Leaf("figure", in_line, picture.titled(line), ids=picture.ids)]
    moved = [new for block in blocks if (new := _moved(block, align))]
    together = len(moved) == len(blocks)
    slant = partial(_slanted, align=align if together else "")
    shown = moved if together else blocks
    said = [each_line(line, slant) for line in lines]
    return [*said, *shown] if above else [*shown, *said]


def _moved(block: Block, align: str) -> Block | None:
    """A picture or a line beside its caption, aligned as that is; None for what stands at the left, as a table."""
    if isinstance(block, Leaf) and block.kind == "figure":
        return block  # one with a caption of its own, which stands in the middle by itself
    block = in_paragraph(block)
    if not isinstance(block, Leaf) or block.kind not in ("paragraph", "media"):
        return None
    return replace(block, align=align)


def _line(lines: list[Block]) -> Xml:
    """The one line of a caption, if a picture can hold it: text and marks only, no places, macros or pictures."""
    only = lines[0] if len(lines) == 1 else None
    if not isinstance(only, Leaf) or only.kind != "paragraph" or only.ids:
        return NOTHING
    return NOTHING if OPEN in only.inline or "<ac:" in only.inline else only.inline


def _slanted(leaf: Leaf, align: str) -> Leaf:
    """A line of a caption: in italics."""
    return replace(leaf, inline=italic(leaf.inline).inline if leaf.inline else NOTHING, align=align)
