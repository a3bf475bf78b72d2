"""HTML → a tree of Beautiful Soup, as ``BeautifulSoup(html, "lxml")`` builds it, in a third of the time.

lxml parses in a twentieth of what Beautiful Soup then takes to make each node ready for being changed, moved and
written. A page is only read, so its nodes get here what reading needs and no more.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, cast

from bs4 import BeautifulSoup
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import Comment, Doctype, NavigableString, PageElement, ProcessingInstruction, Tag

_SPACES = "\t\n\f\r "
_EMPTY = frozenset("bgsound embed keygen source track wbr".split())
"""Elements that hold nothing in HTML, of which libxml2 does not know it: it puts what follows into them."""


class Element(Tag):
    """A tag that is only read: what is the same for all of them stands in the class."""

    namespace = prefix = parser_class = sourceline = sourcepos = None
    known_xml = False
    hidden = False
    can_be_empty_element = False
    cdata_list_attributes = preserve_whitespace_tags = None
    interesting_string_types = Tag.MAIN_CONTENT_STRING_TYPES
    next_element = next_sibling = previous_sibling = None

    def __init__(self, name: str, attrs: dict[str, Any], parent: Tag) -> None:
        self.name = name
        self.attrs = attrs
        self.parent = parent
        self.contents = []


class _Builder(LXMLTreeBuilder):
    """Receives what lxml meets, and builds the tree."""

    def feed(self, markup: str | bytes) -> None:
        self._parent: Tag = cast(BeautifulSoup, self.soup)
        self._last: PageElement = self._parent
        self._text: list[str] = []
        self._open: list[tuple[Tag, bool, type[NavigableString]]] = []
        self._keeps = False
        self._kind: type[NavigableString] = NavigableString
        super().feed(markup)
        self._flush()

    def start(self, tag: str, attrib: Mapping[str, str], nsmap: object = None) -> None:  # type: ignore[override]
        if self._text:
            self._flush()
        parent = self._parent
        attrs: dict[str, Any] = dict(attrib)
        if "class" in attrs:
            attrs["class"] = _split(attrs["class"])
        new = Element(tag, attrs, parent)
        self._join(new)
        self._open.append((parent, self._keeps, self._kind))
        if tag in _EMPTY:
            return
        self._parent = new
        if tag in self.preserve_whitespace_tags:
            self._keeps = True
        elif tag in self.string_containers:
            self._kind = self.string_containers[tag]
            new.interesting_string_types = {self._kind}

    def end(self, tag: str) -> None:  # type: ignore[override]
        if self._text:
            self._flush()
        self._parent, self._keeps, self._kind = self._open.pop()

    def data(self, data: str) -> None:  # type: ignore[override]
        self._text.append(data)

    def comment(self, text: str) -> None:  # type: ignore[override]
        self._special(text, Comment)

    def pi(self, target: str, data: str) -> None:
        self._special(f"{target} {data}", ProcessingInstruction)

    def doctype(self, name: str, pubid: str, system: str) -> None:
        self._special(Doctype._string_for_name_and_ids(name, pubid, system), Doctype)

    def _special(self, text: str, kind: type[NavigableString]) -> None:
        self._flush()
        self._text = [text]
        self._flush(kind)

    def _flush(self, kind: type[NavigableString] | None = None) -> None:
        """Add the text that has come in since the last tag."""
        if not self._text:
            return
        text = "".join(self._text) if len(self._text) > 1 else self._text[0]
        self._text = []
        if not self._keeps and not text.strip(_SPACES):
            text = "\n" if "\n" in text else " "
        new = str.__new__(kind or self._kind, text)
        new.parent = self._parent
        new.next_element = new.next_sibling = new.previous_sibling = None
        self._join(new)

    def _join(self, new: PageElement) -> None:
        """Put a node behind the one before it."""
        contents = self._parent.contents
        if contents:
            before = contents[-1]
            before.next_sibling = new
            new.previous_sibling = before
        contents.append(new)
        last = self._last
        last.next_element = new
        new.previous_element = last
        self._last = new


@lru_cache(maxsize=1024)
def _split(value: str) -> list[str]:
    """The classes in an attribute; nobody changes the list, so all tags alike share it."""
    return value.split()


def soup(html: str) -> BeautifulSoup:
    """The page as a tree; characters that no encoding knows are left out."""
    html = html.replace("\0", "") if "\0" in html else html
    try:
        return BeautifulSoup(html, builder=_Builder())
    except UnicodeEncodeError:
        return BeautifulSoup(html.encode("utf-8", "ignore").decode(), builder=_Builder())


@contextmanager
def uncollected() -> Iterator[None]:
    """Within it Python looks for no cycles: the tree of a page consists of them, and all of it is needed to the end.

    The switch is one for all threads: who finds it off leaves it so, and who turned it off turns it on again.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
