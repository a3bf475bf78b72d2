"""What stands in a line: breaks, links, mentions, dates, emoji, small pictures, macros without lines of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

from ..bodies.fragment import Node, attribute, child, macro, name, parameter, squeezed
from ..bodies.references import attached, page_of, user_key
from ..web import addresses
from . import extensions, files, marks
from .scope import Adf, Scope, made

Wrapped = tuple[str, Node | None, tuple[Adf, ...]]
"""Words of its own, the node whose content follows, and the marks of both."""


def wrapped(node: Node, scope: Scope) -> Wrapped:
    """How an element that is no leaf goes on; one that gives no mark counts for nothing."""
    if name(node) == "a":
        url = attribute(node, "href")
        return "", node, (marks.link(_whole(url, scope)),) if url and addresses.is_followed(url) else ()
    if name(node) == "ac:link":
        return _link(node, scope)
    return "", node, marks.of(node) or ()


def _whole(url: str, scope: Scope) -> str:
    return scope.site + url if url.startswith("/") else url


def _link(node: Node, scope: Scope) -> Wrapped:
    """A link by name; one that leads nowhere is only its words."""
    target = child(node, "ri:page", "ri:content-entity", "ri:attachment", "ri:space", "ri:url")
    url, words = _destination(node, target, scope)
    body = child(node, "ac:link-body", "ac:plain-text-link-body")
    return "" if body is not None else words, body, (marks.link(url),) if url else ()


def _destination(node: Node, target: Node | None, scope: Scope) -> tuple[str, str]:
    """Where a link leads, and what it says by itself."""
    place = attribute(node, "ac:anchor")
    if target is None:
        return f"#{place}" if place else "", place
    kind = name(target)
    if kind in ("ri:page", "ri:content-entity"):
        ref = page_of(node, scope.page, scope.reader)
        words = attribute(target, "ri:content-title") or (ref.title if ref else "")
        return (scope.site + addresses.page("cloud", ref, place) if ref else ""), words
    if kind == "ri:attachment":
        found = attached(target, scope.page, scope.reader)
        words = attribute(target, "ri:filename")
        return (scope.site + addresses.attachment("cloud", found[0], words) if found else ""), words
    if kind == "ri:space":
        key = attribute(target, "ri:space-key")
        return scope.site + addresses.home("cloud", key), key
    url = attribute(target, "ri:value")
    return url, url


def leaf(node: Node, scope: Scope) -> list[Adf] | None:
    """The nodes of an element that is complete in itself; None for one whose content goes on."""
    kind = name(node)
    if kind == "ac:link":
        user = child(node, "ri:user")
        return None if user is None else [_mention(user, scope)]
    if kind == "a":
        card = attribute(node, "data-card-appearance")
        return [made("inlineCard", {"url": attribute(node, "href")})] if card == "inline" else None
    rule = _LEAVES.get(kind)
    return None if rule is None else rule(node, scope)


def _mention(node: Node, scope: Scope) -> Adf:
    key = user_key(node)
    return made("mention", {"id": key, "text": f"@{scope.reader.user(key) or 'Unlicensed user'}"})


def _break(node: Node, scope: Scope) -> list[Adf]:
    return [made("hardBreak")]


def _emoji(node: Node, scope: Scope) -> list[Adf]:
    short = attribute(node, "ac:emoji-shortname") or f":{attribute(node, 'ac:name')}:"
    attrs = {"shortName": short, "id": attribute(node, "ac:emoji-id")}
    return [made("emoji", {**attrs, "text": attribute(node, "ac:emoji-fallback") or short})]


def _date(node: Node, scope: Scope) -> list[Adf]:
    """Milliseconds since 1970, as text."""
    stamp = attribute(node, "datetime")
    try:
        day = datetime.fromisoformat(stamp[:10]).replace(tzinfo=timezone.utc)
    except ValueError:
        return [{"type": "text", "text": stamp}] if stamp else []
    return [made("date", {"timestamp": str(int(day.timestamp() * 1000))})]


def _placeholder(node: Node, scope: Scope) -> list[Adf]:
    return [made("placeholder", {"text": squeezed(node) or " "})]


def _small_picture(node: Node, scope: Scope) -> list[Adf]:
    found = files.attrs(node, scope)
    if found.get("type") == "external":
        words = found.get("alt") or found["url"]
        return [{"type": "text", "text": words, "marks": [marks.link(found["url"])]}]
    return [made("mediaInline", {**found, "type": "image"})]


def _macro(node: Node, scope: Scope) -> list[Adf]:
    if macro(node) != "status":
        return [extensions.made_of(node, "inlineExtension")]
    colour = (parameter(node, "colour") or parameter(node, "color") or "neutral").lower()
    title = parameter(node, "title")
    attrs = {"text": title, "color": "neutral" if colour == "grey" else colour}
    return [made("status", attrs)] if title else []


_LEAVES: dict[str, Callable[[Node, Scope], list[Adf]]] = {
    "br": _break,
    "time": _date,
    "ac:emoticon": _emoji,
    "ac:placeholder": _placeholder,
    "ac:image": _small_picture,
    "ac:structured-macro": _macro,
}
