"""Macros: status, anchors, parts of other pages, embedded things, and boxes for those that a sandbox cannot run."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from ..bodies.fragment import (
    Malformed,
    Node,
    attribute,
    child,
    is_true,
    macro,
    named,
    parameter,
    parameter_node,
    parameters,
    parse,
    plain_body,
    rich_body,
    squeezed,
    text,
)
from ..bodies.nesting import in_line
from ..bodies.reader import Ref
from ..bodies.references import attached, page_of
from ..web import addresses
from .context import MACROS, Context, content, element, for_macro, is_block
from .highlight import listing
from .markup import el, join

_COLOURS = frozenset("grey red yellow green blue purple".split())
_KNOWN = frozenset(
    "jira livesearch recently-updated contentbylabel tasks-report-macro profile detailssummary roadmap chart "
    "change-history contributors index listlabels related-labels spaces blog-posts pagetreesearch "
    "html html-include profile-picture".split()
)
"""Macros of Confluence that need what a sandbox does not have: other servers, search, scripts."""
_MATH = frozenset(
    "mathblock mathinline easy-math-block eazy-math-inline latex mathjax-block-macro mathjax-inline-macro".split()
)
_MATH_INLINE = frozenset({"mathinline", "eazy-math-inline", "mathjax-inline-macro"})


@element("ac:structured-macro", "ac:macro")
def any_macro(node: Node, context: Context) -> Markup:
    """A macro, drawn by its rule."""
    return MACROS.get(macro(node), unknown)(node, context)


@for_macro("status")
def status(node: Node, context: Context) -> Markup:
    title = parameter(node, "title", "" if context.cloud else parameter(node, "colour"))
    written = (parameter(node, "colour") or parameter(node, "color") or "grey").lower()
    hue = written if written in _COLOURS else "grey"
    subtle = " subtle" if is_true(node, "subtle") else ""
    return el("span", {"class": f"status {hue}{subtle}"}, title)


@for_macro("anchor")
def anchor(node: Node, context: Context) -> Markup:
    return el("span", {"class": "anchor", "id": context.outline.ids.get(node)})


@for_macro("excerpt")
def excerpt(node: Node, context: Context) -> Markup:
    return Markup("") if is_true(node, "hidden") else content(rich_body(node), context)


@for_macro("details")
def details(node: Node, context: Context) -> Markup:
    return (
        Markup("")
        if is_true(node, "hidden")
        else el("div", {"class": "properties"}, content(rich_body(node), context))
    )


@for_macro("include")
def include(node: Node, context: Context) -> Markup:
    """The whole body of another page; its headings count as headings of this one."""
    found = context.outline.included.get(node)
    if found is None:
        return _note(node, "There is no such page to include, or it includes this one")
    ref, tree = found
    return content(tree, replace(context, page=ref))


@for_macro("excerpt-include")
def excerpt_include(node: Node, context: Context) -> Markup:
    """The excerpt of another page, in a panel unless ``nopanel``."""
    ref = page_of(_reference(node), context.page, context.reader)
    found = _excerpt_of(ref, parameter(node, "name"), context) if ref else None
    if ref is None or found is None or ref.id in context.trail:
        return _note(node, "There is no such page, or it has no excerpt")
    inner = content(rich_body(found), replace(context, page=ref, trail=(*context.trail, ref.id)))
    if is_true(node, "nopanel"):
        return inner
    title = el("a", {"href": addresses.page(context.flavor, ref)}, ref.title)
    return el(
        "div",
        {"class": "panel bordered"},
        el("div", {"class": "head"}, title),
        el("div", {"class": "body"}, inner),
    )


def _reference(node: Node) -> Node | None:
    found = parameter_node(node, "")
    return found if found is not None else parameter_node(node, "default-parameter")


def _excerpt_of(ref: Ref, wanted: str, context: Context) -> Node | None:
    try:
        tree = parse(context.reader.body(ref.id))
    except Malformed:
        return None
    excerpts = (m for m in named(tree, "ac:structured-macro") if macro(m) == "excerpt")
    return next((m for m in excerpts if not wanted or parameter(m, "name") == wanted), None)


@for_macro("widget", "iframe")
def widget(node: Node, context: Context) -> Markup:
    """Something from another site, as a card that leads there; a sandbox loads nothing by itself."""
    target = parameter_node(node, "url" if macro(node) == "widget" else "src")
    inner = child(target, "ri:url")
    url = attribute(inner, "ri:value") if inner is not None else squeezed(target)
    if not url or not addresses.is_followed(url):
        return _note(node, "No address to embed")
    return el("a", {"class": "card embed", "href": url}, el("span", {"class": "kind"}, "embedded"), url)


@for_macro("view-file", "viewpdf", "viewdoc", "viewxls", "viewppt", "multimedia")
def view_file(node: Node, context: Context) -> Markup:
    target = child(parameter_node(node, "name"), "ri:attachment")
    found = attached(target, context.page, context.reader) if target is not None else None
    if found is None:
        wanted = attribute(target, "ri:filename") if target is not None else parameter(node, "name")
        return el(
            "span",
            {"class": "card dead"},
            el("span", {"class": "kind"}, "file"),
            f"missing attachment: {wanted}",
        )
    url = addresses.attachment(context.flavor, found[0], found[1].name)
    return el("a", {"class": "card", "href": url}, el("span", {"class": "kind"}, "file"), found[1].name)


@for_macro(*_MATH)
def math(node: Node, context: Context) -> Markup:
    """A formula; the app that sets it is not here, so its source stands in a labelled box."""
    source = (plain_body(node) or parameter(node, "body") or text(rich_body(node))).strip()
    label = el("span", {"class": "label"}, macro(node))
    if macro(node) in _MATH_INLINE:
        return el("span", {"class": "math"}, label, el("code", None, source))
    return el("div", {"class": "unknown math"}, label, listing(source, "tex"))


def unknown(node: Node, context: Context) -> Markup:
    """A macro that cannot be run here: its name, its parameters and its body in a box."""
    kind = macro(node)
    label = f"Macro {kind}" if kind in _KNOWN else f"Unknown macro: {kind}"
    given = "; ".join(f"{key} = {value}" if key else value for key, value in parameters(node).items())
    head = (el("span", {"class": "label"}, label), el("span", {"class": "given"}, given) if given else "")
    if not is_block(node, context) and (in_line(node) or not _has_body(node)):
        return el("span", {"class": "unknown inline"}, *head)
    source = plain_body(node)
    body = listing(source, "text") if source is not None else content(rich_body(node), context)
    return el("div", {"class": "unknown"}, el("div", None, *head), body)


def _has_body(node: Node) -> bool:
    return rich_body(node) is not None or plain_body(node) is not None


def _note(node: Node, words: str) -> Markup:
    return el("div", {"class": "unknown error"}, el("span", {"class": "label"}, macro(node)), join(words))
