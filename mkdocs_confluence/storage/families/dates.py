"""Dates: those that have words, and those that a script would give some."""

from __future__ import annotations

import re

from ..markup import el
from ..pieces import Pieces
from ..rules import Walk, rule
from ..tags import Tag, attribute, text_of

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@rule("time", "span.timeago", "relative-time")
def date(tag: Tag, walk: Walk) -> Pieces:
    """``<time datetime="2026-09-24">24 September</time>`` → its text; empty, for a script to fill → a date

    The revision-date plugin writes ``<span class="timeago" datetime="…"></span>`` and, beside it, the date as text.
    """
    if text_of(tag).strip():
        return walk.pieces(tag)
    day = _DATE.match(attribute(tag, "datetime"))
    beside = tag.parent.find_next_sibling("span") if tag.parent is not None else None
    if day is None or (isinstance(beside, Tag) and day[0] in text_of(beside)):
        return []
    return [el("time", {"datetime": day[0]})]
