"""The way back within a line: text with its marks, links, pictures, mentions, macros."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from html import escape

from ..bodies.wikitext import cdata
from .scope import Adf

Names = Callable[[str], str | None]
"""The id of a file → its name."""


class Unwritable(ValueError):
    """A document that cannot be written as storage."""


def element(name: str, attrs: Mapping[str, str], inner: str) -> str:
    """Storage; attributes without a value are left out."""
    given = "".join(f' {key}="{escape(value)}"' for key, value in attrs.items() if value)
    return f"<{name}{given}>{inner}</{name}>" if inner else f"<{name}{given} />"


def macro(
    name: str,
    given: Mapping[str, str],
    *,
    rich: str | None = None,
    plain: str | None = None,
    inside: str = "",
) -> str:
    """A macro with parameters, and a rich or a plain body, or something else inside."""
    for key, value in given.items():
        if value:
            parameter = f'<ac:parameter ac:name="{escape(key)}">{escape(value, quote=False)}</ac:parameter>'
            inside += parameter
    if rich is not None:
        inside += f"<ac:rich-text-body>{rich}</ac:rich-text-body>"
    if plain is not None:
        inside += f"<ac:plain-text-body>{cdata(plain)}</ac:plain-text-body>"
    return element("ac:structured-macro", {"ac:name": name}, inside)


def line(node: Adf, names: Names) -> str:
    """The content of a paragraph, heading, task or caption."""
    return "".join(_one(below, names) for below in node.get("content", []))


def _one(node: Adf, names: Names) -> str:
    rule = _INLINE.get(node["type"])
    if rule is None:
        raise Unwritable(f"unknown node {node['type']} in a line")
    return rule(node, names)


def _text(node: Adf, names: Names) -> str:
    """Marks around text, in the order in which they stand, the first one outside."""
    written = escape(node["text"], quote=False)
    for mark in reversed(node.get("marks", [])):
        written = _marked(written, mark)
    return written


_SIMPLE = {"strong": "strong", "em": "em", "underline": "u", "strike": "s", "code": "code"}
_COLOURS = {"textColor": "color", "backgroundColor": "background-color"}


def _marked(written: str, mark: Adf) -> str:
    kind, attrs = mark["type"], mark.get("attrs", {})
    if kind in _SIMPLE:
        return element(_SIMPLE[kind], {}, written)
    if kind in _COLOURS:
        return element("span", {"style": f"{_COLOURS[kind]}: {attrs['color']};"}, written)
    if kind == "subsup" and attrs["type"] in ("sub", "sup"):
        return element(attrs["type"], {}, written)
    if kind == "link":
        return element("a", {"href": str(attrs["href"])}, written)
    if kind == "annotation":
        return element("ac:inline-comment-marker", {"ac:ref": str(attrs["id"])}, written)
    raise Unwritable(f"unknown mark {kind}")


def linked(written: str, marks: list[Adf]) -> str:
    """A picture with the link and the comment on it."""
    for mark in reversed(marks):
        written = _marked(written, mark) if mark["type"] in ("link", "annotation") else written
    return written


def file(media: Adf, names: Names) -> str:
    """What a media node refers to; raises Unwritable for a file that nobody knows."""
    attrs = media["attrs"]
    if attrs["type"] == "external":
        return element("ri:url", {"ri:value": str(attrs["url"])}, "")
    name = names(str(attrs["id"]))
    if name is None:
        raise Unwritable(f"there is no file {attrs['id']}")
    return element("ri:attachment", {"ri:filename": name}, "")


def image(media: Adf, attrs: Mapping[str, str], caption: str, names: Names) -> str:
    told = media["attrs"]
    sizes = {f"ac:original-{side}": str(told[side]) for side in ("width", "height") if side in told}
    given = {"ac:alt": str(told.get("alt") or ""), **sizes, **attrs}
    return element("ac:image", given, file(media, names) + caption)


def _small_image(node: Adf, names: Names) -> str:
    return image(node, {"ac:inline": "true"}, "", names)


def _emoji(node: Adf, names: Names) -> str:
    attrs = node["attrs"]
    short = str(attrs["shortName"])
    told = {"ac:emoji-shortname": short, "ac:emoji-id": str(attrs.get("id") or "")}
    given = {"ac:name": "blue-star", **told, "ac:emoji-fallback": str(attrs.get("text") or short)}
    return element("ac:emoticon", given, "")


def _mention(node: Adf, names: Names) -> str:
    return element("ac:link", {}, element("ri:user", {"ri:account-id": str(node["attrs"]["id"])}, ""))


def _date(node: Adf, names: Names) -> str:
    day = datetime.fromtimestamp(int(node["attrs"]["timestamp"]) / 1000, timezone.utc)
    return element("time", {"datetime": day.date().isoformat()}, "")


def _status(node: Adf, names: Names) -> str:
    colour = str(node["attrs"]["color"])
    shown = "" if colour == "neutral" else colour.capitalize()
    return macro("status", {"title": str(node["attrs"]["text"]), "colour": shown})


def _placeholder(node: Adf, names: Names) -> str:
    return element("ac:placeholder", {}, escape(str(node["attrs"]["text"]), quote=False))


def _card(node: Adf, names: Names) -> str:
    url = str(node["attrs"]["url"])
    return element("a", {"href": url, "data-card-appearance": "inline"}, escape(url, quote=False))


def extension(node: Adf, rich: str | None = None) -> str:
    """A macro by its key and parameters; one of them is its plain body."""
    attrs = node["attrs"]
    told = attrs.get("parameters", {}).get("macroParams", {})
    given = {str(key): str(value["value"]) for key, value in told.items()}
    plain = given.pop("__bodyContent", None)
    written = macro(str(attrs["extensionKey"]), given, rich=rich, plain=plain)
    metadata = attrs.get("parameters", {}).get("macroMetadata", {})
    ids = {
        "ac:schema-version": str(metadata.get("schemaVersion", {}).get("value") or ""),
        "ac:macro-id": str(metadata.get("macroId", {}).get("value") or ""),
        "ac:local-id": str(attrs.get("localId") or ""),
    }
    also = "".join(f' {key}="{escape(value)}"' for key, value in ids.items() if value)
    return f"<ac:structured-macro{also}{written.removeprefix('<ac:structured-macro')}"


_INLINE: dict[str, Callable[[Adf, Names], str]] = {
    "text": _text,
    "hardBreak": lambda node, names: "<br/>",
    "emoji": _emoji,
    "mention": _mention,
    "date": _date,
    "status": _status,
    "placeholder": _placeholder,
    "inlineCard": _card,
    "mediaInline": _small_image,
    "inlineExtension": lambda node, names: extension(node),
}
