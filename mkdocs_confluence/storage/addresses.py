"""What an address in a page means: a page of the site, a place on this page, a file, or somewhere else."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from pathlib import Path
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from ..model import PageName
from .scope import Scope


def on_site(href: str, scope: Scope) -> tuple[str, str] | None:
    """(path from the root of the site, fragment) that a relative ``href`` means, both decoded; None: elsewhere."""
    return _on_site(href, scope.url, scope.site_url)


@lru_cache(maxsize=4096)
def _on_site(href: str, url: str, site_url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    path = parts.path
    if not path:
        return unquote(url), unquote(parts.fragment)
    base = urlsplit(site_url).path.rstrip("/") + "/"
    folder = "/" if path.endswith(("/", "/.", "/..")) or path in (".", "..") else ""
    whole = "/" + posixpath.normpath(posixpath.join(base, posixpath.dirname(url), path)).lstrip("/")
    if not f"{whole}/".startswith(base):
        return None
    whole = whole[len(base) :]
    return unquote(whole + folder if whole else ""), unquote(parts.fragment)


def beside(href: str, scope: Scope) -> str:
    """The address of what lies on the host of the public site but not on the site (``/other-product/``), or empty."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not scope.site_url or on_site(href, scope):
        return ""
    return urljoin(f"{scope.site_url.rstrip('/')}/{scope.url}", href)


def page_at(path: str, scope: Scope) -> PageName | None:
    """The page that a decoded site-relative path leads to, written with or without ``index.html``."""
    if path in scope.pages:
        return scope.pages[path]
    for url in (path.removesuffix("index.html"), f"{path}/", f"{path}.html"):
        if url in scope.pages:
            return scope.pages[url]
    return None


def fragment_here(href: str, scope: Scope) -> str:
    """The id on this page that an ``href`` means, or empty."""
    if href.startswith("#"):
        return unquote(href[1:])
    found = None if href.startswith(("https:", "http:")) else on_site(href, scope)
    if not found:
        return ""
    page = page_at(found[0], scope)
    return found[1] if page and page.key == scope.page.key else ""


def file_at(address: str, scope: Scope) -> tuple[str, Path] | None:
    """Where a file of the site lies that an address means, on the site and on disk."""
    found = on_site(address, scope)
    file = scope.find_file(found[0]) if found else None
    return (found[0], file) if found and file and file.is_file() else None


def absolute(address: str) -> str:
    """An address with the scheme that one without leaves to the browser."""
    return f"https:{address}" if address.startswith("//") else address


def split(url: str) -> SplitResult:
    """The parts of an address; none of one that is broken."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
