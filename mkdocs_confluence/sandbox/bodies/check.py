"""Findings: what a body holds that the flavor does not know, ignores, or cannot edit.

Confluence stores such a body without an error; what it shows is another matter. The rules are those of the
reference on storage format, §1.3 to §1.15, and owe nothing to the code that writes storage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from ..web.addresses import is_followed
from .fragment import (
    Malformed,
    Node,
    attribute,
    attributes,
    child,
    macro,
    name,
    named,
    parameter,
    parse,
    squeezed,
    text,
)
from .nesting import kind, marks_in_code, misplaced
from .vocabulary import (
    CHILDREN,
    CLASSES,
    CLOUD_STYLES,
    DATACENTER_LANGUAGES,
    ELEMENTS,
    IN_LINK_BODY,
    LAYOUT_CELLS,
    PARENTS,
    REQUIRED,
    attributes_of,
)


def findings(body: str, flavor: str) -> list[str]:
    """Every finding once, in the order of the body; a body that is not well-formed has one. ``flavor`` as in store."""
    try:
        tree = parse(body)
    except Malformed as error:
        return [f"not well-formed: {error}"]
    found = [finding for node in tree.iterdescendants() for finding in _element(node, flavor)]
    found += _page(tree, flavor)
    return list(dict.fromkeys(found))


def _element(node: Node, flavor: str) -> Iterator[str]:
    if name(node) not in ELEMENTS[flavor]:
        yield f"unknown element <{name(node)}>"
        return
    yield from _attributes(node, flavor)
    yield from _structure(node)
    rule = _RULES.get(name(node))
    if rule:
        yield from rule(node, flavor)


def _attributes(node: Node, flavor: str) -> Iterator[str]:
    tag, given = name(node), attributes(node)
    for key in sorted(given.keys() - attributes_of(tag, flavor)):
        yield f"unknown attribute {key} on <{tag}>"
    for key in REQUIRED.get(tag, ()):
        if not given.get(key):
            yield f"<{tag}> without {key}"
    if flavor == "cloud":
        for word in given.get("class", "").split():
            if word not in CLASSES:
                yield f'class "{word}" on <{tag}> has no effect'
        for declaration in filter(None, (part.strip() for part in given.get("style", "").split(";"))):
            key = declaration.partition(":")[0].strip().lower()
            if key not in CLOUD_STYLES.get(tag, ()):
                yield f"style {key} on <{tag}> has no effect"


def _structure(node: Node) -> Iterator[str]:
    """Lists hold items, tables rows, rows cells, sections cells, …, and no loose text."""
    tag = name(node)
    allowed = CHILDREN.get(tag)
    if allowed is not None:
        for below in node:
            if name(below) not in allowed:
                yield f"<{name(below)}> in <{tag}>"
        loose = "".join([node.text or "", *(below.tail or "" for below in node)])
        if allowed and loose.strip():
            yield f"text in <{tag}>"
    above = node.getparent()
    parents = PARENTS.get(tag)
    if parents and above is not None and name(above) not in parents:
        yield f"<{tag}> in <{name(above)}>"


def _page(tree: Node, flavor: str) -> Iterator[str]:
    ids = Counter(squeezed(node) for node in named(tree, "ac:task-id"))
    yield from (f"task id {key} is used {count} times" for key, count in ids.items() if count > 1)
    if flavor == "cloud":
        yield from misplaced(tree)
        yield from marks_in_code(tree)
    else:
        yield from _blocks_in_lines(tree)
        tags = {name(below) for below in tree}
        if "ac:layout" in tags and len(tags) > 1:
            yield "content beside the layout: all of a page with a layout stands in its sections"


_XHTML_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table blockquote hr pre div dl ac:task-list".split())


def _blocks_in_lines(tree: Node) -> Iterator[str]:
    """Data Center tolerates macros in a paragraph; other blocks end it."""
    for line in named(tree, "p", "h1", "h2", "h3", "h4", "h5", "h6"):
        for below in line:
            if name(below) in _XHTML_BLOCKS:
                yield f"<{name(below)}> in <{name(line)}>"


def _macro(node: Node, flavor: str) -> Iterator[str]:
    called = macro(node)
    if called == "status" and not parameter(node, "title"):
        yield "status without a title"
    if called == "anchor" and not parameter(node, ""):
        yield "anchor without a name"
    if called == "anchor" and flavor == "cloud" and set(parameter(node, "")) & set("()[]{} /#?&%"):
        yield f"anchor {parameter(node, '')!r}: links lose names with such characters"
    if called == "code" and flavor == "datacenter":
        language = parameter(node, "language", "java").lower()
        if language not in DATACENTER_LANGUAGES:
            yield f"code in the language {language!r}: the macro fails"
    if called == "code" and child(node, "ac:rich-text-body") is not None:
        yield "code with a rich body"


def _parameter(node: Node, flavor: str) -> Iterator[str]:
    if len(node) and text(node).strip():
        yield f"parameter {attribute(node, 'ac:name')!r} holds text beside an element"
    elif len(node) and text(node):
        yield f"parameter {attribute(node, 'ac:name')!r} holds white space beside an element"
    for below in node:
        if not name(below).startswith("ri:") and name(below) != "ac:link":
            yield f"<{name(below)}> in a parameter"


def _link(node: Node, flavor: str) -> Iterator[str]:
    if any(name(above) in ("a", "ac:link") for above in node.iterancestors()):
        yield "a link within a link"
    targets = [below for below in node if name(below).startswith("ri:")]
    if len(targets) > 1:
        yield "a link to more than one target"
    if name(node) == "a" and not is_followed(attribute(node, "href")):
        yield f"a link that is not followed: {attribute(node, 'href')[:60]}"


def _link_body(node: Node, flavor: str) -> Iterator[str]:
    for below in node.iterdescendants():
        if name(below) not in IN_LINK_BODY and not name(below).startswith(("ri:", "ac:caption")):
            yield f"<{name(below)}> in <ac:link-body>"


def _image(node: Node, flavor: str) -> Iterator[str]:
    targets = [below for below in node if name(below).startswith("ri:")]
    if len(targets) != 1:
        yield "a picture without a source" if not targets else "a picture with two sources"
    for side in ("ac:width", "ac:height"):
        if not attribute(node, side, "0").removesuffix("px").isdigit():
            yield f"{side}={attribute(node, side)!r} on a picture: only pixels"
    if any(attribute(target, "ri:value").startswith("data:") for target in targets):
        yield "a picture from a data: URI is not shown"
    if flavor == "datacenter" and child(node, "ac:caption") is not None:
        yield "a caption of a picture is not shown"


def _section(node: Node, flavor: str) -> Iterator[str]:
    wanted = LAYOUT_CELLS[flavor].get(attribute(node, "ac:type"))
    if wanted is None:
        yield f"layout section of unknown type {attribute(node, 'ac:type')!r}"
    elif len(node) != wanted:
        yield f"layout section {attribute(node, 'ac:type')} with {len(node)} cells"


def _task(node: Node, flavor: str) -> Iterator[str]:
    if child(node, "ac:task-body") is None:
        yield "a task without a body"
    if squeezed(child(node, "ac:task-status")) not in ("complete", "incomplete"):
        yield "a task that is neither complete nor incomplete"


def _task_body(node: Node, flavor: str) -> Iterator[str]:
    if next(named(node, "ac:task-list"), None) is not None:
        yield "a task list in the body of a task: it stands beside the body"


def _table(node: Node, flavor: str) -> Iterator[str]:
    rows = [row for row in named(node, "tr") if next(row.iterancestors("table"), None) is node]
    if not rows:
        yield "a table without rows"
    elif flavor == "cloud" and len(set(_widths(rows))) > 1:
        yield "a table whose rows are not equally long"
    if kind(node) and any(name(above) == "table" for above in node.iterancestors()) and flavor == "cloud":
        yield "a table in a table"


def _widths(rows: list[Node]) -> list[int]:
    """Columns that each row fills, cells of earlier rows that reach into it counted."""
    hanging: Counter[int] = Counter()
    widths = []
    for index, row in enumerate(rows):
        width = hanging[index]
        for cell in row:
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            width += across
            for below in range(index + 1, min(index + down, len(rows))):
                hanging[below] += across
        widths.append(width)
    return widths


def _span(cell: Node, key: str) -> int:
    value = attribute(cell, key)
    return min(int(value), 1000) if value.isdigit() and int(value) else 1


_RULES: dict[str, Callable[[Node, str], Iterator[str]]] = {
    "ac:structured-macro": _macro,
    "ac:parameter": _parameter,
    "a": _link,
    "ac:link": _link,
    "ac:link-body": _link_body,
    "ac:image": _image,
    "ac:layout-section": _section,
    "ac:task": _task,
    "ac:task-body": _task_body,
    "table": _table,
}
