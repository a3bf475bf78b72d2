"""What the extensions of neoteroi-mkdocs make: cards, timelines and plans."""

from __future__ import annotations

import re
from functools import partial

from ..lines import collect
from ..pieces import Block, Cell, Piece, Pieces, Table, bold, paragraph
from ..rules import Walk, rule
from ..tags import Tag, attribute, child, classes, is_words, squeezed, text_of
from .grids import side_by_side
from .linking import linked, target_of
from .media import Picture, shown
from .sources import find

_BACKGROUND = re.compile(r"background-image:\s*url\(\s*(['\"]?)(.+?)\1\s*\)")
_DATED = re.compile(r"(.*?) ?(\d{4}-\d\d-\d\d(?:, [\d:]+)?(?: → \d{4}-\d\d-\d\d)?)?")
"""The title of a part of a plan: its name, and its date or dates, if it has any."""


_PARTS = frozenset({"nt-plan-group-summary", "nt-plan-periods", "nt-vline", "period", "nt-timeline-dot"})
"""Classes of what a plan's table says, and of what it need not say."""


@rule("div.nt-cards")
def cards(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="nt-cards"><div class="nt-card">…`` → a table with a cell for each card; what is none, around it"""
    pieces: list[Piece] = []
    row: list[tuple[Block, ...]] = []
    for node in tag.contents:
        if isinstance(node, Tag) and "nt-card" in classes(node):
            row.append(tuple(collect(walk.visit(node))))
        elif isinstance(node, Tag) or is_words(node):
            pieces += side_by_side([body for body in row if body], walk)
            row.clear()
            pieces += collect(walk.node(node))
    return [*pieces, *side_by_side([body for body in row if body], walk)]


@rule("div.nt-card")
def card(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="nt-card"><a href="…"><div>…`` → its content; of a card that is a link, the title links."""
    link = child(tag, "a")
    if link is None or link.find(class_="nt-card-title") is None:
        return walk.pieces(tag)
    with walk.unlinked():
        return walk.pieces(link)


@rule("p.nt-card-title", "p.nt-timeline-title")
def title(tag: Tag, walk: Walk) -> Pieces:
    """``<p class="nt-card-title">A</p>`` → ``<p><strong>A</strong></p>``"""
    words = walk.inline(tag)
    link = tag.find_parent("a")
    return [bold(linked(target_of(link), words, link, walk) if link and words else words)] if words else []


@rule("span.nt-timeline-sub-title")
def date(tag: Tag, walk: Walk) -> Pieces:
    """``<span class="nt-timeline-sub-title">2022-Q1</span>`` → a line of its own, as a browser shows it"""
    words = walk.inline(tag)
    return [paragraph(words)] if words else []


@rule("div.nt-card-image")
def picture(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="nt-card-image" style="background-image: url('a.png')">`` → the picture"""
    background = _BACKGROUND.search(attribute(tag, "style"))
    found = find(background[2], tag, walk) if background else None
    return shown(Picture(found), tag, walk) if found else walk.pieces(tag)


@rule("div.nt-card-icon", "div.nt-timeline-dot")
def ornament(tag: Tag, walk: Walk) -> Pieces:
    """An icon beside a title, or the dot of a line → nothing, unless it has words"""
    return walk.pieces(tag) if text_of(tag).strip() else []


@rule("div.nt-plan-root")
def plan(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="nt-plan-root">…<div class="period" title="A 2026-03-03 → 2026-03-09"><span>A</span>…`` → a table

    A row for each activity and event with its dates, below one for its group; the scale in front only says them again.
    """
    rows = [row for group in tag.find_all("div", class_="nt-plan-group") for row in _group(group, walk)]
    return [Table(tuple(rows)), *collect(_strays(tag, walk))] if rows else walk.pieces(tag)


def _strays(tag: Tag, walk: Walk) -> list[Piece]:
    """What stands in a plan and is no part of it."""
    pieces: list[Piece] = []
    for node in tag.contents:
        if not isinstance(node, Tag):
            pieces += walk.node(node)
        elif not _PARTS.isdisjoint(classes(node)):
            continue
        elif any(css == "actions" or css.startswith("nt-plan") for css in classes(node)):
            pieces += _strays(node, walk)
        else:
            pieces += walk.visit(node)
    return pieces


def _group(group: Tag, walk: Walk) -> list[tuple[Cell, ...]]:
    summary = group.find("div", class_="nt-plan-group-summary")
    body = walk.blocks(summary) if isinstance(summary, Tag) else ()
    head = [(Cell(body, header=True, columns=2),)] if body else []
    return [*head, *map(partial(_dated, walk), group.find_all("div", class_=["period", "nt-timeline-dot"]))]


def _dated(walk: Walk, part: Tag) -> tuple[Cell, Cell]:
    """What a part of a plan is called, and its dates: only its title says them, and of an event also the name."""
    match = _DATED.fullmatch(squeezed(attribute(part, "title")))
    name, dates = (match[1], match[2]) if match else ("", None)
    described = part.find(class_="description") or (part if squeezed(text_of(part)) != name else None)
    more = walk.blocks(described) if isinstance(described, Tag) else ()
    return Cell((paragraph(name), *more)), Cell((paragraph(dates),) if dates else ())
