"""Macros with their body, parameters and place, per flavor, as data.

``node`` is what Cloud's document model makes of a macro, which decides where it may stand. Sources: Atlassian's macro
pages for Data Center, Cloud's document schema, its list of code languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from mkdocs_confluence.model import Flavor

from .elements import ANY, BOOLEAN, HEX, NUMBER, TEXT

Body = Literal["none", "plain", "rich"]

CLOUD_LANGUAGES = frozenset(
    """none abap actionscript actionscript3 ada ada2005 ada95 applescript arduino as autoit bash c c# c++ clike clipper
    clojure coffee coffee-script coffeescript coldfusion cpp csharp css cu cucumber cuda d dart delphi diff docker
    dockerfile duby elixir erl erlang ex exs fortran foxpro gherkin go graphql groovy handlebars haskell haxe hcl hs
    html hx hxsl java javafx javascript jfx jl js json jsx julia kotlin ksh latex live-script livescript lua markdown
    mathematica matlab mma mustache mysql nb nginx obj-c obj-j objc objective-c objective-j objectivec objectivej
    objectpascal objj ocaml octave pas pascal perl php php3 php4 php5 pl plaintext plpgsql posh postgres
    postgres-console postgresql postgresql-console powershell prolog proto protobuf ps1 psm1 psql puppet purebasic py
    python qbs qml r racket rb rest restructuredtext rkt rst ruby rust sass scala scheme scm sh shell smalltalk sml
    splunk-spl sql sqlite squeak st standardmL standardml swift t-sql tcl terraform tex text toml ts tsql tsx
    typescript v vala vapi vb.net vbnet verilog vfp vhdl visualbasic xbase xml xq xql xqm xquery xqy yaml yml
    zsh""".split()
)
"""Names that Cloud's code block looks up exactly; any other shows as plain text."""

DATACENTER_LANGUAGES = frozenset(
    """none actionscript3 applescript bash c# cpp css coldfusion delphi diff erl groovy java javafx js perl php
    powershell py ruby sass scala sql text vb xml yml""".split()
)
"""Names that every Data Center knows; an unknown one makes the macro fail where the code should stand."""


def _one_of(names: frozenset[str]) -> str:
    return "|".join(name.replace("+", r"\+").replace(".", r"\.") for name in sorted(names))


@dataclass(frozen=True, slots=True)
class Macro:
    """One macro: its body, where it stands, its parameters (name → pattern of a text; ``element`` for an element)."""

    body: Body
    node: str
    """``inline``, ``code``, ``panel``, ``expand``, ``extension`` (without a body) or ``bodied``."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()


ELEMENT = "(element)"
"""Stands for a parameter whose value is one element and nothing beside it."""

_ANCHOR = Macro("none", "inline", {"": r"[A-Za-z0-9_.-]+"}, ("",))
_TOC = Macro(
    "none",
    "extension",
    {
        "type": "list|flat",
        "outline": "true|clear",
        "style": TEXT,
        "indent": TEXT,
        "separator": TEXT,
        "minLevel": "[1-6]",
        "maxLevel": "[1-7]",
        "include": TEXT,
        "exclude": TEXT,
        "printable": "false",
        "class": TEXT,
    },
)
_CHILDREN = Macro(
    "none",
    "extension",
    {
        "reverse": BOOLEAN,
        "sort": "creation|title|modified",
        "style": "h[1-6]",
        "excerptType": "none|simple|rich content",
        "first": NUMBER,
        "depth": NUMBER,
        "all": BOOLEAN,
        "allChildren": BOOLEAN,
        "sortAndReverse": TEXT,
        "page": ELEMENT,
    },
)
_VIEW_FILE = Macro("none", "extension", {"name": ELEMENT, "height": NUMBER}, ("name",))
_WIDGET = Macro(
    "none",
    "extension",
    {"url": ELEMENT, "width": NUMBER, "height": NUMBER, "overlay": TEXT, "_template": TEXT},
    ("url",),
)
_EXPAND = Macro("rich", "expand", {"title": TEXT})
_ATTACHMENTS = Macro(
    "none", "extension", {"old": BOOLEAN, "patterns": TEXT, "upload": BOOLEAN, "preview": BOOLEAN}
)


def _status(colours: str) -> Macro:
    return Macro("none", "inline", {"title": TEXT, "colour": colours, "subtle": "true"}, ("title",))


_BOTH: Mapping[str, Macro] = {
    "anchor": _ANCHOR,
    "toc": _TOC,
    "children": _CHILDREN,
    "view-file": _VIEW_FILE,
    "widget": _WIDGET,
    "expand": _EXPAND,
    "attachments": _ATTACHMENTS,
    "noformat": Macro("plain", "code", {"nopanel": "true"}),
    "excerpt": Macro("rich", "bodied", {"hidden": "true", "name": TEXT}),
    "details": Macro("rich", "bodied", {"id": TEXT, "hidden": "true"}),
}

CLOUD: Mapping[str, Macro] = {
    **_BOTH,
    "code": Macro(
        "plain",
        "code",
        {
            "language": _one_of(CLOUD_LANGUAGES),
            "linenumbers": BOOLEAN,
            "breakoutMode": "wide|full-width",
            "breakoutWidth": NUMBER,
            "wrap": "true",
        },
    ),
    **dict.fromkeys(("info", "note", "tip", "warning"), Macro("rich", "panel")),
    "panel": Macro(
        "rich",
        "panel",
        {
            "bgColor": HEX,
            "panelIcon": r":[^:\s]+:",
            "panelIconId": r"[0-9a-f]+(?:-[0-9a-f]+)*",
            "panelIconText": TEXT,
        },
    ),
    "status": _status("Grey|Red|Yellow|Green|Blue|Purple"),
    "iframe": Macro(
        "none", "extension", {"src": ELEMENT, "width": TEXT, "height": TEXT, "title": TEXT}, ("src",)
    ),
}

DATACENTER: Mapping[str, Macro] = {
    **_BOTH,
    "code": Macro(
        "plain",
        "code",
        {
            "language": _one_of(DATACENTER_LANGUAGES),
            "title": TEXT,
            "linenumbers": "true",
            "firstline": NUMBER,
            "collapse": "true",
            "theme": "DJango|Eclipse|Emacs|FadeToGrey|Midnight|RDark",
        },
        ("language",),
    ),
    **dict.fromkeys(
        ("info", "note", "tip", "warning"), Macro("rich", "panel", {"title": TEXT, "icon": "false"})
    ),
    "panel": Macro(
        "rich",
        "panel",
        {
            "title": TEXT,
            "borderStyle": TEXT,
            "borderColor": TEXT,
            "borderWidth": NUMBER,
            "bgColor": TEXT,
            "titleBGColor": TEXT,
            "titleColor": TEXT,
        },
    ),
    "status": _status("Grey|Red|Yellow|Green|Blue"),
    "multimedia": Macro(
        "none",
        "extension",
        {"name": ELEMENT, "width": NUMBER, "height": NUMBER, "autostart": BOOLEAN, "autoplay": BOOLEAN},
        ("name",),
    ),
    "section": Macro("rich", "bodied", {"border": "true"}),
    "column": Macro("rich", "bodied", {"width": r"\d+(?:px|%)"}),
}

_OF_DIAGRAMS: Mapping[str, Macro] = {
    "mermaid-cloud": Macro(
        "none",
        "extension",
        {"filename": TEXT, "toolbar": "top|bottom|hide", "zoom": TEXT, "revision": NUMBER},
        ("filename",),
    ),
    "plantumlcloud": Macro(
        "none",
        "extension",
        {
            "data": "[A-Za-z0-9+/]+={0,2}",
            "compressed": "true",
            "filename": TEXT,
            "toolbar": "top|bottom|hide",
            "revision": NUMBER,
            "originalWidth": NUMBER,
            "originalHeight": NUMBER,
        },
        ("data", "compressed"),
    ),
}
"""Macros that draw what a parameter tells them; any other is taken to draw its text."""

MACROS: Mapping[Flavor, Mapping[str, Macro]] = {"cloud": CLOUD, "datacenter": DATACENTER}


def of_apps(
    *, tabs: tuple[str, str] = ("", ""), math: tuple[str, str] = ("", ""), diagrams: tuple[str, ...] = ()
) -> dict[str, Macro]:
    """Macros of apps that a user chose by option: their names are settings, so they are no part of the tables."""
    around, one = tabs
    inline, block = math
    title = {"card": "label", "tab-pane": "name", "horizontal-nav-item": "name"}.get(one, "title")
    formula = Macro("plain", "code")
    if block == "easy-math-block":
        formula = Macro("none", "extension", {"body": ANY}, ("body",))
    return {
        **({around: Macro("rich", "bodied"), one: Macro("rich", "bodied", {title: TEXT})} if around else {}),
        **({inline: Macro("none", "inline", {"body": ANY}, ("body",)), block: formula} if inline else {}),
        **{name: _OF_DIAGRAMS.get(name, Macro("plain", "code")) for name in diagrams},
    }
