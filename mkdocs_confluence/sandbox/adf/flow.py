"""The walk: mixed content as blocks, text between them as paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..bodies.fragment import Node, name
from ..bodies.nesting import HOLDS, kind
from . import leaves, marks
from .scope import BLOCKS, Adf, Scope, made, source

_BLANKS = re.compile(r"[ \t\r\n]+")
_NEVER_EMPTY = {"list", "task list", "decision list", "table"}
_UNWRAPPED = {"div", "dl", "dt", "dd", "address"}
"""Blocks that the editor has nothing for: what they contain stands by itself."""


@dataclass(slots=True)
class _Open:
    """Blocks so far, and the line that is being written. With ``only_text`` no block is made."""

    only_text: bool = False
    blocks: list[Adf] = field(default_factory=list)
    line: list[Adf] = field(default_factory=list)

    def end_line(self) -> None:
        """Make a paragraph of the line, unless it is blank."""
        if self.only_text:
            return
        written = trimmed(self.line)
        self.blocks += [made("paragraph", content=written)] if written else []
        self.line = []

    def say(self, text: str | None, scope: Scope) -> None:
        """Text, joined to the text before it where both have the same marks."""
        words = _BLANKS.sub(" ", text or "")
        if not words:
            return
        given = marks.settled(scope.marks)
        node: Adf = {"type": "text", "text": words} | ({"marks": given} if given else {})
        last = self.line[-1] if self.line else {}
        if last.get("type") == "text" and last.get("marks") == node.get("marks"):
            self.line[-1] = {**last, "text": _BLANKS.sub(" ", last["text"] + words)}
        else:
            self.line.append(node)


def flow(node: Node | None, scope: Scope) -> list[Adf]:
    """The blocks within a node; one empty paragraph where there are none."""
    at = _Open()
    if node is not None:
        _walk(node, scope, at)
    at.end_line()
    return at.blocks or [made("paragraph", content=[])]


def line(node: Node | None, scope: Scope) -> list[Adf]:
    """What a node says in a line: of blocks within it only their text."""
    at = _Open(only_text=True)
    if node is not None:
        _walk(node, scope, at)
    return trimmed(at.line)


def _walk(node: Node, scope: Scope, at: _Open) -> None:
    at.say(node.text, scope)
    for below in node:
        _step(below, scope, at)
        at.say(below.tail, scope)


def _step(node: Node, scope: Scope, at: _Open) -> None:
    found = kind(node)
    if found == "paragraph" or name(node) in _UNWRAPPED:
        at.end_line()
        _paragraph(node, scope, at)
    elif found and not at.only_text:
        at.end_line()
        written = _held(node, found, scope)
        at.blocks += written if isinstance(written, list) else [written]
    else:
        _in_line(node, scope, at)


def _in_line(node: Node, scope: Scope, at: _Open) -> None:
    complete = leaves.leaf(node, scope)
    if complete is not None:
        at.line += complete
        return
    words, inner, given = leaves.wrapped(node, scope)
    at.say(words, scope.marked(*given))
    if inner is not None:
        _walk(inner, scope.marked(*given), at)


def _paragraph(node: Node, scope: Scope, at: _Open) -> None:
    """A paragraph; a block within it ends it, and what is left of an empty one is nothing."""
    before = len(at.blocks)
    if at.only_text and at.line:
        at.line.append(made("hardBreak"))
    _walk(node, scope, at)
    at.end_line()
    if at.only_text or name(node) in _UNWRAPPED:
        return
    if len(at.blocks) == before:
        at.blocks.append(made("paragraph", content=[]))
    given = _placed(marks.declarations(node), scope)
    for written in at.blocks[before:] if given else []:
        if written["type"] == "paragraph":
            written["marks"] = given


def _placed(style: dict[str, str], scope: Scope) -> list[Adf]:
    """Alignment or indentation, where the document model has them; it has no ``left`` and no ``justify``."""
    align = {"center": "center", "right": "end"}.get(style.get("text-align", ""))
    if align and scope.where in ("page", "layout cell", "table cell"):
        return [{"type": "alignment", "attrs": {"align": align}}]
    steps = re.match(r"(\d+)", style.get("margin-left", ""))
    if steps and int(steps[1]) >= 30 and scope.where in ("page", "layout cell"):
        return [{"type": "indentation", "attrs": {"level": min(int(steps[1]) // 30, 6)}}]
    return []


def _held(node: Node, found: str, scope: Scope) -> Adf | list[Adf]:
    """The block's node; the source in an extension where the editor cannot hold such a block here."""
    if found == "expand" and scope.where in ("expand", "table cell"):
        found = "nested expand"
    if found not in HOLDS[scope.where] or found not in BLOCKS:
        return kept(node, f"nested-{found.replace(' ', '-')}")
    written = BLOCKS[found](node, scope)
    return [] if found in _NEVER_EMPTY and isinstance(written, dict) and not written["content"] else written


def kept(node: Node, key: str) -> Adf:
    """Storage that the document model has nothing for."""
    attrs = {"extensionType": "com.atlassian.confluence.migration", "extensionKey": key}
    return made("extension", {**attrs, "parameters": {"cxhtml": source(node)}})


def trimmed(line: list[Adf]) -> list[Adf]:
    """Without blanks at the ends of the line and beside its breaks."""
    written: list[Adf] = []
    for at, node in enumerate(line):
        if node["type"] == "text":
            text = node["text"]
            if at == 0 or line[at - 1]["type"] == "hardBreak":
                text = text.lstrip(" ")
            if at == len(line) - 1 or line[at + 1]["type"] == "hardBreak":
                text = text.rstrip(" ")
            if not text:
                continue
            node = {**node, "text": text}
        written.append(node)
    return written
