"""What may stand in what, per flavor, as data.

Cloud's table is its document schema: a body that breaks it becomes an unsupported block or is refused. Data Center
renders storage directly, so nearly everything nests there.
"""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_confluence.model import Flavor

_LISTS = {"list", "task-list"}
_TEXTS = {"paragraph", "heading", "code", "panel", "blockquote", "rule", "media", "extension", *_LISTS}

_CLOUD: Mapping[str, frozenset[str]] = {
    "document": frozenset({*_TEXTS, "table", "expand", "bodied", "layout", "decisions"}),
    "column": frozenset({*_TEXTS, "table", "expand", "bodied", "decisions"}),
    "panel": frozenset({"paragraph", "heading", "code", "rule", "media", "extension", *_LISTS}),
    "expand": frozenset({*_TEXTS, "table", "nested-expand"}),
    "nested-expand": frozenset(_TEXTS),
    "cell": frozenset({*_TEXTS, "nested-expand"}),
    "item": frozenset({"paragraph", "code", "media", "extension", *_LISTS}),
    "blockquote": frozenset({"paragraph", "list", "code", "media", "extension"}),
    "bodied": frozenset({*_TEXTS, "table"}),
}
"""Place → kinds of blocks that Cloud's editor can hold there."""

_ALL = frozenset({*_TEXTS, "table", "expand", "bodied", "definitions", "box", "preformatted"})

_DATACENTER: Mapping[str, frozenset[str]] = {
    "document": _ALL | {"layout"},
    **dict.fromkeys(
        ("column", "panel", "expand", "cell", "item", "blockquote", "bodied", "definition", "box"), _ALL
    ),
}

NESTING: Mapping[Flavor, Mapping[str, frozenset[str]]] = {"cloud": _CLOUD, "datacenter": _DATACENTER}

STYLED: Mapping[Flavor, Mapping[str, frozenset[str]]] = {
    "cloud": {
        "text-align": frozenset({"document", "column", "cell"}),
        "margin-left": frozenset({"document", "column"}),
    },
    "datacenter": {},
}
"""Property of a paragraph or heading → places where the editor knows it; those not named: everywhere."""

LOOSE: Mapping[Flavor, frozenset[str]] = {
    "cloud": frozenset(),
    "datacenter": frozenset({"cell", "item", "definition", "box"}),
}
"""Places that hold inline content without a paragraph. Cloud's editor always writes the paragraph."""

KINDS: Mapping[str, str] = {
    "p": "paragraph",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "ul": "list",
    "ol": "list",
    "ac:task-list": "task-list",
    "blockquote": "blockquote",
    "hr": "rule",
    "table": "table",
    "dl": "definitions",
    "div": "box",
    "pre": "preformatted",
    "ac:image": "media",
    "ac:layout": "layout",
    "ac:adf-extension": "panel",
}
"""Element → kind of block; macros have theirs in ``macros``."""

PLACES: Mapping[str, str] = {
    "li": "item",
    "td": "cell",
    "th": "cell",
    "dd": "definition",
    "blockquote": "blockquote",
    "ac:layout-cell": "column",
    "ac:adf-content": "panel",
    "div": "box",
}
"""Element → the place that it opens for blocks."""

MARKS = frozenset({"strong", "em", "u", "s", "del", "sub", "sup", "span"})
INLINE: Mapping[Flavor, frozenset[str]] = {
    "cloud": MARKS
    | {
        "code",
        "br",
        "a",
        "time",
        "ac:link",
        "ac:emoticon",
        "ac:image",
        "ac:placeholder",
        "ac:inline-comment-marker",
    },
    "datacenter": MARKS
    | {
        "code",
        "br",
        "a",
        "time",
        "ac:link",
        "ac:emoticon",
        "ac:image",
        "ac:placeholder",
        "ac:inline-comment-marker",
    }
    | {"small", "big", "abbr", "tt"},
}
"""What stands in a line; inline macros besides."""

LINES = MARKS | {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dt", "code", "a", "small", "big", "abbr", "tt"),
    *("ac:link-body", "ac:task-body", "ac:caption", "ac:inline-comment-marker", "ac:placeholder"),
}
"""Elements that hold a line and no block."""

LINK_BODY = frozenset({"strong", "em", "code", "sub", "sup", "br", "span", "ac:image", "b", "i", "tt"})
"""The documented contents of ``ac:link-body``."""

CHILDREN: Mapping[str, frozenset[str]] = {
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"dt", "dd"}),
    "table": frozenset({"colgroup", "thead", "tbody"}),
    "colgroup": frozenset({"col"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
    "ac:structured-macro": frozenset({"ac:parameter", "ac:rich-text-body", "ac:plain-text-body"}),
    "ac:link": frozenset(
        {
            "ri:page",
            "ri:blog-post",
            "ri:attachment",
            "ri:space",
            "ri:url",
            "ac:link-body",
            "ac:plain-text-link-body",
        }
    ),
    "ac:image": frozenset({"ri:attachment", "ri:url", "ac:caption", "ac:adf-mark"}),
    "ac:task-list": frozenset({"ac:task"}),
    "ac:task": frozenset({"ac:task-id", "ac:task-status", "ac:task-body", "ac:task-list"}),
    "ac:layout": frozenset({"ac:layout-section"}),
    "ac:layout-section": frozenset({"ac:layout-cell"}),
    "ac:adf-extension": frozenset({"ac:adf-node"}),
    "ac:adf-node": frozenset({"ac:adf-attribute", "ac:adf-content", "ac:adf-node"}),
    "ri:attachment": frozenset({"ri:page"}),
}
"""Elements whose children are fixed, and which hold no text."""

EMPTY = frozenset(
    {"br", "hr", "col", "time", "ri:page", "ri:url", "ri:space", "ri:blog-post", "ac:emoticon", "ac:adf-mark"}
)
PLAIN = frozenset(
    {"ac:plain-text-body", "ac:plain-text-link-body", "ac:task-id", "ac:task-status", "ac:adf-attribute"}
)
"""Elements that hold text and no element."""
