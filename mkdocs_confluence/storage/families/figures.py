"""Figures and their captions."""

from __future__ import annotations

from dataclasses import replace

from ...model import OPEN
from ..changes import each_line
from ..lines import collect
from ..markup import NOTHING, Xml, collapsed, el
from ..pieces import Block, Leaf, Piece, Pieces, italic
from ..rules import Walk, rule
from ..tags import NavigableString, Tag

_END = "</ac:image>"


@rule("figure")
def figure(tag: Tag, walk: Walk) -> Pieces:
    """``<figure><img><figcaption>C</figcaption></figure>`` → ``ac:image`` with ``ac:caption``, or with a line below"""
    blocks: list[Block] = []
    run: list[Tag | NavigableString] = []
    children = [child for child in tag.contents if isinstance(child, Tag | NavigableString)]
    seen = [child for child in children if isinstance(child, Tag) or not child.isspace()]
    captions = [child for child in seen if isinstance(child, Tag) and child.name == "figcaption"]
    if len(captions) == 1 and seen[0] is captions[0]:
        content = [child for child in children if child is not captions[0]]
        return _captioned(_content(content, walk), captions[0], walk, above=True)
    for child in children:
        if isinstance(child, Tag) and child.name == "figcaption":
            blocks += _captioned(_content(run, walk), child, walk)
            run.clear()
        else:
            run.append(child)
    return [*blocks, *_content(run, walk)]


@rule("figcaption")
def caption(tag: Tag, walk: Walk) -> Pieces:
    """A caption by itself → a centred line in italics"""
    return [each_line(line, _slanted) for line in walk.blocks(tag)]


def _content(run: list[Tag | NavigableString], walk: Walk) -> list[Block]:
    """What stands beside the caption; a break before it is the author's way to get it onto a line of its own."""
    pieces: list[Piece] = []
    for child in run:
        if isinstance(child, Tag):
            pieces.extend(walk.visit(child) if child.name != "br" else [])
        elif type(child) is NavigableString:
            pieces.append(collapsed(child))
    return collect(pieces)


def _captioned(blocks: list[Block], tag: Tag, walk: Walk, *, above: bool = False) -> list[Block]:
    """The blocks with a caption: within the picture where it can hold one and there is just one, else below or above."""
    lines = collect([*walk.place(tag), *walk.pieces(tag)])
    picture = blocks[0] if len(blocks) == 1 and walk.target.image_captions and not above else None
    line = _line(lines)
    if line and isinstance(picture, Leaf) and picture.kind == "media" and picture.xml.endswith(_END):
        held = el("ac:caption", None, el("p", None, line))
        return [replace(picture, xml=Xml(picture.xml.removesuffix(_END) + held + _END), inline=NOTHING)]
    centred = [_centred(block, walk) for block in blocks]
    slant = _slanted if None not in centred else _slanted_at_left
    shown = [centre or block for centre, block in zip(centred, blocks, strict=True)]
    said = [each_line(line, slant) for line in lines]
    return [*said, *shown] if above else [*shown, *said]


def _centred(block: Block, walk: Walk) -> Block | None:
    """A picture or a line above its caption, in the middle as that is; None for what stands at the left, as a table."""
    if isinstance(block, Leaf) and block.kind == "paragraph":
        return replace(block, align="center")
    if isinstance(block, Leaf) and block.kind == "media":
        held = walk.target.image_layouts or "ac:align=" in block.xml
        return block if held else Leaf("paragraph", block.inline, align="center", ids=block.ids)
    return None


def _line(lines: list[Block]) -> Xml:
    """The one line of a caption, if a picture can hold it: text and marks only, no places, macros or pictures."""
    only = lines[0] if len(lines) == 1 else None
    if not isinstance(only, Leaf) or only.kind != "paragraph" or only.ids:
        return NOTHING
    return NOTHING if OPEN in only.inline or "<ac:" in only.inline else only.inline


def _slanted(leaf: Leaf) -> Leaf:
    """A line of a caption: centred and in italics."""
    return replace(_slanted_at_left(leaf), align="center")


def _slanted_at_left(leaf: Leaf) -> Leaf:
    return replace(leaf, inline=italic(leaf.inline).inline if leaf.inline else NOTHING)
