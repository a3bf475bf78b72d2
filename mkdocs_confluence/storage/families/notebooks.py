"""Notebooks as mkdocs-jupyter (nbconvert) renders them: inputs, outputs, and formulas between dollar signs."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from ..changes import each_line
from ..lines import inline
from ..markup import Xml, in_text, marks_within
from ..pieces import Block, Leaf, Pieces, visible
from ..rules import Walk, rule
from ..tags import BLOCKS, Tag, text_of
from .formulas import formula
from .scripted import link_instead

_FORMULA = re.compile(
    r"(?P<block>\$\$[^$]+\$\$|\\\[.{1,2000}?\\\])"
    r"|(?P<line>\$(?![\s$])[^$]*?(?<!\s)\$(?!\d)|\\\(.{1,2000}?\\\))",
    re.DOTALL,
)
"""A formula in text that is escaped as XML."""


@rule(
    "div.jp-InputPrompt",
    "div.jp-OutputPrompt",
    "div.jp-Collapser",
    "div.zeroclipboard-container",
    "div.clipboard-copy-txt",
    "div.celltoolbar",
    "div.anim-controls",
    "clipboard-copy",
)
def machinery(tag: Tag, walk: Walk) -> Pieces:
    """Counters, copy buttons and the copies that they take, and buttons to run an animation → nothing"""
    return []


@rule("div.sk-text-repr-fallback")
def model(tag: Tag, walk: Walk) -> Pieces:
    """``<pre>Model()</pre><b>In a Jupyter environment, please rerun this cell…</b>`` (scikit-learn) → the code alone"""
    said = tag.find("b", recursive=False)
    aside = (
        isinstance(said, Tag) and said.find(BLOCKS) is None and tag.find("pre", recursive=False) is not None
    )
    return walk.pieces(tag, leave=said if aside else None)


@rule("div.jp-RenderedHTML")
def output(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="jp-RenderedHTML"><div id="b1"></div><script>…`` → a link, as for all that a script would draw"""
    pieces = walk.pieces(tag)
    if any(map(visible, pieces)) or not tag.find("script") or not tag.find(id=True):
        return pieces
    return [*pieces, *link_instead("", tag, walk)]


@rule("div.jp-RenderedMarkdown")
def markdown_cell(tag: Tag, walk: Walk) -> Pieces:
    """``<p>Text $x^2$</p>`` → ``<p>Text <code>x^2</code></p>``: a script would set what is between dollar signs."""
    return [each_line(block, lambda leaf: _with_formulas(leaf, tag, walk)) for block in walk.blocks(tag)]


@rule("div.jp-RenderedLatex")
def latex(tag: Tag, walk: Walk) -> Pieces:
    r"""``<div class="jp-RenderedLatex">$\displaystyle x$</div>`` → a formula"""
    return formula(text_of(tag), tag, walk, block=True)


def _with_formulas(leaf: Leaf, tag: Tag, walk: Walk) -> Block:
    if "$" not in leaf.inline and "\\" not in leaf.inline:
        return leaf
    whole = _FORMULA.fullmatch(leaf.inline) if "<" not in leaf.inline else None
    if whole and whole["block"] and leaf.kind == "paragraph" and not leaf.ids:
        pieces = formula(unescape(whole["block"]), tag, walk, block=True)
        if len(pieces) == 1 and isinstance(pieces[0], Leaf):
            return pieces[0]

    def written(match: re.Match[str]) -> str:
        return inline(formula(unescape(match[0]), tag, walk, block=False))

    line = in_text(leaf.inline, lambda text: Xml(_FORMULA.sub(written, text)))
    return replace(leaf, inline=line if walk.target.marked_code else marks_within(line))
