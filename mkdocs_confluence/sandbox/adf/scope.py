"""What the making of a node needs to know, and how nodes are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from lxml import etree

from ..bodies.fragment import Node
from ..bodies.reader import Reader, Ref

Adf = dict[str, Any]
"""A node or a mark: ``type``, and where it has them ``attrs``, ``content``, ``marks``, ``text``."""


@dataclass(frozen=True, slots=True)
class Scope:
    reader: Reader
    page: Ref
    site: str
    """``http://127.0.0.1:8971``: what addresses in the document start with."""
    where: str = "page"
    """What is being filled, by its name in ``nesting.HOLDS``."""
    marks: tuple[Adf, ...] = ()
    """Marks that hold for the text to come, the inner ones last."""

    def within(self, where: str) -> Scope:
        return replace(self, where=where, marks=())

    def marked(self, *marks: Adf) -> Scope:
        return replace(self, marks=(*self.marks, *marks))


Made = TypeVar("Made", bound=Callable[[Node, Scope], Adf] | Callable[[Node, Scope], list[Adf]])
Rule = Callable[[Node, Scope], Adf | list[Adf]]
BLOCKS: dict[str, Rule] = {}
"""What ``nesting.kind`` calls a block → the rule that makes its node."""


def block(*kinds: str) -> Callable[[Made], Made]:
    """Register the rule for kinds of blocks."""

    def register(rule: Made) -> Made:
        BLOCKS.update(dict.fromkeys(kinds, rule))
        return rule

    return register


def made(kind: str, attrs: Adf | None = None, content: list[Adf] | None = None) -> Adf:
    """A node; attributes that are None or empty are left out."""
    given = {key: value for key, value in (attrs or {}).items() if value not in (None, "")}
    node: Adf = {"type": kind}
    if given:
        node["attrs"] = given
    if content is not None:
        node["content"] = content
    return node


_DECLARED = re.compile(r' xmlns:\w+="urn:confluence:\w+"')


def source(node: Node) -> str:
    """A node as it is written in storage."""
    return _DECLARED.sub("", etree.tostring(node, encoding="unicode", with_tail=False))
