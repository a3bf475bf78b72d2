"""Content tabs: one after the other, or as expands, or by the macros of an app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest

from ...model import OPEN
from ..lines import collect, first_line, inline, spoken
from ..markup import Xml, escape, macro_around
from ..pieces import Block, Box, Kind, Leaf, Piece, Pieces, bold, italic
from ..rules import Walk, rule
from ..tags import Tag, attribute, children, classes, text_of

_TITLES = {"card": "label", "tab-pane": "name", "horizontal-nav-item": "name"}
"""Macro of one tab → its parameter for the title, where that is not ``title`` (Adaptavist's, as exports show them)."""
_OF_TABS = frozenset({"tabbed-content", "tabbed-block"})
_Tab = tuple[Tag | None, Tag | None, Tag | None]
"""Input (whose id links lead to), label and content, as far as there are all."""


@rule("div.tabbed-set")
def tabs(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="tabbed-set"><label>A</label>…`` → ``<p><strong>A</strong></p>`` and its content, per tab."""
    return [*_written_tabs(tag, walk), *collect(_strays(tag, walk))]


def _written_tabs(tag: Tag, walk: Walk) -> Pieces:
    kind = walk.scope.conversion.tabs
    if kind == "macro" and not walk.target.nested_macros:
        walk.warn(
            "tabs cannot be macros here: Cloud's editor holds no macro in a macro; they follow each other",
            tag,
        )
        kind = "sequence"
    if kind == "sequence":
        within = tag.find_parent("div", class_="tabbed-set") is not None
        return [*_in_sequence(_tabs(tag), walk, labelled=italic if within else bold)]
    around, single = walk.scope.conversion.tabs_macro
    if kind == "expand":
        return [_boxed("expand", "expand", tab, walk) for tab in _tabs(tag)]
    boxes = tuple(_boxed("bodied", single, tab, walk) for tab in _tabs(tag))
    return [Box("bodied", boxes, macro_around(around))] if boxes else []


def _in_sequence(found: list[_Tab], walk: Walk, labelled: Callable[[Xml], Leaf]) -> list[Block]:
    """Labels, in bold or of tabs within a tab in italics, and contents; labels are titles where every tab is code."""
    read = [_labelled(tab, walk) for tab in found]
    if walk.target.code_titles:
        named = [_named(body[0], title) if len(body) == 1 else None for title, body in read]
        titled = [block for block in named if block]
        if len(titled) == len(read):
            return [*titled]
    return [block for title, body in read for block in (*([labelled(title)] if title else []), *body)]


def _labelled(
    tab: _Tab, walk: Walk, read: Callable[[Walk, Tag], Pieces] = Walk.visit
) -> tuple[Xml, list[Block]]:
    """The label of a tab in one line, and its content, which ``read`` gives."""
    chosen, label, content = tab
    anchors = walk.place(chosen) if chosen else []
    line, rest = first_line([*anchors, *(walk.whole(label) if label else ())])
    return inline(line, keep_ends=False), collect([*rest, *(read(walk, content) if content else ())])


def _named(block: Block, label: Xml) -> Leaf | None:
    """A code block with a title, if it has none and the label can be one."""
    if not isinstance(block, Leaf) or block.kind != "code" or block.titled is None:
        return None
    if not label or "<a" in label or OPEN in label:
        return None
    return replace(block, xml=block.titled(escape(spoken(label))), titled=None)


def _boxed(
    kind: Kind, name: str, tab: _Tab, walk: Walk, read: Callable[[Walk, Tag], Pieces] = Walk.visit
) -> Box:
    """A tab as a macro with its label as the title."""
    chosen, label, content = tab
    anchors = walk.place(chosen) if chosen else []
    title, below = walk.title(label) if label else ("", [])
    body = tuple(collect([*anchors, *below, *(read(walk, content) if content else ())]))
    return Box(kind, body, macro_around(name, {_TITLES.get(name, "title"): title}), escape(title))


@rule(".[role=tablist]")
def row_of_tabs(tag: Tag, walk: Walk) -> Pieces:
    """``<div role="tablist"><button role="tab" aria-controls="x">A</button></div>`` → nothing, since panels say it"""
    return [] if _is_row_of_tabs(tag, walk) else walk.by_name(tag)


@rule(".[role=tabpanel]")
def panel(tag: Tag, walk: Walk) -> Pieces:
    """``<div role="tabpanel" id="x">…</div>`` → the label of its tab in bold, and its content"""
    tab = walk.survey.tabs.get(attribute(tag, "id"))
    row = tab.find_parent(role="tablist") if tab else None
    if tab is None or row is None or not _is_row_of_tabs(row, walk):
        return walk.by_name(tag)
    if walk.scope.conversion.tabs == "expand":
        return [_boxed("expand", "expand", (None, tab, tag), walk, Walk.by_name)]
    label, body = _labelled((None, tab, tag), walk, Walk.by_name)
    return [bold(label), *body]


def _is_row_of_tabs(row: Tag, walk: Walk) -> bool:
    """Whether a row holds nothing but tabs, each of which has a panel."""
    tabs = [tab for tab in row.find_all(role="tab") if isinstance(tab, Tag)]
    opens = all(walk.survey.tabs.get(attribute(tab, "aria-controls")) is tab for tab in tabs)
    words = "".join(map(text_of, tabs)).split()
    return bool(tabs) and opens and "".join(words) == "".join(text_of(row).split())


def _tabs(tag: Tag) -> list[_Tab]:
    """Inputs, labels and contents of both styles, set side by side in order."""
    inputs = [child for child in children(tag) if child.name == "input"]
    labels: list[Tag] = []
    contents: list[Tag] = []
    for child in children(tag):
        if child.name == "label":
            labels.append(child)
        elif "tabbed-block" in classes(child):
            contents.append(child)
        elif "tabbed-labels" in classes(child):
            labels += [label for label in children(child) if label.name == "label"]
        elif blocks := [block for block in children(child) if "tabbed-block" in classes(block)]:
            contents += blocks
        elif "tabbed-content" in classes(child):
            contents.append(child)
    shown = zip_longest(labels, contents)
    return [(inputs[index] if index < len(inputs) else None, *tab) for index, tab in enumerate(shown)]


def _strays(tag: Tag, walk: Walk) -> list[Piece]:
    """What stands in a set of tabs and belongs to none of them."""
    pieces: list[Piece] = []
    for child in tag.contents:
        if not isinstance(child, Tag):
            pieces += walk.node(child)
        elif "tabbed-labels" in classes(child) or child.find(class_="tabbed-block", recursive=False):
            pieces += _strays(child, walk)
        elif child.name not in ("input", "label") and _OF_TABS.isdisjoint(classes(child)):
            pieces += walk.visit(child)
    return pieces
