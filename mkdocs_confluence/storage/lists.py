"""Lists: loose and tight, numbered from anywhere, of tasks."""

from __future__ import annotations

from .pieces import Block, List, Pieces, collect
from .rules import Tag, Walk, attribute, rule


@rule("ul", "ol")
def plain_list(tag: Tag, walk: Walk) -> Pieces:
    """``<ol start="3"><li>three</li></ol>`` → ``<ol start="3"><li><p>three</p></li></ol>``"""
    items: list[tuple[Block, ...]] = []
    for child in tag.contents:
        if isinstance(child, Tag):
            items.append(tuple(collect(walk.visit(child))))
    start = attribute(tag, "start")
    number = int(start) if start.lstrip("-").isdigit() else 1
    return [List(tuple(items), tag.name == "ol", max(number, 0))] if items else []


@rule("li")
def item(tag: Tag, walk: Walk) -> Pieces:
    return collect(walk.pieces(tag))
