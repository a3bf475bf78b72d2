"""Law 4: every link and image of the HTML is in the output as a link, an attachment or a stated Issue.

And what the output points at is there: files, anchors, and the links that a Document tells of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from mkdocs_confluence import names
from mkdocs_confluence.model import Attached, Document, Flavor, PageName, openings

from . import handed
from .chrome import LEFT_OUT, Rule, matching
from .outline import named
from .passed import without
from .vocabulary import NAMESPACES, macro_name, name, parse
from .words import html_tree

AC, RI = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("ac", "ri"))

CLOSED: tuple[Rule, ...] = (
    *LEFT_OUT,
    Rule("div.toc", "the toc macro links the headings"),
    Rule("svg", "links within a drawing are part of its file, or told of where that holds none"),
    Rule("object", "fallback for browsers that cannot embed"),
    Rule("video", "fallback for browsers that cannot play"),
    Rule("audio", "fallback for browsers that cannot play"),
)
"""Elements in which no link or image need be kept."""

UNKEPT: tuple[Rule, ...] = (
    Rule("a.toclink", "a heading's link to itself"),
    Rule("a.glightbox", "opens the picture that it surrounds"),
    Rule("a[href=]", "leads nowhere"),
    Rule("a[href=#]", "leads nowhere"),
    Rule("a[href=#top]", "leads to where the reader can scroll"),
    Rule("img.twemoji", "an emoji is a character"),
    Rule("img.emojione", "an emoji is a character"),
    Rule("img.gemoji", "an emoji is a character"),
    Rule("img[src*=#only-dark]", "the same picture for dark pages"),
    Rule("img[src*=#gh-dark-mode-only]", "the same picture for dark pages"),
)
"""Links and images that the output need not keep."""

Target = tuple[str, str]
"""``url`` and an address, ``here`` and an anchor, ``page`` and key with anchor, ``file`` or ``picture``."""
FILE, PICTURE = ("file", ""), ("picture", "")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands in its site: its key, its URL relative to the root, the other pages by URL."""

    key: str
    url: str
    pages: Mapping[str, PageName]
    site_url: str = ""


def unlinked(html: str, document: Document, flavor: Flavor, place: Place) -> list[str]:
    """Links and images of a page that its Document neither holds nor speaks of."""
    stated = [f"{issue.message} {issue.element}" for issue in document.issues]
    have = Counter(_held(document, place))
    missing = []
    wanted = [
        (element, targets, raw, _told_of(element, raw, stated))
        for element, targets, raw in _wanted(html, document, flavor, place)
    ]
    for element, targets, raw, told in sorted(
        wanted, key=lambda link: link[3]
    ):  # what is not told of must be held
        found = next((target for target in targets if have[target]), None)
        if found:
            have[found] -= 1
        elif not told:
            missing.append(f"<{element.tag}> {raw[:120]!r} is neither in the output nor in an Issue")
    return missing


def _told_of(element: etree._Element, raw: str, stated: Sequence[str]) -> bool:
    """Whether an Issue names the address of a link, or tells of all those within code."""
    code = [*element.iterancestors("pre"), *(c for c in element.iterancestors("code") if _highlighted(c))]
    within = "links within code" if code else raw.strip()[:40]
    return any(raw.strip()[:40] in text or within in text for text in stated)


def _highlighted(code: etree._Element) -> bool:
    return "highlight" in code.get("class", "").split()


def _wanted(
    html: str, document: Document, flavor: Flavor, place: Place
) -> Iterator[tuple[etree._Element, list[Target], str]]:
    """Every link and image to keep: the element, the targets that keep it, and its address as written."""
    root = html_tree(html)
    todo = [] if root is None else [root]
    while todo:
        element = todo.pop()
        if element.tag == "svg" and _says(element):
            yield element, [PICTURE], "".join(map(str, element.itertext()))
        if element.tag == "svg" and not any(file.name.endswith(".svg") for file in document.attachments):
            yield from ((link, [], href) for link in element.iter("a") if (href := _address(link)))
        if not isinstance(element.tag, str) or matching(element, CLOSED):
            continue
        todo += reversed(element)
        raw = element.get("src" if element.tag == "img" else "href")
        if element.tag not in ("a", "area", "img") or raw is None or matching(element, UNKEPT):
            continue
        if _numbers_a_line(element, raw):
            continue
        if element.tag == "img":
            yield element, _pictures(raw, place), raw
        elif _shows(element) and not _leads_from_twin(element):
            yield element, _led_to(_meant(element, raw, place), document, flavor, place), raw


def _address(link: etree._Element) -> str:
    """Where a link of a drawing leads to."""
    return (link.get("href") or link.get("xlink:href") or "").strip()


def _says(drawing: etree._Element) -> bool:
    """Whether a drawing has words that a reader sees; one within code, or in a place for icons, is an icon."""
    parent = drawing.getparent()
    if parent is not None and "twemoji" in parent.get("class", "").split():
        return False
    coded = next(drawing.iterancestors("pre", "code", "desc", "noscript", "template"), None)
    return coded is None and any("".join(map(str, text.itertext())).strip() for text in drawing.iter("text"))


def _meant(link: etree._Element, href: str, place: Place) -> str:
    """The address of a link: a wiki link names a page from the root of the site, whose path it does not know."""
    base = urlsplit(place.site_url).path or "/"
    wiki = "wikilink" in link.get("class", "").split() and href.startswith("/") and not href.startswith(base)
    return f"{base}{href[1:]}" if wiki else href


def _numbers_a_line(link: etree._Element, address: str) -> bool:
    """Whether a link is a line number of code, or its empty place, that leads to itself."""
    if next(link.iterancestors("pre"), None) is None:
        return False
    number = (
        len(link) == 1 and link[0].get("class") == "linenos" and not (link.text or link[0].tail or "").strip()
    )
    return "#__codelineno" in address or (number and address.startswith("#"))


def _leads_from_twin(link: etree._Element) -> bool:
    """Whether a link shows a picture for dark pages only, and opens that, or the link beside it leads there from its twin."""
    if "".join(str(part) for part in link.itertext()).strip() or not _all_end(link, DARK):
        return False
    if all(img.get("src", "").split("#")[0] == link.get("href") for img in link.iter("img")):
        return True
    links = list(link.getroottree().iter("a"))
    at = links.index(link)
    beside = [*links[max(at - 1, 0) : at], *links[at + 1 : at + 2]]
    return any(other.get("href") == link.get("href") and _all_end(other, LIGHT) for other in beside)


DARK, LIGHT = ("#only-dark", "#gh-dark-mode-only"), ("#only-light", "#gh-light-mode-only")


def _all_end(link: etree._Element, endings: tuple[str, ...]) -> bool:
    pictures = [img.get("src", "") for img in link.iter("img")]
    return bool(pictures) and all(src.endswith(endings) for src in pictures)


def _shows(link: etree._Element) -> bool:
    """Whether a link can be seen: by text, picture or drawing; or clicked on, as a place of a picture."""
    if link.tag == "area":
        return next(link.iterancestors("map"), None) is not None
    text = "".join(str(part) for part in link.itertext()).strip()
    return bool(text) or any(link.find(f".//{tag}") is not None for tag in ("img", "svg"))


def _led_to(href: str, document: Document, flavor: Flavor, place: Place) -> list[Target]:
    href = re.sub(r"[\t\r\n]", "", href.strip())
    base = urlsplit(place.site_url).path or "/"
    try:
        parts = urlsplit(href)
        whole = unquote(urlsplit(urljoin(f"https://site.invalid{base}{place.url}", href)).path)
    except ValueError:
        return [("url", _same(href))]
    if parts.scheme or parts.netloc:
        return [("url", _same(href))]
    if not f"{whole}/".startswith(base):  # beside the site, on its host
        return [("url", _same(urljoin(f"{place.site_url}{place.url}", href)))]
    path = whole[len(base) :]
    html_id = unquote(parts.fragment)
    page = next((place.pages[name] for name in _spellings(path) if name in place.pages), None)
    if not parts.path or (page and page.key == place.key):
        return [("here", document.anchors.get(html_id, html_id) or "top")]
    fragment = (f"?{parts.query}" if parts.query else "") + (f"#{html_id}" if html_id else "")
    if page and not page.published:
        return [("url", _same(f"{place.site_url}{path}{fragment}"))]
    if page:
        anchor = names.anchor(html_id) if flavor == "datacenter" and html_id else html_id
        return [("page", f"{page.key}#{anchor}")]
    return [FILE, ("url", _same(f"{place.site_url}{path}{fragment}"))]


def _spellings(path: str) -> tuple[str, ...]:
    """The URLs under which a web server finds a page that is asked for by ``path``."""
    return path, f"{path}/", path.removesuffix("index.html")


def _pictures(src: str, place: Place) -> list[Target]:
    address = src.strip().split("#")[0]
    if re.match(r"(?i)(?:https?:)?//", address):
        return [("picture", _same(address)), PICTURE, ("url", _same(src))]
    beside = place.site_url and address.startswith("/")
    return [PICTURE, FILE, *([("picture", _same(urljoin(place.site_url, address)))] if beside else [])]


def _same(url: str) -> str:
    return (
        re.sub("[\\s\x00-\x1f\ufdd0\ufdd1]+", "", unquote(url))
        .removeprefix("https:")
        .removeprefix("http:")
        .rstrip("/")
    )


def _held(document: Document, place: Place) -> Iterator[Target]:
    """Everything that a body links to or shows, in the terms of ``_wanted``."""
    keys = {page.title: page.key for page in place.pages.values()}
    for element in parse(document.body).iter():
        tag = name(element)
        if tag == "a":
            yield _web(element.get("href", ""))
        elif tag == "ac:link":
            yield _inner(element, keys)
        elif tag == "ac:image":
            url = element.find("ri:url", NAMESPACES)
            yield PICTURE if url is None else ("picture", _same(url.get(f"{RI}value", "")))
        elif tag == "ac:parameter":
            for url in element.iterfind("ri:url", NAMESPACES):
                yield "url", _same(url.get(f"{RI}value", ""))
            yield from (FILE for _ in element.iterfind("ri:attachment", NAMESPACES))


def _web(href: str) -> Target:
    opened = openings(href)
    if opened:
        return "page", f"{opened[0].value}#{opened[0].anchor}"
    return ("here", unquote(href[1:])) if href.startswith("#") else ("url", _same(href))


def _inner(link: etree._Element, keys: Mapping[str, str]) -> Target:
    page = link.find("ri:page", NAMESPACES)
    anchor = link.get(f"{AC}anchor", "")
    if page is not None:
        title = page.get(f"{RI}content-title", "")
        return "page", f"{keys.get(title, title)}#{anchor}"
    return FILE if link.find("ri:attachment", NAMESPACES) is not None else ("here", anchor)


# --- what the output points at --------------------------------------------------------------------


def dangling(document: Document, flavor: Flavor, raw: Collection[str] = ()) -> list[str]:
    """Files, anchors and pages that a body points at and its Document does not have; files that nothing uses.

    ``raw`` is what a user passes through: it answers for itself, but its headings count.
    """
    root = parse(without(document.body, raw))
    headings = {own for _, own in named(parse(document.body))} if flavor == "cloud" else set()
    used = [file.get(f"{RI}filename", "") for file in root.iter(f"{RI}attachment")]
    used += handed.named(document.body)
    held = [attached.name for attached in document.attachments]
    anchors = _anchors(root)
    return [
        *(f"file {file!r} is not attached" for file in sorted(set(used) - set(held))),
        *(f"file {file!r} is attached and not used" for file in sorted(set(held) - set(used))),
        *(f"file {file.name!r} shows nothing" for file in document.attachments if _blank(file)),
        *(f"file {file!r} is attached twice" for file, times in Counter(held).items() if times > 1),
        *(f"anchor {anchor!r} stands twice" for anchor, times in anchors.items() if times > 1),
        *_astray(root, document, headings | set(anchors)),
        *(f"anchor {anchor!r} is the name of a heading too" for anchor in sorted(headings & set(anchors))),
    ]


def _blank(file: Attached) -> bool:
    """Whether a drawing of the page holds no shapes: ``<svg><use href="#elsewhere"/></svg>``."""
    drawing = file.content.decode("utf-8", "replace") if file.name.startswith("drawing-") else ""
    parts = set(re.findall(r"<([a-z]\w*)", drawing))
    return bool(parts) and parts <= {"svg", "g", "use", "defs", "symbol", "style", "metadata", "script"}


def _anchors(root: etree._Element) -> Counter[str]:
    macros = root.iter(f"{AC}structured-macro")
    return Counter("".join(map(str, macro.itertext())) for macro in macros if macro_name(macro) == "anchor")


def _astray(root: etree._Element, document: Document, there: set[str]) -> Iterator[str]:
    for href in (link.get("href", "") for link in root.iter("a")):
        target = unquote(href[1:])
        if href.startswith("#") and target not in there and target != "top":
            yield f"link to #{target}, which is nowhere on the page"
    for link in root.iter(f"{AC}link"):
        anchor = link.get(f"{AC}anchor", "")
        if anchor and link.find("ri:page", NAMESPACES) is None and anchor not in there:
            yield f"link to {anchor!r}, which is nowhere on the page"
    for html_id, reached in document.anchors.items():
        if reached not in there:
            yield f"{html_id!r} is said to be reached by {reached!r}, which is nowhere on the page"
    told = {key for key, _ in document.links}
    for opening in openings(document.body):
        if opening.kind == "page" and opening.value not in told:
            yield f"page {opening.value!r} is linked and not told of"
