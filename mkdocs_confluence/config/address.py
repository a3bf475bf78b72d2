"""Base URLs of Confluence: what is wrong with one, and which flavor it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

SANDBOX = "sandbox"
_INNER = re.compile(r"/(display|pages|spaces|rest|x|label)/\w|/dashboard\.action")
"""Where addresses of pages go on from the base URL, which people paste in its place."""


def url_problems(url: str, flavor: str = "") -> Iterator[str]:
    """What is wrong with a base URL. Never shows the URL when it may hold a password."""
    if url == SANDBOX:
        return
    parts = urlsplit(url)
    if "@" in parts.netloc:
        yield "It must not hold a user or password; use the options user and token."
        return
    try:
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if parts.scheme not in ("http", "https") or not host:
        yield f"Expected an address like https://acme.atlassian.net/wiki, or `sandbox`, got {url!r}."
    elif parts.query or parts.fragment or (_INNER.search(parts.path) and not _is_cloud(host)):
        yield f"Expected the base URL of Confluence, without what leads to a page, got {url!r}."
    elif _is_cloud(host) and flavor == "datacenter":
        yield f"{host} is Cloud, but flavor says datacenter."
    elif _is_cloud(host) and parts.scheme == "http":
        yield "Expected https for Cloud."
    elif host.endswith(".atlassian.net") and not re.match(r"(/wiki(/|$)|/?$)", parts.path):
        yield f"Expected https://{host}/wiki, got {url!r}."


def _is_cloud(host: str) -> bool:
    return host.endswith(".atlassian.net") or host == "api.atlassian.com"


def flavor_of(url: str, flavor: str = "") -> str:
    """The flavor that an address tells, else the given one, else Cloud for the sandbox and Data Center for the rest."""
    if url == SANDBOX:
        return flavor or "cloud"
    return "cloud" if _is_cloud(urlsplit(url).hostname or "") else flavor or "datacenter"


def base_url(url: str) -> str:
    """An address without a trailing slash; on *.atlassian.net the part up to ``/wiki``."""
    parts = urlsplit(url)
    if (parts.hostname or "").endswith(".atlassian.net"):
        return f"https://{parts.netloc}/wiki"
    return url.rstrip("/")
