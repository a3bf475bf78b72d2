"""The Markdown extension that carries into the HTML what it would lose: a code block's language, an icon's name.

Highlighters colour by the language and then, unless told otherwise, forget its name. This extension makes them leave
it on the outermost element as ``data-language``, an attribute that no style sheet of a theme looks at. It hooks into
``pymdownx.highlight`` (and so superfences) and into ``codehilite`` (and so fenced_code); without a highlighter the
language is in the HTML anyway. Icons, which are nothing but a drawing, get their short name as ``data-icon``.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, MutableSequence
from html import escape
from typing import IO, Any, Protocol
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.extensions.codehilite import CodeHiliteExtension

NAME = __name__
ATTRIBUTE, ICON = "data-language", "data-icon"
_FIRST_TAG = re.compile(r"<(?:div|table|figure)\b")
"""Not ``pre``: that is how code is written for a highlighter in the browser, with the language as a class."""


class Highlighter(Protocol):
    """What is used of ``pymdownx.highlight.Highlight``."""

    def highlight(self, src: str, language: str, *args: Any, **kwargs: Any) -> Any: ...


def prepare(mdx_extensions: MutableSequence[str], mdx_configs: MutableMapping[str, Any]) -> None:
    """Add the extension to the two Markdown settings of MkDocs; twice does no more than once."""
    if NAME not in mdx_extensions:
        mdx_extensions.append(NAME)
    mdx_configs.setdefault(NAME, {})


def named(html: str, language: str) -> str:
    """Put the language on the outermost element of a highlighted block, unless it carries one."""
    start = _FIRST_TAG.match(html)
    if not language or start is None or f" {ATTRIBUTE}=" in html[: html.find(">")]:
        return html
    return f'{start[0]} {ATTRIBUTE}="{escape(language)}"{html[start.end() :]}'


class LanguageExtension(Extension):
    """Hooks into the highlighters that a Markdown object has, whatever the order of its extensions."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 — Python-Markdown's name
        self.md = md
        md.registerExtension(self)
        self.reset()  # nobody may call it for an object that gets its extensions late (markdown-exec makes such)

    def reset(self) -> None:
        """Hook in: Markdown calls this after all extensions are registered, and before each page."""
        for extension in self.md.registeredExtensions:
            if isinstance(extension, CodeHiliteExtension):
                _hook_codehilite(self.md, extension)
            elif hasattr(extension, "get_pymdownx_highlighter"):
                _hook_pymdownx(extension)
        if "emoji" in self.md.inlinePatterns:
            _hook_emoji(self.md.inlinePatterns["emoji"])


def makeExtension(**kwargs: Any) -> LanguageExtension:  # noqa: N802 — Python-Markdown's name
    return LanguageExtension(**kwargs)


def _hook_pymdownx(extension: Any) -> None:
    """Let the extension hand out a highlighter that names languages."""
    highlighter = extension.get_pymdownx_highlighter()
    if not getattr(highlighter, "names_languages", False):
        naming = _naming(highlighter)
        extension.get_pymdownx_highlighter = lambda: naming


def _naming(base: type[Highlighter]) -> type[Highlighter]:
    """A highlighter that does what ``base`` does and names the language of a block (not of code in a line)."""

    class Naming(base):  # type: ignore[valid-type,misc]
        names_languages = True

        def highlight(self, src: str, language: str, *args: Any, **kwargs: Any) -> Any:
            result = super().highlight(src, language, *args, **kwargs)
            if not language or not isinstance(result, str):
                return result
            return named(
                result, str(self.get_extended_language(language)[0])
            )  # a name of the site → its lexer

    return Naming


def _hook_emoji(pattern: Any) -> None:
    """Let ``pymdownx.emoji`` put the short name of an icon on the element that its generator makes."""
    generator = getattr(pattern, "generator", None)
    if generator is None or getattr(generator, "names_icons", False):
        return

    def naming(index: str, shortname: str, alias: Any, code_points: Any, *args: Any) -> Any:
        element = generator(index, shortname, alias, code_points, *args)
        if not code_points and isinstance(element, Element):
            element.set(ICON, shortname.strip(":"))
        return element

    naming.names_icons = True  # type: ignore[attr-defined]  # a mark for the next page
    pattern.generator = naming


def _hook_codehilite(md: Markdown, extension: CodeHiliteExtension) -> None:
    """Give codehilite a Pygments formatter that names the language, where the user has chosen no other."""
    if extension.getConfig("pygments_formatter") != "html" or not extension.getConfig("use_pygments"):
        return
    prefix = str(extension.getConfig("lang_prefix"))

    def formatter(lang_str: str, **options: Any) -> Any:
        return _formatter(lang_str.removeprefix(prefix), options)

    extension.setConfig("pygments_formatter", formatter)
    hilite: Any = md.treeprocessors["hilite"]
    hilite.config["pygments_formatter"] = formatter


def _formatter(language: str, options: dict[str, Any]) -> Any:
    """An HTML formatter of Pygments, which codehilite has already imported, that names the language."""
    from io import StringIO

    from pygments.formatters import HtmlFormatter

    class Naming(HtmlFormatter):  # type: ignore[misc]
        def format_unencoded(self, tokensource: Any, outfile: IO[str]) -> None:
            plain = StringIO()
            super().format_unencoded(tokensource, plain)
            outfile.write(named(plain.getvalue(), language))

    return Naming(**options)
