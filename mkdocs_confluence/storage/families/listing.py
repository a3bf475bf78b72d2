"""Reading a code block, whatever highlighted it: pymdownx, codehilite (both with numbers in a table or in the line),
a highlighter in the browser, nbconvert, or nothing.

Code is the bulk of real pages, one element a token, so its text is read in one pass over the children.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..tags import NavigableString, RubyTextString, Tag, child, classes, is_words, text_of
from .annotate import in_comment

_LANGUAGE = re.compile(r"(?:language-|lang-|highlight-source-|hl-)(\S+)")
_NUMBERS = {"linenos", "linenodiv", "lineno", "line-numbers"}
_COMMENTS = {"c", "c1", "cm", "ch", "cs", "cp", "cpf"}
"""Pygments' classes of comments, the only place where a theme looks for an annotation."""
_WORDS = {"c", "c1", "cm"}
"""Those of comments that are nothing but words."""
_LINES = {"p", "div", "li", "dt", "dd", "tr", "td", "th", "option", "h1", "h2", "h3", "h4", "h5", "h6"}
"""Elements that begin and end a line within code as well."""
_FOREIGN = {"img", "table", "iframe", "video", "audio", "input"}
_EMOJI = {"twemoji", "emojione", "gemoji", "emoji"}
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-_])")
_NUMBER = re.compile(r"\d{1,9}")
_LINE_END = object()


@dataclass(frozen=True, slots=True)
class Listing:
    """A code block, read."""

    text: str
    language: str = ""
    """As the HTML names it, or empty."""
    title: str = ""
    first: int | None = None
    """Number of the first line; None where lines are not numbered."""
    links: tuple[str, ...] = ()
    """Where links within the code lead to."""


@dataclass(slots=True)
class _Found:
    """What has been met so far."""

    pre: Tag | None = None
    title: str = ""
    first: int | None = None
    unnumbered: int = 0
    """Lines before the first that has a number, where only some have one."""
    links: list[str] = field(default_factory=list)
    foreign: bool = False
    """Whether the code holds what is no text."""


def read(element: Tag, notes: int = 0) -> Listing | None:
    """The code block that ``element`` is or wraps; None where it holds anything else besides.

    ``notes`` is the number of annotations that follow: that many ``(1)!`` or ``(1)`` in comments become ``①``.
    """
    found = _Found()
    if element.name == "pre":
        found.pre = element
    elif not _find(element, found):
        return None
    if found.pre is None:
        return None
    text = plain(_text(found.pre, found, notes))
    if found.foreign:
        return None
    text = text.rstrip("\n") if found.first is not None else text.strip("\n")
    return Listing(text, language(*_around(found.pre, element)), found.title, found.first, tuple(found.links))


def whole(tag: Tag, language: str = "") -> Listing:
    """All text of a tag as a code block, where no highlighter has been at it."""
    return Listing(plain(text_of(tag)).strip("\n"), language)


def _around(pre: Tag, element: Tag) -> list[Tag]:
    """All from ``element`` down to the ``pre`` in it."""
    path = [pre]
    while path[-1] is not element and path[-1].parent is not None:
        path.append(path[-1].parent)
    return path[::-1]


def language(*elements: Tag) -> str:
    """The language that an attribute or class names on one of the elements, or on the ``code`` in the last."""
    code = child(elements[-1], "code")
    places = [*elements, code] if code is not None else list(elements)
    for place in places:
        if name := place.get("data-language") or place.get("data-lang"):
            return str(name)
    for place in places:
        for token in classes(place):
            if match := _LANGUAGE.fullmatch(token):
                return match[1]
    return ""


def plain(text: str) -> str:
    """Text without terminal colours, its lines ended alike."""
    if "\x1b" in text:
        text = _ANSI.sub("", text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _is_number(tag: Tag) -> bool:
    """Whether a tag holds the numbers of lines of code, or of one."""
    return not _NUMBERS.isdisjoint(classes(tag))


def _find(element: Tag, found: _Found) -> bool:
    """Look for the parts of a highlighted block; whether there is nothing but those."""
    for node in element.contents:
        if not isinstance(node, Tag):
            if is_words(node):
                return False
            continue
        css = classes(node)
        if "filename" in css:
            found.title = text_of(node).strip()
        elif _is_number(node):
            _number(text_of(node), found)
        elif node.name != "pre":
            if node.name == "img" or not _find(node, found):
                return False
        elif found.pre is not None:
            return False
        else:
            found.pre = node
    return True


def _text(pre: Tag, found: _Found, notes: int) -> str:
    """The text of the code, without the numbers of its lines."""
    parts: list[str] = []
    stack: list[object] = [pre]
    while stack:
        node = stack.pop()
        if type(node) is NavigableString:
            parts.append(node)
        elif isinstance(node, Tag):
            text = _own_text(node, found, notes)
            if text is not None:
                parts.append(text)
            elif node.name in _LINES:
                stack += [_LINE_END, *reversed(node.contents), _LINE_END]
            elif len(node.contents) == 1:
                stack.append(node.contents[0])
            else:
                stack.extend(reversed(node.contents))
        elif type(node) is RubyTextString:
            parts.append(node)
        elif node is _LINE_END and parts and not parts[-1].endswith("\n"):
            parts.append("\n")
    return "".join(parts)


def _own_text(node: Tag, found: _Found, notes: int) -> str | None:
    """What an element within code says otherwise than by its content; None for all that do not."""
    css = node.attrs.get("class")
    if css and not _NUMBERS.isdisjoint(css):
        _number(node.get("data-linenos") or text_of(node), found)
        return ""
    if notes and css and not _COMMENTS.isdisjoint(css):
        return in_comment(text_of(node), notes, bare=not _WORDS.isdisjoint(css))
    if node.name != "span":
        if node.name in ("br", "svg", "title"):  # a drawing within code is an icon
            return "\n" if node.name == "br" else ""
        if node.name == "img" and css and not _EMOJI.isdisjoint(css):
            return str(node.get("alt") or "")
        if node.name == "a":
            _link(node, found)
        found.foreign |= node.name in _FOREIGN
    return None


def _number(text: object, found: _Found) -> None:
    """Read the numbers of one or more lines, until one tells that of the first."""
    for line in str(text).strip("\n").split("\n") if found.first is None else ():
        if match := _NUMBER.search(line):
            found.first = max(int(match[0]) - found.unnumbered, 0)
            return
        found.unnumbered += 1


def _link(link: Tag, found: _Found) -> None:
    """Note a link within the code, unless it is one of a highlighter's own, around the number of a line."""
    target = str(link.get("href") or "")
    first = link.contents[0] if link.contents else None
    if target and first is not None and not (isinstance(first, Tag) and _is_number(first)):
        found.links.append(target)
