"""Content tabs: one after the other, or as expands, or by the macros of an app."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import zip_longest

from ..model import OPEN
from .lines import collect, first_line, inline, spoken
from .markup import Xml, el, escape, macro
from .pieces import Block, Box, Kind, Leaf, Pieces, bold
from .rules import Walk, rule
from .tags import Tag, classes

_CODE = '<ac:structured-macro ac:name="code" ac:schema-version="1">'

_Tab = tuple[Tag | None, Tag | None, Tag | None]
"""Input (whose id links lead to), label and content, as far as there are all."""


@rule("div.tabbed-set")
def tabs(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="tabbed-set"><label>A</label>…`` → ``<p><strong>A</strong></p>`` and its content, per tab."""
    kind = walk.scope.conversion.tabs
    if kind == "macro" and not walk.target.nested_macros:
        walk.warn(
            "tabs cannot be macros here: Cloud's editor holds no macro in a macro; they follow each other"
        )
        kind = "sequence"
    if kind == "sequence":
        return [block for tab in _tabs(tag) for block in _in_sequence(tab, walk)]
    around, single = walk.scope.conversion.tabs_macro
    if kind == "expand":
        return [_boxed("expand", "expand", tab, walk) for tab in _tabs(tag)]
    boxes = tuple(_boxed("bodied", single, tab, walk) for tab in _tabs(tag))
    return [Box("bodied", boxes, partial(_written, around, ""))] if boxes else []


def _in_sequence(tab: _Tab, walk: Walk) -> list[Block]:
    """The label in bold and the content; the label of a single code block is its title, where code has titles."""
    chosen, label, content = tab
    anchors = walk.place(chosen) if chosen else []
    line, rest = first_line([*anchors, *walk.place(label), *walk.pieces(label)] if label else anchors)
    title = inline(line, keep_ends=False)
    body = collect([*rest, *_content(content, walk)])
    if walk.target.code_titles and len(body) == 1 and title and "<a" not in title and OPEN not in title:
        named = _named(body[0], spoken(title))
        if named:
            return [named]
    return [*([bold(title)] if title else []), *body]


def _named(block: Block, title: str) -> Leaf | None:
    """A code block with a title, if it is one that has none."""
    if not isinstance(block, Leaf) or not block.xml.startswith(_CODE):
        return None
    head, body, text = block.xml.removeprefix(_CODE).partition("<ac:plain-text-body>")
    if 'ac:name="title"' in head:
        return None
    parameter = el("ac:parameter", {"ac:name": "title"}, title)
    return replace(block, xml=Xml(f"{_CODE}{head}{parameter}{body}{text}"))


def _boxed(kind: Kind, name: str, tab: _Tab, walk: Walk) -> Box:
    chosen, label, content = tab
    anchors = walk.place(chosen) if chosen else []
    title, below = walk.title(label) if label else ("", [])
    body = tuple(collect([*anchors, *below, *_content(content, walk)]))
    return Box(kind, body, partial(_written, name, title), escape(title))


def _content(content: Tag | None, walk: Walk) -> Pieces:
    return walk.visit(content) if content else []


def _written(name: str, title: str, inner: Xml) -> Xml:
    return macro(name, {"title": title}, body=inner)


def _tabs(tag: Tag) -> list[_Tab]:
    """Inputs, labels and contents of both styles, set side by side in order."""
    inputs = [child for child in _children(tag) if child.name == "input"]
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
    shown = zip_longest(labels, contents)
    return [(inputs[index] if index < len(inputs) else None, *tab) for index, tab in enumerate(shown)]


def _children(tag: Tag) -> list[Tag]:
    return [child for child in tag.contents if isinstance(child, Tag)]
