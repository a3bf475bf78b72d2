"""Links of every kind that pages hold: around text and pictures, as buttons, by reference, ways back, permalinks."""

from __future__ import annotations

from ..changes import marked
from ..markup import BLANK, BREAK, Xml, escape, within_blanks
from ..pieces import Anchor, Pieces, visible
from ..rules import Walk, rule
from ..tags import NavigableString, Tag, attribute, children, classes, is_permalink
from ..tints import mark
from .linking import linked, target_of, title_of
from .twins import is_twin_link

_BUTTONS = frozenset({"md-button", "btn"})
"""Classes of links that look like buttons: of Material, of Bootstrap, on which MkDocs' own theme is built."""


@rule("a")
def link(tag: Tag, walk: Walk) -> Pieces:
    """``<a href="../guide/#install">Guide</a>`` → a link to a page, a place, a file, a site.

    ``<a class="headerlink" href="#x">¶</a>``, as any permalink → nothing: Confluence has its own.
    """
    if is_permalink(tag):
        return []
    href = target_of(tag)
    if walk.in_link or not href:
        pieces = walk.pieces(tag)
        if not href and "href" in tag.attrs and any(map(visible, pieces)):
            walk.note("a link that leads nowhere is not kept", tag)
        return pieces
    bare = len(tag.contents) == 1 and type(tag.contents[0]) is NavigableString
    if not bare and _holds_link(tag):
        walk.note(f"of a link within a link the inner one is kept: {href}", tag)
        return walk.pieces(tag)
    with walk.unlinked():
        content: Pieces = walk.pieces(tag)
        if "style" in tag.attrs:
            content = walk.tinted(tag, content)
    if any(map(visible, content)) or (href.startswith("#") and not children(tag)):
        return _around(content, href, tag, walk)
    anchors = [piece for piece in content if isinstance(piece, Anchor)]
    if is_twin_link(tag):
        return anchors
    if href.lower().startswith("javascript:"):
        walk.note("a link without words that a script follows is left out", tag)
        return anchors
    page = "" if "#" in href else title_of(href, walk)
    words = attribute(tag, "title") or attribute(tag, "aria-label") or page or href
    return [*anchors, BLANK, linked(href, escape(words), tag, walk), BLANK]


@rule("a.footnote-backref")
def way_back(tag: Tag, walk: Walk) -> Pieces:
    """``<a class="footnote-backref" href="#fnref:1">↩</a>`` → a link, set apart from the one before it"""
    before = tag.previous_sibling
    apart = isinstance(before, Tag) and "footnote-backref" in classes(before)
    return [*([BLANK] if apart else ()), *link(tag, walk)]


def _holds_link(tag: Tag) -> bool:
    todo = list(tag.contents)
    while todo:
        node = todo.pop()
        if isinstance(node, Tag):
            if node.name == "a" and node.attrs.get("href"):
                return True
            todo += node.contents
    return False


@rule(*(f"a.{css}" for css in _BUTTONS))
def button(tag: Tag, walk: Walk) -> Pieces:
    """``<a class="md-button" href="…">Go</a>`` → a bold link on a line of its own: Confluence has no buttons."""
    bold = marked(link(tag, walk), mark("strong", on_code=False))
    return [BREAK, *bold] if _behind_button(tag) else bold


def _behind_button(tag: Tag) -> bool:
    """Whether only blanks stand between a button and the one before it."""
    before = tag.previous_sibling
    while type(before) is NavigableString and before.isspace():
        before = before.previous_sibling
    return isinstance(before, Tag) and before.name == "a" and not _BUTTONS.isdisjoint(classes(before))


@rule("autoref")
def autoref(tag: Tag, walk: Walk) -> Pieces:
    """``<autoref identifier="pkg.Klass" optional>Klass</autoref>`` left unresolved → a link if the page has the id."""
    identifier = attribute(tag, "identifier")
    if identifier in walk.survey.ids:
        return link(tag, walk)
    if "optional" not in tag.attrs:
        walk.warn(f"a reference leads to {identifier}, which is not known; its text is kept", tag)
    return walk.pieces(tag)


def _around(content: Pieces, href: str, tag: Tag, walk: Walk) -> Pieces:
    """Content with a link around it, pictures too, blanks at its ends not; as it was where the link falls away."""
    kept: list[bool] = []

    def wrap(text: Xml) -> Xml:
        made = linked(href, text, tag, walk)
        kept.append(made is not text)
        return made

    pieces = marked(content, lambda text: within_blanks(text, wrap), images=True)
    if not kept and any(map(visible, content)):
        walk.note(f"a link around what cannot be one is not kept: {href}", tag)
    return pieces if kept and all(kept) else content


@rule("a.toclink")
def self_link(tag: Tag, walk: Walk) -> Pieces:
    """``<h2><a class="toclink" href="#x">Heading</a></h2>`` → its text: a heading need not link to itself."""
    return walk.pieces(tag)
