"""Sizes, lengths and characters that Confluence accepts."""

from __future__ import annotations

import json
import re
import unicodedata

from . import problems

BODY = 5_242_880
"""Bytes of one JSON request (v2 answers 413 above it)."""
NAME = 255
"""UTF-16 code units of a title, label, property key or file name."""

_NOT_IN_LABELS = re.compile(r"[!#&()*,.:;<>?@\[\]^\s]")
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\\/:"?*|<>]')


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fold(title: str) -> str:
    """Titles that fold alike cannot both be in one space."""
    return unicodedata.normalize("NFC", title.strip()).casefold()


def title(text: object) -> str:
    """A title, trimmed; 400 where it is empty or longer than 255."""
    if not isinstance(text, str) or not text.strip():
        raise problems.invalid("Title is required to publish a page", "Title cannot be blank.")
    kept = text.strip()
    if units(kept) > NAME:
        raise problems.invalid(f"Title length must not exceed {NAME} characters; got {units(kept)}")
    return kept


def label(prefix: object, name: object, flavor: str) -> list[tuple[str, str]]:
    """(prefix, name) of what one label becomes; Cloud splits a name at blanks into several."""
    if not isinstance(name, str) or not name.strip() or prefix not in ("global", "my", "team"):
        raise problems.invalid("Could not parse Labels")
    parts = name.lower().split() if flavor == "cloud" else [name.lower()]
    for part in parts:
        if _NOT_IN_LABELS.search(part):
            raise problems.invalid(f"Label contains invalid characters: {part}")
        if units(part) > NAME:
            raise problems.invalid(f"Label contains too many characters (max is {NAME}): {part[:40]}")
    return [(str(prefix), part) for part in parts]


def file_name(name: str) -> str:
    if not name or _NOT_IN_FILE_NAMES.search(name) or units(name) > NAME:
        raise problems.invalid(f"Invalid attachment file name: {name}")
    return name


def property_value(key: object, value: object, limit: int) -> str:
    """The value as JSON text; 400 for a bad key, 413 above the limit (reference, §10: documented for Data Center)."""
    if not isinstance(key, str) or not key or units(key) > NAME:
        raise problems.invalid("A content property needs a key of 1 to 255 characters")
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if len(written.encode("utf-8", "surrogatepass")) > limit:
        raise problems.Problem(
            413, f"The value of the property is too long: at most {limit} bytes", code="PAYLOAD_TOO_LARGE"
        )
    return written
