"""Macros as extensions: name, parameters, body."""

from __future__ import annotations

from ..bodies.fragment import Node, attribute, macro, name, plain_body, squeezed
from .scope import Adf, made

_NAMED = ("ri:content-title", "ri:filename", "ri:value", "ri:space-key", "ri:account-id")


def made_of(node: Node, kind: str, content: list[Adf] | None = None) -> Adf:
    """``extension``, ``inlineExtension`` or ``bodiedExtension`` for a macro."""
    metadata = {
        "macroId": {"value": attribute(node, "ac:macro-id")},
        "schemaVersion": {"value": attribute(node, "ac:schema-version", "1")},
        "title": macro(node),
    }
    attrs = {
        "extensionType": "com.atlassian.confluence.macro.core",
        "extensionKey": macro(node),
        "parameters": {"macroParams": _parameters(node), "macroMetadata": metadata},
        "localId": attribute(node, "ac:local-id"),
    }
    return made(kind, attrs, content)


def _parameters(node: Node) -> Adf:
    """Parameters by name; the plain body of a macro is one of them."""
    found = {attribute(below, "ac:name"): {"value": _value(below)} for below in node if _is_parameter(below)}
    body = plain_body(node)
    return found if body is None else {**found, "__bodyContent": {"value": body}}


def _is_parameter(node: Node) -> bool:
    return name(node) in ("ac:parameter", "ac:default-parameter")


def _value(node: Node) -> str:
    """Text, or the name of what the parameter refers to."""
    for below in node.iterdescendants():
        for key in _NAMED:
            if attribute(below, key):
                return attribute(below, key)
    return squeezed(node)
