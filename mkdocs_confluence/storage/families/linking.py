"""A link by where it leads: to a page of the site, a place, a file, another site."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote

from ... import names
from ...model import Opening, PageName
from ..addresses import beside, on_site, page_at, split
from ..markup import NOTHING, Xml, attachment, el, escape, link_body
from ..places import fill_places, here, place, placed
from ..rules import Walk
from ..tags import Tag, attribute, classes, squeezed

_WEB = frozenset(
    "http https ftp ftps file smb mailto tel callto skype slack sip irc git ssh sftp scp svn news nntp xmpp magnet"
    " urn feed mvn".split()
)
"""Schemes that Cloud links to (``isSafeUrl`` of its editor)."""
_SAFE = "/:@!$&'()*+,;=~"
"""What the path of a URL holds as it is."""


def target_of(tag: Tag) -> str:
    """The ``href`` of a link; empty for what is none."""
    if tag.name == "autoref":
        return f"#{quote(attribute(tag, 'identifier'))}"
    return attribute(tag, "href").strip() if tag.name == "a" else ""


def title_of(href: str, walk: Walk) -> str:
    """The title of the page of the site that an address leads to; empty for any other address."""
    found = on_site(href, walk.scope)
    page = page_at(found[0], walk.scope) if found else None
    return page.title if page else ""


def linked(href: str, content: Xml, tag: Tag, walk: Walk) -> Xml:
    """Content as a link, or as it is where there is nothing to link to."""
    if tag.name == "autoref" and unquote(href[1:]) not in walk.survey.ids:
        return content
    found = None if href.startswith(("https:", "http:")) else on_site(href, walk.scope)
    if found is None and href.startswith("/") and "wikilink" in classes(tag):
        found = unquote(href[1:]), ""  # meant from the root of the site, wherever on its host that is
    if found is None:
        return _elsewhere(href, content, tag, walk)
    path, html_id = found
    page = page_at(path, walk.scope)
    if page and page.key == walk.scope.page.key:
        return _to_place(html_id, content, tag, walk)
    if page and not page.published:
        return _public(href, path, content, tag, walk, "a page that is not published")
    if page:
        return _to_page(page, html_id, content, tag, walk)
    return _to_file(href, path, content, tag, walk)


def _web(href: str, content: Xml, tag: Tag) -> Xml:
    """A link to an address, with its tooltip where that says more than its text."""
    title = squeezed(attribute(tag, "title")) if "title" in tag.attrs else ""
    if "<" in title and "autorefs" in classes(tag):  # the heading there, as HTML
        title = ""
    return el("a", {"href": href, "title": title if escape(title) != content else ""}, content)


def _inner(attributes: Mapping[str, str], resource: Xml, content: Xml) -> Xml:
    """A link within Confluence; places in its text, which holds none, stand before it."""
    places = "".join(map(place, placed(content)))
    return Xml(places + el("ac:link", attributes, resource, link_body(fill_places(content, lambda _: ""))))


def _to_place(html_id: str, content: Xml, tag: Tag, walk: Walk) -> Xml:
    """A link within this page; without an id (or ``#top``) to its start."""
    there = html_id in walk.survey.wanted
    if not there and html_id not in ("", "top"):
        # signs link back from footnotes, or to what a contributor did: machines write them, for whatever page
        tell = walk.warn if any(map(str.isalnum, content)) else walk.note
        tell(f"a link leads to #{html_id}, which is not on the page; its text is kept", tag)
        return content
    walk.refer(walk.scope.page.key, html_id if there else "")
    if not there:
        return _web("#top", content, tag)
    if walk.target.url_links:
        return _web(Xml(f"#{here(html_id)}"), content, tag)
    return _inner({"ac:anchor": names.anchor(html_id)}, NOTHING, content)


def _to_page(page: PageName, html_id: str, content: Xml, tag: Tag, walk: Walk) -> Xml:
    """A link to another page of the site."""
    scope = walk.scope
    walk.refer(page.key, html_id)
    if walk.target.url_links:
        return _web(Xml(Opening("page", page.key, html_id)), content, tag)
    resource = el("ri:page", {"ri:content-title": page.title, "ri:space-key": scope.space})
    return _inner({"ac:anchor": names.anchor(html_id) if html_id else ""}, resource, content)


def _to_file(href: str, path: str, content: Xml, tag: Tag, walk: Walk) -> Xml:
    file = walk.scope.find_file(path) or walk.scope.find_file(f"{path.rstrip('/')}/index.html")
    if file is None:
        walk.warn("a link leads to nothing on the site; its text is kept", tag)
        return content
    if file.suffix.lower() in (".html", ".htm"):
        return _public(href, path, content, tag, walk, "a part of the site that is no page")
    name = walk.attach(path, path=file)
    return _inner({}, attachment(name), content)


def _public(href: str, path: str, content: Xml, tag: Tag, walk: Walk, what: str) -> Xml:
    """A link to what is on the public site only, with the query and the place that ``href`` names."""
    if not walk.scope.site_url:
        walk.warn(f"a link leads to {what}, and site_url is not set; its text is kept", tag)
        return content
    parts = split(href)
    beyond = f"?{parts.query}" * bool(parts.query) + f"#{parts.fragment}" * bool(parts.fragment)
    return _web(f"{walk.scope.site_url.rstrip('/')}/{quote(path, safe=_SAFE)}{beyond}", content, tag)


def _elsewhere(href: str, content: Xml, tag: Tag, walk: Walk) -> Xml:
    scheme = href.partition(":")[0].lower()
    address = href if href.startswith("//") or scheme in _WEB else beside(href, walk.scope)
    if address:
        return _web(address.replace(" ", "%20"), content, tag)
    walk.warn(f"a link leads to {href[:80]}, which Confluence does not allow; its text is kept", tag)
    return content
