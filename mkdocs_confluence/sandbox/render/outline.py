"""Headings and anchors of a page, found before anything is drawn (reference, §4)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ..bodies.fragment import (
    Malformed,
    Node,
    attribute,
    child,
    macro,
    name,
    parameter,
    parameter_node,
    parse,
    plain_body,
    text,
)
from ..bodies.reader import Reader, Ref
from ..bodies.references import page_of, user_key
from ..web import addresses
from .context import Heading, Outline

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(slots=True)
class _Found:
    ids: dict[Node, str] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    included: dict[Node, tuple[Ref, Node]] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)


def outline(tree: Node, page: Ref, reader: Reader) -> Outline:
    """What can be reached on a page, pages that it includes among it."""
    found = _Found()
    _walk(tree, page, (page.id,), reader, found)
    return Outline(found.ids, tuple(found.headings), frozenset(found.anchors), found.included)


def anchors(ref: Ref, reader: Reader) -> frozenset[str]:
    """Every id that a link to another page can lead to; none where its body cannot be read."""
    try:
        return outline(parse(reader.body(ref.id)), ref, reader).anchors
    except Malformed:
        return frozenset()


def _walk(tree: Node, page: Ref, trail: tuple[str, ...], reader: Reader, found: _Found) -> None:
    shown = reader.by_id(trail[0]) or page
    for node in tree.iterdescendants():
        if name(node) in HEADINGS:
            _heading(node, shown, reader, found)
        elif macro(node) == "anchor":
            _anchor(node, addresses.anchor_id(reader.flavor, shown.title, parameter(node, "")), found)
        elif macro(node) == "include":
            _include(node, page, trail, reader, found)


def _heading(node: Node, shown: Ref, reader: Reader, found: _Found) -> None:
    words = _cloud_text(node, reader) if reader.flavor == "cloud" else visible(node, reader, macros=False)
    plain = addresses.heading_id(reader.flavor, shown.title, " ".join(words.split()))
    if not plain:
        return
    count = found.seen[plain]
    found.seen[plain] += 1
    unique = f"{plain}.{count}" if count else plain
    found.ids[node] = unique
    found.anchors.add(unique)
    found.headings.append(Heading(int(name(node)[1]), unique, " ".join(visible(node, reader).split())))


def _anchor(node: Node, anchor_id: str, found: _Found) -> None:
    if anchor_id and anchor_id not in found.anchors:
        found.ids[node] = anchor_id
        found.anchors.add(anchor_id)


def _include(node: Node, page: Ref, trail: tuple[str, ...], reader: Reader, found: _Found) -> None:
    ref = page_of(parameter_node(node, ""), page, reader)
    if ref is None or ref.id in trail:
        return
    try:
        tree = parse(reader.body(ref.id))
    except Malformed:
        return
    found.included[node] = (ref, tree)
    _walk(tree, ref, (*trail, ref.id), reader, found)


def visible(node: Node, reader: Reader, *, macros: bool = True) -> str:
    """The words that a reader sees in a heading; without what macros add where ``macros`` is False."""
    parts = [node.text or ""]
    for below in node:
        parts += [_words(below, reader, macros), below.tail or ""]
    return "".join(parts)


def _words(node: Node, reader: Reader, macros: bool) -> str:
    kind = name(node)
    if macro(node):
        return parameter(node, "title") if macros and macro(node) == "status" else ""
    if kind == "ac:emoticon":
        return attribute(node, "ac:emoji-fallback")
    if kind == "ac:link":
        return _link_words(node, reader)
    return visible(node, reader, macros=macros)


def _link_words(node: Node, reader: Reader) -> str:
    body = child(node, "ac:link-body", "ac:plain-text-link-body")
    if body is not None:
        return text(body)
    target = child(node, "ri:page", "ri:attachment", "ri:user")
    if target is None:
        return attribute(node, "ac:anchor")
    if name(target) == "ri:user":
        return f"@{reader.user(user_key(target)) or 'Unlicensed user'}"
    return attribute(target, "ri:content-title") or attribute(target, "ri:filename")


def _cloud_text(node: Node, reader: Reader) -> str:
    """The text of a heading as the renderer of Cloud puts it into the id (``getText``)."""
    parts = [node.text or ""]
    for below in node:
        parts += [_cloud_words(below, reader), below.tail or ""]
    return "".join(parts)


def _cloud_words(node: Node, reader: Reader) -> str:
    kind = name(node)
    if macro(node) == "status":
        return parameter(node, "title")
    if macro(node):
        return "[inlineExtension]" if plain_body(node) is None else ""
    fixed = {"ac:image": "[mediaInline]", "br": "[hardBreak]", "time": "[date]"}
    if kind in fixed:
        return fixed[kind]
    if kind == "ac:emoticon":
        return attribute(node, "ac:emoji-fallback") or attribute(node, "ac:emoji-shortname")
    return _link_words(node, reader) if kind == "ac:link" else _cloud_text(node, reader)
