"""What macros of apps draw, where they are not told it by their text: a file of the page, or packed data.

Typed from what those apps themselves write: a file named by ``filename``, and ``data``, which is escaped as in an
address, deflated and in base 64.
"""

from __future__ import annotations

import re
import zlib
from base64 import b64decode
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import unquote

_DRAWER = re.compile(
    r'<ac:structured-macro ac:name="(?:mermaid-cloud|plantumlcloud)"[^>]*>.*?</ac:structured-macro>',
    re.DOTALL,
)
_PARAMETER = re.compile(r'<ac:parameter ac:name="(filename|data)">([^<]*)</ac:parameter>')


def named(body: str) -> list[str]:
    """The files of the page that macros draw."""
    return [file for key, file in _parameters(body) if key == "filename"]


def spoken_out(body: str, files: Mapping[str, bytes]) -> str:
    """A body in which these macros show the source of what they draw."""

    def source(found: re.Match[str]) -> str:
        key, value = found[1], unescape(found[2])
        text = unpacked(value) if key == "data" else files[value].decode() if value in files else ""
        return f'<ac:parameter ac:name="body">{escape(text)}</ac:parameter>'

    return _DRAWER.sub(lambda macro: _PARAMETER.sub(source, macro[0]), body)


def unpacked(data: str) -> str:
    """The source that a macro holds as ``data``."""
    return unquote(zlib.decompress(b64decode(data), wbits=-15).decode())


def _parameters(body: str) -> list[tuple[str, str]]:
    macros = "".join(_DRAWER.findall(body))
    return [(key, unescape(value)) for key, value in _PARAMETER.findall(macros)]
