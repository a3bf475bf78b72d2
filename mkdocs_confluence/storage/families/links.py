"""Links: to pages of the site, places, files, other sites."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import quote, unquote, urljoin

from ... import names
from ...model import Opening, PageName
from ..addresses import on_site, page_at, split
from ..changes import marked
from ..markup import Xml, around_code, attachment, el, escape, within_blanks
from ..pieces import Anchor, Leaf, Piece, Pieces, visible
from ..places import here
from ..rules import Walk, rule
from ..scope import Scope
from ..tags import NavigableString, Tag, attribute, classes
from .twins import is_twin_link

_WEB = frozenset(
    "http https ftp ftps file smb mailto tel callto skype slack sip irc git ssh sftp scp svn news nntp xmpp magnet"
    " urn feed mvn".split()
)
"""Schemes that Cloud links to (``isSafeUrl`` of its editor)."""
_UNHELD = re.compile("</?[us]>")
"""Marks that storage knows and the text of an ``ac:link`` does not."""
_SAFE = "/:@!$&'()*+,;=~"
"""What the path of a URL holds as it is."""


def target_of(tag: Tag) -> str:
    """The ``href`` of a link; empty for what is none."""
    if tag.name == "autoref":
        return f"#{quote(attribute(tag, 'identifier'))}"
    return attribute(tag, "href").strip() if tag.name == "a" else ""


@rule("a")
def link(tag: Tag, walk: Walk) -> Pieces:
    """``<a href="../guide/#install">Guide</a>`` → a link to a page, a place, a file, a site."""
    href = target_of(tag)
    if walk.in_link or not href:
        return walk.pieces(tag)
    bare = len(tag.contents) == 1 and type(tag.contents[0]) is NavigableString
    if not bare and _holds_link(tag):
        walk.note(f"of a link within a link the inner one is kept: {href}", tag)
        return walk.pieces(tag)
    walk.in_link = True
    try:
        content: Sequence[Piece] = walk.tinted(tag, walk.pieces(tag))
    finally:
        walk.in_link = False
    shows = any(map(visible, content))
    if shows and not any(map(_linkable, content)):
        walk.note(f"a link around what cannot be one is not kept: {href}", tag)
        return content
    if shows or (href.startswith("#") and not any(map(_is_tag, tag.contents))):
        return _around(content, lambda text: linked(href, text, tag, walk))
    anchors = [piece for piece in content if isinstance(piece, Anchor)]
    if is_twin_link(tag):
        return anchors
    name = escape(attribute(tag, "title") or attribute(tag, "aria-label") or href)
    return [*anchors, Xml(" "), linked(href, name, tag, walk), Xml(" ")]


def _linkable(piece: Piece) -> bool:
    """Whether a piece has a line or picture to put a link around."""
    if isinstance(piece, Leaf):
        return bool(piece.inline) and piece.kind != "code"
    return not isinstance(piece, Anchor)


def _is_tag(node: object) -> bool:
    return isinstance(node, Tag)


def _holds_link(tag: Tag) -> bool:
    todo = list(tag.contents)
    while todo:
        node = todo.pop()
        if isinstance(node, Tag):
            if node.name == "a" and node.attrs.get("href"):
                return True
            todo += node.contents
    return False


@rule("a.md-button")
def button(tag: Tag, walk: Walk) -> Pieces:
    """``<a class="md-button" href="…">Go</a>`` → a bold link on a line of its own: Confluence has no buttons."""
    bold = marked(
        link(tag, walk), lambda inner: around_code(inner, lambda text: within_blanks(text, _strong))
    )
    return [Xml("<br />"), *bold] if _behind_button(tag) else bold


def _strong(text: Xml) -> Xml:
    return el("strong", None, text)


def _behind_button(tag: Tag) -> bool:
    """Whether only blanks stand between a button and the one before it."""
    before = tag.previous_sibling
    while type(before) is NavigableString and before.isspace():
        before = before.previous_sibling
    return isinstance(before, Tag) and before.name == "a" and "md-button" in classes(before)


@rule("autoref")
def autoref(tag: Tag, walk: Walk) -> Pieces:
    """``<autoref identifier="pkg.Klass" optional>Klass</autoref>`` left unresolved → a link if the page has the id."""
    identifier = attribute(tag, "identifier")
    if identifier in walk.survey.ids:
        return link(tag, walk)
    if "optional" not in tag.attrs:
        walk.warn(f"a reference leads to {identifier}, which is not known; its text is kept", tag)
    return walk.pieces(tag)


def _around(content: Sequence[Piece], wrap: Callable[[Xml], Xml]) -> Pieces:
    """Content with a link around it, pictures too, blanks at its ends not; as it was where the link falls away."""
    kept = True

    def noticed(text: Xml) -> Xml:
        nonlocal kept
        made = wrap(text)
        kept = kept and made is not text
        return made

    pieces = marked(content, lambda text: within_blanks(text, noticed), images=True)
    return pieces if kept else content


def linked(href: str, content: Xml, tag: Tag, walk: Walk) -> Xml:
    """Content as a link, or as it is where there is nothing to link to."""
    if tag.name == "autoref" and unquote(href[1:]) not in walk.survey.ids:
        return content
    found = None if href.startswith(("https:", "http:")) else on_site(href, walk.scope)
    if found is None:
        return _elsewhere(href, content, tag, walk)
    path, html_id = found
    page = page_at(path, walk.scope)
    if page and page.key == walk.scope.page.key:
        return to_place(html_id, content, tag, walk)
    if page and not page.published:
        return _public(href, path, content, tag, walk, "a page that is not published")
    if page:
        return to_page(page, html_id, content, walk)
    beyond = _beyond(href, walk.scope)
    if beyond and walk.scope.find_file(path) is None:
        return el("a", {"href": beyond}, content)
    return _to_file(href, path, content, tag, walk)


def _beyond(href: str, scope: Scope) -> str:
    """The address of what lies on the host of the public site but outside of it (``/other-product/``), or empty."""
    root = scope.site_url.rstrip("/") + "/"
    address = urljoin(root + scope.url, href)
    return "" if root == "/" or address.startswith(root) or f"{address}/" == root else address


def to_place(html_id: str, content: Xml, tag: Tag, walk: Walk) -> Xml:
    """A link within this page; without an id (or ``#top``) to its start."""
    there = html_id in walk.survey.wanted
    if not there and html_id not in ("", "top"):
        walk.warn(f"a link leads to #{html_id}, which is not on the page; its text is kept", tag)
        return content
    walk.refer(walk.scope.page.key, html_id if there else "")
    if not there:
        return el("a", {"href": "#top"}, content)
    if walk.target.url_links:
        return el("a", {"href": Xml(f"#{here(html_id)}")}, content)
    return el("ac:link", {"ac:anchor": names.anchor(html_id)}, _body(content))


def _body(content: Xml) -> Xml:
    """The text of an ``ac:link``, without marks that it cannot hold (reference, §1.11)."""
    return el("ac:link-body", None, Xml(_UNHELD.sub("", content)))


def to_page(page: PageName, html_id: str, content: Xml, walk: Walk) -> Xml:
    """A link to another page of the site."""
    scope = walk.scope
    walk.refer(page.key, html_id)
    if walk.target.url_links:
        return el("a", {"href": Xml(Opening("page", page.key, html_id))}, content)
    resource = el("ri:page", {"ri:content-title": page.title, "ri:space-key": scope.space})
    anchor = names.anchor(html_id) if html_id else ""
    return el("ac:link", {"ac:anchor": anchor}, resource, _body(content))


def _to_file(href: str, path: str, content: Xml, tag: Tag, walk: Walk) -> Xml:
    file = walk.scope.find_file(path) or walk.scope.find_file(f"{path.rstrip('/')}/index.html")
    if file is None:
        walk.warn("a link leads to nothing on the site; its text is kept", tag)
        return content
    if file.suffix.lower() in (".html", ".htm"):
        return _public(href, path, content, tag, walk, "a part of the site that is no page")
    name = walk.attach(path, path=file)
    return el("ac:link", None, attachment(name), _body(content))


def _public(href: str, path: str, content: Xml, tag: Tag, walk: Walk, what: str) -> Xml:
    """A link to what is on the public site only, with the query and the place that ``href`` names."""
    if not walk.scope.site_url:
        walk.warn(f"a link leads to {what}, and site_url is not set; its text is kept", tag)
        return content
    parts = split(href)
    beyond = f"?{parts.query}" * bool(parts.query) + f"#{parts.fragment}" * bool(parts.fragment)
    return el("a", {"href": f"{walk.scope.site_url.rstrip('/')}/{quote(path, safe=_SAFE)}{beyond}"}, content)


def _elsewhere(href: str, content: Xml, tag: Tag, walk: Walk) -> Xml:
    scheme = href.partition(":")[0].lower()
    if href.startswith("//") or scheme in _WEB:
        return el("a", {"href": href.replace(" ", "%20")}, content)
    walk.warn(f"a link leads to {href[:80]}, which Confluence does not allow; its text is kept", tag)
    return content


@rule("a.headerlink", "a.anchor-link")
def permalink(tag: Tag, walk: Walk) -> Pieces:
    """``<a class="headerlink" href="#x">¶</a>`` → nothing: Confluence has its own."""
    return []


@rule("a.toclink")
def self_link(tag: Tag, walk: Walk) -> Pieces:
    """``<h2><a class="toclink" href="#x">Heading</a></h2>`` → its text: a heading need not link to itself."""
    return walk.pieces(tag)
