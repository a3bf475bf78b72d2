"""What plays or shows something from elsewhere: film, sound, frames."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs

from ..addresses import absolute, file_at, split
from ..markup import BLANK, Xml, attachment, el, escape, macro
from ..pieces import Leaf, Pieces
from ..rules import Walk, rule
from ..tags import OUTER, Tag, attribute
from .media import image
from .pictures import ENDINGS, decode, file_name
from .scripted import link_instead, named_link
from .sizes import number

_PLAYERS = re.compile(
    r"(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|player\.vimeo\.com|loom\.com|dailymotion\.com)"
)
"""Hosts of films that Confluence plays by itself (Widget Connector, smart links)."""
_STEMS = {"audio": "sound", "video": "film", "image": "image"}
"""Kind of content that stands within the page → what its file is called."""
_UNPLAYED = (*OUTER, "pre", "blockquote", "details")
"""Elements that nobody writes for browsers without films: where they are, the end of the film is missing."""


@rule("video", "audio")
def player(tag: Tag, walk: Walk) -> Pieces:
    """``<video src="a.mp4">`` → an attachment shown by ``view-file`` or ``multimedia``; one of the web → a link

    What is meant for browsers without films is left out.
    """
    return [*_recording(tag, walk), *(walk.pieces(tag) if tag.find(_UNPLAYED) else ())]


def _recording(tag: Tag, walk: Walk) -> Pieces:
    sources = [tag, *(child for child in tag.find_all("source") if isinstance(child, Tag))]
    addresses = [source for source in (attribute(place, "src").strip() for place in sources) if source]
    if not addresses:
        walk.note("what has no source is left out", tag)
        return [BLANK]
    for address in addresses:
        name = _attached(address, walk)
        if name:
            return [Leaf("extension", xml=_played(name, tag, walk))]
    return _shown(addresses[0], tag, walk)


@rule("iframe", "embed", "object")
def frame(tag: Tag, walk: Walk) -> Pieces:
    """``<iframe src="https://www.youtube.com/embed/x">`` → the film; a document → a link"""
    address = (attribute(tag, "src") or attribute(tag, "data-src") or attribute(tag, "data")).strip()
    if "srcdoc" in tag.attrs or address.lower().startswith("data:text/html"):
        return link_instead("", tag, walk)
    if not address or address.startswith(("about:", "javascript:")):
        walk.note("what has no address is left out", tag)
        return walk.pieces(tag) if tag.find(["img", "a"]) else [BLANK]
    ending = _ending(address)
    is_picture = attribute(tag, "type").lower().startswith("image/")
    if is_picture or ending in ("svg", "png", "jpg", "jpeg", "gif", "webp"):
        return image(tag, walk)
    name = _attached(address, walk) if ending == "pdf" else ""
    if name:
        return [Leaf("extension", xml=macro("view-file", {"name": attachment(name)}))]
    return _shown(address, tag, walk)


def _shown(address: str, tag: Tag, walk: Walk) -> Pieces:
    """A film by the means of the target; anything else as a link."""
    if address.lower().startswith("data:"):
        walk.warn("a data: address holds nothing that Confluence shows", tag)
        return [BLANK]
    film = _film(address)
    if film and walk.target.embeds:
        card = {"href": film, "data-card-appearance": "embed", "data-layout": "center"}
        return [Leaf("extension", _in_line(film, walk), el("p", None, el("a", card, film)))]
    if film:
        url = el("ri:url", {"ri:value": film})
        return [Leaf("extension", _in_line(film, walk), macro("widget", {"url": url, **_sides(tag)}))]
    return [named_link(address, tag, walk)]


def _in_line(film: str, walk: Walk) -> Xml:
    """What stands for a film where only a line can stand."""
    return escape(film) if walk.in_link else el("a", {"href": film}, film)


def _film(address: str) -> str:
    """The page of a film that an address of its player means, or empty: ``…/embed/x`` → ``…/watch?v=x``."""
    parts = split(absolute(address))
    host = parts.hostname or ""
    if not _PLAYERS.fullmatch(host):
        return ""
    last = parts.path.rstrip("/").rsplit("/", 1)[-1]
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if "youtu" in host:
        return _of_youtube(last, query)
    if host == "player.vimeo.com":
        return "/".join(("https://vimeo.com", last, *filter(None, [query.get("h")])))
    return absolute(address).replace("loom.com/embed/", "loom.com/share/")


def _of_youtube(last: str, query: Mapping[str, str]) -> str:
    """The page of a film on YouTube, in its playlist and from the second on that its player begins with."""
    if last == "videoseries" and "list" in query:
        return f"https://www.youtube.com/playlist?list={query['list']}"
    among = f"&list={query['list']}" if "list" in query else ""
    begin = query.get("start") or query.get("t", "")
    since = f"&t={begin.removesuffix('s')}s" if begin else ""
    return f"https://www.youtube.com/watch?v={query.get('v', last)}{among}{since}"


def _ending(address: str) -> str:
    """The ending of the file behind an address, in lower case; of one within the page, that for what it is."""
    if address.lower().startswith("data:"):
        return ENDINGS.get(address[5:].partition(",")[0].partition(";")[0].strip().lower(), "")
    return split(address).path.lower().rsplit(".", 1)[-1]


def _attached(address: str, walk: Walk) -> str:
    """The name under which a file of the site, or one within the page, is attached; empty where there is none."""
    if decoded := decode(address):
        content, kind = decoded
        name = file_name(content, ENDINGS.get(kind, ""), _STEMS.get(kind.partition("/")[0], "file"))
        return walk.attach(name, content=content) if kind in ENDINGS else ""
    found = file_at(address, walk.scope)
    return walk.attach(found[0], path=found[1]) if found else ""


def _played(name: str, tag: Tag, walk: Walk) -> Xml:
    if walk.target.embeds:
        return macro("view-file", {"name": attachment(name)})
    return macro("multimedia", {"name": attachment(name), **_sides(tag)})


def _sides(tag: Tag) -> dict[str, str]:
    """Width and height as parameters of a macro, in pixels; empty where they are given otherwise or not at all."""
    return {side: number(attribute(tag, side)) for side in ("width", "height")}
