"""What a page passes through: code that Confluence is to read, in its own notations.

The body of a ``confluence-storage`` block stands in the output as its author wrote it, whatever is in it. One that no
XML parser takes is shown as code, as is wiki markup where the server converts none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape
from itertools import islice, pairwise

from lxml import etree

from mkdocs_confluence.model import CLOSE, OPEN, Flavor

STORAGE, WIKI = "confluence-storage", "confluence-wiki"
_PAGE = ("p", "div", "ul", "ol", "dl", "table", "svg", "img", "input", "h1", "h2", "h3", "h4", "h5", "h6")
"""Elements that stand in no block of code: one that holds them has lost its end."""
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)\w+;")
_ILLEGAL = re.compile("\x1b\\[[0-9;]*m|[\x00-\x08\x0b\x0e-\x1f\ufdd0\ufdd1\ufffe\uffff]")
_WRAPPED = '<xml xmlns:ac="urn:ac" xmlns:ri="urn:ri">{}</xml>'


def passed(root: etree._Element | None, flavor: Flavor) -> list[str]:
    """The texts that stand in the output as a page has them, in order."""
    return [
        text
        for _, notation, text in _blocks(root)
        if text.strip()
        and ((notation == STORAGE and _is_xml(text)) or (notation == WIKI and flavor == "datacenter"))
    ]


def hollow(root: etree._Element, texts: Collection[str], stand_in: str) -> None:
    """Put something else into the blocks of a page that hold one of the texts."""
    for code, _, text in list(_blocks(root)) if texts else ():
        if text in texts:
            del code[:]
            code.text = stand_in


def without(body: str, texts: Iterable[str], stand_in: str = "") -> str:
    """A body in which something else stands for what was passed through, each where a block begins and ends."""
    for text, following in pairwise([*texts, "<"]):
        block = rf"(?<![^>\n{CLOSE}{stand_in}]){re.escape(text)}(?=[<\n{OPEN}]|$|{re.escape(following)})"
        body = re.sub(block, lambda _: stand_in, body, count=1)
    return body


def _blocks(root: etree._Element | None) -> Iterator[tuple[etree._Element, str, str]]:
    """Blocks of code in a notation of Confluence: the element, the notation, the text."""
    for code in () if root is None else root.iter("pre"):
        if (notation := _notation(code)) and next(code.iter(*_PAGE), None) is None:
            yield code, notation, _text(code)


def _notation(code: etree._Element) -> str:
    """The notation that a block of code is named after, on itself or on what is around it."""
    boxes = (box for box in code.iterancestors("div") if "highlight" in box.get("class", "").split())
    around = [code, *code.iterchildren("code"), *filter(_holds_no_words, islice(boxes, 1))]
    named = {str(place.get("data-language")) for place in around}
    named |= {name.removeprefix("language-") for place in around for name in place.get("class", "").split()}
    return next((notation for notation in (STORAGE, WIKI) if notation in named), "")


def _holds_no_words(box: etree._Element) -> bool:
    """Whether a box has no text of its own, behind which it would be no block of code."""
    return not any((text or "").strip() for text in (box.text, *(child.tail for child in box)))


def _text(code: etree._Element) -> str:
    text = (
        _ILLEGAL.sub("", "".join(map(str, code.itertext())))
        .replace("\x0c", " ")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )
    return _NAMED.sub(lambda entity: unescape(entity[0]), text.strip("\n"))


def _is_xml(text: str) -> bool:
    try:
        etree.fromstring(_WRAPPED.format(text), etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError:
        return False
    return True
