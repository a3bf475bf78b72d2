"""One look over a page before it is converted: which ids there are, which are linked to, and how it opens."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .tags import NavigableString, RubyTextString, Tag, is_permalink

UNREAD = frozenset({"pre", "svg", "script", "style", "template", "noscript"})
"""Elements whose inside holds no anchors and links of the text."""

_WORD = re.compile(r"[\w:.-]+")
_READ = (NavigableString, RubyTextString)


@dataclass(frozen=True, slots=True)
class Survey:
    ids: frozenset[str]
    """All ids of the page."""
    wanted: frozenset[str]
    """Those that a link leads to, on this page or from another."""
    opening: Tag | None
    """The H1 that is the first text of the page."""
    in_code: bool = False
    """Whether any of those wanted is a place within code, as a line of it."""
    scripts: str = ""
    """The text of all scripts of the page, but for those that are data."""
    opened: frozenset[str] = frozenset()
    """Words of attributes that name what a click brings to light."""
    tabs: Mapping[str, Tag] = field(default_factory=dict)
    """Id of a panel (``role="tabpanel"``) → the tab that opens it."""


def survey(root: Tag, linked: frozenset[str], fragment: Callable[[str], str]) -> Survey:
    """Look over a page; ``fragment`` tells the id that an ``href`` means on this page, or empty."""
    ids: set[str] = set()
    wanted = set(linked)
    code: list[Tag] = []
    scripts: list[str] = []
    opened: set[str] = set()
    tabs: dict[str, Tag] = {}
    panels: set[str] = set()
    stack = [root]
    while stack:
        tag = stack.pop()
        attrs, name = tag.attrs, tag.name
        if attrs:  # most have none, and there are many
            if "id" in attrs:
                ids.add(str(attrs["id"]))
            if "aria-controls" in attrs or "onclick" in attrs:
                opened.update(_WORD.findall(f"{attrs.get('aria-controls')} {attrs.get('onclick')}"))
            if "role" in attrs:
                _note_role(tag, tabs, panels)
        if name in ("a", "area"):
            if "name" in attrs:
                ids.add(str(attrs["name"]))
            href = attrs.get("href")
            is_tab = attrs.get("role") == "tab"
            if isinstance(href, str) and "#" in href and not is_tab and not is_permalink(tag):
                wanted.add(fragment(href))
        elif name == "autoref":
            wanted.add(str(attrs.get("identifier")))
        elif name in UNREAD or (name in ("div", "nav") and "toc" in (attrs.get("class") or ())):
            if name == "pre":
                code.append(tag)
            elif name == "script" and "json" not in str(attrs.get("type")):
                scripts += map(str, tag.contents)
            continue
        stack += [child for child in tag.contents if isinstance(child, Tag)]
    wanted.discard("")  # what links to elsewhere mean here
    sought = wanted - ids
    within = _within(code, sought) if sought else set()
    ids = (ids | within) - {""}
    opening = _opening(root)
    return Survey(
        frozenset(ids),
        frozenset(wanted & ids),
        opening,
        bool(within),
        "\n".join(scripts),
        frozenset(opened),
        {name: tab for name, tab in tabs.items() if name in panels},
    )


def _note_role(tag: Tag, tabs: dict[str, Tag], panels: set[str]) -> None:
    """Keep in mind what a tag has to do with tabs of the kind that browsers tell of, if anything."""
    if tag.attrs["role"] == "tab":
        tabs.setdefault(str(tag.attrs.get("aria-controls")), tag)
    elif tag.attrs["role"] == "tabpanel":
        panels.add(str(tag.attrs.get("id")))


def _within(code: list[Tag], wanted: set[str]) -> set[str]:
    """Those of the ids that stand within code; it is the bulk of a page, so nobody looks there without need."""
    found: set[str] = set()
    stack = code
    while stack:
        inner = [child for child in stack.pop().contents if isinstance(child, Tag)]
        found |= {str(tag.attrs["id"]) for tag in inner if "id" in tag.attrs}
        stack += inner
    return found & wanted


def _opening(root: Tag) -> Tag | None:
    """The H1 around the first visible text of the page, if it is in one."""
    stack: list[object] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            if node.name == "h1":
                return node
            if node.name not in UNREAD:
                stack.extend(reversed(node.contents))
        elif type(node) in _READ and str(node).strip():
            return None
    return None
