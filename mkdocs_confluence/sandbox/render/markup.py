"""HTML that is safe to show: escaping as a type, links and styles by list of what is allowed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

VOID = {"br", "col", "hr", "img", "input"}

_HONOURED = {
    "cloud": {"text-align", "margin-left", "color", "background-color", "width"},
    "datacenter": set(
        "text-align margin-left margin-right color background-color width max-width height float clear border "
        "border-color border-style border-width vertical-align list-style-type text-decoration font-size "
        "font-weight font-style font-family padding padding-left white-space".split()
    ),
}
"""Style properties that have an effect (reference, §1.3); the rest is stored and ignored."""

_PLAIN_VALUE = re.compile(r"[\w\s#%.,()'+-]*")


Attrs = Mapping[str, str | bool | None]


def el(name: str, attrs: Attrs | None = None, *content: str) -> Markup:
    """An HTML element. Text is escaped, Markup is trusted; attributes that are None, False or empty (but ``alt``) are left out."""
    given = "".join(
        f" {key}" if value is True else f' {key}="{escape(value)}"'
        for key, value in (attrs or {}).items()
        if value or (key == "alt" and value is not None)
    )
    start = f"<{name}{given}>"
    # Written without ``Markup.format``, which takes most of the time of a large page; every part is escaped.
    return Markup(start if name in VOID else f"{start}{join(*content)}</{name}>")  # noqa: S704


def join(*content: str) -> Markup:
    return Markup("").join(content)


def source(url: str) -> str | None:
    """A URL from which a picture may be loaded, or None."""
    return url if url.startswith(("http://", "https://", "/")) else None


def style(declarations: str, flavor: str) -> str:
    """Only those declarations that the flavor honours and that can do no harm."""
    kept = []
    for declaration in declarations.split(";"):
        key, colon, value = (part.strip() for part in declaration.partition(":"))
        if colon and key.lower() in _HONOURED[flavor] and _is_plain(value):
            kept.append(f"{key.lower()}: {value}")
    return "; ".join(kept)


def colour(value: str) -> str:
    """A colour that can stand in a style, or empty."""
    return (
        value.strip()
        if re.fullmatch(r"#[0-9A-Fa-f]{3,8}|[a-zA-Z]+|rgba?\([\d\s.,%]+\)", value.strip())
        else ""
    )


def _is_plain(value: str) -> bool:
    return bool(_PLAIN_VALUE.fullmatch(value)) and not re.search(r"url|expression|image|attr", value, re.I)
