"""Lists of definitions, or what stands for them where there are none."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from ..lines import collect, first_line, inline
from ..markup import collapsed, el
from ..pieces import Block, Box, Leaf, Pieces, bold
from ..rules import Walk, rule
from ..tags import Tag, is_words

_LIST, _DEFINITION = partial(el, "dl", None), partial(el, "dd", None)
"""What puts finished blocks into a list of definitions, and into one definition."""
_DEEPEST = 6
"""Steps of indentation that Cloud knows."""


@rule("dl")
def definitions(tag: Tag, walk: Walk) -> Pieces:
    """``<dl><dt>T</dt><dd>D</dd></dl>`` → the same, or a bold ``p`` and an indented one where ``dl`` is unknown."""
    blocks = [block for part in _parts(tag) for block in _part(part, walk)]
    if walk.target.definition_lists and blocks:
        return [Box("definitions", tuple(blocks), _LIST)]
    return blocks


def _parts(tag: Tag) -> list[Tag | str]:
    """Terms and definitions, also those that are grouped by ``div``; and loose text, which should not be there."""
    found: list[Tag | str] = []
    for child in tag.contents:
        if isinstance(child, Tag):
            found += _parts(child) if child.name == "div" else [child]
        elif is_words(child):
            found.append(child)
    return found


def _part(part: Tag | str, walk: Walk) -> list[Block]:
    pieces = walk.whole(part) if isinstance(part, Tag) else [collapsed(part)]
    term = isinstance(part, Tag) and part.name == "dt"
    if walk.target.definition_lists:
        if term:
            line, rest = first_line(pieces)
            following = [Box("definitions", tuple(collect(rest)), _DEFINITION)] if rest else []
            return [Leaf("term", inline(line, keep_ends=False)), *following]
        return [Box("definitions", tuple(collect(pieces)), _DEFINITION)]
    blocks = collect(pieces)
    if term:
        return [_term(block) for block in blocks]
    return [_indented(block) for block in blocks]


def _term(block: Block) -> Block:
    line = isinstance(block, Leaf) and block.kind in ("paragraph", "heading", "media") and block.inline
    return replace(bold(line), ids=block.ids) if isinstance(block, Leaf) and line else block


def _indented(block: Block) -> Block:
    if isinstance(block, Leaf) and block.kind == "paragraph" and not block.align:
        return replace(block, indent=min(block.indent + 1, _DEEPEST))
    return block
