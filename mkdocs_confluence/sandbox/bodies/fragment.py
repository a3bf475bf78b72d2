"""Storage format as a tree: parsed strictly, as Confluence does, with names written as in the source (``ac:image``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html.entities import name2codepoint

from lxml import etree

Node = etree._Element

_SPACES = {prefix: f"urn:confluence:{prefix}" for prefix in ("ac", "ri", "at")}
_PREFIXES = {f"{{{uri}}}": f"{prefix}:" for prefix, uri in _SPACES.items()}
_XML_ENTITIES = {"amp", "lt", "gt", "quot"}
_ENTITIES = "".join(
    f'<!ENTITY {name} "&#{code};">' for name, code in name2codepoint.items() if name not in _XML_ENTITIES
)
_HEAD = (
    f"<!DOCTYPE xml [{_ENTITIES}]><xml "
    + " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
    + ">"
)
"""Confluence wraps a body in ``<xml>`` and knows the named entities of XHTML 1.0 (reference, §1.1)."""


class Malformed(ValueError):
    """A body is not well-formed XML. The message is that of the parser."""


def parse(body: str) -> Node:
    """The body as one element whose children are the blocks of the page; comments are dropped. Raises Malformed."""
    parser = etree.XMLParser(no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(f"{_HEAD}{body}</xml>".encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        raise Malformed(str(error.msg)) from None


def name(node: Node) -> str:
    """``ac:image``, ``p``."""
    return _short(str(node.tag))


def attribute(node: Node, key: str, default: str = "") -> str:
    """The value of ``ac:name`` or ``href``, or the default."""
    prefix, colon, local = key.partition(":")
    return node.get(f"{{{_SPACES[prefix]}}}{local}" if colon and prefix in _SPACES else key, default)


def attributes(node: Node) -> dict[str, str]:
    """All attributes, by their names as written."""
    return {_short(str(key)): str(value) for key, value in node.attrib.items()}


def child(node: Node | None, *names: str) -> Node | None:
    """The first child with one of the names."""
    if node is None:
        return None
    return next((below for below in node if name(below) in names), None)


def named(node: Node, *names: str) -> Iterator[Node]:
    """Every descendant with one of the names, in document order."""
    return (below for below in node.iterdescendants() if name(below) in names)


def text(node: Node | None) -> str:
    """All character data below a node, white space as it stands."""
    return "" if node is None else "".join(str(part) for part in node.itertext())


def squeezed(node: Node | None) -> str:
    """All character data below a node, runs of white space as one blank, trimmed."""
    return re.sub(r"[ \t\r\n]+", " ", text(node)).strip(" ")


def macro(node: Node) -> str:
    """The name of a macro; empty for anything else."""
    return attribute(node, "ac:name") if name(node) in ("ac:structured-macro", "ac:macro") else ""


def parameter_node(node: Node, key: str) -> Node | None:
    """The ``ac:parameter`` with that name; the empty name is the default parameter."""
    tags = ("ac:parameter", "ac:default-parameter")
    return next((p for p in node if name(p) in tags and attribute(p, "ac:name") == key), None)


def parameter(node: Node, key: str, default: str = "") -> str:
    """The text of a parameter, trimmed, or the default where it is absent or empty."""
    return text(parameter_node(node, key)).strip() or default


def parameters(node: Node) -> dict[str, str]:
    """Every parameter of a macro that holds text."""
    found = {attribute(p, "ac:name"): text(p).strip() for p in node if name(p) == "ac:parameter"}
    return {key: value for key, value in found.items() if value}


def is_true(node: Node, key: str, *, default: bool = False) -> bool:
    """A yes-or-no parameter."""
    return parameter(node, key, str(default)).lower() == "true"


def rich_body(node: Node) -> Node | None:
    return child(node, "ac:rich-text-body")


def plain_body(node: Node) -> str | None:
    """The text of a plain body; None where the macro has none."""
    found = child(node, "ac:plain-text-body")
    return None if found is None else text(found)


@lru_cache(maxsize=1024)
def _short(tag: str) -> str:
    for uri, prefix in _PREFIXES.items():
        if tag.startswith(uri):
            return prefix + tag[len(uri) :]
    return tag
