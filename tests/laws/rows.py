"""The 150 constructs that most pages of real MkDocs sites have, counted over 3,791 pages of 32 sites, by number of pages.

A row names an element and all its classes; ``*`` stands for any end of a class, parentheses describe what has no name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase

from lxml import etree

ROWS: tuple[str, ...] = (
    "p",
    "a",
    "a.headerlink",
    "h2",
    "code",
    "h1",
    "li",
    "pre",
    "span (in code)",
    "ul",
    "div.highlight",
    "span.(pygments token)",
    "h3",
    "strong",
    "p.admonition-title",
    "tr",
    "em",
    "ol",
    "summary",
    "td",
    "th",
    "table",
    "tbody",
    "thead",
    "img",
    "input",
    "div.admonition.note",
    "label",
    "div.tabbed-content",
    "h4",
    "div.tabbed-block",
    "div.tabbed-labels",
    "div.tabbed-set.tabbed-alternate",
    "hr",
    "#comment",
    "div",
    "div.admonition.tip",
    "span.arithmatex",
    "(inside svg)",
    "span.normal",
    "div.linenodiv",
    "td.linenos",
    "td.code",
    "table.highlighttable",
    "details.note",
    "autoref",
    "blockquote",
    "div.admonition.warning",
    "span (line, in code)",
    "br",
    "svg",
    "span.twemoji",
    "div.doc.doc-contents.first",
    "div.doc.doc-children",
    "div.arithmatex",
    "div.doc.doc-object.doc-class",
    "div.language-*.highlight",
    "div.doc.doc-contents",
    "h2.doc.doc-heading",
    "sup",
    "p.doc.doc-class-bases",
    "div.doc.doc-object.doc-function",
    "small.doc.doc-label.doc-label-*",
    "span.doc.doc-labels",
    "a.footnote-ref",
    "a.footnote-backref",
    "div.footnote",
    "code.doc-symbol.doc-symbol-*.doc-symbol-*",
    "div.admonition.info",
    "div.doc-md-description",
    "span.doc-section-title",
    "div.doc.doc-object.doc-attribute",
    "details",
    "h3.doc.doc-heading",
    "div.doc-signature.highlight",
    "details.example",
    "pre.highlight",
    "span.doc.doc-object-name.doc-attribute-name",
    "span.doc.doc-object-name.doc-function-name",
    "code.language-*",
    "abbr",
    "span.doc.doc-object-name.doc-class-name",
    "svg.rich-*",
    "tr.doc-section-item",
    "span.filename",
    "div.doc.doc-object.doc-module",
    "span.task-list-indicator",
    "label.task-list-control",
    "li.task-list-item",
    "ul.task-list",
    "h5",
    "details.warning",
    "details.mkdocstrings-source",
    "script",
    "a.toclink",
    "b",
    "h3.doc.doc-heading.doc-heading-parameter",
    "small",
    "div.admonition.question",
    "div.admonition.important",
    "a.md-button.md-button--primary",
    "pre.mermaid",
    "div.admonition.success",
    "details.info",
    "div.codehilite",
    "span",
    "img.twemoji",
    "li.doc-section-item.field-body",
    "div.no-copy.highlight",
    "a.card-link",
    "span.MathJax_Preview",
    "div.admonition.recommendation",
    "style",
    "span.linenos",
    "div.result",
    "div.termy",
    "dfn",
    "h1.doc.doc-heading",
    "h4.doc.doc-heading.doc-heading-parameter",
    "span.mdx-badge__icon",
    "span.mdx-badge",
    "span.mdx-badge__text",
    "div.admonition.danger",
    "h2.doc.doc-heading.doc-heading-parameter",
    "code.highlight",
    "a.md-button",
    "mark",
    "details.downloads",
    "details.tip",
    "a.source-link",
    "div.language-*.doc-signature.highlight",
    "dd",
    "dt",
    "a.doc-source-link",
    "span.keys",
    "dl",
    "kbd.key-*",
    "div.grid.cards",
    "details.abstract",
    "div.admonition.example",
    "kbd",
    "iframe",
    "backlinks",
    "span.doc-param-annotation",
    "td.doc-param-details",
    "a.pg-teal",
    "div.doc-overloads",
    "div.admonition.abstract",
    "span.doc-param-default",
    "details.success",
)

_TOKEN = re.compile(r"[a-z][a-z0-9]{0,2}")


def _in_code(element: etree._Element) -> bool:
    return any(parent.tag in ("code", "pre") for parent in element.iterancestors())


def _is_span(element: etree._Element, wanted: Callable[[str], bool]) -> bool:
    return element.tag == "span" and wanted(element.get("class", "")) and _in_code(element)


_DESCRIBED: dict[str, Callable[[etree._Element], bool]] = {
    "#comment": lambda element: isinstance(element, etree._Comment),
    "span (in code)": lambda element: (
        _is_span(element, lambda classes: not classes) and not element.get("id")
    ),
    "span.(pygments token)": lambda element: _is_span(
        element, lambda classes: bool(_TOKEN.fullmatch(classes))
    ),
    "span (line, in code)": lambda element: (
        _is_span(element, lambda classes: not classes) and bool(element.get("id"))
    ),
    "(inside svg)": lambda element: any(parent.tag == "svg" for parent in element.iterancestors()),
}


def has(element: etree._Element, row: str) -> bool:
    """Whether an element is an example of a row: its name and its classes, no more and no less."""
    if row in _DESCRIBED:
        return _DESCRIBED[row](element)
    tag, *classes = row.split(".")
    held = element.get("class", "").split() if isinstance(element.tag, str) else []
    if element.tag != tag or len(held) != len(classes):
        return False
    return all(fnmatchcase(one, pattern) for one, pattern in zip(sorted(held), sorted(classes), strict=True))


def drawn(html: str, rows: Iterable[str] = ROWS) -> set[str]:
    """Those of the rows that a page has an example of."""
    root = etree.fromstring(f"<html><body>{html}</body></html>", etree.HTMLParser(huge_tree=True))
    by_tag: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_tag["" if row in _DESCRIBED else row.split(".")[0]].append(row)
    return {
        row
        for element in root.iter()
        for row in (*by_tag.get("", ()), *by_tag.get(str(element.tag), ()))
        if has(element, row)
    }
