"""Headings, lists, tasks, quotes, rules, code."""

from __future__ import annotations

from ..bodies.fragment import Node, attribute, child, name, parameter, plain_body, squeezed, text
from . import marks
from .flow import flow, line
from .scope import Adf, Scope, block, made


@block("heading")
def heading(node: Node, scope: Scope) -> Adf:
    written = made("heading", {"level": int(name(node)[1])}, line(node, scope.within("heading")))
    align = {"center": "center", "right": "end"}.get(marks.declarations(node).get("text-align", ""))
    if align and scope.where in ("page", "layout cell", "table cell"):
        written["marks"] = [{"type": "alignment", "attrs": {"align": align}}]
    return written


@block("list")
def items(node: Node, scope: Scope) -> Adf:
    content = [made("listItem", content=flow(item, scope.within("list item"))) for item in node]
    if name(node) == "ul":
        return made("bulletList", content=content)
    start = attribute(node, "start")
    return made("orderedList", {"order": int(start) if start.isdigit() else None}, content)


@block("task list")
def tasks(node: Node, scope: Scope) -> Adf:
    """Tasks in a line each; a list nested in a task stands after it."""
    content: list[Adf] = []
    for number, item in enumerate(node):
        if name(item) == "ac:task-list":
            content.append(tasks(item, scope))
            continue
        done = squeezed(child(item, "ac:task-status")) == "complete"
        local = (
            squeezed(child(item, "ac:task-uuid")) or squeezed(child(item, "ac:task-id")) or f"task-{number}"
        )
        words = line(child(item, "ac:task-body"), scope.within("task"))
        content.append(made("taskItem", {"localId": local, "state": "DONE" if done else "TODO"}, words))
        content += [tasks(below, scope) for below in item if name(below) == "ac:task-list"]
    return made("taskList", {"localId": attribute(node, "ac:task-list-id") or "tasks"}, content)


@block("blockquote")
def quote(node: Node, scope: Scope) -> Adf:
    return made("blockquote", content=flow(node, scope.within("blockquote")))


@block("rule")
def rule(node: Node, scope: Scope) -> Adf:
    return made("rule")


@block("code block")
def code(node: Node, scope: Scope) -> Adf:
    """Text and language: the document model has neither title nor first line (reference, §3.1)."""
    source = text(node) if name(node) == "pre" else plain_body(node) or ""
    attrs = {"language": parameter(node, "language").lower()}
    return made("codeBlock", attrs, [{"type": "text", "text": source}] if source else [])
