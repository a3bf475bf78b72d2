"""Storage format drawn as HTML, as a reader of each flavor would see it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ..bodies.fragment import Malformed, named, parse
from ..bodies.reader import Reader, Ref
from . import contents, highlight, images, layouts, links, lists, macros, panels, tables, text
from .context import Context, Heading, content
from .markup import el
from .outline import outline

__all__ = ["RULES", "Drawn", "render"]

RULES = (contents, highlight, images, layouts, links, lists, macros, panels, tables, text)
"""The modules whose import registers the rules."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A body as safe HTML, and where links into it can land."""

    html: Markup
    headings: tuple[Heading, ...] = ()
    anchors: frozenset[str] = frozenset()


def render(body: str, page: Ref, reader: Reader, *, tick: bool = False) -> Drawn:
    """Draw a stored body. One that is not well-formed is shown as its source, with the reason.

    With ``tick`` the boxes of tasks are buttons of the form ``tick``, which sends the number of the task.
    """
    try:
        tree = parse(body)
    except Malformed as error:
        label = el("div", {"class": "label"}, f"This body cannot be shown: {error}")
        return Drawn(el("div", {"class": "unknown error"}, label, el("pre", None, body)))
    found = outline(tree, page, reader)
    ticks = {node: number for number, node in enumerate(named(tree, "ac:task-status"))} if tick else {}
    context = Context(reader, page, page, found, trail=(page.id,), ticks=ticks)
    return Drawn(content(tree, context), found.headings, found.anchors)
