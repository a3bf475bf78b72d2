"""Marks of text: which element means which, and which of them go together."""

from __future__ import annotations

import re

from ..bodies.fragment import Node, attribute, name
from .scope import Adf

_SIMPLE = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "u": "underline", "ins": "underline",
    "s": "strike", "del": "strike", "code": "code",
}  # fmt: skip
_BESIDE_CODE = {"code", "link", "annotation"}
_COLOUR = {"color": "textColor", "background-color": "backgroundColor"}
_RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)")


def of(node: Node) -> tuple[Adf, ...] | None:
    """The marks that an element gives to its text; None for an element that gives none."""
    kind = name(node)
    if kind in _SIMPLE:
        return ({"type": _SIMPLE[kind]},)
    if kind in ("sub", "sup"):
        return ({"type": "subsup", "attrs": {"type": kind}},)
    if kind == "span":
        return tuple(_coloured(declarations(node)))
    if kind == "ac:inline-comment-marker":
        return (_annotation(attribute(node, "ac:ref")),)
    return None


def declarations(node: Node) -> dict[str, str]:
    """The properties of a ``style``."""
    parts = (part.partition(":") for part in attribute(node, "style").split(";"))
    return {key.strip().lower(): value.strip() for key, colon, value in parts if colon}


def _coloured(style: dict[str, str]) -> list[Adf]:
    found = ((_COLOUR[key], hexadecimal(value)) for key, value in style.items() if key in _COLOUR)
    return [{"type": kind, "attrs": {"color": value}} for kind, value in found if value]


def hexadecimal(colour: str) -> str:
    """``rgb(255, 86, 48)`` as ``#ff5630``; empty for what is neither that nor a hexadecimal colour."""
    parts = _RGB.fullmatch(colour)
    if parts:
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in parts.groups())
    return colour.lower() if re.fullmatch(r"#[0-9A-Fa-f]{6}", colour) else ""


def link(url: str) -> Adf:
    return {"type": "link", "attrs": {"href": url}}


def _annotation(ref: str) -> Adf:
    return {"type": "annotation", "attrs": {"id": ref, "annotationType": "inlineComment"}}


def settled(marks: tuple[Adf, ...]) -> list[Adf]:
    """One mark of each type, the innermost; beside ``code`` only links and comments stay."""
    found = {mark["type"]: mark for mark in marks}
    if "code" in found:
        found = {kind: mark for kind, mark in found.items() if kind in _BESIDE_CODE}
    return list(found.values())
