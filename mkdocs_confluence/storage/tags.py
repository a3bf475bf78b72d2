"""Reading a tag of the soup: its classes, attributes and alignment, the text and the links in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TypeGuard

from bs4.element import NavigableString, RubyTextString, Tag

__all__ = [
    "BLOCKS",
    "INLINE",
    "OUTER",
    "NavigableString",
    "RubyTextString",
    "Tag",
    "alignment",
    "alignment_around",
    "attribute",
    "child",
    "children",
    "classes",
    "declarations",
    "follower",
    "hrefs",
    "is_break",
    "is_permalink",
    "is_words",
    "squeezed",
    "style_of",
    "text_of",
    "words",
]

_PERMALINKS = frozenset({"headerlink", "anchor-link", "toclink"})
_PERMALINK = "Permanent link"
"""The title that Python-Markdown gives to a permalink, whose class an author may choose."""
_SIGNS = frozenset("#¶§🔗")
"""What a permalink shows."""

INLINE = frozenset(
    "a abbr autoref b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup"
    " time tt u var".split()
)
"""Elements of a line: their text continues the text before them."""

BLOCKS = frozenset(
    "address article aside blockquote center details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header main"
    " nav ol p pre section table ul".split()
)
"""Elements that part the text before them from the text behind them."""

OUTER = ("table", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6")
"""Elements of a page that nobody writes within a film or code: where they stand in one, it lacks its end."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SIDES = frozenset({"left", "center", "right"})
_ALIGNING = {"text-left": "left", "text-start": "left", "text-center": "center", "text-right": "right"}
_ALIGNING |= {"text-end": "right"}
"""Classes of Bootstrap and Tailwind that align text."""
_UNSET = frozenset({"", "inherit", "initial", "unset"})


def classes(tag: Tag) -> list[str]:
    found = tag.attrs.get("class")
    return found if isinstance(found, list) else found.split() if found else []


def is_permalink(tag: Tag) -> bool:
    """Whether a link is that of a heading to itself, or a sign that links to what it stands in."""
    attrs = tag.attrs
    if "class" in attrs and not _PERMALINKS.isdisjoint(attrs["class"]):
        return True
    if "title" in attrs and attrs["title"] == _PERMALINK:
        return True
    if "aria-hidden" in attrs and _is_hidden_link(tag):
        return True
    sign = tag.contents[0] if len(tag.contents) == 1 else None
    if not isinstance(sign, str) or len(sign) > 3:
        return False
    return sign.strip() in _SIGNS and _leads_around(tag, attribute(tag, "href"))


def _is_hidden_link(tag: Tag) -> bool:
    """Whether a link into the page, in a heading, shows no words and is hidden from those who hear a page."""
    hidden = tag.attrs["aria-hidden"] == "true" and attribute(tag, "href").startswith("#")
    return hidden and bool(tag.find_parent(_HEADINGS)) and not tag.find("img") and not text_of(tag).strip()


def _leads_around(tag: Tag, href: str) -> bool:
    return href.startswith("#") and any(around.attrs.get("id") == href[1:] for around in tag.parents)


def attribute(tag: Tag, name: str) -> str:
    """The value of an attribute, empty where there is none."""
    value = tag.attrs.get(name)
    return "" if value is None else value if isinstance(value, str) else " ".join(value)


def alignment(tag: Tag) -> str:
    """``center`` or ``right`` where a tag aligns its text so, else empty; by ``style``, ``align`` or a class."""
    found = _own_alignment(tag) if tag.attrs else ""
    return "" if found == "left" else found


def _own_alignment(tag: Tag) -> str:
    attrs = tag.attrs
    if "style" in attrs or "align" in attrs:
        return _alignment(attribute(tag, "style"), attribute(tag, "align"))
    for css in classes(tag) if "class" in attrs else ():
        if css in _ALIGNING:
            return _ALIGNING[css]
    return ""


def alignment_around(tag: Tag) -> str:
    """How the nearest element around a tag that aligns text does it; empty where none does."""
    for around in tag.parents:
        aligned = "center" if around.name == "center" else ""
        if around.name != "table":
            aligned = _own_alignment(around) or aligned
        if aligned:
            return aligned
    return ""


@lru_cache(maxsize=256)
def _alignment(style: str, align: str) -> str:
    value = (declarations(style).get("text-align") or align).strip().lower()
    return {"start": "left", "end": "right", "middle": "center"}.get(value, value if value in _SIDES else "")


def declarations(style: str) -> dict[str, str]:
    """Property → value of a ``style`` attribute, names in lower case; values that set nothing are left out."""
    found = {}
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon and value.strip().lower() not in _UNSET:
            found[name.strip().lower()] = value.strip()
    return found


def style_of(tag: Tag) -> dict[str, str]:
    """Property → value of what a tag declares in its ``style``, all in lower case."""
    return declarations(attribute(tag, "style").lower())


def children(tag: Tag) -> list[Tag]:
    """The elements that stand in a tag itself."""
    return [node for node in tag.contents if isinstance(node, Tag)]


def child(tag: Tag, name: str) -> Tag | None:
    """The first element of a name that stands in a tag itself."""
    return next((node for node in tag.contents if isinstance(node, Tag) and node.name == name), None)


def follower(tag: Tag) -> Tag | None:
    """The element behind a tag, whatever text stands between."""
    return next((node for node in tag.next_siblings if isinstance(node, Tag)), None)


def is_break(node: object) -> bool:
    return isinstance(node, Tag) and node.name == "br"


def is_words(node: object) -> TypeGuard[NavigableString]:
    """Whether a node is text, and more than white space."""
    return type(node) is NavigableString and not node.isspace()


def text_of(node: object) -> str:
    """All text in a tag, or of a text, as it stands in the HTML, without comments, scripts and style sheets."""
    if isinstance(node, Tag) and len(node.contents) == 1 and type(node.contents[0]) is NavigableString:
        return str(node.contents[0])
    return "".join(words(node))


def squeezed(text: str) -> str:
    """Text in one line: a blank for every run of white space, none at the ends."""
    return " ".join(text.split())


def words(node: object, gap: str = "") -> Iterator[str]:
    """Strings of text within a tag, in order, however deep; ``gap`` around every element that is not part of a line."""
    stack: list[object] = [node]
    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            apart = gap and node.name not in INLINE
            if apart:
                yield gap
                stack.append(gap)
            stack.extend(reversed(node.contents))
        elif type(node) in (NavigableString, RubyTextString, str):
            yield str(node)


def hrefs(tag: Tag) -> list[str]:
    """Where the links in a tag lead to, permalinks apart, each once: what to tell where they cannot be kept."""
    links = (link for link in tag.find_all("a") if isinstance(link, Tag))
    found = (attribute(link, "href") for link in links if not is_permalink(link))
    return list(dict.fromkeys(filter(None, found)))
