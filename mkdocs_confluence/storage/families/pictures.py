"""Bytes of pictures: ``data:`` URLs, sizes, names made of the content."""

from __future__ import annotations

import base64
import binascii
import re
import struct
from urllib.parse import unquote_to_bytes

from ...model import digest

ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/jpg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/bmp": "bmp",
    "image/x-icon": "ico",
    "image/svg+xml": "svg",
    "image/avif": "avif",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/flac": "flac",
    "audio/webm": "weba",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/ogg": "ogg",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "application/pdf": "pdf",
}
"""Media type → ending of a file name."""

HEAD = 1 << 18
"""Bytes at the start of a file that tell its size: in a photo a preview and colours, of 64 KiB each, stand before it."""
_DATA = re.compile(r"data:([^;,]*)((?:;[^;,]*)*),(.*)", re.DOTALL | re.IGNORECASE)


def decode(url: str) -> tuple[bytes, str] | None:
    """Content and media type of a ``data:`` URL; None for any other and for one that is damaged."""
    match = _DATA.fullmatch(url.strip())
    if match is None:
        return None
    content = unquote_to_bytes("".join(match[3].split()) if _is_base64(match[2]) else match[3])
    if _is_base64(match[2]):
        try:
            content = base64.b64decode(content + b"=" * (-len(content) % 4), validate=True)
        except binascii.Error:
            return None
    return (content, match[1].lower() or "text/plain") if content else None


def _is_base64(parameters: str) -> bool:
    return parameters.lower().rstrip().endswith(";base64")


def file_name(content: bytes, ending: str, stem: str = "image") -> str:
    """A file name for content that has none: equal content has an equal name."""
    return f"{stem}-{digest(content)[:12]}.{ending}"


def size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, read from the head of a PNG, GIF, JPEG or WebP; None where it does not tell."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content[:2] == b"\xff\xd8":
        return _jpeg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP" and len(content) >= 30:
        return _webp(content)
    return None


def _webp(content: bytes) -> tuple[int, int] | None:
    """The size in the first chunk of a WebP: of an extended one, of one with losses, of one without."""
    if content[12:16] == b"VP8X":
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if content[12:16] == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF  # the upper two bits say how to enlarge it
    if content[12:16] == b"VP8L" and content[20] == 0x2F:
        bits = int.from_bytes(content[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return None


def _jpeg(content: bytes) -> tuple[int, int] | None:
    """The size in the first start-of-frame segment."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None
