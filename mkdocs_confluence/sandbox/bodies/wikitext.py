"""Wiki markup within a line: text effects, links, images, monospace; and what macros are written with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

_TOKEN = re.compile(
    r"\\(?P<escaped>[^\s\w])|\{\{(?P<mono>.+?)\}\}|!(?P<image>[^\s!|][^!|]*)(?:\|[^!]*)?!|\[(?P<link>[^\]]+)\]"
    r"|(?P<url>https?://[^\s|\]}]+)|\{color:(?P<colour>[^}]+)\}(?P<coloured>.*?)\{color\}|(?P<dash>---?)(?=\s)"
    r"|(?<!\w)(?P<mark>\?\?|[*_+^~-])(?P<marked>[^\s](?:.*?[^\s])?)(?P=mark)(?!\w)"
)
_EFFECTS = {"*": "strong", "_": "em", "-": "del", "+": "u", "^": "sup", "~": "sub", "??": "cite"}


def inline(text: str) -> str:
    """Storage for one line of wiki markup."""
    written, at = "", 0
    for found in _TOKEN.finditer(text):
        written += escape(text[at : found.start()], quote=False) + _token(found)
        at = found.end()
    return written + escape(text[at:], quote=False)


def _token(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind == "marked":
        tag = _EFFECTS[found["mark"]]
        return f"<{tag}>{inline(found['marked'])}</{tag}>"
    if kind == "coloured":
        return f'<span style="color: {escape(found["colour"])};">{inline(found["coloured"])}</span>'
    if kind == "mono":
        return f"<code>{escape(found['mono'], quote=False)}</code>"
    if kind == "image":
        return _image(found["image"])
    if kind == "link":
        return _link(found["link"])
    if kind == "url":
        return f'<a href="{escape(found["url"])}">{escape(found["url"], quote=False)}</a>'
    if kind == "dash":
        return "—" if found["dash"] == "---" else "–"
    return escape(found["escaped"], quote=False)


def _image(name: str) -> str:
    if re.match(r"https?://", name):
        return f'<ac:image><ri:url ri:value="{escape(name)}"/></ac:image>'
    return f'<ac:image><ri:attachment ri:filename="{escape(name)}"/></ac:image>'


def _link(told: str) -> str:
    """``[words|target]`` or ``[target]``: a URL, ``^file``, ``#anchor``, ``SPACE:Title#anchor``, ``~user``."""
    words, bar, target = told.partition("|")
    target = (target if bar else words).strip()
    shown = f"<ac:link-body>{inline(words)}</ac:link-body>" if bar else ""
    if re.match(r"(?:https?|ftp|file)://|mailto:|/", target):
        return f'<a href="{escape(target)}">{inline(words) if bar else escape(target, quote=False)}</a>'
    if target.startswith("^"):
        return f'<ac:link><ri:attachment ri:filename="{escape(target[1:])}"/>{shown}</ac:link>'
    if target.startswith("~"):
        return f'<ac:link><ri:user ri:username="{escape(target[1:])}"/></ac:link>'
    title, mark, anchor = target.partition("#")
    name = f' ac:anchor="{escape(anchor)}"' if mark else ""
    return f"<ac:link{name}>{_page(title)}{shown}</ac:link>"


def _page(told: str) -> str:
    if not told:
        return ""
    space, colon, title = told.partition(":")
    if not colon:
        return f'<ri:page ri:content-title="{escape(told)}"/>'
    return f'<ri:page ri:space-key="{escape(space)}" ri:content-title="{escape(title)}"/>'


def parameters(told: str, default: str) -> dict[str, str]:
    """``title=A|language=java`` as a dictionary; a part without a name is the ``default`` parameter."""
    given = {}
    for part in told.split("|") if told else ():
        key, equals, value = part.partition("=")
        given[key.strip() if equals else default] = (value if equals else key).strip()
    return given


def macro(name: str, given: Mapping[str, str], body: str) -> str:
    written = "".join(
        f'<ac:parameter ac:name="{escape(key)}">{escape(value, quote=False)}</ac:parameter>'
        for key, value in given.items()
    )
    return f'<ac:structured-macro ac:name="{name}">{written}{body}</ac:structured-macro>'


def cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
