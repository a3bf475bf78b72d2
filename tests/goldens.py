"""Golden files: what a page becomes, written so that a person can review it.

``tests/golden/<family>/<case>.html`` → ``<case>.cloud.xml`` and ``<case>.datacenter.xml``. The first line of a case may
choose options: ``<!-- tabs=macro tabs_macro=deck,card -->``, ``<!-- diagrams=macro diagram_macros=dot:draws -->``. Files that cases link to lie in ``tests/golden/site``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from mkdocs_confluence.model import CLOSE, OPEN, Conversion, Document, Drawing, Flavor, PageName
from mkdocs_confluence.storage import Scope, target

GOLDEN = Path(__file__).parent / "golden"
SITE = GOLDEN / "site"

PAGES = {
    "": PageName("index.md", "Example"),
    "guide/": PageName("guide/index.md", "Guide"),
    "guide/setup/": PageName("guide/setup.md", "Setup"),
    "guide/install/": PageName("guide/install.md", "Install & run"),
    "guide/drafts/": PageName("guide/drafts.md", "Drafts", published=False),
    "reference.html": PageName("reference.md", "Reference"),
}

_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li table tbody tr td th blockquote hr dl dt dd ac:rich-text-body".split()
)
_NAMESPACES = 'xmlns:ac="urn:ac" xmlns:ri="urn:ri" xmlns:at="urn:at"'


def cases() -> list[Path]:
    return sorted(path for path in GOLDEN.glob("*/*.html") if path.parent != SITE)


def _file(path: str) -> Path | None:
    found = SITE / path
    return found if found.is_file() else None


def _drawn(drawing: Drawing) -> bytes | None:
    return f"drawn {drawing.source}".encode() if drawing.kind == "svg" else None


def scope(flavor: Flavor, html: str = "") -> Scope:
    """The page ``guide/setup/`` of a small site, with the options that the case chooses."""
    return Scope(
        page=PAGES["guide/setup/"],
        heading="Setup",
        source="guide/setup.md",
        url="guide/setup/",
        target=target(flavor),
        space="DOCS",
        site_url="https://docs.example.org/en/",
        pages=PAGES,
        find_file=_file,
        linked=frozenset({"linked-from-elsewhere"}),
        draw=_drawn,
        conversion=_options(html),
    )


def _options(html: str) -> Conversion:
    first = re.match(r"<!--((?: \w+=[\w,:-]+)+) -->\n", html)
    pairs = [pair.split("=") for pair in first[1].split()] if first else []
    return replace(Conversion(), **{name: _option(text) for name, text in pairs})


def _option(text: str) -> Any:
    """``a``, ``a,b`` or ``a:b,c:d`` as the value of an option."""
    if ":" in text:
        return dict(pair.split(":") for pair in text.split(","))
    return tuple(text.split(",")) if "," in text else text


def shown(document: Document) -> str:
    """A Document as text for review: remarks in comments, then one block a line."""
    told = [
        *(f"{issue.severity}: {issue.message} {issue.element}".strip() for issue in document.issues),
        *(f"file: {attached.name}" for attached in document.attachments),
        *(f"anchor: {html_id} = {name}" for html_id, name in sorted(document.anchors.items())),
        *(f"link: {key}#{html_id}" for key, html_id in document.links),
    ]
    remarks = [f"<!-- {text.replace('--', '- -')} -->" for text in told]
    return "\n".join([*remarks, *_lines(document.body)]) + "\n"


def _lines(body: str) -> list[str]:
    body = body.replace(OPEN, "⟦").replace(CLOSE, "⟧")
    parser = etree.XMLParser(strip_cdata=False, huge_tree=True)
    root = etree.fromstring(f"<xml {_NAMESPACES}>{body}</xml>", parser)
    return [line for child in root for line in _block(child, 0)]


def _block(element: etree._Element, depth: int) -> list[str]:
    """A block in one line if it holds no blocks but one paragraph, else its blocks on lines of their own."""
    whole = "  " * depth + _text(element)
    children = list(element)
    if not any(_is_block(child) for child in children) or _one_line(element):
        return [whole]
    opening, closing = whole.split(">", 1)[0] + ">", f"</{_name(element)}>"
    inner = [line for child in children for line in _block(child, depth + 1)]
    return [opening, *inner, "  " * depth + closing]


def _one_line(element: etree._Element) -> bool:
    return len(element) == 1 and _name(element[0]) == "p" and _name(element) in ("li", "td", "th", "dd")


def _is_block(element: etree._Element) -> bool:
    if _name(element) == "ac:structured-macro":
        return any(_name(child) in ("ac:rich-text-body", "ac:plain-text-body") for child in element)
    return _name(element) in _BLOCKS


def _name(element: etree._Element) -> str:
    uri, _, local = str(element.tag).rpartition("}")
    return f"{uri.removeprefix('{urn:')}:{local}" if uri else local


def _text(element: etree._Element) -> str:
    written = etree.tostring(element, encoding="unicode", with_tail=False)
    return re.sub(r' xmlns:\w+="[^"]*"', "", written).replace("/>", " />").replace("  />", " />")
