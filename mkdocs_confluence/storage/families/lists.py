"""Lists: loose and tight, numbered from anywhere, lettered, of tasks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..lines import collect
from ..markup import BLANK, Xml, collapsed
from ..pieces import Block, List, Pieces
from ..rules import Walk, rule
from ..tags import BLOCKS, NavigableString, Tag, attribute, children, classes, is_words, style_of

_STYLES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_TASKS = {"task-list-item", "task-list-control"}
_BUTTONS = frozenset({"button", "submit", "reset"})
"""Types of an ``input`` that shows its value."""
_SIGNS = {"checkbox": "☐☑", "radio": "○◉"}
"""Type of an ``input`` → what it shows, without its mark and with it."""
_OF_FORMS = ("label", "form", "fieldset")
_BELOW_ZERO = re.compile(r"-\d+")
_HIGHEST = 2**31 - 1
"""The highest number that a browser counts from."""


@rule("ul", "ol", "menu", "dir")
def plain_list(tag: Tag, walk: Walk) -> Pieces:
    """``<ol start="3"><li>three</li></ol>`` → ``<ol start="3"><li><p>three</p></li></ol>``"""
    items: list[tuple[Block, ...]] = []
    values: dict[int, int] = {}
    for child in tag.contents:
        if isinstance(child, Tag) and child.name == "li":
            if "value" in child.attrs and (value := attribute(child, "value").strip()).isdecimal():
                values[len(items)] = int(value)
            items.append(tuple(collect(walk.visit(child))))
        elif isinstance(child, Tag) or is_words(child):
            _continue(items, collect(walk.node(child)))
    if not items:
        return []
    if tag.name == "ol" and (values or "reversed" in tag.attrs):
        return _numbered(items, values, tag, walk)
    return [List(tuple(items), tag.name == "ol", _start(tag, walk), _style(tag))]


def _numbered(
    items: Sequence[tuple[Block, ...]], values: Mapping[int, int], tag: Tag, walk: Walk
) -> list[List]:
    """``<ol reversed>``, ``<li value="5">`` → a list of its own from each number that does not follow the one before."""
    step = -1 if "reversed" in tag.attrs else 1
    number = len(items) if step < 0 and "start" not in tag.attrs else _start(tag, walk)
    runs: list[tuple[int, list[tuple[Block, ...]]]] = []
    for index, item in enumerate(items):
        number = min(values.get(index, max(number, 0)), _HIGHEST)
        if not runs or number != runs[-1][0] + len(runs[-1][1]):
            runs.append((number, []))
        runs[-1][1].append(item)
        number += step
    return [List(tuple(run), True, first, _style(tag)) for first, run in runs]


@rule("div.list-group")
def list_group(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="list-group"><a href="…">A</a><a href="…">B</a></div>`` (Bootstrap) → ``<ul>``, an item for each"""
    if any(map(is_words, tag.contents)):
        return walk.by_name(tag)
    found = map(collect, map(walk.visit, children(tag)))
    items = tuple(tuple(blocks) for blocks in found if blocks)
    return [List(items)] if items else []


def _continue(items: list[tuple[Block, ...]], blocks: list[Block]) -> None:
    """What stands in a list without an item belongs to the item before it."""
    if blocks and items:
        items[-1] += tuple(blocks)
    elif blocks:
        items.append(tuple(blocks))


def _style(tag: Tag) -> str:
    """How a list is lettered, by its type or its style; empty for numbers."""
    named = style_of(tag).get("list-style-type", "")
    return _STYLES.get(attribute(tag, "type"), named if named in _STYLES.values() else "")


def _start(tag: Tag, walk: Walk) -> int:
    value = attribute(tag, "start").strip()
    if _BELOW_ZERO.fullmatch(value):
        walk.note(f"Confluence counts no list from {value[:20]}; it counts from 1", tag)
    return min(int(value), _HIGHEST) if value.isdecimal() else 1


@rule("li")
def item(tag: Tag, walk: Walk) -> Pieces:
    return collect(walk.pieces(tag))


@rule("input")
def check_box(tag: Tag, walk: Walk) -> Pieces:
    """``<input type="checkbox" checked> text`` → ``☑ text``, ``<input type="submit" value="Go">`` → ``Go``.

    So are choices, as a quiz has them: ``<label><input type="radio"> text</label>`` → ``○ text``. What is no box, no
    choice and no button shows nothing, and neither does a switch.
    """
    kind = attribute(tag, "type").lower()
    if kind in _BUTTONS:
        return [Xml(f" {collapsed(attribute(tag, 'value'))} ")]
    if kind not in _SIGNS:
        return []
    if _is_switch(tag):
        return [BLANK]  # between the labels of two
    return [Xml(_SIGNS[kind]["checked" in tag.attrs] + ("" if _blank_follows(tag) else " "))]


def _is_switch(tag: Tag) -> bool:
    """Whether a style sheet folds by a box the blocks that stand behind it, its label apart: machinery of the page."""
    if not attribute(tag, "id") or tag.find_parent(_OF_FORMS) or not _TASKS.isdisjoint(_classes_above(tag)):
        return False
    behind = (node for node in tag.next_siblings if is_words(node) or _is_no_control(node))
    first = next(behind, None)
    return isinstance(first, Tag) and first.name in BLOCKS


def _is_no_control(node: object) -> bool:
    return isinstance(node, Tag) and node.name not in ("input", "label")


def _classes_above(tag: Tag) -> list[str]:
    """Classes of what is around a check box: a label, a paragraph, the item."""
    return [css for around in list(tag.parents)[:3] for css in classes(around)]


def _blank_follows(tag: Tag) -> bool:
    """Whether the text after a check box, or after the label around it, begins with a blank."""
    while tag.parent is not None and tag.parent.name == "label":
        tag = tag.parent
    after = tag.next_sibling
    return type(after) is NavigableString and str(after)[:1].isspace()
