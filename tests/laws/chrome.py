"""What of a rendered page is not said again in Confluence, and what is said in other words; each with its reason.

A selector is ``tag.class[attribute=value]``, each part optional; ``*=`` asks for a part of a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree


@dataclass(frozen=True, slots=True)
class Rule:
    selector: str
    reason: str


LEFT_OUT: tuple[Rule, ...] = (
    Rule("a.headerlink", "permalink sign of a heading; Confluence shows its own"),
    Rule("a[title=Permanent link]", "permalink sign of a heading, of a class that the author chose"),
    Rule("a.anchor-link", "permalink sign of a heading in a notebook"),
    Rule("td.linenos", "line numbers; the code macro counts by itself"),
    Rule("div.linenodiv", "line numbers"),
    Rule("span.linenos", "line numbers within the code"),
    Rule("script", "not shown; the script of a formula is handled as formula"),
    Rule("style", "not shown"),
    Rule("template", "not shown"),
    Rule("title", "title of a document or drawing, not shown in the page"),
    Rule("noscript", "shown only without JavaScript"),
    Rule("datalist", "not shown"),
    Rule("[hidden]", "hidden by its author"),
    Rule("[style*=display:none]", "hidden by its author"),
    Rule("[style*=display: none]", "hidden by its author"),
    Rule("div.jp-InputPrompt", "cell counter of a notebook"),
    Rule("div.jp-OutputPrompt", "cell counter of a notebook"),
    Rule("div.zeroclipboard-container", "copy button of a notebook"),
    Rule("div.clipboard-copy-txt", "hidden copy of the cell above it"),
    Rule("div.celltoolbar", "cell tags, an editor's note"),
    Rule("div.anim-controls", "buttons to run an animation"),
    Rule("annotation", "TeX source inside MathML, not shown"),
    Rule("annotation-xml", "source inside MathML, not shown"),
    Rule("rp", "parentheses for browsers without ruby"),
    Rule("nav.panzoom-nav", "buttons beside a picture that can be turned"),
    Rule("div.panzoom-info-box", "how to turn a picture"),
    Rule(".carousel-control", "a button to leaf through pictures, which stand after one another"),
    Rule(".carousel-control-prev", "a button to leaf through pictures"),
    Rule(".carousel-control-next", "a button to leaf through pictures"),
    Rule(".carousel-indicators", "buttons to leaf through pictures"),
    Rule("div.pyodide-editor-bar", "buttons to run code, and to clear what it has put out"),
    Rule("button.close", "a button to put a message away"),
    Rule("div.nt-card-icon", "an ornament beside a title"),
    Rule("div.nt-timeline-dot", "an ornament of a line"),
    Rule("div.nt-plan-periods", "the scale of a plan, whose parts tell their dates"),
    Rule("backlinks", "filled by a script of the theme; empty in the content"),
)

REPLACED: tuple[Rule, ...] = (
    Rule("div.toc", "the toc macro lists the headings"),
    Rule(
        ".doc-heading",
        "the heading of a symbol is its name, which its signature says again as code after it; its labels follow",
    ),
    Rule("div.tabbed-set", "labels stand before their own tab instead of all in front"),
    Rule("p.admonition-title", "a panel of this type shows its default title by itself"),
    Rule("p.markdown-alert-title", "a panel of this type shows its default title by itself"),
    Rule("summary", "a panel of this type shows its default title by itself"),
    Rule("img.twemoji", "an emoji is its character"),
    Rule("img.emojione", "an emoji is its character"),
    Rule("img.gemoji", "an emoji is its character"),
    Rule("img", "a picture that cannot be shown is its alternative text"),
    Rule("svg", "a drawing is attached, or named when it is an icon"),
    Rule(".material-icons", "the name of an icon, which its font draws"),
    Rule(".material-symbols-outlined", "the name of an icon, which its font draws"),
    Rule("input", "a check box is ☐ or ☑, a choice ○ or ◉, a button its value, and a switch nothing"),
    Rule("i[class*=]", "an icon of a font is its sign or name"),
    Rule("span[class*=fa]", "an icon of a font is its sign or name"),
    Rule("span.arithmatex", "a formula loses its delimiters"),
    Rule("div.arithmatex", "a formula loses its delimiters"),
    Rule("pre.arithmatex", "a formula loses its delimiters"),
    Rule("span.katex", "a formula that KaTeX has set, in MathML and again in HTML, is its source"),
    Rule("script[type*=math/tex]", "the source of a formula whose preview it replaces"),
    Rule(".MathJax_Preview", "the preview of a formula, said by the formula itself"),
    Rule("div.jp-RenderedMarkdown", "formulas in notebooks lose their delimiters"),
    Rule("div.jp-RenderedLatex", "formulas in notebooks lose their delimiters"),
    Rule("span.critic.comment", "a comment may stand in parentheses"),
    Rule("q", "quotation marks that a browser adds"),
    Rule("rt", "a reading above the characters stands in parentheses behind them"),
    Rule("time", "a date without words, which a script would fill, is its day"),
    Rule("div.progress-bar", "a bar is its percentage"),
    Rule("progress", "a bar without words is its percentage"),
    Rule("meter", "a bar without words is its percentage"),
    Rule("div.period[title*=]", "a part of a plan tells its dates"),
    Rule("div.nt-timeline-dot[title*=]", "an event of a plan tells its name and date"),
    Rule(".doc-backlink-crumb", "a sign stands between the crumbs of a path"),
    Rule("div.termy", "a terminal is named by its title, but not by the one that all have"),
    Rule("span[data-ty]", "a line of a terminal begins with its prompt"),
    Rule("details", "a browser's own word when there is no summary"),
    Rule("iframe", "an embedded page is named by its title or address"),
    Rule("video", "a film is named by its title or address"),
    Rule("audio", "a sound is named by its title or address"),
    Rule("object", "an embedded file is named by its title or address"),
    Rule("embed", "an embedded file is named by its title or address"),
    Rule("area", "a place of a picture is a link named by its words or address"),
    Rule("canvas", "drawn by a script; a link to the site stands for it"),
    Rule("swagger-ui", "drawn by a script; a link to the site stands for it"),
    Rule("redoc", "drawn by a script; a link to the site stands for it"),
    Rule("lottie-player", "drawn by a script; a link to its source stands for it"),
    Rule(".plotly-graph-div", "drawn by a script; a link to the site stands for it"),
    Rule(".mxgraph", "drawn by a script; a link to the site stands for it"),
    Rule(".bk-root", "drawn by a script; a link to the site stands for it"),
    Rule("div.sk-text-repr-fallback", "how to see a model where no style sheet hides this, below its code"),
    Rule("div.jp-RenderedHTML", "an output that a script draws; a link to the site stands for it"),
    Rule(".vega-embed", "drawn by a script; a link to the site stands for it"),
    Rule("pre", "colours of a terminal are left out of code"),
    Rule("div[id*=]", "drawn by a script that names it; a link to the site stands for it"),
    Rule("div[data-src*=]", "drawn by a script that asks for its source; a link to that stands for it"),
    Rule("section[id*=]", "drawn by a script that names it; a link to the site stands for it"),
    Rule("p[id*=]", "drawn by a script that names it; a link to the site stands for it"),
    Rule("a", "a link that shows nothing is named by its title or address"),
)

_PART = re.compile(r"(\.[\w-]+)|\[([\w-]+)(?:(\*?=)([^\]]*))?\]")


@dataclass(frozen=True, slots=True)
class _Parsed:
    text: str
    tag: str
    classes: frozenset[str]
    attribute: str = ""
    operator: str = ""
    value: str = ""

    def matches(self, element: etree._Element, classes: frozenset[str]) -> bool:
        if not self.classes <= classes:
            return False
        if not self.attribute:
            return True
        held = element.get(self.attribute)
        if held is None:
            return False
        return self.value == held if self.operator == "=" else self.value in held


def parsed(selector: str) -> _Parsed:
    tag = re.match(r"[\w-]*", selector)
    head = tag[0] if tag else ""
    classes, attribute, operator, value = [], "", "", ""
    for part in _PART.finditer(selector[len(head) :]):
        if part[1]:
            classes.append(part[1][1:])
        else:
            attribute, operator, value = part[2], part[3] or "", part[4] or ""
    return _Parsed(selector, head, frozenset(classes), attribute, operator, value)


def matching(element: etree._Element, rules: tuple[Rule, ...]) -> str:
    """The selector of the first rule that an element falls under, or empty."""
    classes = frozenset(element.get("class", "").split())
    for selector in _index(rules).get(str(element.tag), _index(rules)[""]):
        if selector.matches(element, classes):
            return selector.text
    return ""


_INDEXES: dict[int, dict[str, list[_Parsed]]] = {}
"""Identity of a row of rules → tag → its selectors, those of any tag among them."""


def _index(rules: tuple[Rule, ...]) -> dict[str, list[_Parsed]]:
    found = _INDEXES.get(id(rules))
    if found is None:
        all_ = [parsed(rule.selector) for rule in rules]
        tags = {selector.tag for selector in all_} | {""}
        found = {tag: [selector for selector in all_ if selector.tag in ("", tag)] for tag in tags}
        _INDEXES[id(rules)] = found
    return found
