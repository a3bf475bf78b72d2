"""Where things stand: URLs of pages and files, ids of headings and anchors, for each flavor (reference, §4)."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, quote_plus, unquote, urlsplit

from ..bodies.reader import Ref
from ..store.nouns import CONTEXT as CONTEXT

_SCHEMES = frozenset(
    "http https ftp ftps file smb mailto tel callto skype slack sip irc git ssh sftp scp svn mvn urn news nntp "
    "feed xmpp magnet".split()
)
"""Schemes that Confluence links (reference, §1.3); anything else stays text."""


def home(flavor: str, space: str) -> str:
    tail = f"/spaces/{quote(space)}/overview" if flavor == "cloud" else f"/display/{quote(space)}"
    return CONTEXT[flavor] + tail


def page(flavor: str, ref: Ref, anchor: str = "") -> str:
    """The URL of a page, and of a place on it: ``anchor`` is the name that a link gives."""
    fragment = f"#{quote(anchor_id(flavor, ref.title, anchor))}" if anchor else ""
    if flavor == "cloud":
        return f"/wiki/spaces/{quote(ref.space)}/pages/{ref.id}/{slug(ref.title)}{fragment}"
    if re.fullmatch(r"[\w .,()'!-]+", ref.title, re.ASCII) and not ref.title.startswith("."):
        return f"/confluence/display/{quote(ref.space)}/{quote_plus(ref.title)}{fragment}"
    return f"/confluence/pages/viewpage.action?pageId={ref.id}{fragment}"


def slug(title: str) -> str:
    """The decoration after the id in a URL of Cloud."""
    return quote(re.sub(r"[^\w]+", "+", title).strip("+"), safe="+") or "-"


def attachment(flavor: str, page_id: str, name: str) -> str:
    return f"{CONTEXT[flavor]}/download/attachments/{page_id}/{quote(name, safe='')}"


def heading_id(flavor: str, title: str, text: str) -> str:
    """The id of a heading on a page with that title; empty for a heading without text (§4.1)."""
    if flavor == "cloud":
        return re.sub(r"\s", "-", text.strip())
    return anchor_id(flavor, title, text) if text.strip() else ""


def anchor_id(flavor: str, title: str, name: str) -> str:
    """The id that an anchor macro renders, and that ``ac:anchor`` leads to (§4.2, §4.3)."""
    if flavor == "cloud":
        return name
    return f"{''.join(title.split())}-{''.join(name.split())}"


def page_id_in(flavor: str, url: str) -> str:
    """The page id in a URL of this sandbox or of a path on it, else empty."""
    parts = _split(url)
    context = f"{CONTEXT[flavor]}/"
    if parts.hostname not in (None, "127.0.0.1", "localhost") or not parts.path.startswith(context):
        return ""
    found = re.search(r"/pages/(\d+)(/|$)", parts.path) or re.search(r"(?:^|&)pageId=(\d+)", parts.query)
    return found[1] if found else ""


def fragment_in(url: str) -> str:
    return unquote(_split(url).fragment)


def _split(url: str) -> SplitResult:
    """The parts of a URL; none where it is no URL (``http://[x``)."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def is_followed(url: str) -> bool:
    """Whether Confluence makes a link of a URL: not of ``javascript:``, ``data:`` and schemes that it does not know."""
    scheme = re.match(r"([a-zA-Z][\w+.-]*):", re.sub(r"[\x00-\x20]", "", url))
    return not scheme or scheme[1].lower() in _SCHEMES
