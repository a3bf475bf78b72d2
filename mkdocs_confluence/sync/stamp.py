"""Stamps: what a version message, an attachment comment or a placeholder says about who wrote it (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape, unescape

from ..model import Page, digest
from ..names import cut

MESSAGE_LIMIT = 255
"""Characters of a version message that are known to be kept."""
STAMP_LIMIT = 48

_STAMP = re.compile(r"mkdocs:([0-9a-f]{8})\.([0-9a-f]{8})\.([0-9a-f]{12})\.([0-9a-f]{8})\s*$")
_FILE = re.compile(r"mkdocs:([0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Short digests of the site, of a key, of a body as it was meant, and of the ids that its links resolved to."""

    site: str
    key: str
    body: str
    links: str

    def __str__(self) -> str:
        """At most 48 characters."""
        return f"mkdocs:{self.site}.{self.key}.{self.body}.{self.links}"

    def names(self, site: str, *keys: str) -> bool:
        """Whether it was set for this site and one of these keys."""
        return self.site == _short(site, 8) and self.key in {_short(key, 8) for key in keys}

    def is_of(self, site: str) -> bool:
        return self.site == _short(site, 8)


def _short(text: str, digits: int) -> str:
    return digest(text)[:digits]


def body_digest(page: Page) -> str:
    """Twelve digits for the body that a page should have."""
    return page.digest[:12]


def links_digest(page: Page, ids: Mapping[str, str]) -> str:
    """Eight digits for the ids (by key) that the links of a page resolve to; the same for every page without links."""
    return _short("\n".join(f"{key}={ids.get(key, '')}" for key in page.links), 8)


def stamp(site: str, page: Page, ids: Mapping[str, str]) -> Stamp:
    return Stamp(_short(site, 8), _short(page.key, 8), body_digest(page), links_digest(page, ids))


def message(text: str, mark: Stamp) -> str:
    """A version message: the user's text, then the stamp, together at most 255 characters."""
    return f"{words(text)} {mark}".lstrip()


def words(text: str) -> str:
    """The user's text for a version, as it stands also where no body is written and so no stamp is set."""
    return cut(" ".join(text.split()), MESSAGE_LIMIT - STAMP_LIMIT - 1).rstrip()


def read(text: str) -> Stamp | None:
    """The stamp at the end of a version message, if there is one."""
    found = _STAMP.search(text)
    return Stamp(*found.groups()) if found else None


def nav_digest(title: str, parent: str, children: Iterable[str]) -> str:
    """Six digits each for title, parent and order of children."""
    return ".".join(_short(text, 6) for text in (title, parent, "\n".join(children)))


def title_digest(nav: str) -> str:
    """The part of a ``nav_digest`` that is of the title; empty where none was left."""
    return nav.partition(".")[0]


def file_digest(full: str) -> str:
    """Sixteen digits for the bytes of a file."""
    return full[:16]


def file_comment(full: str) -> str:
    """The comment of an attachment that we upload: names its bytes, since Confluence exposes no hash."""
    return f"mkdocs:{file_digest(full)}"


def file_claimed(comment: str, full: str) -> bool:
    found = _FILE.search(comment)
    return found is not None and found[1] == file_digest(full)


def file_ours(comment: str) -> bool:
    """Whether an attachment says that it was uploaded by a publish."""
    return _FILE.fullmatch(comment.strip()) is not None


def _placeholder(site: str) -> str:
    return f"mkdocs-confluence is publishing the site “{site}” here."


def placeholder(site: str) -> str:
    """The body of a page from its creation until its own body is written."""
    return f"<p>{escape(_placeholder(site))}</p>"


def is_placeholder(body: str, site: str) -> bool:
    """Whether a stored body, rewritten by the server as it may be, is our placeholder."""
    text = unescape(re.sub(r"<[^>]+>", " ", body))
    return " ".join(text.split()) == " ".join(_placeholder(site).split())
