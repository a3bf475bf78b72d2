"""Which elements and attributes storage format has, on each flavor (reference, §1.3 to §1.15)."""

from __future__ import annotations

from functools import lru_cache

_BOTH = (
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote hr br table tbody thead tfoot tr td th colgroup col a "
    "strong b em i u ins s del code sub sup span pre time "
    "ac:structured-macro ac:parameter ac:rich-text-body ac:plain-text-body ac:link ac:link-body "
    "ac:plain-text-link-body ac:image ac:caption ac:emoticon ac:task-list ac:task ac:task-id ac:task-uuid "
    "ac:task-status ac:task-body ac:layout ac:layout-section ac:layout-cell ac:placeholder "
    "ac:inline-comment-marker ri:page ri:blog-post ri:attachment ri:url ri:shortcut ri:user ri:space "
    "ri:content-entity"
).split()
_CLOUD_ONLY = (
    "ac:adf-extension ac:adf-node ac:adf-attribute ac:adf-content ac:adf-fallback ac:adf-mark".split()
)
_DATACENTER_ONLY = (
    "div dl dt dd small big tt kbd abbr acronym cite dfn var samp q address ac:macro ac:default-parameter "
    "ac:hipchat-emoticon"
).split()
"""Drawn by Data Center as they stand; the document model of Cloud has nothing for them."""

ELEMENTS = {
    "cloud": frozenset(_BOTH + _CLOUD_ONLY),
    "datacenter": frozenset(_BOTH + _DATACENTER_ONLY),
}

_CELL = "colspan rowspan valign class style data-highlight-colour"
_ATTRIBUTES = {
    "a": "href title data-card-appearance data-layout data-width",
    "col": "style",
    "h1": "style", "h2": "style", "h3": "style", "h4": "style", "h5": "style", "h6": "style",
    "ol": "start style",
    "p": "style class",
    "span": "style class",
    "table": "class style data-layout data-table-width data-table-display-mode",
    "td": _CELL,
    "th": _CELL,
    "time": "datetime",
    "ac:structured-macro": "ac:name ac:schema-version ac:macro-id data-layout",
    "ac:macro": "ac:name",
    "ac:parameter": "ac:name",
    "ac:link": "ac:anchor ac:card-appearance",
    "ac:image": "ac:align ac:border ac:class ac:title ac:style ac:thumbnail ac:alt ac:height ac:width ac:vspace "
    "ac:hspace ac:layout ac:original-width ac:original-height ac:custom-width ac:inline ac:queryparams ac:src",
    "ac:emoticon": "ac:name ac:emoji-shortname ac:emoji-id ac:emoji-fallback",
    "ac:hipchat-emoticon": "ac:shortcut",
    "ac:task-list": "ac:task-list-id",
    "ac:layout-section": "ac:type ac:breakout-mode ac:breakout-width",
    "ac:placeholder": "ac:type",
    "ac:inline-comment-marker": "ac:ref",
    "ac:adf-node": "type",
    "ac:adf-attribute": "key",
    "ac:adf-mark": "key size color",
    "ri:page": "ri:content-title ri:space-key ri:version-at-save",
    "ri:blog-post": "ri:content-title ri:space-key ri:posting-day ri:version-at-save",
    "ri:attachment": "ri:filename ri:version-at-save",
    "ri:url": "ri:value",
    "ri:shortcut": "ri:key ri:parameter",
    "ri:user": "ri:account-id ri:userkey ri:username",
    "ri:space": "ri:space-key",
    "ri:content-entity": "ri:content-id ri:version-at-save",
}  # fmt: skip
_EVERYWHERE = frozenset({"local-id", "ac:local-id"})
"""Ids that the editor of Cloud writes on save."""
_ON_DATACENTER = {
    **dict.fromkeys("div ul ol li table tr td th p pre code blockquote dl dt dd".split(), "class style"),
    **dict.fromkeys(("abbr", "acronym", "span"), "title class style"),
}
_IN_CELLS = "scope align abbr width"

REQUIRED = {
    "time": ("datetime",),
    "ac:structured-macro": ("ac:name",),
    "ac:layout-section": ("ac:type",),
    "ac:inline-comment-marker": ("ac:ref",),
    "ac:emoticon": ("ac:name",),
    "ri:page": ("ri:content-title",),
    "ri:blog-post": ("ri:content-title", "ri:posting-day"),
    "ri:attachment": ("ri:filename",),
    "ri:url": ("ri:value",),
    "ri:shortcut": ("ri:key",),
    "ri:space": ("ri:space-key",),
    "ri:content-entity": ("ri:content-id",),
}
"""Attributes without which an element means nothing."""

CLASSES = frozenset(
    "numberingColumn wrapped fixed-table relative-table confluenceTable confluenceTd confluenceTh "
    "auto-cursor-target content-wrapper placeholder-inline-tasks".split()
)
"""Values of ``class`` that mean something; Cloud drops or ignores others (§1.3)."""

CLOUD_STYLES = {
    "p": {"text-align", "margin-left"},
    **{key: {"text-align"} for key in ("h1", "h2", "h3", "h4", "h5", "h6", "td", "th")},
    "span": {"color", "background-color"},
    "col": {"width"},
}
"""Style properties that Cloud honours; others are stored and ignored, or emptied."""

HIGHLIGHTS = {
    "grey": "#f4f5f7", "red": "#ffebe6", "yellow": "#fffae6", "green": "#e3fcef", "blue": "#deebff",
    "teal": "#e6fcff", "purple": "#eae6ff", "orange": "#fedec8",
}  # fmt: skip
"""Colour of a cell by name → as the editor shows it (§1.9)."""

LAYOUT_CELLS = {
    "cloud": {
        "single": 1, "fixed-width": 1, "two_equal": 2, "two_left_sidebar": 2, "two_right_sidebar": 2,
        "three_equal": 3, "three_with_sidebars": 3, "three_left_sidebars": 3, "three_right_sidebars": 3,
        "four_equal": 4, "five_equal": 5,
    },
    "datacenter": {
        "single": 1, "two_equal": 2, "two_left_sidebar": 2, "two_right_sidebar": 2,
        "three_equal": 3, "three_with_sidebars": 3,
    },
}  # fmt: skip
"""Type of a layout section → its number of cells (§1.13)."""

CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "table": {"colgroup", "tbody", "thead", "tfoot", "tr"},
    "colgroup": {"col"},
    "tbody": {"tr"}, "thead": {"tr"}, "tfoot": {"tr"},
    "tr": {"td", "th"},
    "dl": {"dt", "dd"},
    "ac:task-list": {"ac:task"},
    "ac:task": {"ac:task-id", "ac:task-uuid", "ac:task-status", "ac:task-body", "ac:task-list"},
    "ac:layout": {"ac:layout-section"},
    "ac:layout-section": {"ac:layout-cell"},
    "ac:structured-macro": {"ac:parameter", "ac:rich-text-body", "ac:plain-text-body", "ac:default-parameter"},
    "ac:image": {"ri:attachment", "ri:url", "ac:caption", "ac:adf-mark"},
    "ac:plain-text-body": set(), "ac:plain-text-link-body": set(), "ac:emoticon": set(), "time": set(),
    "ri:attachment": {"ri:page", "ri:blog-post", "ri:content-entity"},
}  # fmt: skip
"""Elements that hold only certain others, and no text but white space (those without children may hold text)."""

PARENTS = {
    "li": {"ul", "ol"},
    "tr": {"table", "tbody", "thead", "tfoot"},
    "td": {"tr"}, "th": {"tr"},
    "tbody": {"table"}, "thead": {"table"}, "tfoot": {"table"}, "colgroup": {"table"},
    "dt": {"dl"}, "dd": {"dl"},
    "ac:task": {"ac:task-list"},
    "ac:task-body": {"ac:task"}, "ac:task-id": {"ac:task"}, "ac:task-status": {"ac:task"},
    "ac:layout-section": {"ac:layout"},
    "ac:layout-cell": {"ac:layout-section"},
    "ac:layout": {"xml"},
    "ac:parameter": {"ac:structured-macro", "ac:macro"},
    "ac:rich-text-body": {"ac:structured-macro", "ac:macro"},
    "ac:plain-text-body": {"ac:structured-macro", "ac:macro"},
    "ac:link-body": {"ac:link"},
    "ac:plain-text-link-body": {"ac:link"},
    "ac:caption": {"ac:image"},
}  # fmt: skip
"""Elements that stand only within certain others."""

INLINE_MACROS = frozenset(
    "anchor status mathinline eazy-math-inline mathjax-inline-macro mathblock-ref cfm-footnote footnote "
    "cfm-tooltip tooltip profile-picture".split()
)
"""Macros that stand in a line of text (and ``jira`` for one issue)."""

DATACENTER_LANGUAGES = frozenset(
    "none actionscript3 applescript bash c# csharp cpp c c++ css coldfusion delphi diff patch erl erlang groovy "
    "java javafx jfx js javascript perl php powershell ps py python ruby sass scala sql text plain vb xml html "
    "html/xml xhtml xslt yml yaml shell sh".split()
)
"""Names that the code macro of Data Center takes (§3.2); any other makes it fail visibly."""

IN_LINK_BODY = frozenset("b strong em i code tt sub sup br span ac:image ac:inline-comment-marker".split())
"""What ``ac:link-body`` may hold (§1.11), and the marker of a comment on its words."""


@lru_cache(maxsize=1024)
def attributes_of(element: str, flavor: str) -> frozenset[str]:
    """The attributes that an element may have."""
    found = set(_ATTRIBUTES.get(element, "").split()) | _EVERYWHERE
    if flavor == "datacenter":
        found |= set(_ON_DATACENTER.get(element, "").split())
        found |= set(_IN_CELLS.split()) if element in ("td", "th") else set()
    return frozenset(found)
