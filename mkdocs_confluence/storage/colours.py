"""Colours of CSS as Confluence writes them."""

from __future__ import annotations

import re

from .tags import declarations

_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})(?:\s*,\s*|\s+)(\d{1,3})(?:\s*,\s*|\s+)(\d{1,3})\b.*\)")

_NAMES = dict(
    pair.split(":")
    for pair in (
        "aqua:00ffff black:000000 blue:0000ff brown:a52a2a chocolate:d2691e coral:ff7f50 crimson:dc143c cyan:00ffff"
        " darkblue:00008b darkcyan:008b8b darkgray:a9a9a9 darkgreen:006400 darkgrey:a9a9a9 darkmagenta:8b008b"
        " darkorange:ff8c00 darkred:8b0000 darkviolet:9400d3 deeppink:ff1493 deepskyblue:00bfff dimgray:696969"
        " dodgerblue:1e90ff firebrick:b22222 forestgreen:228b22 fuchsia:ff00ff gold:ffd700 goldenrod:daa520"
        " gray:808080 green:008000 greenyellow:adff2f grey:808080 hotpink:ff69b4 indianred:cd5c5c indigo:4b0082"
        " khaki:f0e68c lavender:e6e6fa lightblue:add8e6 lightgray:d3d3d3 lightgreen:90ee90 lightgrey:d3d3d3"
        " lightyellow:ffffe0 lime:00ff00 limegreen:32cd32 magenta:ff00ff maroon:800000 mediumblue:0000cd"
        " mediumseagreen:3cb371 midnightblue:191970 navy:000080 olive:808000 orange:ffa500 orangered:ff4500"
        " orchid:da70d6 pink:ffc0cb plum:dda0dd purple:800080 rebeccapurple:663399 red:ff0000 royalblue:4169e1"
        " salmon:fa8072 seagreen:2e8b57 sienna:a0522d silver:c0c0c0 skyblue:87ceeb slateblue:6a5acd"
        " slategray:708090 slategrey:708090 springgreen:00ff7f steelblue:4682b4 tan:d2b48c teal:008080"
        " tomato:ff6347 turquoise:40e0d0 violet:ee82ee white:ffffff whitesmoke:f5f5f5 yellow:ffff00"
        " yellowgreen:9acd32"
    ).split()
)
_PARTS = re.compile(r"\d+")
_LIGHT = 230
"""Of 255, from which on red, green and blue together are as good as white."""
NO_COLOUR = frozenset({"currentcolor", "transparent", "none"})


def rgb(colour: str) -> str:
    """A CSS colour as ``rgb(r,g,b)``; empty where it is none or unknown (a variable, ``hsl``)."""
    text = colour.lower().replace("!important", "").strip()
    found = _RGB.fullmatch(text)
    if found:
        return f"rgb({','.join(str(min(int(part), 255)) for part in found.groups())})"
    if text in _NAMES:
        text = f"#{_NAMES[text]}"
    if not _HEX.fullmatch(text):
        return ""
    digits = text[1:] if len(text) > 5 else "".join(2 * digit for digit in text[1:])
    return f"rgb({int(digits[:2], 16)},{int(digits[2:4], 16)},{int(digits[4:6], 16)})"


def is_light(colour: str) -> bool:
    """Whether letters of this colour, as ``rgb`` writes it, are not seen on a white page."""
    return bool(colour) and all(int(part) >= _LIGHT for part in _PARTS.findall(colour))


def shade(tag_style: str, attribute: str) -> str:
    """The background that a style or a ``bgcolor`` gives, as ``#rrggbb``; empty where there is none or it is white."""
    found = declarations(tag_style)
    written = rgb(found.get("background-color") or found.get("background") or attribute)
    parts = written.removeprefix("rgb(").removesuffix(")").split(",") if written else []
    colour = "".join(f"{int(part):02x}" for part in parts)
    return f"#{colour}" if colour and colour != "ffffff" else ""
