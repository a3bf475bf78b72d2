"""Code in a line, which holds no marks; links stand around parts of it."""

from __future__ import annotations

from collections.abc import Iterable

from ..markup import Xml, collapsed
from ..pieces import Pieces
from ..rules import Walk, rule
from ..tags import NavigableString, RubyTextString, Tag
from .linking import linked, target_of

_NOT_IN_A_LINE = frozenset(
    """article aside blockquote canvas dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr
    iframe img li main math nav object ol option p picture pre section select summary svg table tbody td textarea th thead
    tr ul video audio""".split()
)
"""Blocks and pictures."""


@rule("code", "tt", "samp", "kbd")
def mono(tag: Tag, walk: Walk) -> Pieces:
    """``<code><span>list</span>[<a href="…">str</a>]</code>`` → ``code`` without marks; links around parts of it.

    What holds blocks or pictures is not meant as code in a line (its end is missing, most likely), and is its content.
    """
    if len(tag.contents) == 1 and type(tag.contents[0]) is NavigableString:
        return _mono(tag.contents[0])
    runs = _runs(tag, linking=not walk.in_link)
    if runs is None:
        return walk.pieces(tag)
    return _joined(piece for link, text in runs for piece in _run(link, text, walk))


def _joined(pieces: Iterable[Xml]) -> list[Xml]:
    """Pieces of code with those in one that no link parts any more, since it leads nowhere."""
    found: list[Xml] = []
    for piece in pieces:
        if found and found[-1].startswith("<code>") and piece.startswith("<code>"):
            found[-1] = Xml(found[-1].removesuffix("</code>") + piece.removeprefix("<code>"))
        else:
            found.append(piece)
    return found


def _run(link: Tag | None, text: str, walk: Walk) -> list[Xml]:
    inner = _mono(text)
    return inner if link is None else [linked(target_of(link), Xml("".join(inner)), link, walk)]


def _runs(tag: Tag, *, linking: bool) -> list[tuple[Tag | None, str]] | None:
    """(link or None, text) of the content of a tag; text of one kind in one run. None if there is more than text."""
    runs: list[tuple[Tag | None, list[str]]] = []
    todo: list[tuple[Tag | None, object]] = [(None, child) for child in reversed(tag.contents)]
    while todo:
        link, node = todo.pop()
        if isinstance(node, Tag):
            if node.name in _NOT_IN_A_LINE:
                return None
            if node.name == "title":
                continue
            inner = link or (node if linking and target_of(node) else None)
            children = ["\n"] if node.name == "br" else reversed(node.contents)
            todo.extend((inner, child) for child in children)
        elif type(node) not in (NavigableString, RubyTextString, str):
            continue
        elif runs and runs[-1][0] is link:
            runs[-1][1].append(str(node))
        else:
            runs.append((link, [str(node)]))
    return [(link, "".join(texts)) for link, texts in runs]


def _mono(text: str) -> list[Xml]:
    content = collapsed(text)
    return [Xml(f"<code>{content}</code>") if content and not content.isspace() else content]
