"""Whether a body is well-formed storage: strict XML with the 253 named entities of XHTML 1.0 and three prefixes.

Messages follow those of the Woodstox parser that Confluence uses; row and column count from 1 in the body as sent.
"""

from __future__ import annotations

import re
from html.entities import name2codepoint
from xml.parsers import expat

ENTITIES = {**name2codepoint, "apos": 0x27}
PREFIXES = {"ac", "ri", "at"}

_XML = {"amp", "lt", "gt", "quot", "apos"}
_OPENING = (
    "<!DOCTYPE xml ["
    + "".join(f'<!ENTITY {name} "&#{code};">' for name, code in ENTITIES.items() if name not in _XML)
    + "]><xml>"
)
_CLOSE_TAG = re.compile(r"</([^\s>]*)")
_ENTITY = re.compile(r"&([^#;&<\s][^;&<\s]*);")
_WRONG = {
    expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]: "entity",
    expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]: "tag",
    expat.errors.codes[expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE]: "attribute",
    expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]: "tag",
}
_UNCLOSED = expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]


class Malformed(Exception):
    """``text`` is worded as Confluence words it, with row and column."""

    def __init__(self, message: str, row: int, column: int) -> None:
        self.text = f"Error parsing xhtml: {message}\n at [row,col {{unknown-source}}]: [{row},{column}]"
        super().__init__(self.text)


def check(body: str) -> None:
    """Raises Malformed for a body that Confluence refuses to parse."""
    parser = expat.ParserCreate()
    open_tags: list[str] = []
    _watch(parser, open_tags)
    parser.Parse(_OPENING, False)
    text = f"{body}</xml>"
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as error:
        row, column = _place(error.lineno, error.offset)
        raise Malformed(_worded(error, text, open_tags, row, column), row, column) from error


def _watch(parser: expat.XMLParserType, open_tags: list[str]) -> None:
    def start(name: str, attributes: list[str]) -> None:
        open_tags.append(name)
        if ":" in name or any(":" in attribute for attribute in attributes[::2]):
            for item in (name, *attributes[::2]):
                prefix, colon, _ = item.partition(":")
                if colon and prefix not in PREFIXES and item not in ("xml:space", "xml:lang"):
                    row, column = _place(parser.CurrentLineNumber, parser.CurrentColumnNumber)
                    raise Malformed(f'Undeclared namespace prefix "{prefix}"', row, column)

    def end(name: str) -> None:
        open_tags.pop()

    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end


def _place(line: int, offset: int) -> tuple[int, int]:
    """Row and column in the body of a place in the wrapped text."""
    return line, (offset - len(_OPENING) if line == 1 else offset) + 1


def _worded(error: expat.ExpatError, text: str, open_tags: list[str], row: int, column: int) -> str:
    lines = text.split("\n")
    rest = lines[row - 1][max(column - 1, 0) :] if row <= len(lines) else ""
    wrong = _WRONG.get(error.code)
    if wrong == "tag":
        return _mismatch(lines, row, column, open_tags)
    if wrong == "entity":
        names = [name for name in _ENTITY.findall("\n".join([rest, *lines[row:]])) if name not in ENTITIES]
        return f'Undeclared general entity "{names[0] if names else ""}"'
    if wrong == "attribute":
        return "Duplicate attribute."
    character = rest[:1]
    if not character or error.code == _UNCLOSED:
        return "Unexpected end of input block; expected a close tag."
    message = f"Unexpected character '{character}' (code {ord(character)})"
    return f"{message} (missing name?)" if _after_ampersand(lines[row - 1], column) else message


def _after_ampersand(line: str, column: int) -> bool:
    return line[max(column - 2, 0) : column - 1] == "&"


def _mismatch(lines: list[str], row: int, column: int, open_tags: list[str]) -> str:
    """Expat points into the closing tag; look back to its start."""
    line = lines[row - 1] if row <= len(lines) else ""
    start = line.rfind("</", 0, column + 1)
    found = _CLOSE_TAG.match(line[start:]) if start >= 0 else None
    expected = open_tags[-1] if open_tags else "xml"
    return f"Unexpected close tag </{found[1] if found else 'xml'}>; expected </{expected}>."
