"""Links between pages, found before anything is converted, and links of the nav."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape, unescape
from urllib.parse import unquote, urljoin, urlsplit

from ..storage import Scope
from ..storage.addresses import on_site, page_at

_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"#]*\#[^"]+)"|'([^'#]*\#[^']+)')""", re.IGNORECASE)


def linked(contents: Iterable[tuple[str, str]], scope: Scope) -> dict[str, frozenset[str]]:
    """(URL, HTML) of all pages → key of a page → ids of it that other pages link to.

    What a page links to on itself the conversion finds, which knows permalinks from links.
    """
    found: dict[str, set[str]] = {}
    for url, html in contents:
        here = replace(scope, url=url)
        own = page_at(unquote(url), scope)
        for match in _HREF.finditer(html):
            target = on_site(unescape(match[1] or match[2]), here)
            page = page_at(target[0], here) if target else None
            if target and page and page != own:
                found.setdefault(page.key, set()).add(target[1])
    return {key: frozenset(ids) for key, ids in found.items()}


def absolute(url: str, site_url: str) -> str:
    """The address of a nav link from outside of the site; empty where it is relative to a site of unknown address."""
    if urlsplit(url).scheme or url.startswith("//"):
        return url
    return urljoin(site_url if site_url.endswith("/") else f"{site_url}/", url) if site_url else ""


def listing(links: Sequence[tuple[str, str]]) -> str:
    """Nav links (title, URL or empty) as HTML, to stand at the end of the page of their section; empty where there are none."""
    return f"<ul>{''.join(f'<li>{_item(title, url)}</li>' for title, url in links)}</ul>" if links else ""


def _item(title: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(title)}</a>' if url else escape(title)
