"""What is read back differs from what was sent: the server rewrites a body when it saves it.

Seen on Cloud: ``/>`` becomes `` />``, attributes are put in order, characters become named entities, macros get an
``ac:macro-id`` and an ``ac:schema-version``, comments go, ``b``, ``i`` and ``ins`` become ``strong``, ``em`` and ``u``.
Data Center 10.2 adds no ``ac:macro-id`` to what comes through REST.
"""

from __future__ import annotations

import re
import uuid
from html import unescape
from html.entities import codepoint2name

_TOKEN = re.compile(
    r"(?P<cdata><!\[CDATA\[.*?\]\]>)|(?P<comment><!--.*?-->)|(?P<close></[^>]*>)"
    r"""|(?P<open><[^!?/](?:[^"'>]|"[^"]*"|'[^']*')*>)|(?P<text>[^<]+)""",
    re.DOTALL,
)
_TAG = re.compile(r"<([^\s/>]+)(.*?)(/?)>\Z", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_RENAMED = {"b": "strong", "i": "em", "ins": "u"}
_NAMED = {code: f"&{name};" for code, name in codepoint2name.items()}
_EMPTY = re.compile(r"<p></p>")


def saved(body: str, flavor: str) -> str:
    """A well-formed body as the server stores it."""
    cloud = flavor == "cloud"
    return _EMPTY.sub("<p />", _TOKEN.sub(lambda match: _token(match, cloud), body))


def _token(match: re.Match[str], cloud: bool) -> str:
    kind = match.lastgroup
    if kind == "text":
        return text(match[0])
    if kind == "open":
        return _open(match[0], cloud)
    if kind == "close":
        name = match[0][2:-1].strip()
        return f"</{_RENAMED.get(name, name)}>"
    if kind == "comment" and cloud:
        return ""
    return match[0]


def text(source: str) -> str:
    """Character data with every character that has a name written by it."""
    if "&" not in source and '"' not in source and source.isascii():
        return source
    return unescape(source).translate(_NAMED)


def _open(source: str, cloud: bool) -> str:
    tag = _TAG.match(source)
    if tag is None:
        return source
    name = _RENAMED.get(tag[1], tag[1])
    found = {key: double or single for key, double, single in _ATTRIBUTE.findall(tag[2])}
    if name == "ac:structured-macro":
        found.setdefault("ac:schema-version", "1")
        if cloud:
            found.setdefault("ac:macro-id", str(uuid.uuid4()))
            found.setdefault("ac:local-id", str(uuid.uuid4()))
    written = "".join(f' {key}="{text(found[key])}"' for key in sorted(found))
    return f"<{name}{written}{' /' if tag[3] else ''}>"
