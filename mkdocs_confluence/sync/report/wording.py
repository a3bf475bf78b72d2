"""The words of a body that a reader sees, and where two bodies differ in them (pure).

Unlike ``flow``, which looks for places of comments, code and titles of macros count here: they are read, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import unified_diff
from html import unescape

_TOKEN = re.compile(
    r"""<!\[CDATA\[(?P<code>.*?)\]\]>|<!--.*?-->|<(?P<end>/?)(?P<tag>[\w:.-]+)(?P<rest>(?:[^<>"']|"[^"]*"|'[^']*')*)>"""
    r"|(?P<text>[^<]+)",
    re.DOTALL,
)
_NAME = re.compile(r"""ac:name\s*=\s*["']([^"']*)["']""")
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup time tt u"
    " var ac:link ac:link-body ac:plain-text-link-body ac:emoticon ac:image ac:inline-comment-marker".split()
)
"""Elements within a line; every other one ends it."""
_SHOWN = frozenset({"title", "label"})
"""Parameters of macros whose value is read on the page."""


def visible(body: str) -> list[str]:
    """The lines of a body as a reader sees them: one a block, white space collapsed; code line by line."""
    lines = "".join(_words(body)).split("\n")
    return [line for line in (" ".join(line.split()) for line in lines) if line]


def _words(body: str) -> Iterator[str]:
    hidden = ""
    for token in _TOKEN.finditer(body):
        tag = token["tag"]
        if hidden:
            hidden = "" if tag == hidden and token["end"] else hidden
        elif token["text"] is not None:
            yield unescape(token["text"].replace("\n", " "))
        elif token["code"] is not None:
            yield token["code"]
        elif tag:
            hidden = tag if _hides(token) else ""
            yield "" if tag in _INLINE or tag.startswith("ri:") else "\n"


def _hides(token: re.Match[str]) -> bool:
    if token["end"] or token["rest"].endswith("/"):
        return False
    name = _NAME.search(token["rest"])
    return token["tag"] in ("ac:task-id", "ac:task-uuid", "ac:task-status", "ac:adf-attribute") or (
        token["tag"] == "ac:parameter" and (name is None or name[1] not in _SHOWN)
    )


def changed(old: str, new: str) -> list[str]:
    """Lines that differ between two bodies: ``- before``, ``+ after``, and unchanged ones around them."""
    rows = unified_diff(visible(old), visible(new), lineterm="", n=1)
    return [f"{row[0]} {row[1:]}" for row in rows if not row.startswith(("---", "+++", "@@"))]
