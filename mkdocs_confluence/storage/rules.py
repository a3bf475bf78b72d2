"""The registry of rules and the walk over a page.

A family of rules is a module that registers plain functions by tag, by tag and class, or by class alone::

    from .markup import el
    from .pieces import Box, Pieces
    from .rules import Walk, rule
    from .tags import Tag, text_of

    @rule("kbd")
    def key(tag: Tag, walk: Walk) -> Pieces:
        '''``<kbd>Ctrl</kbd>`` → ``<code>Ctrl</code>``'''
        return [el("code", None, text_of(tag))]

    @rule("div.admonition", "aside")
    def admonition(tag: Tag, walk: Walk) -> Pieces:
        body = walk.blocks(tag)                          # tuple of blocks, converted
        return [Box("panel", body, lambda inner: macro("info", body=inner))]

and is named in ``families``. A rule reads the soup and never changes it. It returns pieces: ``Xml`` for a part of a
line, ``Leaf``, ``Box``, ``List`` or ``Table`` for blocks (``pieces``); where they may stand is not its concern. It gets
the content of a tag as ``walk.pieces`` (a mixture), ``walk.blocks`` or ``walk.inline``, or part by part by
``walk.node``; asks ``walk.target`` and ``walk.scope``; and sends up ``walk.note``, ``walk.warn``, ``walk.attach`` and
``walk.refer``.

Of several classes the first in the HTML that has a rule decides; ``tag.class`` goes before ``.class``, this before
``tag``; ``*`` is for tags that no rule knows. The id of a tag is seen to by the walk; a rule that looks into children
without visiting them (``tr``, ``dt``) takes their ids with ``walk.place``, or with the content by ``walk.whole``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .. import names
from ..model import Attached, Drawing, Issue, digest
from .lines import collect, first_line, inline, spoken
from .markup import BLANK, Xml, collapsed
from .pieces import Anchor, Block, Leaf, Piece, Pieces
from .scope import Scope
from .survey import Survey
from .tags import BLOCKS, NavigableString, RubyTextString, Tag, attribute, classes, hrefs, style_of, words
from .tints import coloured, own_colours

__all__ = ["DEPTH", "Rule", "Walk", "rule"]

Rule = Callable[[Tag, "Walk"], Pieces]

DEPTH = 100
"""Levels of elements that are converted one in another; what lies deeper is flattened to its text."""

_RULES: dict[str, dict[str, Rule]] = {"": {}}
"""Tag, or empty for any → class, or empty for any → rule."""


def rule(*keys: str) -> Callable[[Rule], Rule]:
    """Register a rule under ``tag``, ``tag.class`` or ``.class``; two rules under one key are a mistake."""

    def register(function: Rule) -> Rule:
        for key in keys:
            tag, _, css = key.partition(".")
            row = _RULES.setdefault(tag, {})
            if css in row:
                raise ValueError(f"two rules for {key}")
            row[css] = function
        return function

    return register


def _lookup(tag: Tag) -> Rule | None:
    row = _RULES.get(tag.name)
    attrs = tag.attrs
    if "class" not in attrs and "role" not in attrs:
        return row.get("") if row else None
    own = [*classes(tag), f"[role={attrs['role']}]"] if "role" in attrs else classes(tag)
    for css in own:
        if row and css in row:
            return row[css]
    anywhere = _RULES[""]
    for css in own:
        if css in anywhere:
            return anywhere[css]
    return row.get("") if row else None


class Walk:
    """One way through one page: converts on request, and keeps what comes up."""

    def __init__(self, scope: Scope, survey: Survey) -> None:
        self.scope = scope
        self.target = scope.target
        self.survey = survey
        self.issues: dict[Issue, None] = {}
        self.attachments: dict[str, Attached] = {}
        self.links: dict[tuple[str, str], None] = {}
        self.in_link = False
        self._depth = 0
        self._unplaced = set(survey.wanted)
        self._names: dict[str, str] = {}

    # content of a tag

    def pieces(self, tag: Tag, *, leave: Tag | None = None) -> list[Piece]:
        """The content of a tag (but for the child ``leave``), converted: inline pieces, anchors and blocks in order."""
        found: list[Piece] = []
        for child in tag.contents:
            kind = type(child)
            if kind is NavigableString:
                found.append(BLANK if child == "\n" else collapsed(child))  # type: ignore[arg-type, comparison-overlap]
            elif isinstance(child, Tag):
                if child is not leave:
                    pieces = self.visit(child)
                    found += pieces
                    if child.name in BLOCKS and _is_empty(pieces):
                        found.append(BLANK)  # empty as it is, it parts the texts beside it
            elif kind is RubyTextString:
                found.append(collapsed(str(child)))
        return found

    def whole(self, tag: Tag) -> list[Piece]:
        """The content of a tag that is not visited, behind the places of its own ids."""
        return [*self.place(tag), *self.pieces(tag)]

    def node(self, node: object) -> Pieces:
        """What stands in a tag: an element by its rule, a text as part of a line, nothing of a comment."""
        if isinstance(node, Tag):
            return self.visit(node)
        return [collapsed(node)] if type(node) is NavigableString else []

    def blocks(self, tag: Tag) -> tuple[Block, ...]:
        """The content of a tag as blocks: loose text becomes paragraphs."""
        return tuple(collect(self.pieces(tag)))

    def inline(self, tag: Tag) -> Xml:
        """The content of a tag in one line, trimmed."""
        return inline(self.pieces(tag), keep_ends=False)

    @contextmanager
    def unlinked(self) -> Iterator[None]:
        """Within it no link is written: the content becomes the text of one, or stands where none can."""
        before, self.in_link = self.in_link, True
        try:
            yield
        finally:
            self.in_link = before

    def title(self, tag: Tag) -> tuple[str, list[Piece]]:
        """What a tag says as a title that holds nothing but text, and what goes below it: anchors, images, blocks."""
        with self.unlinked():
            line, rest = first_line(self.whole(tag))
        if links := hrefs(tag):
            self.note(f"links in a title are not kept: {' '.join(links)}", tag)
        end = next((at for at, x in enumerate(line) if isinstance(x, Xml) and "<ac:image" in x), len(line))
        line, rest = line[:end], [*collect(line[end:]), *rest]
        below = [piece for piece in line if not isinstance(piece, Xml)]
        return spoken(inline(piece for piece in line if isinstance(piece, Xml))), [*below, *rest]

    def visit(self, tag: Tag) -> Pieces:
        """One tag by its rule, with its anchor in front if something links to it."""
        if self._depth >= DEPTH:
            return [*self.place(tag), *self._flat(tag)]
        attrs = tag.attrs
        if (
            attrs
            and ("hidden" in attrs or ("style" in attrs and "none" in attrs["style"] and _unseen(tag)))
            and not self._is_opened(tag)
        ):
            return self.place(tag)
        found = _lookup(tag)
        self._depth += 1
        try:
            pieces = found(tag, self) if found else self._unknown(tag)
        except Exception as error:  # whatever a rule stumbles over, the reader gets the text
            self.warn(f"this could not be converted ({type(error).__name__}: {error}); its text is kept", tag)
            pieces = self._flat(tag)
        finally:
            self._depth -= 1
        if attrs and "style" in attrs and tag.name != "a":  # a link does it within
            pieces = self.tinted(tag, pieces)
        if attrs and self._unplaced and ("id" in attrs or "name" in attrs):
            return [*self.place(tag), *pieces]
        return pieces

    def _is_opened(self, tag: Tag) -> bool:
        """Whether a reader can bring to light what is hidden: by a click on what names it, or by searching for it."""
        return attribute(tag, "id") in self.survey.opened or tag.attrs.get("hidden") == "until-found"

    def place(self, tag: Tag) -> list[Anchor]:
        """Anchors for the ids of a tag that something links to; each once."""
        found = []
        for name in ("id", "name") if tag.name == "a" else ("id",):
            html_id = tag.attrs.get(name)
            if isinstance(html_id, str) and html_id in self._unplaced:
                self._unplaced.discard(html_id)
                found.append(Anchor(html_id))
        return found

    def places_within(self, code: Tag) -> list[Anchor]:
        """Anchors for lines of code that something links to: no macro holds them, so they stand before it."""
        if not self.survey.in_code:
            return []
        return [anchor for tag in code.find_all(True) if isinstance(tag, Tag) for anchor in self.place(tag)]

    @property
    def unplaced(self) -> list[str]:
        """Ids that links lead to and that stand on nothing that is shown; the start of the page takes them."""
        return sorted(self._unplaced)

    def by_name(self, tag: Tag) -> Pieces:
        """A tag as it would be without its classes; for the rules of classes that only add to it."""
        found = _RULES.get(tag.name, {}).get("")
        return found(tag, self) if found else self._unknown(tag)

    def tinted(self, tag: Tag, pieces: Pieces) -> Pieces:
        """The pieces of a tag in the colours of its ``style``."""
        return coloured(pieces, *own_colours(tag, self.note), on_code=self.target.marked_code)

    def _unknown(self, tag: Tag) -> Pieces:
        stranger = _RULES.get("*", {}).get("")
        if stranger and (pieces := stranger(tag, self)):
            return pieces
        self.note("Confluence knows no such element; its content is kept", tag)
        return self.pieces(tag)

    def _flat(self, tag: Tag) -> list[Piece]:
        content = Xml(collapsed("".join(words(tag, " "))).strip())
        return [Leaf("paragraph", content)] if content else []

    # what comes up

    def note(self, message: str, tag: Tag | None = None) -> None:
        """Something that a reader of the page loses nothing by."""
        self.issues[Issue("note", self.scope.source, message, _start(tag))] = None

    def warn(self, message: str, tag: Tag | None = None) -> None:
        """Something that the author can mend."""
        self.issues[Issue("warning", self.scope.source, message, _start(tag))] = None

    def refer(self, key: str, html_id: str = "") -> None:
        """Record that this page links to a page of the site."""
        self.links[(key, html_id)] = None

    def attach(
        self, name: str, *, path: Path | None = None, content: bytes = b"", drawing: Drawing | None = None
    ) -> str:
        """Attach a file of the site, new bytes or a drawing under a name like ``name``; gives the name on this page.

        A second file of that name is told apart by where it lies on the site, or by what it holds: never by where
        the site lies on this machine, nor by bytes that another machine would draw otherwise.
        """
        source = str(path) if path else drawing.digest if drawing else digest(content)
        if source not in self._names:
            wanted = names.file_name(name)
            if wanted in self.attachments:
                wanted = names.told_apart(wanted, name if path else source)
            self._names[source] = wanted
            self.attachments[wanted] = Attached(wanted, path, content, drawing)
        return self._names[source]


def _is_empty(pieces: Pieces) -> bool:
    """Whether pieces are places at most."""
    return not pieces or (type(pieces[0]) is Anchor and all(type(piece) is Anchor for piece in pieces))


def _unseen(tag: Tag) -> bool:
    return style_of(tag).get("display", "").startswith("none")


def _start(tag: Tag | None) -> str:
    if tag is None:
        return ""
    shown: Iterable[str] = (
        f'{key}="{attribute(tag, key)[:60]}"' for key in ("id", "class", "href", "src") if key in tag.attrs
    )
    return f"<{' '.join([tag.name, *shown])}>"
