"""What only a script would draw: a link to the public site, or to what it draws from, stands for it."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from ..addresses import absolute, file_at, split
from ..markup import escape
from ..pieces import Leaf, Pieces, paragraph
from ..rules import Walk, rule
from ..tags import Tag, attribute, squeezed, text_of
from .formulas import is_formula, of_script
from .linking import linked, title_of

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


@rule(*_SCRIPTED)
def scripted(tag: Tag, walk: Walk) -> Pieces:
    """``<swagger-ui src="api.json">`` → a link to the page of the site that shows it, and a warning"""
    if text_of(tag).strip():
        return walk.pieces(tag)
    return link_instead(_source(tag, walk), tag, walk)


@rule("*")
def stranger(tag: Tag, walk: Walk) -> Pieces:
    """``<lottie-player src="a.json"></lottie-player>``, as any empty element of a script's that names its source → a link"""
    if "-" not in tag.name or text_of(tag).strip() or tag.find(True) is not None:
        return []
    source = _source(tag, walk)
    return link_instead(source, tag, walk) if source else []


@rule("script")
def script(tag: Tag, walk: Walk) -> Pieces:
    """``<script type="math/tex">x</script>`` → a formula; any other → nothing: what it draws stands in its place"""
    return of_script(tag, walk) if is_formula(tag) else []


def drawn_into(place: Tag, walk: Walk) -> Pieces:
    """``<div id="x"></div>``, and anywhere ``draw("x")`` → a link, as for all that a script draws; else nothing."""
    scripts = walk.survey.scripts
    if scripts and any(f"[{name}" in scripts for name in place.attrs if name.startswith("data-")):
        return link_instead(_source(place, walk), place, walk)
    html_id = attribute(place, "id")
    if not html_id or html_id not in scripts:  # quick to see, and all there is to it for most
        return []
    name = re.escape(html_id)
    if re.search(rf"""["'`]{name}\\?["'`]|#{name}(?![\w-])""", scripts) is None:
        return []
    return link_instead("", place, walk)


def _source(tag: Tag, walk: Walk) -> str:
    """The address that tells a script what to draw, as the page needs it; empty where there is none.

    Its author may have written it as the source file needs it: plugins that run after the pages are written
    (mkdocs-swagger-ui-tag) would change it then.
    """
    names = ("src", "spec-url", *(name for name in tag.attrs if name.endswith(("-src", "url"))))
    address = next(filter(None, (attribute(tag, name).strip() for name in names)), "")
    if not address or split(address).scheme or address.startswith("/") or file_at(address, walk.scope):
        return address
    folder = posixpath.dirname(walk.scope.source)
    found = posixpath.normpath(posixpath.join(folder, address))
    here = posixpath.relpath(found, posixpath.dirname(walk.scope.url) or ".")
    return here if walk.scope.find_file(unquote(found)) else address


def link_instead(source: str, tag: Tag, walk: Walk) -> Pieces:
    """A link to what a script draws: to its source, else to this page on the public site."""
    scope = walk.scope
    address = source or (f"{scope.site_url.rstrip('/')}/{scope.url}" if scope.site_url else "")
    stands = "a link stands for it" if address else "nothing stands for it"
    walk.warn(f"a script draws this, and Confluence runs none; {stands}", tag)
    title = "" if source else scope.heading or scope.page.title
    return [named_link(address, tag, walk, title)] if address else []


def named_link(address: str, tag: Tag, walk: Walk, title: str = "") -> Leaf:
    """A link named by the title of the tag, else by ``title``, of the page it leads to, or by its address or file."""
    title = title or title_of(address, walk)
    words = squeezed(attribute(tag, "title") or attribute(tag, "aria-label") or title)
    name = address if "//" in address else address.rsplit("/", 1)[-1]
    shown = escape(words or name or address)
    return paragraph(shown if walk.in_link else linked(absolute(address), shown, tag, walk))
