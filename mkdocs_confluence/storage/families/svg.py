"""SVG as a file of its own: out of an HTML page, whose parser has put all names in lower case and left out namespaces."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from ..markup import clean, escape
from ..tags import NavigableString, Tag, attribute, children, squeezed, style_of, text_of
from .lengths import pixels

_NAMES = """
animateMotion animateTransform attributeName attributeType baseFrequency baseProfile calcMode clipPath clipPathUnits
diffuseConstant edgeMode feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge
feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence filterUnits
foreignObject glyphRef gradientTransform gradientUnits kernelMatrix kernelUnitLength keyPoints keySplines keyTimes
lengthAdjust limitingConeAngle linearGradient markerHeight markerUnits markerWidth maskContentUnits maskUnits
numOctaves pathLength patternContentUnits patternTransform patternUnits pointsAtX pointsAtY pointsAtZ preserveAlpha
preserveAspectRatio primitiveUnits radialGradient refX refY repeatCount repeatDur requiredExtensions requiredFeatures
specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles surfaceScale systemLanguage
tableValues targetX targetY textLength textPath viewBox viewTarget xChannelSelector yChannelSelector zoomAndPan
"""
"""Names that SVG writes in mixed case (the HTML standard's lists of SVG elements and attributes to adjust)."""
_CASE = {name.lower(): name for name in _NAMES.split()}
_XML_NAME = re.compile(r"[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?", re.ASCII)
_RELATIVE = re.compile(r"%|v(?:w|h|min|max)")
"""In a length that depends on how large the page is."""
_ICON = 48
"""Pixels of a side up to which a drawing is an icon."""
_TELLING = ["text", "a", "foreignobject"]
"""Elements with the words and links of a drawing."""
_ROOT = re.compile(r"<svg\b[^<>]*>")
_SIDES = re.compile(r"""\s(?:width|height)="[^"]*\"""")
_COMMENT, _METADATA, _STYLE = ("<!--", "-->"), ("<metadata", "</metadata>"), ("<style", "</style>")
"""How a part of the text of an SVG file begins and ends."""
_SELECTOR = re.compile(r"#([\w-]+)")
_STORED = frozenset("defs symbol style title desc metadata script".split())
"""Elements of an SVG that are not drawn where they stand."""
_BARE = _STORED | {"g", "description"}
"""Elements of an SVG that show nothing without others in them."""
_HEX = re.compile(r"[0-9a-fA-F]{3,8}")
_ID = re.compile(r"""(\sid=["'])([^"']+)(?=["'])""")
_REFERENCE = re.compile(r"""(\burl\(["']?#|href=["']#)([^"')]+)""")


def source(svg: Tag) -> str:
    """An ``<svg>`` element of a page as the text of an SVG file."""
    parts: list[str] = []
    _write(svg, parts, root=True)
    return "".join(parts)


def calm(text: str) -> str:
    """An SVG file without what programs write anew each time: its date, and ids, which are numbered instead.

    Two drawings of one thing (by Matplotlib, Graphviz, Kroki) are one attachment then.
    """
    text = _without(_without(text, *_COMMENT), *_METADATA)
    styles = "".join(_split(text, *_STYLE)[1::2])
    ids = (match[2] for match in _ID.finditer(text))
    kept = (name for name in ids if not (_HEX.fullmatch(name) and f"#{name}" in styles))  # it may be a colour
    numbers = {name: f"i{number}" for number, name in enumerate(kept)}

    def selector(match: re.Match[str]) -> str:
        return f"#{numbers.get(match[1], match[1])}"

    text = _ID.sub(lambda match: match[1] + numbers.get(match[2], match[2]), text)
    text = _REFERENCE.sub(lambda match: match[1] + numbers.get(match[2], match[2]), text)
    parts = _split(text, *_STYLE)
    parts[1::2] = [_SELECTOR.sub(selector, style) for style in parts[1::2]]
    return "".join(parts)


def _without(text: str, start: str, end: str) -> str:
    return "".join(_split(text, start, end)[::2])


def _split(text: str, start: str, end: str) -> list[str]:
    """Text, and by turns what begins and ends so."""
    parts: list[str] = []
    done, at = 0, text.find(start)
    while at >= 0 and (stop := text.find(end, at + len(start))) >= 0:
        parts += (text[done:at], text[at : stop + len(end)])
        done = stop + len(end)
        at = text.find(start, done)
    return [*parts, text[done:]]


def size(text: str) -> tuple[int, int] | None:
    """Width and height of an SVG file in pixels, by its attributes or its view box; None where it states none."""
    root = _ROOT.search(text)
    if root is None:
        return None
    width, height = (pixels(_attribute(root[0], name)) for name in ("width", "height"))
    if width and height:
        return round(width), round(height)
    box = _attribute(root[0], "viewBox").replace(",", " ").split()
    try:
        across, down = (float(number) for number in box[2:])
    except ValueError:
        return None
    if width and across > 0:
        across, down = width, down * width / across
    return (round(across), round(down)) if across >= 1 and down >= 1 else None


def widened(text: str, width: int) -> str:
    """The ``source`` of an SVG that is shown wider than it is by itself, of that width: else its drawing would be a blur."""
    root, own = _ROOT.match(text), size(text)
    if root is None or own is None or not 0 < own[0] < width or not _attribute(root[0], "viewBox"):
        return text
    sides = f'<svg width="{width}" height="{round(own[1] * width / own[0])}"'
    return sides + _SIDES.sub("", root[0]).removeprefix("<svg") + text[root.end() :]


def tells(svg: Tag) -> bool:
    """Whether an inline SVG shows words, or holds links."""
    return svg.find(_TELLING) is not None


def links(svg: Tag) -> list[str]:
    """Where the links in an inline SVG lead to, each once."""
    found = (attribute(a, "href") or attribute(a, "xlink:href") for a in svg.find_all("a"))
    return list(dict.fromkeys(filter(None, map(str.strip, found))))


def is_icon(svg: Tag, size: tuple[int, int] | None) -> bool:
    """Whether an inline SVG, which is of that size by itself, is shown small and tells nothing."""
    lengths = _lengths(svg)
    if tells(svg) or any(map(_RELATIVE.search, lengths)):
        return False
    if size is None and not all(map(pixels, lengths)):
        return False
    sides = size or (1, 1)
    scale = max(pixels(length) / max(side, 1) for length, side in zip(lengths, sides, strict=True))
    return max(sides) * (scale or 1) <= _ICON


def _lengths(svg: Tag) -> list[str]:
    """Width and height at which the page shows an inline SVG, as written."""
    style = style_of(svg)
    return [style.get(side) or attribute(svg, side).strip() for side in ("width", "height")]


def only_stores(svg: Tag) -> bool:
    """Whether an SVG shows nothing by itself, but holds shapes or filters for others to use."""
    if not {"0", "0px"}.isdisjoint(_lengths(svg)):
        return True
    names = {child.name for child in children(svg)}
    return not names.isdisjoint(("defs", "symbol")) and names <= _STORED


def used(svg: Tag) -> str | None:
    """The name of the shape of elsewhere that an SVG shows, ``a`` of ``<use href="b.svg#a">``; None if it has its own."""
    parts = [part for part in svg.find_all(True) if part.name not in _BARE]
    if not parts or any(part.name != "use" for part in parts):
        return None
    address = attribute(parts[0], "href") or attribute(parts[0], "xlink:href")
    file, _, fragment = address.partition("#")
    return (unquote(fragment) or PurePosixPath(file).stem).removeprefix("icon-")


def words(svg: Tag) -> str:
    """What an inline SVG says: its title, else its label."""
    title = svg.find("title")
    return squeezed(text_of(title) if isinstance(title, Tag) else attribute(svg, "aria-label"))


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return (match[1] or match[2] or "") if match else ""


def _write(tag: Tag, parts: list[str], *, root: bool = False, depth: int = 0) -> None:
    name = _CASE.get(tag.name, tag.name)
    attributes = {_CASE.get(key, key): value for key, value in tag.attrs.items() if _XML_NAME.fullmatch(key)}
    if root:
        attributes = {
            "xmlns": "http://www.w3.org/2000/svg",
            "xmlns:xlink": "http://www.w3.org/1999/xlink",
            **{key: value for key, value in attributes.items() if not key.startswith("xmlns")},
        }
    start = "".join(f' {key}="{escape(_text(value))}"' for key, value in attributes.items())
    parts.append(f"<{name}{start}>")
    for child in tag.contents:
        if isinstance(child, Tag):
            if depth < 100 and child.name != "script":
                _write(child, parts, depth=depth + 1)
        elif isinstance(child, NavigableString) and (type(child) is NavigableString or tag.name == "style"):
            parts.append(escape(str(child)))
    parts.append(f"</{name}>")


def _text(value: object) -> str:
    return clean(" ".join(value) if isinstance(value, list) else str(value))
