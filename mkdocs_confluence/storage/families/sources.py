"""Where pictures come from: a file of the site, an address of the web, data within the page, an SVG that is drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from ...model import Drawing
from ..addresses import absolute, beside, on_site, split
from ..markup import Xml, attachment, el
from ..rules import Walk
from ..tags import Tag, attribute
from . import pictures, svg

_WEB = ("http", "https")


@dataclass(frozen=True, slots=True)
class Source:
    """What a picture shows."""

    resource: Xml
    """``ri:attachment`` or ``ri:url``."""
    size: tuple[int, int] | None = None
    """Width and height of the file in pixels, where known."""
    sides: Mapping[str, int] = field(default_factory=dict)
    """``width`` at which it is meant to be shown, where that is not the file's own."""


def address(tag: Tag) -> str:
    """Where a picture comes from, also if a script is to load it late."""
    source = (attribute(tag, "src") or attribute(tag, "data")).strip()
    late = attribute(tag, "data-src").strip()
    first = attribute(tag, "srcset").split(",")[0].split()
    if late and (not source or source.startswith("data:")):
        return late
    return source or (first[0] if first else "")


def find(source: str, tag: Tag, walk: Walk) -> Source | None:
    """The picture behind an address; None, and a warning, where there is none."""
    if source.startswith("data:"):
        return _embedded(source, tag, walk)
    found = on_site(_without_site(source, walk), walk.scope) if source else None
    file = walk.scope.find_file(found[0]) if found else None
    url = _remote(source, walk) if file is None else ""
    if url:
        return Source(el("ri:url", {"ri:value": re.sub(r"#(?:only|gh)-.*", "", url)}))
    if found is None or file is None or not file.is_file():
        walk.warn(
            f"there is no picture {source[:80]!r} on the site" if source else "a picture has no source", tag
        )
        return None
    if file.suffix.lower() == ".svg":
        return vector(file.read_text(encoding="utf-8", errors="replace"), found[0], tag, walk, path=file)
    with file.open("rb") as stream:
        size = pictures.size(stream.read(pictures.HEAD))
    return Source(attachment(walk.attach(found[0], path=file)), size)


def _remote(source: str, walk: Walk) -> str:
    """The address of a picture of the web, or of the host of the public site beside it; empty for any other."""
    whole = absolute(source)
    parts = split(whole)
    return whole if parts.netloc and parts.scheme in _WEB else beside(source, walk.scope)


def vector(source: str, name: str, tag: Tag, walk: Walk, *, path: Path | None = None) -> Source:
    """An SVG as PNG if it can be drawn, else as it is: Confluence shows SVG poorly, Cloud hardly."""
    source = svg.calm(source)
    size = svg.size(source)
    drawing = Drawing("svg", source, size)
    png = walk.scope.draw(drawing) if "<foreignObject" not in source else None
    if png:
        name = walk.attach(f"{name.removesuffix('.svg')}.png", content=png, drawing=drawing)
        if tag.name == "svg" and (links := svg.links(tag)):
            walk.note(f"links in a drawing are not kept: {' '.join(links)}", tag)
    else:
        walk.note("this SVG is attached as it is, which not every Confluence shows well", tag)
        name = walk.attach(name, path=path, content=b"" if path else source.encode())
    meant = {"width": size[0]} if size else {}  # a drawn one has more pixels than it is meant to take
    return Source(attachment(name), size or (pictures.size(png) if png else None), meant)


def _embedded(source: str, tag: Tag, walk: Walk) -> Source | None:
    decoded = pictures.decode(source)
    ending = pictures.ENDINGS.get(decoded[1]) if decoded else None
    if decoded is None or ending is None:
        walk.warn("a data: address holds no picture", tag)
        return None
    content = decoded[0]
    name = pictures.file_name(content, ending)
    if ending == "svg":
        source = svg.calm(content.decode("utf-8", "replace"))
        return vector(source, pictures.file_name(source.encode(), ending), tag, walk)
    return Source(attachment(walk.attach(name, content=content)), pictures.size(content))


def _without_site(source: str, walk: Walk) -> str:
    """An address from the root of the site where it names the public site itself, whose files are at hand."""
    start = walk.scope.site_url.rstrip("/") + "/"
    return (
        urlsplit(start).path + source.removeprefix(start)
        if start != "/" and source.startswith(start)
        else source
    )
