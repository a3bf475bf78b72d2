"""Badges and labels of Bootstrap's kind: a word on a coloured ground, which is what a status is."""

from __future__ import annotations

from ..markup import macro
from ..pieces import Pieces
from ..rules import Walk, rule
from ..tags import Tag, classes, squeezed, text_of

_COLOURS = {"success": "Green", "info": "Blue", "primary": "Blue", "warning": "Yellow", "danger": "Red"}
_PREFIXES = ("text-bg-", "badge-", "label-", "bg-")


@rule("span.badge")
def badge(tag: Tag, walk: Walk) -> Pieces:
    """``<span class="badge bg-success">Stable</span>`` → a green status; one that is more than words is its content."""
    title = squeezed(text_of(tag))
    if not title or walk.in_link or tag.find(["a", "img", "svg", "code"]) is not None:
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
