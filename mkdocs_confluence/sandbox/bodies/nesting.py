"""What the document model of Cloud can hold within what (reference, §1.5, from the ADF schema)."""

from __future__ import annotations

from collections.abc import Iterator

from .fragment import Node, attribute, child, macro, name, parameter, rich_body, squeezed
from .vocabulary import ELEMENTS, INLINE_MACROS

_LISTS = {"list", "task list"}
_SIMPLE = {
    "paragraph",
    "heading",
    *_LISTS,
    "decision list",
    "code block",
    "rule",
    "image",
    "macro without a body",
}
_ROOT = _SIMPLE | {"panel", "table", "expand", "blockquote", "card", "macro with a body"}
HOLDS = {
    "page": _ROOT | {"layout"},
    "layout cell": _ROOT,
    "panel": _SIMPLE | {"card"},
    "expand": _SIMPLE | {"panel", "blockquote", "table", "card", "nested expand"},
    "nested expand": _SIMPLE | {"panel", "blockquote"},
    "table cell": _SIMPLE | {"panel", "blockquote", "card", "nested expand"},
    "list item": {"paragraph", *_LISTS, "code block", "image", "macro without a body"},
    "blockquote": {"paragraph", "list", "code block", "image", "macro without a body"},
    "macro with a body": _SIMPLE | {"panel", "blockquote", "table", "card"},
}
"""Parent → the blocks that it may contain."""

_PANELS = frozenset({"info", "note", "tip", "warning", "panel"})
_KINDS = {
    "p": "paragraph", "ul": "list", "ol": "list", "ac:task-list": "task list", "blockquote": "blockquote",
    "hr": "rule", "pre": "code block", "table": "table", "ac:layout": "layout",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
}  # fmt: skip
_FROM_ADF = {"panel": "panel", "decision-list": "decision list"}


def kind(node: Node) -> str:
    """The block that an element becomes; empty for what stands in a line."""
    tag = name(node)
    if tag in _KINDS:
        return _KINDS[tag]
    if tag == "ac:structured-macro":
        return _macro_kind(node)
    if tag == "ac:image":
        return "" if attribute(node, "ac:inline") == "true" else "image"
    if tag == "ac:adf-extension":
        inner = child(node, "ac:adf-node")
        return _FROM_ADF.get(attribute(inner, "type"), "") if inner is not None else ""
    if tag == "a" and attribute(node, "data-card-appearance") in ("block", "embed"):
        return "card"
    return ""


def in_line(node: Node) -> bool:
    """Whether a macro stands in a line of text."""
    return macro(node) in INLINE_MACROS or (macro(node) == "jira" and bool(parameter(node, "key")))


def _macro_kind(node: Node) -> str:
    called = macro(node)
    if called in _PANELS:
        return "panel"
    if called == "expand":
        return "expand"
    if called in ("code", "noformat"):
        return "code block"
    if in_line(node):
        return ""
    if rich_body(node) is not None:
        return "macro with a body"
    return "macro without a body"


def misplaced(tree: Node) -> Iterator[str]:
    """A finding for each block that stands where the editor of Cloud cannot hold it."""
    yield from _blocks(tree, "page")


def _blocks(parent: Node, where: str) -> Iterator[str]:
    for node in parent:
        found = kind(node)
        if found == "expand" and where in ("expand", "table cell"):
            found = "nested expand"
        if found and found not in HOLDS[where]:
            yield f"{_a(found)} in {_a(where)}: the editor cannot hold it"
        yield from _below(node, found, where)


def _below(node: Node, found: str, where: str) -> Iterator[str]:
    """What stands within a block, each part under the name of what it stands in."""
    inner = rich_body(node)
    if found in ("paragraph", "heading"):
        yield from _in_line(node, found)
    elif found in ("list", "table", "task list", "layout"):
        yield from _parts(node)
    elif found == "blockquote":
        yield from _blocks(node, "blockquote")
    elif name(node) == "ac:adf-extension":
        yield from _adf(node)
    elif inner is not None and found:
        # An expand that stands too deep has been reported; its content is judged as that of a nested one.
        deep = found == "expand" and where not in ("page", "layout cell")
        yield from _blocks(inner, "nested expand" if deep else found)
    elif not found:
        known = name(node) in ELEMENTS["cloud"]
        yield from _in_line(node, where) if known else _blocks(node, where)


_CELLS = {"li": "list item", "td": "table cell", "th": "table cell", "ac:layout-cell": "layout cell"}


def _parts(node: Node) -> Iterator[str]:
    """Items, cells and tasks of a list, table or layout."""
    for part in node:
        tag = name(part)
        if tag in _CELLS:
            yield from _blocks(part, _CELLS[tag])
        elif tag == "ac:task-body":
            yield from _in_line(part, "task")
        elif tag in ("tbody", "thead", "tfoot", "tr", "ac:task", "ac:task-list", "ac:layout-section"):
            yield from _parts(part)


def _in_line(node: Node, where: str) -> Iterator[str]:
    """Blocks within a line of text. A picture or card that is alone in its paragraph is taken out of it (§1.10, §2.18)."""
    for below in _lines(node):
        found = kind(below)
        alone = where == "paragraph" and squeezed(node) == squeezed(below)
        if found and not (found in ("image", "card") and alone):
            yield f"{_a(found)} within the text of {_a(where)}"
        if name(below) == "ac:caption":
            yield from _in_caption(below)


def _lines(node: Node) -> Iterator[Node]:
    """Elements below a node, but not those within a block or macro among them."""
    for below in node:
        yield below
        if name(below) != "ac:structured-macro" and kind(below) not in (
            "table",
            "list",
            "task list",
            "layout",
        ):
            yield from _lines(below)


def _in_caption(node: Node) -> Iterator[str]:
    for below in node.iterdescendants():
        if name(below) in ("ac:structured-macro", "ac:image"):
            yield f"{name(below)} in a caption: a caption holds text only"


def _adf(node: Node) -> Iterator[str]:
    inner = child(node, "ac:adf-node")
    content = child(inner, "ac:adf-content")
    if content is not None and kind(node) == "panel":
        yield from _blocks(content, "panel")


_MARKS = frozenset("strong b em i u ins s del sub sup span".split())


def marks_in_code(tree: Node) -> Iterator[str]:
    """``code`` combines with a link and a comment only: a bold or coloured piece of code loses one of the two."""
    for node in tree.iterdescendants():
        if name(node) == "code":
            around = {name(above) for above in node.iterancestors()} & _MARKS
            within = {name(below) for below in node.iterdescendants()} & _MARKS
            for mark in sorted(around | within):
                yield f"<code> together with <{mark}>: code takes no other mark than a link"


def _a(words: str) -> str:
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"
