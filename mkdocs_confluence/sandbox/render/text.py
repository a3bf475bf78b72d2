"""Paragraphs, headings, marks, and what else stands in a line: emoji, dates, placeholders, comment markers."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from markupsafe import Markup

from ..bodies.fragment import Node, attribute, name, squeezed
from .context import Context, content, element, holds_block
from .markup import el, style
from .outline import HEADINGS

_EMOJI = {
    "smile": "🙂", "sad": "🙁", "cheeky": "😛", "laugh": "😀", "wink": "😉", "thumbs-up": "👍",
    "thumbs-down": "👎", "information": "ℹ️", "tick": "✅", "cross": "❌", "warning": "⚠️", "plus": "➕",
    "minus": "➖", "question": "❓", "light-on": "💡", "light-off": "🚫", "yellow-star": "⭐", "red-star": "❤️",
    "green-star": "💚", "blue-star": "💙", "heart": "❤️", "broken-heart": "💔",
}  # fmt: skip

_SAME = "strong em u s del code sub sup blockquote hr br pre ul ol li dl dt dd small big kbd tt".split()
_ON_CLOUD_TEXT = frozenset("small big kbd tt dl dt dd div abbr acronym cite dfn var samp q address".split())
"""Elements that have no counterpart in the document model of Cloud: only what they contain is left (§1.3)."""


@element("p")
def paragraph(node: Node, context: Context) -> Markup:
    """A block in a paragraph (Data Center tolerates it) makes it a ``div``: HTML would end the paragraph there."""
    tag = "div" if holds_block(node, context) else "p"
    classes = "paragraph" if tag == "div" else None
    return el(tag, {"class": classes, "style": _style(node, context)}, content(node, context))


@element(*HEADINGS)
def heading(node: Node, context: Context) -> Markup:
    """``<h2 id="Set-up">`` with a link to itself for those who hover over it."""
    found = context.outline.ids.get(node)
    link = el(
        "a", {"class": "here", "href": f"#{quote(found or '')}", "aria-label": "Link to this heading"}, "#"
    )
    attrs: dict[str, str | bool | None] = {"id": found, "style": _style(node, context)}
    return el(name(node), attrs, content(node, context), link if found else "")


@element(*_SAME)
def same(node: Node, context: Context) -> Markup:
    """Elements that HTML has under the same name."""
    kind = name(node)
    if context.cloud and kind in _ON_CLOUD_TEXT:
        tag = "div" if kind in ("dl", "dt", "dd") else "span"
        return el(tag, None, content(node, context))
    attrs: dict[str, str | bool | None] = {"style": _style(node, context)}
    start = attribute(node, "start")
    if kind == "ol" and start.lstrip("-").isdigit():
        attrs["start"] = start
    return el(kind, attrs, content(node, context))


@element("b", "i", "ins")
def renamed(node: Node, context: Context) -> Markup:
    """Marks that Confluence stores under another name."""
    return el({"b": "strong", "i": "em", "ins": "u"}[name(node)], None, content(node, context))


@element("span")
def span(node: Node, context: Context) -> Markup:
    """Colours become variables, so that the stylesheet can make them fit for dark mode."""
    declared = _style(node, context)
    found = dict(part.split(": ", 1) for part in declared.split("; ") if part)
    names = {"color": ("inked", "--ink-given"), "background-color": ("lit", "--lit-given")}
    classes = [names[key][0] for key in names if key in found]
    styles = [f"{names[key][1] if key in names else key}: {value}" for key, value in found.items()]
    return el("span", {"class": " ".join(classes), "style": "; ".join(styles)}, content(node, context))


@element("div", "abbr", "acronym", "cite", "dfn", "var", "samp", "q", "address")
def mostly_datacenter(node: Node, context: Context) -> Markup:
    """Drawn on Data Center; on Cloud only their content is left."""
    kind = name(node)
    if context.cloud:
        return el("div" if kind in ("div", "address") else "span", None, content(node, context))
    title = attribute(node, "title") or None
    return el(kind, {"style": _style(node, context), "title": title}, content(node, context))


@element("img")
def old_image(node: Node, context: Context) -> Markup:
    """A raw ``img`` is not storage format; its alternative text stands for it."""
    return el("span", {"class": "broken"}, attribute(node, "alt") or attribute(node, "src"))


@element("time")
def time(node: Node, context: Context) -> Markup:
    stamp = attribute(node, "datetime")
    try:
        shown = date.fromisoformat(stamp[:10]).strftime("%d %b %Y")
    except ValueError:
        shown = stamp
    return el("time", {"class": "date", "datetime": stamp}, shown)


@element("ac:emoticon", "ac:hipchat-emoticon")
def emoticon(node: Node, context: Context) -> Markup:
    """Cloud shows the emoji itself; Data Center knows only ``ac:name`` (§1.12)."""
    fallback = attribute(node, "ac:emoji-fallback")
    by_name = _EMOJI.get(attribute(node, "ac:name"))
    shown = (fallback or by_name) if context.cloud else by_name
    label = attribute(node, "ac:emoji-shortname") or attribute(node, "ac:name")
    return el("span", {"class": "emoji", "title": label}, shown or label)


@element("ac:placeholder")
def placeholder(node: Node, context: Context) -> Markup:
    return el("span", {"class": "placeholder"}, squeezed(node))


@element("ac:inline-comment-marker")
def comment_marker(node: Node, context: Context) -> Markup:
    """Words that somebody commented on; the page lists the comment below and links to where they begin."""
    ref = attribute(node, "ac:ref")
    place = None if ref in context.commented else f"inline-{ref}"
    context.commented.add(ref)
    return el("mark", {"class": "commented", "id": place, "data-ref": ref}, content(node, context))


def _style(node: Node, context: Context) -> str:
    return style(attribute(node, "style"), context.flavor)
