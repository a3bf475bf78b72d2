"""The ids that Cloud gives to headings by itself, made of their text (reference, §4.1)."""

from __future__ import annotations

import re
from html import unescape
from itertools import count

from .markup import Xml

_NODES = re.compile(
    r"<ac:structured-macro\b(?:[^>]*/>|.*?</ac:structured-macro>)|<ac:image\b.*?</ac:image>|<[^>]*>",
    re.DOTALL,
)
_TITLE = re.compile('<ac:parameter ac:name="title">([^<]*)<')
_EMOJI = re.compile('ac:emoji-fallback="([^"]*)"')
_UNSAID = {"<ac:structured-macro": "[inlineExtension]", "<ac:image": "[mediaInline]"}
_UNSAID |= {"<br": "[hardBreak]", "<time": "[date]"}
"""Start of what has no text → what stands for it: the type of the node that Cloud makes of it."""
_HIDDEN = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)


class Outline:
    """The headings of a page so far; ``ids`` has those that they take."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self._times: dict[str, int] = {}

    def add(self, content: Xml) -> str:
        """Count a heading; gives its id, empty where it has none or none to count on (``Set up``, ``Set up.1``, ``Set up``)."""
        text = unescape(_NODES.sub(_said, content) if "<" in content else content).strip()
        if not text:
            return ""
        own = re.sub(r"\s", "-", text)
        times = self._times.get(own, 0)
        self._times[own] = times + 1
        number = next(number for number in count(times) if _numbered(own, number) not in self.ids)
        self.ids.add(_numbered(own, number))
        return _numbered(own, number) if number == times else ""

    def add_all(self, xml: Xml) -> None:
        """Count the headings that stand in finished XML."""
        for heading in _HEADING.findall(_HIDDEN.sub("", xml)) if "<h" in xml else ():
            self.add(Xml(heading[1]))


def _numbered(own: str, number: int) -> str:
    return f"{own}.{number}" if number else own


def _said(node: re.Match[str]) -> str:
    start = re.match(r"</?[\w:-]*", node[0])
    kind = start[0] if start else ""
    if kind == "<ac:structured-macro" and 'ac:name="status"' in node[0]:
        return "".join(_TITLE.findall(node[0]))
    if kind == "<ac:emoticon":
        return "".join(_EMOJI.findall(node[0]))
    return _UNSAID.get(kind, "")
