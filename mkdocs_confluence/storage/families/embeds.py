"""What plays or shows something from elsewhere: film, sound, frames, and what only a script would draw."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote

from ..addresses import file_at, on_site, page_at, split
from ..markup import Xml, attachment, el, escape, macro
from ..pieces import Leaf, Pieces, paragraph
from ..rules import Walk, rule
from ..tags import Tag, attribute, squeezed, text_of
from .formulas import is_formula, of_script
from .links import linked
from .media import image, number

_PLAYERS = re.compile(
    r"(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|player\.vimeo\.com|loom\.com|dailymotion\.com)"
)
"""Hosts of films that Confluence plays by itself (Widget Connector, smart links)."""
_SCRIPTED = (
    "canvas",
    "swagger-ui",
    "redoc",
    "rapi-doc",
    "elements-api",
    "asciinema-player",
    "model-viewer",
    "gradio-app",
    ".plotly-graph-div",
    ".mxgraph",
    ".bk-root",
    ".vega-embed",
    ".swagger-ui-iframe",
)
_PAGE = ("pre", "table", "ul", "ol", "dl", "blockquote", "details", "h1", "h2", "h3", "h4", "h5", "h6")
"""Elements that nobody writes for browsers without films: where they are, the end of the film is missing."""


@rule("video", "audio")
def player(tag: Tag, walk: Walk) -> Pieces:
    """``<video src="a.mp4">`` → an attachment shown by ``view-file`` or ``multimedia``; one of the web → a link

    What is meant for browsers without films is left out.
    """
    return [*_recording(tag, walk), *(walk.pieces(tag) if tag.find(_PAGE) else ())]


def _recording(tag: Tag, walk: Walk) -> Pieces:
    sources = [tag, *(child for child in tag.find_all("source") if isinstance(child, Tag))]
    addresses = [source for source in (attribute(place, "src").strip() for place in sources) if source]
    if not addresses:
        walk.note("what has no source is left out", tag)
        return []
    for address in addresses:
        name = _attached(address, walk)
        if name:
            return [Leaf("extension", xml=_played(name, tag, walk))]
    return _shown(addresses[0], tag, walk)


@rule("iframe", "embed", "object")
def frame(tag: Tag, walk: Walk) -> Pieces:
    """``<iframe src="https://www.youtube.com/embed/x">`` → the film; a document → a link"""
    address = (attribute(tag, "src") or attribute(tag, "data-src") or attribute(tag, "data")).strip()
    if not address or address.startswith(("about:", "javascript:")):
        walk.note("what has no address is left out", tag)
        return walk.pieces(tag) if tag.find(["img", "a"]) else []
    ending = split(address).path.lower().rsplit(".", 1)[-1]
    if ending in ("svg", "png", "jpg", "jpeg", "gif", "webp"):
        return image(tag, walk)
    name = _attached(address, walk) if ending == "pdf" else ""
    if name:
        return [Leaf("extension", xml=macro("view-file", {"name": attachment(name)}))]
    return _shown(address, tag, walk)


@rule(*_SCRIPTED)
def scripted(tag: Tag, walk: Walk) -> Pieces:
    """``<swagger-ui src="api.json">`` → a link to the page of the site that shows it, and a warning"""
    if text_of(tag).strip():
        return walk.pieces(tag)
    source = (
        attribute(tag, "src") or attribute(tag, "spec-url") or attribute(tag, "apidescriptionurl")
    ).strip()
    source = beside_source(source, walk)
    return link_instead("a script draws this, and Confluence runs none", source, tag, walk)


@rule("script")
def script(tag: Tag, walk: Walk) -> Pieces:
    """``<script type="math/tex">x</script>`` → a formula; any other → nothing: what it draws stands in its place"""
    return of_script(tag, walk) if is_formula(tag) else []


def drawn_into(place: Tag, walk: Walk) -> Pieces:
    """``<div id="x"></div>``, and anywhere ``draw("x")`` → a link, as for all that a script draws; else nothing."""
    html_id, scripts = attribute(place, "id"), walk.survey.scripts
    if not html_id or html_id not in scripts:  # quick to see, and all there is to it for most
        return []
    name = re.escape(html_id)
    if re.search(rf"""["'`]{name}\\?["'`]|#{name}(?![\w-])""", scripts) is None:
        return []
    return link_instead("a script draws this, and Confluence runs none", "", place, walk)


def beside_source(address: str, walk: Walk) -> str:
    """An address as the page needs it, where its author wrote it as the source file needs it.

    Plugins that run after the pages are written (mkdocs-swagger-ui-tag) would change it then.
    """
    if not address or split(address).scheme or address.startswith("/") or file_at(address, walk.scope):
        return address
    folder = posixpath.dirname(walk.scope.source)
    found = posixpath.normpath(posixpath.join(folder, address))
    here = posixpath.relpath(found, posixpath.dirname(walk.scope.url) or ".")
    return here if walk.scope.find_file(unquote(found)) else address


def _shown(address: str, tag: Tag, walk: Walk) -> Pieces:
    """A film by the means of the target; anything else as a link."""
    film = _film(address)
    if film and walk.target.embeds:
        card = {"href": film, "data-card-appearance": "embed", "data-layout": "center"}
        return [Leaf("extension", _in_line(film, walk), el("p", None, el("a", card, film)))]
    if film:
        url = el("ri:url", {"ri:value": film})
        return [Leaf("extension", _in_line(film, walk), macro("widget", {"url": url, **_sides(tag)}))]
    return [_link(address, tag, walk)]


def _in_line(film: str, walk: Walk) -> Xml:
    """What stands for a film where only a line can stand."""
    return escape(film) if walk.in_link else el("a", {"href": film}, film)


def _film(address: str) -> str:
    """The page of a film that an address of its player means, or empty: ``…/embed/x`` → ``…/watch?v=x``."""
    parts = split(_absolute(address))
    if not _PLAYERS.fullmatch(parts.hostname or ""):
        return ""
    last = parts.path.rstrip("/").rsplit("/", 1)[-1]
    host = parts.hostname or ""
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if "youtu" in host:
        return _of_youtube(last, query)
    if host == "player.vimeo.com":
        return "/".join(("https://vimeo.com", last, *filter(None, [query.get("h")])))
    return _absolute(address).replace("loom.com/embed/", "loom.com/share/")


def _of_youtube(last: str, query: Mapping[str, str]) -> str:
    """The page of a film on YouTube, in its playlist and from the second on that its player begins with."""
    if last == "videoseries" and "list" in query:
        return f"https://www.youtube.com/playlist?list={query['list']}"
    among = f"&list={query['list']}" if "list" in query else ""
    begin = query.get("start") or query.get("t", "")
    since = f"&t={begin.removesuffix('s')}s" if begin else ""
    return f"https://www.youtube.com/watch?v={query.get('v', last)}{among}{since}"


def _absolute(address: str) -> str:
    return f"https:{address}" if address.startswith("//") else address


def _attached(address: str, walk: Walk) -> str:
    """The name under which a file of the site is attached; empty where there is none."""
    found = file_at(address, walk.scope)
    return walk.attach(found[0], path=found[1]) if found else ""


def _played(name: str, tag: Tag, walk: Walk) -> Xml:
    if walk.target.embeds:
        return macro("view-file", {"name": attachment(name)})
    return macro("multimedia", {"name": attachment(name), **_sides(tag)})


def _sides(tag: Tag) -> dict[str, str]:
    """Width and height as parameters of a macro, in pixels; empty where they are given otherwise or not at all."""
    return {side: number(attribute(tag, side)) for side in ("width", "height")}


def link_instead(what: str, source: str, tag: Tag, walk: Walk) -> Pieces:
    """A link to what Confluence cannot show: to its source, else to this page on the public site."""
    scope = walk.scope
    address = source or (f"{scope.site_url.rstrip('/')}/{scope.url}" if scope.site_url else "")
    walk.warn(f"{what}; {'a link stands for it' if address else 'nothing stands for it'}", tag)
    title = "" if source else scope.heading or scope.page.title
    return [_link(address, tag, walk, title)] if address else []


def _link(address: str, tag: Tag, walk: Walk, title: str = "") -> Leaf:
    """A link named by the title of the tag, else by ``title``, of the page it leads to, or by its address or file."""
    found = on_site(address, walk.scope)
    page = page_at(found[0], walk.scope) if found else None
    title = title or (page.title if page else "")
    words = squeezed(attribute(tag, "title") or attribute(tag, "aria-label") or title)
    name = address if "//" in address else address.rsplit("/", 1)[-1]
    shown = escape(words or name or address)
    return paragraph(shown if walk.in_link else linked(_absolute(address), shown, tag, walk))
