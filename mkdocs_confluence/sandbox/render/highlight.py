"""Code with highlighting, title and line numbers, as each flavor would show it (reference, §3)."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from ..bodies.fragment import Node, is_true, parameter, plain_body, rich_body, text
from ..bodies.vocabulary import DATACENTER_LANGUAGES
from .context import Context, for_macro
from .markup import el, join

_LEXERS = {
    "actionscript": "actionscript3", "c#": "csharp", "coldfusion": "cfm", "erl": "erlang", "javafx": "java",
    "jfx": "java", "html/xml": "xml", "objective-j": "objective-c", "pas": "delphi", "visualbasic": "vb.net",
    "vb": "vb.net", "vbnet": "vb.net", "standardml": "sml", "livescript": "live-script", "handlebars": "html",
    "none": "text", "plain": "text", "plaintext": "text", "patch": "diff", "ps": "powershell", "autoit": "autoit",
    "qbs": "qml", "tex": "latex", "sass": "scss", "cuda": "cuda", "clike": "cpp", "mathematica": "wolfram",
}  # fmt: skip
"""Where a highlighter of ours has another name than Confluence."""

_INVALID = (
    "Error rendering macro 'code': Invalid value specified for parameter "
    "'com.atlassian.confluence.ext.code.render.InvalidValueException'"
)


@for_macro("code")
def code(node: Node, context: Context) -> Markup:
    """A code block. Cloud numbers all lines and knows neither first line nor folding (§3.1)."""
    language = parameter(node, "language", "" if context.cloud else "java").lower()
    if not context.cloud and language not in DATACENTER_LANGUAGES:
        return el("div", {"class": "unknown error"}, el("div", {"class": "label"}, _INVALID))
    source = plain_body(node)
    shown = text(rich_body(node)) if source is None else source
    numbered = context.cloud or is_true(node, "linenumbers")
    start = parameter(node, "firstline", "1")
    first = int(start) if not context.cloud and start.isdigit() else 1
    block = listing(shown, language, first=first if numbered else None)
    title = parameter(node, "title")
    if not context.cloud and is_true(node, "collapse"):
        summary = el("summary", None, title or "Source", " ", el("span", {"class": "more"}, "expand source"))
        return el("details", {"class": "code"}, summary, block)
    attrs = {"class": "code", "data-language": language}
    if title and context.cloud:  # no title in the document model; a heading before the block
        return join(el("p", {"class": "code-title"}, el("strong", None, title)), el("div", attrs, block))
    return el("div", attrs, el("div", {"class": "title"}, title) if title else "", block)


@for_macro("noformat")
def noformat(node: Node, context: Context) -> Markup:
    bare = is_true(node, "nopanel") and not context.cloud
    return el("div", {"class": "bare code" if bare else "code"}, listing(plain_body(node) or "", "text"))


def listing(source: str, language: str, *, first: int | None = None) -> Markup:
    """A ``pre`` of one ``span`` a line; the numbers come from the stylesheet, so that copying leaves them out."""
    formatter: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
    marked = highlight(source.expandtabs(4), _lexer(language), formatter)
    lines = marked[:-1].split("\n") if marked.endswith("\n") else marked.split("\n")
    rows = join(*(Markup("{}\n").format(el("span", {"class": "line"}, Markup(line))) for line in lines))  # noqa: S704 — escaped by Pygments
    attrs = {"class": "numbers", "style": f"counter-reset: line {first - 1}"} if first is not None else {}
    return el("pre", {**attrs, "tabindex": "0"}, el("code", None, rows))


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer:
    for candidate in (_LEXERS.get(language, language), language):
        try:
            return get_lexer_by_name(candidate or "text", stripnl=False)
        except ClassNotFound:
            continue
    return get_lexer_by_name("text", stripnl=False)
