"""Whether a page that has another version by now still has its body: then it was renamed or moved, not edited."""

from __future__ import annotations

import re

from ..client import Client
from ..errors import NotFound, Unexpected
from ..remote import RemotePage
from .comments.flow import MARKER

_TAG = re.compile(r"<!\[CDATA\[.*?\]\]>|<[^>]*>", re.DOTALL)
_OWN = re.compile(r'\s(?:ac:local-id|local-id|ac:macro-id|ri:version-at-save)="[^"]*"')
"""Attributes that Confluence sets by itself when a page is saved."""


def same_body(client: Client, page: RemotePage, version: int) -> bool:
    """Whether the body of a page, read now, is the one that an older version had; not where that cannot be read, as of
    a page in the trash.
    """
    if page.status != "current":
        return False
    try:
        old, now = client.body(page.id, version), client.body(page.id)
    except (NotFound, Unexpected):
        return False
    return now.version == page.version and plain(old.value) == plain(now.value)


def plain(body: str) -> str:
    """A stored body without the markers of comments, which come and go without a version, and ids of the server."""
    return _TAG.sub(lambda tag: _kept(tag[0]), body)


def _kept(tag: str) -> str:
    if tag.startswith("<!["):
        return tag
    return "" if tag.lstrip("</").startswith(MARKER) else _OWN.sub("", tag)
