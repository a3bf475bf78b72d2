"""Pages as real sites have them, nested at random, and pages that are broken."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from .templates import BLOCKS, CODE, LINE, NUMBERED, STORAGE

_SLOT = re.compile("«([a-z]+|#)»")
_DEPTH = 4

WORDS = "alpha Beta gamma-ray δέλτα ещё naïve x_y 3.5 o'clock don’t 日本 שלום foo/bar “quoted” 100% a;b *star* [x] \\d $5 {{ v }}"
ADDRESSES = (
    "https://example.org/a?b=1&amp;c=2#d",
    "http://example.org/ü ö",
    "//cdn.example.org/x",
    "mailto:&#109;e@example.org",
    "https://example.org/%7Euser/(x)",
    "javascript:void(0)",
    "ftp://example.org/x",
)
PAGES = (
    "../other/",
    "../other/#there",
    "../other/index.html",
    "../missing/",
    "./",
    "/other/",
    "../draft/",
    "?q=1",
)
FILES = ("../files/a.pdf", "b%20c.zip", "/d.csv", "../gone.tar")
PICTURES = (
    "../img/a.png",
    "b c.svg",
    "https://example.org/r.png",
    "data:image/png;base64,iVBORw0KGgo=",
    "../gone/nothing.bmp",
    "",
)


@dataclass(slots=True)
class _Page:
    """What a page has so far: every word is new, so that a lost, doubled or moved one shows."""

    words: int = 0
    ids: list[str] = field(default_factory=lambda: ["top"])


@dataclass(frozen=True, slots=True)
class _Filler:
    draw: DrawFn
    page: _Page

    def fill(self, template: str, depth: int) -> str:
        return _SLOT.sub(lambda slot: self._slot(slot[1], depth), template)

    def _slot(self, slot: str, depth: int) -> str:
        if slot == "w":
            return self._word()
        if slot == "n":
            return str(self.draw(st.integers(0, 99)))
        if slot == "id":
            self.page.ids.append(f"id-{len(self.page.ids)}")
            return self.page.ids[-1]
        if slot == "#":
            return self.draw(st.sampled_from([*self.page.ids, "nowhere"]))
        if slot == "s":
            return escape(self.fill(self.draw(st.sampled_from(STORAGE)), depth), quote=False)
        if slot in _CHOICES:
            return self.draw(st.sampled_from(_CHOICES[slot]))
        return self._content(slot, depth)

    def _word(self) -> str:
        self.page.words += 1
        return f"{self.draw(_WORD)}w{self.page.words}"

    def _content(self, slot: str, depth: int) -> str:
        templates = {"i": LINE, "b": BLOCKS, "c": CODE, "l": NUMBERED}[slot]
        if depth >= _DEPTH:
            return self.fill("<p>«w»</p>" if slot == "b" else "«w»", depth + 1)
        most = {"i": 2, "b": 3, "c": 3, "l": 2}[slot]
        least = 0 if slot == "b" else 1
        parts = self.draw(st.lists(st.sampled_from(templates), min_size=least, max_size=most))
        joined = "\n" if slot == "b" else " " if slot == "i" else ""
        return joined.join(self.fill(part, depth + 1) for part in parts)


_WORD = st.sampled_from(["", "", *WORDS.split()])
_CHOICES = {"u": ADDRESSES, "page": PAGES, "file": FILES, "pic": PICTURES}


@st.composite
def pages(draw: DrawFn) -> str:
    """A page of one to six blocks, each with more in it; it may open with its title."""
    filler = _Filler(draw, _Page())
    parts = draw(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=6))
    opening = draw(st.sampled_from(["", '<h1 id="title">Title &amp; <code>x</code></h1>\n']))
    return opening + "\n".join(filler.fill(part, 0) for part in parts)


@st.composite
def truncated(draw: DrawFn) -> str:
    """The beginning of a page, cut anywhere."""
    html = draw(pages())
    return html[: draw(st.integers(0, len(html)))]


@st.composite
def garbled(draw: DrawFn) -> str:
    """A page with something wrong in it: a part taken out or doubled, rubbish put in."""
    html = draw(pages())
    start = draw(st.integers(0, len(html)))
    end = min(len(html), start + draw(st.integers(0, 60)))
    rubbish = draw(st.sampled_from(RUBBISH))
    kind = draw(st.sampled_from(["taken out", "doubled", "put in"]))
    if kind == "taken out":
        return html[:start] + html[end:]
    if kind == "doubled":
        return html[:end] + html[start:]
    return html[:start] + rubbish + html[start:]


RUBBISH = (
    "<",
    ">",
    "</p>",
    "</div></div></ul>",
    "<p",
    "<table><tr>",
    "<a href='",
    '"',
    "&#0;&#x1b;&nosuch;&",
    "\x00\x1b[31m\x0c",
    "\ud800",
    "\ufdd0page:x#\ufdd1",
    "]]>",
    "<![CDATA[x]]>",
    "<?php echo 1 ?>",
    "<ac:link><ri:page ri:content-title='x'/></ac:link>",
    "<x:y z=1>",
    "<p , ='' <code a=1>",
    "<svg><p>x</svg>",
    "<select><option>a<li>b",
    "<td>stray",
    "<li>stray",
    "<html><head><title>t</title></head><body>",
    "<textarea><b>x",
    "<plaintext>",
)


def rubbish() -> SearchStrategy[str]:
    """Text that never was HTML."""
    binary = st.binary(max_size=300)
    return st.one_of(
        st.text(max_size=300),
        binary.map(lambda data: data.decode("latin-1")),
        binary.map(lambda data: data.decode("utf-8", "surrogateescape")),
        st.text(alphabet="<>/=\"' abp&;#!-?[]\n", max_size=200),
    )


def deep(tag: str, levels: int) -> str:
    """``levels`` elements in each other, each with a word before and after."""
    opened = "".join(f"<{tag}>in{n} " for n in range(levels))
    return opened + "".join(f"</{tag.split()[0]}> out{n}" for n in range(levels))
