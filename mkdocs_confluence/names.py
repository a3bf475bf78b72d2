"""Names that Confluence accepts: unique page titles, attachment names, anchors."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

TITLE_LIMIT = 255
"""Characters of a title, counted in UTF-16 code units as Java does (Cloud v1 schema: maxLength 255)."""

_FORBIDDEN_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\\/:"?*|<>#%]')


@dataclass(frozen=True, slots=True)
class Wanted:
    """A title somebody wrote, and where its page stands: titles of the sections above it, outermost first."""

    title: str
    path: Sequence[str] = ()


def fold(title: str) -> str:
    """Two titles that fold alike cannot both exist in a space: Confluence compares trimmed and case-insensitively."""
    return tidy(title).casefold()


def tidy(title: str) -> str:
    """Composed (NFC), without control characters, runs of white space as one blank, trimmed."""
    visible = "".join(" " if unicodedata.category(c) == "Cc" else c for c in title)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def unique_titles(
    wanted: Mapping[str, Wanted], *, prefix: str = "", suffix: str = "", kept: str | None = None
) -> dict[str, str]:
    """Give every key a title of its own.

    Of pages that want the same title every one is told apart by its section (``Install (Linux)``), then by the
    longer path (``Install (Guide / Linux)``), then by a digest of its key. The outcome depends on ``wanted`` alone,
    not on its order. A title over the limit is cut and gets the digest. The key ``kept`` has its title whatever the
    others want: they are told apart from it.
    """
    level = dict.fromkeys(wanted, 0)
    while True:
        titles = {key: _qualified(key, want, level[key], prefix, suffix) for key, want in wanted.items()}
        alike = (key for keys in _alike(titles) for key in keys if key != kept)
        clashing = [key for key in alike if level[key] <= len(wanted[key].path)]
        if not clashing:
            return titles
        for key in clashing:
            level[key] += 1


def _alike(titles: Mapping[str, str]) -> Iterable[list[str]]:
    groups: dict[str, list[str]] = {}
    for key, title in titles.items():
        groups.setdefault(fold(title), []).append(key)
    return [keys for keys in groups.values() if len(keys) > 1]


def _qualified(key: str, want: Wanted, level: int, prefix: str, suffix: str) -> str:
    title = tidy(want.title) or tidy(key) or "Untitled"
    if level > len(want.path):
        return _fitted(key, title, prefix, suffix, always=True)
    if level:
        title = f"{title} ({' / '.join(tidy(part) for part in want.path[-level:])})"
    return _fitted(key, title, prefix, suffix)


def _fitted(key: str, title: str, prefix: str, suffix: str, *, always: bool = False) -> str:
    whole = tidy(f"{prefix}{title}{suffix}")
    if not always and _units(whole) <= TITLE_LIMIT:
        return whole
    tail = f" ({hashlib.sha256(key.encode()).hexdigest()[:8]})"
    room = TITLE_LIMIT - _units(tail) - _units(prefix) - _units(suffix)
    if _units(title) > room:
        title = cut(title, room - 1).rstrip() + "…"
    return tidy(f"{prefix}{title}{tail}{suffix}")


def cut(text: str, units: int) -> str:
    """The longest start of ``text`` that takes at most ``units`` UTF-16 code units."""
    taken = 0
    for index, character in enumerate(text):
        taken += _units(character)
        if taken > units:
            return text[:index]
    return text


def retitled(title: str, now: tuple[str, str], then: tuple[str, str]) -> str:
    """A title with a prefix and suffix, as it would be with others; empty where it has them not."""
    lead, tail = tidy(f"{now[0]}x")[:-1], tidy(f"x{now[1]}")[1:]
    if not title.startswith(lead) or not title.endswith(tail) or len(title) <= len(lead) + len(tail):
        return ""
    return tidy(f"{then[0]}{title[len(lead) : len(title) - len(tail)]}{then[1]}")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def file_name(path: str) -> str:
    """The last part of a URL path as an attachment name: NFC, without the characters that Confluence refuses."""
    name = unicodedata.normalize("NFC", path.rsplit("/", 1)[-1])
    stem, dot, ending = _FORBIDDEN_IN_FILE_NAMES.sub("-", name).strip(" .").rpartition(".")
    kept = cut(stem, 200) + dot + cut(ending, 40)
    return kept.strip() or "file"


def told_apart(name: str, path: str) -> str:
    """An attachment name for a second file of the same name: ``logo.png`` → ``logo-1a2b3c4d.png``."""
    stem, dot, ending = name.rpartition(".")
    tail = hashlib.sha256(path.encode()).hexdigest()[:8]
    return f"{stem}-{tail}{dot}{ending}" if dot else f"{name}-{tail}"


def anchor(html_id: str) -> str:
    """The name of an anchor macro for an id: only characters that no flavor drops (CONFCLOUD-74698 lost parentheses)."""
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", html_id).strip("-")
    if name == html_id:
        return name
    tail = hashlib.sha256(html_id.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{name}-{tail}" if name else f"a-{tail}"


def label(text: str) -> str:
    """A label as Confluence keeps it: lower case; blanks and the characters it refuses become hyphens; at most 255."""
    kept = re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", text).lower()).strip("-")
    return cut(re.sub(r"-{2,}", "-", kept), TITLE_LIMIT)
