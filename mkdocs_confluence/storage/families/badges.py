"""Badges, labels and progress bars: words on a coloured ground, which is what a status is."""

from __future__ import annotations

import re

from ..markup import NOTHING, Xml, collapsed, join, macro
from ..pieces import Leaf, Pieces
from ..rules import Walk, rule
from ..tags import NavigableString, Tag, attribute, classes, squeezed, style_of, text_of

_COLOURS = {"success": "Green", "info": "Blue", "primary": "Blue", "warning": "Yellow", "danger": "Red"}
_PREFIXES = ("text-bg-", "badge-", "label-", "bg-")
_NO_WORDS = ["a", "img", "svg", "code", "input", "progress", "meter"]
_PER_CENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")
_NUMBER = re.compile(r"\s*(-?\d*\.?\d+)")


@rule("span.badge")
def badge(tag: Tag, walk: Walk) -> Pieces:
    """``<span class="badge bg-success">Stable</span>`` → a green status; one that is more than words is its content."""
    title = squeezed(text_of(tag))
    if not title or walk.in_link or tag.find(_NO_WORDS) is not None:
        return walk.by_name(tag)
    return [macro("status", {"title": title, "colour": _colour(tag)})]


@rule("span.label")
def label(tag: Tag, walk: Walk) -> Pieces:
    """``<span class="label label-warning">Beta</span>`` → a yellow status; a ``label`` of no kind can be anything."""
    kinds = [css for css in classes(tag) if css.startswith("label-")]
    return badge(tag, walk) if kinds else walk.by_name(tag)


def _colour(tag: Tag) -> str:
    """The status colour of a kind, empty (which is grey) where the badge is of none."""
    kinds = (
        css.removeprefix(prefix) for css in classes(tag) for prefix in _PREFIXES if css.startswith(prefix)
    )
    return next((_COLOURS[kind] for kind in kinds if kind in _COLOURS), "")


@rule("div.progress")
def progress(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="progress"><div class="progress-bar" style="width:65%"><p>65%</p>…`` → a status ``65%``"""
    if tag.find(["a", "img"]) is not None:
        return walk.by_name(tag)
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
    width = _PER_CENT.match(style_of(part).get("width", ""))
    title = squeezed(text_of(part)) or (f"{float(width[1]):g}%" if width else "")
    if not title:
        return NOTHING
    return macro("status", {"title": title, "colour": _progressed(step or (float(width[1]) if width else 0))})


def _step(tag: Tag) -> int:
    """How far a bar is, as its classes ``progress-60plus`` tell it; 0 where they do not."""
    steps = [int(found[1]) for css in classes(tag) if (found := re.fullmatch(r"progress-(\d+)plus", css))]
    return max(steps, default=0)


def _progressed(step: float) -> str:
    return "Green" if step >= 80 else "Blue" if step >= 40 else "Yellow" if step >= 20 else "Red"


@rule("progress", "meter")
def gauge(tag: Tag, walk: Walk) -> Pieces:
    """``<progress value="3" max="4"></progress>``, ``<meter value="0.75">`` → a status ``75%``; words in it as they are."""
    if not _NUMBER.match(attribute(tag, "value")) or squeezed(text_of(tag)):
        return walk.pieces(tag)
    low = _number(tag, "min", 0) if tag.name == "meter" else 0
    share = (_number(tag, "value", 0) - low) / (_number(tag, "max", 1) - low or 1)
    step = 100 * min(max(share, 0), 1)
    title = f"{step:.0f}%"
    return [Xml(title) if walk.in_link else macro("status", {"title": title, "colour": _progressed(step)})]


def _number(tag: Tag, name: str, default: float) -> float:
    found = _NUMBER.match(attribute(tag, name))
    return float(found[1]) if found else default
