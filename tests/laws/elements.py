"""Elements of the storage format with their attributes, per flavor, as data.

A pattern is matched against the whole value. Sources: XHTML elements, the ``ac:`` and ``ri:`` vocabulary, tables,
images, links and layouts of Atlassian's storage format pages, and what Cloud's document model keeps of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_confluence.model import CLOSE, OPEN, Flavor

Attributes = Mapping[str, str]

ANY = r"[\s\S]*"
TEXT = r"[\s\S]*\S[\s\S]*"
NUMBER = r"\d+"
BOOLEAN = r"true|false"
COLOUR = r"(?:rgb\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\)|#[0-9a-fA-F]{6})"
HEX = r"#[0-9a-fA-F]{6}"
PIXELS = r"\d+(?:\.\d+)?px"

SCHEMES = (
    "https? ftps? file smb mailto tel callto skype slack sips? irc git ssh sftp scp svn mvn urn news nntp feed xmpp "
    "magnet"
)
"""Schemes that Cloud makes links of; anything else is not linked."""

ABSOLUTE = rf"(?i:(?:{'|'.join(SCHEMES.split())}):)[\s\S]*"
OPENING = f"{OPEN}page:[^{CLOSE}]*{CLOSE}"

CLOUD_HREF = rf"{ABSOLUTE}|[/#][\s\S]*|{OPENING}"
DATACENTER_HREF = rf"{ABSOLUTE}|/[\s\S]*|#top"
"""Editors of Data Center rewrite ``#x`` to ``http://#x``; links within a page are ``ac:link`` there."""

ALIGN = r"text-align:\s*(?:center|right);?"
INDENT = r"margin-left:\s*(?:30|60|90|120|150|180)(?:\.0)?px;?"
DATACENTER_STYLE = (
    r"(?:\s*(?:text-align|margin-left|color|background-color|width|max-width|list-style-type|float|clear|border|"
    r"vertical-align|text-decoration|font-size|padding|margin)\s*:[^;:<>{}]+;?)+\s*"
)

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NONE: Attributes = {}
_INLINE = ("strong", "em", "u", "s", "del", "code", "sub", "sup", "br")
_SPAN = {"style": rf"(?:(?:background-)?color:\s*{COLOUR};?\s*)+"}
_CELL = {
    "colspan": NUMBER,
    "rowspan": NUMBER,
    "data-highlight-colour": HEX,
    "valign": "top|middle|bottom",
    "class": "numberingColumn",
}

SHARED: Mapping[str, Attributes] = {
    **dict.fromkeys(_INLINE, _NONE),
    "hr": _NONE,
    "li": _NONE,
    "blockquote": _NONE,
    "tbody": _NONE,
    "thead": _NONE,
    "tr": _NONE,
    "colgroup": _NONE,
    "time": {"datetime": r"\d{4}-\d\d-\d\d"},
    "ac:structured-macro": {"ac:name": TEXT, "ac:schema-version": NUMBER},
    "ac:parameter": {"ac:name": ANY},
    "ac:rich-text-body": _NONE,
    "ac:plain-text-body": _NONE,
    "ac:link-body": _NONE,
    "ac:plain-text-link-body": _NONE,
    "ac:task-list": _NONE,
    "ac:task": _NONE,
    "ac:task-id": _NONE,
    "ac:task-status": _NONE,
    "ac:task-body": _NONE,
    "ac:layout": _NONE,
    "ac:layout-cell": _NONE,
    "ac:placeholder": _NONE,
    "ac:inline-comment-marker": {"ac:ref": TEXT},
    "ri:page": {"ri:content-title": TEXT, "ri:space-key": TEXT},
    "ri:blog-post": {"ri:content-title": TEXT, "ri:posting-day": r"\d{4}/\d\d/\d\d", "ri:space-key": TEXT},
    "ri:attachment": {"ri:filename": r"[^\x00-\x1f\\/:\"?*|<>]+"},
    "ri:url": {"ri:value": ABSOLUTE},
    "ri:space": {"ri:space-key": TEXT},
}

_IMAGE = {
    "ac:align": "left|center|right",
    "ac:width": NUMBER,
    "ac:height": NUMBER,
    "ac:alt": ANY,
    "ac:title": ANY,
    "ac:border": "true",
    "ac:thumbnail": "true",
    "ac:inline": "true",
}

CLOUD: Mapping[str, Attributes] = {
    **SHARED,
    "p": {"style": rf"{ALIGN}|{INDENT}"},
    **{heading: {"style": ALIGN} for heading in HEADINGS},
    "ul": _NONE,
    "ol": {"start": NUMBER},
    "span": _SPAN,
    "a": {
        "href": CLOUD_HREF,
        "title": ANY,
        "data-card-appearance": "inline|block|embed",
        "data-layout": "center|wide|full-width|align-start|align-end",
        "data-width": r"\d+(?:\.\d+)?",
    },
    "table": {
        "data-layout": "default|center|align-start|align-end|wide|full-width",
        "data-table-width": NUMBER,
        "data-table-display-mode": "fixed",
    },
    "col": {"style": rf"width:\s*(?:{PIXELS}|\d+(?:\.\d+)?%);?"},
    "td": {**_CELL, "style": ALIGN},
    "th": {**_CELL, "style": ALIGN},
    "ac:link": {"ac:anchor": TEXT, "ac:card-appearance": "inline"},
    "ac:image": {
        **_IMAGE,
        "ac:layout": "center|align-start|align-end|wrap-left|wrap-right|wide|full-width",
        "ac:original-width": NUMBER,
        "ac:original-height": NUMBER,
        "ac:custom-width": "true",
    },
    "ac:caption": _NONE,
    "ac:emoticon": {
        "ac:name": TEXT,
        "ac:emoji-shortname": r":[^:\s]+:",
        "ac:emoji-id": TEXT,
        "ac:emoji-fallback": TEXT,
    },
    "ac:layout-section": {
        "ac:type": "single|fixed-width|two_equal|two_left_sidebar|two_right_sidebar|three_equal|three_with_sidebars",
        "ac:breakout-mode": "default|wide|full-width",
        "ac:breakout-width": NUMBER,
    },
    "ac:adf-extension": _NONE,
    "ac:adf-node": {"type": "panel|decision-list|decision-item"},
    "ac:adf-attribute": {"key": "panel-type|local-id|state"},
    "ac:adf-content": _NONE,
    "ac:adf-mark": {"key": "border", "size": NUMBER, "color": r"#[0-9a-f]{6,8}"},
}

_STYLED = {"style": DATACENTER_STYLE}

DATACENTER: Mapping[str, Attributes] = {
    **SHARED,
    "p": _STYLED,
    **dict.fromkeys(HEADINGS, _STYLED),
    "ul": _STYLED,
    "ol": {"start": NUMBER, **_STYLED},
    "span": _STYLED,
    "div": {**_STYLED, "class": "content-wrapper"},
    "pre": _NONE,
    "small": _NONE,
    "big": _NONE,
    "tt": _NONE,
    "abbr": {"title": TEXT},
    "dl": _NONE,
    "dt": _NONE,
    "dd": _NONE,
    "a": {"href": DATACENTER_HREF, "title": ANY},
    "table": {
        "class": "(?:wrapped|fixed-table|relative-table)(?: (?:wrapped|fixed-table|relative-table))*",
        **_STYLED,
    },
    "col": {"style": rf"width:\s*(?:{PIXELS}|\d+(?:\.\d+)?%);?"},
    "td": {**_CELL, **_STYLED, "class": r"numberingColumn|highlight-\w+"},
    "th": {**_CELL, **_STYLED, "class": r"numberingColumn|highlight-\w+"},
    "ac:link": {"ac:anchor": TEXT},
    "ac:image": {**_IMAGE, "ac:class": TEXT, "ac:style": TEXT, "ac:vspace": NUMBER, "ac:hspace": NUMBER},
    "ac:emoticon": {
        "ac:name": "smile|sad|cheeky|laugh|wink|thumbs-up|thumbs-down|information|tick|cross|warning|plus|minus|"
        "question|light-on|light-off|yellow-star|red-star|green-star|blue-star|heart|broken-heart"
    },
    "ac:layout-section": {
        "ac:type": "single|two_equal|two_left_sidebar|two_right_sidebar|three_equal|three_with_sidebars"
    },
}

ELEMENTS: Mapping[Flavor, Mapping[str, Attributes]] = {"cloud": CLOUD, "datacenter": DATACENTER}

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "a": ("href",),
    "time": ("datetime",),
    "ac:structured-macro": ("ac:name",),
    "ac:parameter": ("ac:name",),
    "ac:emoticon": ("ac:name",),
    "ac:layout-section": ("ac:type",),
    "ri:page": ("ri:content-title",),
    "ri:attachment": ("ri:filename",),
    "ri:url": ("ri:value",),
    "ri:space": ("ri:space-key",),
}
"""Attributes without which an element means nothing."""

CELLS: Mapping[str, int] = {
    "single": 1,
    "fixed-width": 1,
    "two_equal": 2,
    "two_left_sidebar": 2,
    "two_right_sidebar": 2,
    "three_equal": 3,
    "three_with_sidebars": 3,
}
"""Type of a layout section → how many cells it must have."""
