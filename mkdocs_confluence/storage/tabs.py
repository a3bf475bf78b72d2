"""Content tabs: one after the other, or as expands, or by the macros of an app."""

from __future__ import annotations

from functools import partial

from .markup import Xml, escape, macro
from .pieces import Block, Box, Pieces, bold, collect, inline, spoken
from .rules import Tag, Walk, classes, rule

_Tab = tuple[Xml, tuple[Block, ...]]
"""Label and content."""


@rule("div.tabbed-set")
def tabs(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="tabbed-set"><label>A</label>…`` → ``<p><strong>A</strong></p>`` and its content, per tab."""
    found = _tabs(tag, walk)
    kind = walk.scope.conversion.tabs
    if kind == "expand":
        return [_expand(label, body) for label, body in found]
    if kind == "macro" and not walk.target.nested_macros:
        walk.warn(
            "tabs cannot be macros here: Cloud's editor holds no macro in a macro; they follow each other"
        )
    elif kind == "macro":
        around, single = walk.scope.conversion.tabs_macro
        bodies = tuple(
            Box("bodied", body, partial(_written, single, spoken(label)), label) for label, body in found
        )
        return [Box("bodied", bodies, partial(_written, around, ""))] if bodies else []
    return [block for label, body in found for block in (*([bold(label)] if label else []), *body)]


def _expand(label: Xml, body: tuple[Block, ...]) -> Box:
    title = spoken(label)
    return Box("expand", body, partial(_written, "expand", title), escape(title))


def _written(name: str, title: str, inner: Xml) -> Xml:
    return macro(name, {"title": title}, body=inner)


def _tabs(tag: Tag, walk: Walk) -> list[_Tab]:
    """Labels and contents of both styles, paired in order; a content without a label has an empty one."""
    labels: list[Tag] = []
    contents: list[Tag] = []
    for child in _children(tag):
        if child.name == "label":
            labels.append(child)
        elif "tabbed-labels" in classes(child):
            labels += [label for label in _children(child) if label.name == "label"]
        elif "tabbed-content" in classes(child):
            blocks = [block for block in _children(child) if "tabbed-block" in classes(block)]
            contents += blocks or [child]
    found = []
    for index in range(max(len(labels), len(contents))):
        label = walk.pieces(labels[index]) if index < len(labels) else []
        body = walk.visit(contents[index]) if index < len(contents) else []
        found.append((inline(label, keep_ends=False), tuple(collect(body))))
    return found


def _children(tag: Tag) -> list[Tag]:
    return [child for child in tag.contents if isinstance(child, Tag)]
