"""Admonitions and details: panels and expands."""

from __future__ import annotations

import re

from ..lines import collect, first_line, inline, spoken
from ..markup import escape, macro_around
from ..pieces import Anchor, Box, Piece, Pieces, bold
from ..rules import Walk, rule
from ..tags import Tag, child, classes, text_of
from .annotate import annotated

_PANELS = {
    "info": "note seealso abstract summary tldr info todo question help faq example quote cite",
    "tip": "tip hint success check done",
    "note": "warning caution attention important",
    "warning": "failure fail missing danger error bug",
}
"""Panel macro → types of Material that it stands for. The ``note`` macro is the yellow one on both flavors."""

_PANEL_OF = {kind: panel for panel, kinds in _PANELS.items() for kind in kinds.split()}

_PLAIN_TO_SEE = frozenset("note info tip hint warning caution attention important danger error".split())
"""Types whose default title says no more than the sign of their panel."""

_NO_TYPE = frozenset("admonition alert inline end annotate block details open panel".split())
_PREFIXES = re.compile("^(?:markdown-)?(?:alert-)?(?:panel-)?")
_TITLES = frozenset({"admonition-title", "markdown-alert-title", "panel-heading"})


@rule("div.admonition", "aside.admonition")
def admonition(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="admonition note"><p class="admonition-title">…`` → ``{info}`` and its kin."""
    return annotated(_panel(tag, _title(tag), walk), tag)


@rule("div.alert", "div.markdown-alert")
def alert(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="alert alert-warning">…`` (Bootstrap), ``<div class="markdown-alert …">`` (GitHub) → a panel"""
    return _panel(tag, _title(tag), walk)


@rule("div.panel")
def panel(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="panel panel-info"><div class="panel-heading">…`` (Bootstrap 3) → a panel; without a kind a box"""
    kinds = [css for css in classes(tag) if css.startswith("panel-")]
    return alert(tag, walk) if kinds else walk.by_name(tag)


@rule("details")
def details(tag: Tag, walk: Walk) -> Pieces:
    """``<details class="tip"><summary>…`` → an expand; with ``open`` a panel, which hides nothing."""
    summary = child(tag, "summary")
    boxes = _panel(tag, summary, walk) if "open" in tag.attrs else [_expand(tag, summary, walk)]
    return annotated(boxes, tag)


def _title(tag: Tag) -> Tag | None:
    """The title of an admonition, if that is what it begins with."""
    for node in tag.contents:
        if isinstance(node, Tag) and not _TITLES.isdisjoint(classes(node)):
            return node
        if text_of(node).strip():
            return None
    return None


def _type(tag: Tag) -> str:
    """The type of an admonition: of its classes the first that is a known one, else the first that can be one.

    ``warning`` for ``warning``, ``panel-warning``, ``alert-warning`` and ``markdown-alert-warning``.
    """
    names = (_PREFIXES.sub("", css.lower()) for css in classes(tag))
    types = [name for name in names if name not in _NO_TYPE]
    return next((name for name in types if name in _PANEL_OF), types[0] if types else "")


def _expand(tag: Tag, summary: Tag | None, walk: Walk) -> Box:
    """An expand with the text of ``summary`` as its title, which holds no links and marks; the rest goes below it."""
    title, below = walk.title(summary) if summary else ("Details", [])
    body = tuple(collect([*below, *walk.pieces(tag, leave=summary)]))
    return Box("expand", body, macro_around("expand", {"title": title}), label=escape(title))


def _panel(tag: Tag, title: Tag | None, walk: Walk) -> list[Box]:
    """A panel, whose title is its content where it has no other; none where there is neither."""
    name = _type(tag)
    line, rest = first_line(walk.whole(title) if title else ())
    content = inline((piece for piece in line if not isinstance(piece, Anchor)), keep_ends=False)
    hidden = title is not None and name in _PLAIN_TO_SEE and text_of(title).strip().casefold() == name
    panel = _PANEL_OF.get(name, "panel" if name else "info")
    look = walk.target.panel_look if panel == "panel" else {}
    again = macro_around(panel, look)
    above: list[Piece] = [piece for piece in line if isinstance(piece, Anchor)]
    body = tuple(collect([*above, *rest, *walk.pieces(tag, leave=title)]))
    if not body:
        return [Box("panel", (bold(content),), again)] if content else []
    if not content or hidden:
        return [Box("panel", body, again, label=content)]
    if not walk.target.panel_titles or "<a " in content or "<ac:" in content:
        return [Box("panel", (bold(content), *body), again)]
    return [Box("panel", body, macro_around(panel, {"title": spoken(content), **look}), content, again)]
