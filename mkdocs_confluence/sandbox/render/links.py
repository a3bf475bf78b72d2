"""Links: to pages, places, files, people; one that leads nowhere looks like it (reference, §1.11, §4.3)."""

from __future__ import annotations

from urllib.parse import quote, unquote

from markupsafe import Markup

from ..bodies.fragment import Node, attribute, child, name
from ..bodies.reader import Ref
from ..bodies.references import attached, page_of, user_key
from ..web import addresses
from .context import Context, content, element
from .markup import el, join
from .outline import anchors


@element("a")
def link(node: Node, context: Context) -> Markup:
    """An HTML link. One to a page of this sandbox, or to a place on this page, is followed to see where it ends."""
    url = attribute(node, "href")
    words = content(node, context)
    card = attribute(node, "data-card-appearance") if context.cloud else ""
    if not url or not addresses.is_followed(url):
        return el("span", None, words)
    why = _why_dead(url, context)
    if card in ("block", "embed"):
        return el("a", {"class": f"card {card}", "href": url}, el("span", {"class": "kind"}, card), words)
    return el(
        "a", {"href": url, "class": "dead" if why else None, "title": why or attribute(node, "title")}, words
    )


def _why_dead(url: str, context: Context) -> str:
    place = addresses.fragment_in(url)
    if url.startswith("#"):
        return _why_no_place(place, context.shown, context)
    page_id = addresses.page_id_in(context.flavor, url)
    if not page_id:
        return ""
    ref = context.reader.by_id(page_id)
    return "No such page" if ref is None else _why_no_place(place, ref, context)


def _why_no_place(place: str, ref: Ref, context: Context) -> str:
    if place in ("", "top"):
        return ""
    if ref.id == context.shown.id:
        known = context.outline.anchors
    else:
        if ref.id not in context.outlines:
            context.outlines[ref.id] = anchors(ref, context.reader)
        known = context.outlines[ref.id]
    return "" if place in known else f"No such place on the page: {place}"


@element("ac:link")
def ac_link(node: Node, context: Context) -> Markup:
    """A link by name: ``ri:page``, ``ri:attachment``, ``ri:user``, …, or only ``ac:anchor`` for this page."""
    target = child(
        node,
        *(
            "ri:page",
            "ri:blog-post",
            "ri:attachment",
            "ri:user",
            "ri:space",
            "ri:shortcut",
            "ri:url",
            "ri:content-entity",
        ),
    )
    kind = "" if target is None else name(target)
    rule = {"": _here, "ri:page": _page, "ri:content-entity": _page, "ri:attachment": _file, "ri:user": _user}
    return rule.get(kind, _other)(node, target, context)


def _words(node: Node, context: Context, fallback: str) -> Markup:
    body = child(node, "ac:link-body", "ac:plain-text-link-body")
    return (content(body, context) if body is not None else Markup("")) or Markup.escape(fallback)


def _place(node: Node, context: Context) -> str:
    """The anchor that is meant; the editor of Cloud stores it percent-encoded."""
    return unquote(attribute(node, "ac:anchor")) if context.cloud else attribute(node, "ac:anchor")


def _here(node: Node, target: Node | None, context: Context) -> Markup:
    place = _place(node, context)
    found = addresses.anchor_id(context.flavor, context.shown.title, place) if place else ""
    why = _why_no_place(found, context.shown, context)
    attrs: dict[str, str | bool | None] = {
        "href": f"#{quote(found)}",
        "class": "dead" if why else None,
        "title": why,
    }
    return el("a", attrs, _words(node, context, place or context.shown.title))


def _page(node: Node, target: Node | None, context: Context) -> Markup:
    ref = page_of(node, context.page, context.reader)
    wanted = attribute(target, "ri:content-title") if target is not None else ""
    words = _words(node, context, wanted or (ref.title if ref else "page"))
    if ref is None:
        return el("span", {"class": "dead", "title": f"No such page: {wanted}"}, words)
    place = _place(node, context)
    url = addresses.page(context.flavor, ref, place)
    found = addresses.anchor_id(context.flavor, ref.title, place) if place else ""
    why = _why_no_place(found, ref, context)
    return el("a", {"href": url, "class": "dead" if why else None, "title": why}, words)


def _file(node: Node, target: Node | None, context: Context) -> Markup:
    file_name = attribute(target, "ri:filename") if target is not None else ""
    words = _words(node, context, file_name)
    found = attached(target, context.page, context.reader) if target is not None else None
    if found is None:
        return el("span", {"class": "dead", "title": f"Missing attachment: {file_name}"}, words)
    return el(
        "a", {"class": "file", "href": addresses.attachment(context.flavor, found[0], file_name)}, words
    )


def _user(node: Node, target: Node | None, context: Context) -> Markup:
    known = context.reader.user(user_key(target)) if target is not None else None
    shown = f"@{known or 'Unlicensed user'}"
    return el("span", {"class": "mention" if known else "mention dead"}, shown)


def _other(node: Node, target: Node | None, context: Context) -> Markup:
    """Blog posts and shortcuts lead out of what a sandbox holds; a space leads to its home."""
    key = attribute(target, "ri:space-key") if target is not None else ""
    url = attribute(target, "ri:value") if target is not None else ""
    if target is not None and name(target) == "ri:space":
        return el("a", {"href": addresses.home(context.flavor, key)}, _words(node, context, key))
    if url and addresses.is_followed(url):
        return el("a", {"href": url}, _words(node, context, url))
    named = [] if target is None else [value for value in (attribute(target, k) for k in _NAMES) if value]
    words = _words(node, context, " ".join(named))
    return el("span", {"class": "dead", "title": "Not in the sandbox"}, words)


_NAMES = ("ri:content-title", "ri:key", "ri:parameter", "ri:value")


@element(
    "ri:page",
    "ri:attachment",
    "ri:url",
    "ri:user",
    "ri:space",
    "ri:blog-post",
    "ri:content-entity",
    "ri:shortcut",
)
def bare(node: Node, context: Context) -> Markup:
    """A reference outside a link or a picture shows nothing."""
    return join()
