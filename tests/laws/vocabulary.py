"""Law 1: what is written is well-formed XML of allowed elements, attributes and macros, nested as the target can hold.

``faults`` lists each violation with the path to it. What a user passes through in storage format is exempt: ``passed``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from mkdocs_confluence.model import CLOSE, OPEN, Flavor

from .elements import CELLS, ELEMENTS, REQUIRED
from .macros import ELEMENT, MACROS, Macro
from .nesting import (
    CHILDREN,
    EMPTY,
    INLINE,
    KINDS,
    LINES,
    LINK_BODY,
    LOOSE,
    MARKS,
    NESTING,
    PLACES,
    PLAIN,
    STYLED,
)

NAMESPACES = {"ac": "urn:ac", "ri": "urn:ri"}
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()}
UNREADABLE = "not well-formed"
"""How a fault begins after which nothing more can be said of a body."""
_WIKI = re.compile(f"{OPEN}wiki:[^{CLOSE}]*{CLOSE}")


def parse(body: str) -> etree._Element:
    """The body as a tree, read as strictly as the server reads it: one root around, two prefixes, no entity but XML's own.

    What the server will convert from wiki markup is taken out before.
    Raises ``etree.XMLSyntaxError``.
    """
    bound = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(f"<xml {bound}>{_WIKI.sub('', body)}</xml>".encode(), parser)


def name(element: etree._Element) -> str:
    """``p``, ``ac:link``; ``#comment`` for what is no element."""
    if not isinstance(element.tag, str):
        return "#comment"
    return prefixed(element.tag)


def prefixed(tag: str) -> str:
    uri, _, local = tag.rpartition("}")
    return f"{_PREFIXES[uri[1:]]}:{local}" if uri else local


def macro_name(element: etree._Element) -> str:
    return element.get(f"{{{NAMESPACES['ac']}}}name", "")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an element stands: the place for blocks, or in a line, and what is around."""

    kind: str
    line: str = ""
    """Name of the element whose line this is, empty between blocks."""
    marks: frozenset[str] = field(default_factory=frozenset)
    """Marks, links and link bodies around."""


@dataclass(frozen=True, slots=True)
class _Judge:
    flavor: Flavor
    macros: Mapping[str, Macro]

    def judge(self, root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
        """Every element that breaks a rule, with the rule it breaks; deep trees do not matter."""
        todo: list[tuple[etree._Element, _Place]] = [(root, _Place("document"))]
        while todo:
            element, place = todo.pop()
            children = [child for child in element if isinstance(child.tag, str)]
            yield from ((element, "a comment or instruction") for _ in range(len(element) - len(children)))
            if element is not root:
                yield from ((element, fault) for fault in self._alone(element))
            inner = self._inside(element, place)
            yield from self._among(element, children, inner)
            todo.extend((child, inner) for child in reversed(children))

    def _alone(self, element: etree._Element) -> Iterator[str]:
        """What is wrong with an element wherever it stands."""
        tag = name(element)
        known = ELEMENTS[self.flavor].get(tag)
        if known is None:
            yield "unknown element"
            return
        for key, value in element.attrib.items():
            attribute = prefixed(str(key))
            pattern = known.get(attribute)
            if pattern is None:
                yield f"unknown attribute {attribute}={value!r}"
            elif not re.fullmatch(pattern, str(value)):
                yield f"bad value {attribute}={value!r}"
        held = {prefixed(str(key)) for key in element.attrib}
        yield from (f"lacks {needed}" for needed in REQUIRED.get(tag, ()) if needed not in held)
        yield from _shape(tag, element)
        if tag == "ac:structured-macro":
            yield from self._macro(element)

    def _macro(self, element: etree._Element) -> Iterator[str]:
        title = macro_name(element)
        macro = self.macros.get(title)
        if macro is None:
            yield f"unknown macro {title!r}"
            return
        bodies = Counter(name(child) for child in element)
        wanted = {"rich": "ac:rich-text-body", "plain": "ac:plain-text-body"}.get(macro.body, "")
        if wanted and bodies[wanted] != 1:
            yield f"macro {title} needs one {wanted}"
        for other in {"ac:rich-text-body", "ac:plain-text-body"} - {wanted}:
            if bodies[other]:
                yield f"macro {title} has no {other}"
        given = Counter(macro_name(child) for child in element if name(child) == "ac:parameter")
        yield from (f"macro {title} lacks {needed!r}" for needed in macro.required if not given[needed])
        yield from (f"macro {title} has {key!r} twice" for key, times in given.items() if times > 1)
        for child in element:
            if name(child) == "ac:parameter":
                yield from _parameter(title, macro, child)

    def _inside(self, element: etree._Element, place: _Place) -> _Place:
        tag = name(element)
        marks = (
            place.marks | {tag}
            if tag in MARKS or tag in ("a", "code", "ac:link", "ac:link-body")
            else place.marks
        )
        if tag == "ac:structured-macro":
            node = self._kind(element, place)
            return _Place(node, place.line, marks)
        if tag == "ac:rich-text-body":
            return _Place(place.kind, "", frozenset())
        if tag in PLACES:
            return _Place(PLACES[tag], "", frozenset())
        if tag in LINES:
            return _Place(
                place.kind, tag if tag not in MARKS and tag not in ("a", "code") else place.line or tag, marks
            )
        return _Place(place.kind, place.line, marks)

    def _kind(self, element: etree._Element, place: _Place) -> str:
        tag = name(element)
        if tag == "ac:structured-macro":
            macro = self.macros.get(macro_name(element))
            kind = macro.node if macro else "unknown"
            inner = place.kind in ("expand", "nested-expand", "cell")
            return "nested-expand" if kind == "expand" and inner and self.flavor == "cloud" else kind
        if (
            tag == "ac:adf-extension"
            and element.find(".//ac:adf-node[@type='decision-list']", NAMESPACES) is not None
        ):
            return "decisions"
        return KINDS.get(tag, "")

    def _among(
        self, element: etree._Element, children: list[etree._Element], place: _Place
    ) -> Iterator[tuple[etree._Element, str]]:
        """What is wrong with the children of an element, given the place that it opens."""
        tag = name(element) if isinstance(element.tag, str) and element.tag != "xml" else "document"
        if tag in EMPTY or tag in PLAIN:
            yield from ((child, f"an element in {tag}") for child in children)
            if tag in EMPTY and _has_text(element):
                yield element, f"text in {tag}"
        elif tag in CHILDREN:
            if _has_text(element):
                yield element, f"text in {tag}"
            yield from (
                (child, f"not allowed in {tag}") for child in children if name(child) not in CHILDREN[tag]
            )
        elif tag == "ac:parameter":
            return
        elif tag == "ac:caption":
            paragraphs = all(name(child) == "p" for child in children) and not _has_text(element)
            yield from () if paragraphs and children else self._line(element, children, place)
        elif tag in LINES:
            yield from self._line(element, children, place)
        else:
            yield from self._blocks(element, children, place)

    def _line(
        self, element: etree._Element, children: list[etree._Element], place: _Place
    ) -> Iterator[tuple[etree._Element, str]]:
        for child in children:
            tag = name(child)
            kind = self._kind(child, place)
            if tag == "ac:structured-macro" and kind != "inline":
                tolerated = self.flavor == "datacenter" and place.line in ("p", "pre")
                if not tolerated:
                    yield child, f"a block macro in a line of {place.line}"
            elif tag != "ac:structured-macro" and tag not in INLINE[self.flavor]:
                yield child, f"no inline element, in a line of {place.line}"
            else:
                yield from ((child, fault) for fault in self._inline(tag, child, element, place))
        if self.flavor == "cloud" and "code" in place.marks and place.marks & MARKS and (_has_text(element)):
            yield element, f"code together with {', '.join(sorted(place.marks & MARKS))}"

    def _inline(
        self, tag: str, child: etree._Element, parent: etree._Element, place: _Place
    ) -> Iterator[str]:
        if tag in ("a", "ac:link") and place.marks & {"a", "ac:link", "ac:link-body"}:
            yield "a link in a link"
        if tag in ("strong", "em", "u", "s") and tag in place.marks:
            yield f"{tag} in {tag}"
        if "ac:link-body" in place.marks and tag not in LINK_BODY:
            yield "not allowed in ac:link-body"
        if self.flavor == "datacenter":
            return
        if child.get("data-card-appearance") in ("embed", "block") and not _alone(child, parent):
            yield "a card in a line"
        if tag != "ac:image":
            return
        inline = child.get(f"{{{NAMESPACES['ac']}}}inline") == "true"
        linked = place.marks & {"a", "ac:link-body"}
        if not inline and not linked:
            yield "a block image in a line"
        if not inline and place.line.startswith("h"):
            yield "a block image in a heading"
        if child.find("ac:caption", NAMESPACES) is not None:
            yield "a caption in a line"

    def _blocks(
        self, element: etree._Element, children: list[etree._Element], place: _Place
    ) -> Iterator[tuple[etree._Element, str]]:
        allowed = NESTING[self.flavor].get(place.kind)
        if allowed is None:
            yield element, f"no place for blocks: {place.kind}"
            return
        loose = place.kind in LOOSE[self.flavor]
        if _has_text(element) and not loose:
            yield element, f"loose text in {place.kind}: {_text(element)!r}"
        for child in children:
            kind = self._kind(child, place)
            inline = kind == "inline" or name(child) in INLINE[self.flavor]
            if loose and inline:
                yield from ((child, fault) for fault in self._inline(name(child), child, element, place))
            elif kind not in allowed and name(child) in ELEMENTS[self.flavor]:
                what = "a loose inline element" if inline and kind != "media" else kind or "not a block"
                yield child, f"{what} in {place.kind}"
            for style, places in STYLED[self.flavor].items():
                if style in child.get("style", "") and place.kind not in places:
                    yield child, f"{style} in {place.kind}"


def _alone(child: etree._Element, parent: etree._Element) -> bool:
    """Whether an element is all of a paragraph."""
    return name(parent) == "p" and len(parent) == 1 and not _has_text(parent)


def _has_text(element: etree._Element) -> bool:
    return bool(_text(element))


def _text(element: etree._Element) -> str:
    """The first text directly in an element, if it is more than white space."""
    texts = [element.text or "", *(child.tail or "" for child in element)]
    return next((text.strip() for text in texts if text.strip()), "")[:60]


def _parameter(title: str, macro: Macro, parameter: etree._Element) -> Iterator[str]:
    key = macro_name(parameter)
    pattern = macro.parameters.get(key)
    text = "".join(str(part) for part in parameter.itertext())
    if pattern is None:
        yield f"macro {title} has no parameter {key!r}"
    elif pattern == ELEMENT:
        if len(parameter) != 1 or text:
            yield f"parameter {key!r} of {title} must be one element and nothing beside it"
    elif len(parameter):
        yield f"parameter {key!r} of {title} must be text"
    elif not re.fullmatch(pattern, text):
        yield f"macro {title} has {key}={text[:60]!r}"


AC = f"{{{NAMESPACES['ac']}}}"


def _sized(image: etree._Element) -> bool:
    return bool(image.get(f"{AC}width") or image.get(f"{AC}height"))


def _shape(tag: str, element: etree._Element) -> Iterator[str]:
    """Rules that ask for certain children."""
    tags = [name(child) for child in element]
    if tag in ("ul", "ol", "tr", "dl", "ac:task-list", "ac:layout") and not tags:
        yield "nothing in it"
    if tag == "ac:image" and sum(child in ("ri:attachment", "ri:url") for child in tags) != 1:
        yield "an image needs one file or URL"
    if tag == "ac:image" and element.get(f"{AC}inline") and not _sized(element):
        yield "an image in a line needs a size"
    if (
        tag == "ac:link"
        and not any(child.endswith("link-body") for child in tags)
        and name_of_parent(element) != "ac:parameter"
    ):
        yield "a link without a body"
    if tag == "ac:task" and tags.count("ac:task-body") != 1:
        yield "a task needs one body"
    if tag == "ac:layout-section" and len(tags) != CELLS.get(
        element.get(f"{{{NAMESPACES['ac']}}}type", ""), -1
    ):
        yield "cells of a section must match its type"
    if tag == "ac:task-status" and (element.text or "") not in ("complete", "incomplete"):
        yield f"bad status {element.text!r}"
    if tag == "table":
        yield from _table(element, tags)


def name_of_parent(element: etree._Element) -> str:
    parent = element.getparent()
    return name(parent) if parent is not None else ""


def _table(table: etree._Element, tags: list[str]) -> Iterator[str]:
    rows = [row for row in table.iterfind(".//tr") if next(row.iterancestors("table"), None) is table]
    if not rows:
        yield "a table without rows"
    if (
        "colgroup" in tags
        and ELEMENTS["cloud"]["table"].keys() & table.attrib.keys() == set()
        and not table.get("class")
    ):
        yield "columns of set width need data-layout"
    widths = set(_widths(rows))
    if len(widths) > 1:
        yield f"rows of unequal width: {sorted(widths)}"


def _widths(rows: list[etree._Element]) -> Iterator[int]:
    """How many columns each row fills, cells that hang down from above included."""
    hanging: list[int] = []
    for row in rows:
        width = len(hanging)
        below = [left - 1 for left in hanging]
        for cell in row:
            across, down = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            width += across
            below += [down - 1] * across
        hanging = [left for left in below if left > 0]
        yield width


def path(element: etree._Element) -> str:
    """``/p[2]/ac:link``: tags from the root, with macro names and positions."""
    steps = []
    for node in (element, *element.iterancestors()):
        tag = name(node)
        if tag == "xml":
            break
        steps.append(f"{tag}({macro_name(node)})" if tag == "ac:structured-macro" else tag)
    return "/" + "/".join(reversed(steps[:8]))


def faults(body: str, flavor: Flavor, *, apps: Mapping[str, Macro] | None = None) -> list[str]:
    """Everything in a body that its target would refuse or could not hold, as ``path: rule`` lines.

    ``apps`` are macros that a user named by option.
    """
    try:
        root = parse(body)
    except etree.XMLSyntaxError as error:
        return [f"{UNREADABLE}: {error}"]
    judge = _Judge(flavor, {**MACROS[flavor], **(apps or {})})
    return [f"{path(element)}: {fault}" for element, fault in judge.judge(root)]
