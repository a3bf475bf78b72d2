"""Wiki markup to storage: headings, lists, text effects, links, images, code, panels, quotes, tables, rules, macros.

What it does not know stays as text, except an unknown macro with a body, which Confluence refuses with 500.
"""

from __future__ import annotations

import re

from ..store import problems
from .wikitext import cdata, inline, macro, parameters

_FENCE = re.compile(
    r"^\{(code|noformat|panel|info|note|tip|warning|quote|expand)(?::([^}]*))?\}", re.MULTILINE
)
_MACRO = re.compile(r"^\{([a-z][a-z0-9-]*)(?::([^}]*))?\}\s*$")
_HEADING = re.compile(r"^h([1-6])\.\s+(.*)$")
_ITEM = re.compile(r"^([*#-]+)\s+(.*)$")
_ROW = re.compile(r"^\|")
_PLAIN = {"code": "code", "noformat": "noformat"}
_KNOWN = {
    "toc",
    "children",
    "anchor",
    "pagetree",
    "recently-updated",
    "status",
    "jira",
    "include",
    "excerpt-include",
}


def storage(markup: str) -> str:
    """Storage for wiki markup; raises ``problems.Problem`` 500 for a macro that is not known."""
    text = markup.replace("\r\n", "\n")
    written, at = [], 0
    while (found := _FENCE.search(text, at)) is not None:
        written.append(_blocks(text[at : found.start()]))
        end = text.find(f"{{{found[1]}}}", found.end())
        inside = text[found.end() : end if end >= 0 else len(text)]
        written.append(_fenced(found[1], found[2] or "", inside))
        at = end + len(found[1]) + 2 if end >= 0 else len(text)
    return "".join([*written, _blocks(text[at:])])


def _fenced(name: str, told: str, inside: str) -> str:
    if name == "quote":
        return f"<blockquote>{_blocks(inside)}</blockquote>"
    given = parameters(told, "language" if name == "code" else "title")
    if name in _PLAIN:
        body = f"<ac:plain-text-body>{cdata(inside.strip(chr(10)))}</ac:plain-text-body>"
    else:
        body = f"<ac:rich-text-body>{storage(inside.strip())}</ac:rich-text-body>"
    return macro(name, given, body)


def _blocks(text: str) -> str:
    return "".join(_block(part) for part in re.split(r"\n[ \t]*\n", text) if part.strip())


def _block(text: str) -> str:
    """Lines without an empty one between them: headings, lists, tables and paragraphs may follow each other."""
    written: list[str] = []
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    at = 0
    while at < len(lines):
        end = at + 1
        kind = _kind(lines[at])
        while end < len(lines) and kind in ("list", "table", "text") and _kind(lines[end]) == kind:
            end += 1
        written.append(_WRITE[kind](lines[at:end]))
        at = end
    return "".join(written)


def _kind(line: str) -> str:
    if _HEADING.match(line):
        return "heading"
    if line.strip() == "----":
        return "rule"
    if line.startswith("bq. "):
        return "quote"
    if _MACRO.match(line):
        return "macro"
    if _ITEM.match(line):
        return "list"
    return "table" if _ROW.match(line) else "text"


def _heading(lines: list[str]) -> str:
    found = _HEADING.match(lines[0])
    return f"<h{found[1]}>{inline(found[2])}</h{found[1]}>" if found else ""


def _macro_line(lines: list[str]) -> str:
    found = _MACRO.match(lines[0])
    if found is None or found[1] not in _KNOWN:
        name = found[1] if found else ""
        raise problems.Problem(
            500,
            "com.atlassian.confluence.content.render.xhtml.migration.exceptions.UnknownMacroMigrationException: "
            f"The macro '{name}' is unknown.",
        )
    return macro(found[1], parameters(found[2] or "", ""), "")


def _list(lines: list[str]) -> str:
    """Markers tell depth and kind: ``*``, ``**``, ``*#``; a deeper list goes into the item before it."""
    written, depth = "", ""
    for line in lines:
        found = _ITEM.match(line)
        marks, text = (found[1], found[2]) if found else ("*", line)
        common = 0
        while common < min(len(depth), len(marks)) and depth[common] == marks[common]:
            common += 1
        written += "".join(f"</li></{_tag(mark)}>" for mark in reversed(depth[common:]))
        written += "".join(f"<{_tag(mark)}><li>" for mark in marks[common:])
        written += "</li><li>" if common == len(marks) else ""
        written += inline(text)
        depth = marks
    return written + "".join(f"</li></{_tag(mark)}>" for mark in reversed(depth))


def _tag(mark: str) -> str:
    return "ol" if mark == "#" else "ul"


def _table(lines: list[str]) -> str:
    return f"<table><tbody>{''.join(_row(line) for line in lines)}</tbody></table>"


def _row(line: str) -> str:
    """``||head||head||`` and ``|cell|cell|``; a bar within a link or macro does not end a cell."""
    cells = re.findall(r"(\|\|?)((?:\[[^\]]*\]|\{[^}]*\}|[^|\[{]|[\[{])*)", line)
    written = ""
    for mark, text in cells:
        if not text.strip() and (mark, text) == cells[-1]:
            continue
        tag = "th" if mark == "||" else "td"
        written += f"<{tag}>{inline(text.strip())}</{tag}>"
    return f"<tr>{written}</tr>"


def _paragraph(lines: list[str]) -> str:
    return f"<p>{'<br/>'.join(inline(line) for line in lines)}</p>"


def _quote(lines: list[str]) -> str:
    return f"<blockquote><p>{inline(lines[0][4:])}</p></blockquote>"


_WRITE = {
    "heading": _heading,
    "rule": lambda lines: "<hr/>",
    "quote": _quote,
    "macro": _macro_line,
    "list": _list,
    "table": _table,
    "text": _paragraph,
}
