"""What headings are reached by on Cloud, which names them by itself (reference, §4.1), and whether links find the right one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from itertools import count

from lxml import etree

from mkdocs_confluence.model import Document

from .vocabulary import NAMESPACES, macro_name, name, parse
from .words import html_tree

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NODES = {"br": "[hardBreak]", "ac:image": "[mediaInline]", "time": "[date]"}
"""What Cloud puts into the name of a heading for what has no text: the type of the node, in brackets."""
_RAW = "raw"
"""Element put around what a user passes through: its headings are counted, but they are not the page's own."""
_EMOJI = f"{{{NAMESPACES['ac']}}}emoji-fallback"

Named = list[tuple[etree._Element, str]]


def named(root: etree._Element) -> Named:
    """Headings with their names, in order: the text with a hyphen for each white space; later doubles get a number."""
    taken: set[str] = set()
    times: Counter[str] = Counter()
    found: Named = []
    for heading in root.iter(*HEADINGS):
        text = re.sub(r"\s", "-", "".join(_said(heading)).strip())
        names = (f"{text}.{number}" if number else text for number in count(times[text]))
        own = next(own for own in names if own not in taken)
        times[text] += 1
        if text:
            taken.add(own)
            found.append((heading, own))
    return found


def _said(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from _node(child)
        yield child.tail or ""


def _node(element: etree._Element) -> Iterator[str]:
    tag = name(element)
    if tag == "ac:structured-macro":
        titles = (key for key in element if macro_name(key) == "title")
        status = macro_name(element) == "status"
        yield "".join(str(key.text or "") for key in titles) if status else "[inlineExtension]"
    elif tag == "ac:emoticon":
        yield element.get(_EMOJI, "")
    else:
        yield from [_NODES[tag]] if tag in _NODES else _said(element)


def misled(html: str, document: Document, raw: Collection[str] = ()) -> list[str]:
    """Ids of headings that are said to be reached by the name of another heading of the same words."""
    body = document.body
    for text in raw:
        body = body.replace(text, f"<{_RAW}>{text}</{_RAW}>", 1)
    names = named(parse(body))
    ours: dict[str, list[str]] = defaultdict(list)
    for heading, own in names:
        if next(heading.iterancestors(_RAW), None) is None:
            ours[_squeezed(heading)].append(own)
    theirs: dict[str, list[str]] = defaultdict(list)
    seen: set[str] = set()
    for heading in _of_page(html):
        html_id = heading.get("id", "")
        theirs[_squeezed(heading)].append(
            "" if html_id in seen else html_id
        )  # a link leads to the first of that id
        seen.add(html_id)
    known = {own for _, own in names}
    return [
        f"{html_id!r} is reached by {document.anchors[html_id]!r}, which is another heading than {own!r}"
        for words, ids in theirs.items()
        if len(ids) == len(ours[words])
        for html_id, own in zip(ids, ours[words], strict=True)
        if document.anchors.get(html_id, own) in known - {own}
    ]


def _of_page(html: str) -> Iterator[etree._Element]:
    root = html_tree(html)
    yield from () if root is None else root.iter(*HEADINGS)


def _squeezed(heading: etree._Element) -> str:
    """The words of a heading as they are compared: permalinks apart, without white space."""
    texts = heading.xpath(".//text()[not(ancestor::a[contains(@class, 'headerlink')])]")
    return "".join("".join(map(str, texts)).split()) if isinstance(texts, list) else ""
