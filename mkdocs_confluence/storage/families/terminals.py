"""Terminals that a script types into (termynal), and editors of code that a browser runs (pyodide)."""

from __future__ import annotations

from ..pieces import Pieces
from ..rules import Walk, rule
from ..tags import Tag, attribute, hrefs, is_break, text_of
from .code import written
from .listing import Listing, plain, whole

_SHELL = "bash"
"""The language of a session, and the title that a terminal has where nobody gave it another."""


@rule(".termy")
def terminal(tag: Tag, walk: Walk) -> Pieces:
    """``<div class="termy"><span data-ty="input" data-ty-prompt="$">ls</span><span data-ty>a</span>`` → ``$ ls``, ``a``

    A bar that fills up has no words, and is left out.
    """
    if tag.find(True, {"data-ty": True}) is None:
        return walk.by_name(tag)
    lines = (line for part in tag.contents for line in _line(part))
    text = plain("\n".join(lines)).strip("\n")
    named = attribute(tag, "data-ty-title")
    title = named if named != _SHELL else ""
    return written(Listing(text, _SHELL, title, links=tuple(hrefs(tag))), tag, walk)


@rule("pre.pyodide-editor")
def editor(tag: Tag, walk: Walk) -> Pieces:
    """``<pre class="pyodide-editor">x</pre>`` → the code macro: it is what runs Python in a browser"""
    return written(whole(tag, "python"), tag, walk)


def _line(part: object) -> list[str]:
    """The line that a part of a terminal is, if it is one: behind its prompt, or as it stands."""
    if not isinstance(part, Tag):
        return list(filter(None, [text_of(part).strip()]))
    kind = attribute(part, "data-ty")
    prompt = attribute(part, "data-ty-prompt") or ("$" if kind == "input" else "")
    text = "".join("\n" if is_break(inner) else text_of(inner) for inner in part.contents).removesuffix("\n")
    line = f"{prompt} {text}" if prompt else text
    return [] if kind == "progress" and not line.strip() else [line]
