"""Formulas: arithmatex in its generic form, MathJax's script tags, KaTeX and MathML."""

from __future__ import annotations

from html import unescape

from ..markup import Xml, el, macro
from ..pieces import Leaf, Pieces
from ..rules import Walk, rule
from ..tags import Tag, attribute, classes, follower, hrefs, squeezed, text_of
from .code import fence, written
from .listing import Listing

_DELIMITERS = (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$"))
_BODILESS = frozenset({"easy-math-block"})
"""Macros for a block that take the formula as their parameter ``body`` (LaTeX Math for Confluence Cloud)."""


@rule("span.arithmatex", "div.arithmatex", "pre.arithmatex")
def arithmatex(tag: Tag, walk: Walk) -> Pieces:
    r"""``<span class="arithmatex">\(x\)</span>`` → ``<code>x</code>`` or the formula macro of an option"""
    if hrefs(tag):
        return walk.pieces(tag)
    script = tag.find("script")
    tex = _source(script) if isinstance(script, Tag) else text_of(tag)
    return formula(tex, tag, walk, block=tag.name != "span")


@fence("math")
def math_fence(listing: Listing, tag: Tag, walk: Walk) -> Pieces:
    """A ``math`` fence that no extension of the site has seen to → a formula"""
    return formula(listing.text, tag, walk, block=True)


def is_formula(script: Tag) -> bool:
    """Whether a script is none, but the source of a formula for MathJax."""
    return attribute(script, "type").lower().startswith("math/")


def of_script(script: Tag, walk: Walk) -> Pieces:
    """``<script type="math/tex; mode=display">x</script>`` → a formula"""
    block = "mode=display" in attribute(script, "type").lower().replace(" ", "")
    return formula(_source(script), script, walk, block=block)


@rule(".MathJax_Preview")
def preview(tag: Tag, walk: Walk) -> Pieces:
    """``<span class="MathJax_Preview">x</span>`` before its script → nothing"""
    after = follower(tag)
    return [] if after is not None and after.name == "script" else walk.pieces(tag)


@rule("span.katex-display", "span.katex", "math")
def rendered(tag: Tag, walk: Walk) -> Pieces:
    """``<span class="katex">…<annotation encoding="application/x-tex">x</annotation>…</span>`` → a formula"""
    block = "katex-display" in classes(tag) or attribute(tag, "display") == "block"
    source = tag.find("annotation", encoding="application/x-tex")
    return formula(text_of(tag if source is None else source), tag, walk, block=block)


def formula(tex: str, tag: Tag, walk: Walk, *, block: bool) -> Pieces:
    """TeX, with or without delimiters, as the option ``math`` says: as code, or for a macro that sets it.

    The text of a link holds no macro.
    """
    tex = bare(tex)
    if not tex:
        return []
    conversion = walk.scope.conversion
    if conversion.math == "macro" and (block or not walk.in_link):
        inline, display = conversion.math_macro
        if block and display in _BODILESS:
            return [Leaf("extension", xml=macro(display, {"body": tex}))]
        if block:
            return [Leaf("code", xml=macro(display, text=tex))]
        return [macro(inline, {"body": squeezed(tex)})]
    return written(Listing(tex, "tex"), tag, walk) if block else [code(tex)]


def code(tex: str) -> Xml:
    return el("code", None, squeezed(tex))


def bare(tex: str) -> str:
    """TeX without the delimiters around it."""
    tex = tex.strip()
    for start, end in _DELIMITERS:
        if tex.startswith(start) and tex.endswith(end) and len(tex) >= len(start) + len(end):
            return tex[len(start) : -len(end)].strip()
    return tex


def _source(script: Tag) -> str:
    """The text of a script tag, which no reading of text gives; arithmatex escapes it, though no browser asks for it."""
    text = unescape("".join(map(str, script.contents))).strip()
    return text.removeprefix("% <![CDATA[").removesuffix("%]]>").strip()
