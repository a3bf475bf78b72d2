"""Titles as plain text: of nav entries, of front matter, of the first heading of a page."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from mkdocs.structure.pages import Page
from mkdocs.utils import dirname_to_title

_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|br|code|del|em|i|img|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|svg|path|u|var|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""Tags that people write into titles; ``List<String>`` is not one of them."""
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1\s*>", re.IGNORECASE | re.DOTALL)
_VOID = {"br", "img", "wbr", "input", "hr"}


def text(title: object) -> str:
    """A title from the nav or front matter, where people write inline tags and entities but also mean ``<`` and ``&``."""
    plain = _ENTITY.sub(lambda match: unescape(match[0]), _TAG.sub("", str(title)))
    return " ".join(plain.split())


def heading(html: str) -> str:
    """The words of the first H1 of a page, without permalinks and footnote references; empty where there is none."""
    found = _HEADING.search(html)
    if found is None:
        return ""
    words = _Words()
    words.feed(found[1])
    words.close()
    return " ".join("".join(words.parts).split())


def of_page(page: Page, override: str = "") -> str:
    """The title that a page wants: its own override, the nav's, front matter's, its first H1's, that of its file name."""
    by_nav = vars(page).get("title")
    candidates = (override, by_nav, (page.meta or {}).get("title"))
    for candidate in candidates:
        if candidate is not None and (title := text(candidate)):
            return title
    return heading(page.content or "") or text(page.title or page.file.name)


def of_section(title: str, index: Page | None, written: bool, override: str = "") -> str:
    """The title of a section: as the nav has it; where MkDocs made it from a folder's name, its page's own one."""
    own = text(title or "")
    if index is None:
        return own
    folder = index.file.src_uri.rpartition("/")[0].rpartition("/")[2]
    derived = not written and title == dirname_to_title(folder)
    return text(override) or (of_page(index) if derived or not own else own)


class _Words(HTMLParser):
    """Collects what a reader of a heading sees as text."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "img" and not self._hidden:
            self.parts.append(attributes.get("alt") or "")
        if tag not in _VOID and (self._hidden or _is_chrome(tag, attributes)):
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag not in _VOID:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def _is_chrome(tag: str, attributes: dict[str, str | None]) -> bool:
    classes = (attributes.get("class") or "").split()
    is_footnote = tag == "sup" and (attributes.get("id") or "").startswith("fnref")
    is_permalink = attributes.get("title") == "Permanent link" or bool(
        {"headerlink", "anchorlink"} & set(classes)
    )
    return tag in ("svg", "style", "script") or is_footnote or is_permalink
