"""One HTTP session: connections, credentials, time-outs; the only place that knows ``requests``.

Each exchange is a single attempt: it gives the answer as it came, or a Failure that says whether the server may
have acted. Asking again is up to ``caller``.
"""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Callable
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import exceptions as low

from .. import __version__
from ..model import Credentials, Network
from .outages import Outage, failure
from .wire import Answer, Failure, Request

AGENT = f"mkdocs-confluence/{__version__}"
CONNECT_TIMEOUT = 10.0
"""Seconds for a connection to be made; the time-out of the settings is for an answer."""

Sign = Callable[[requests.PreparedRequest], requests.PreparedRequest]


class Session:
    """Connections kept alive for all workers. ``repr`` and errors show no secret."""

    def __init__(self, credentials: Credentials, network: Network) -> None:
        self.sent = 0
        self._counting = Lock()
        self._verify: bool | str = network.ca_bundle or True
        self._timeout = (min(network.timeout, CONNECT_TIMEOUT), network.timeout)
        self._home, self._away = _connections(network), _connections(network)
        self._home.headers.update(credentials.headers)
        if network.client_cert:
            both = (network.client_cert, network.client_key)
            self._home.cert = both if network.client_key else network.client_cert
        self._sign = _signature(credentials)

    def __repr__(self) -> str:
        return "Session(***)"

    def close(self) -> None:
        self._home.close()
        self._away.close()

    def exchange(self, request: Request, url: str, *, home: bool) -> Answer | Failure:
        """Send a request once. Credentials, extra headers, cookies and the client certificate travel only ``home``."""
        parts = request.parts() if request.parts else None
        with self._counting:
            self.sent += 1
        try:
            reply = (self._home if home else self._away).request(
                request.method,
                url,
                data=parts or _encoded(request.json),
                headers=_headers(request, parts.content_type if parts else "application/json"),
                auth=self._sign if home else _unsigned,
                timeout=self._timeout,
                verify=self._verify,  # given here, since the session's own would yield to REQUESTS_CA_BUNDLE
                allow_redirects=False,
            )
            headers = {key.lower(): value for key, value in reply.headers.items()}
            return Answer(reply.status_code, headers, reply.content)
        except (requests.RequestException, low.HTTPError, OSError, ValueError) as broken:
            return failure(_outage(broken), urlsplit(url).hostname or "?", request)
        finally:
            if parts:
                parts.close()


def _connections(network: Network) -> requests.Session:
    """A pool that keeps one connection for every worker; retrying is ours, not the library's."""
    http = requests.Session()
    adapter = HTTPAdapter(pool_connections=4, pool_maxsize=max(1, network.workers), max_retries=0)
    http.mount("https://", adapter)
    http.mount("http://", adapter)
    http.headers["User-Agent"] = AGENT
    return http


def _signature(credentials: Credentials) -> Sign:
    """Adds the Authorization header; as a function, so that requests does not look into .netrc behind our back."""
    header, token = "", credentials.token.strip()
    if credentials.user:
        header = "Basic " + base64.b64encode(f"{credentials.user}:{token}".encode()).decode("ascii")
    elif token:
        header = f"Bearer {token}"

    def sign(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        if header:
            prepared.headers["Authorization"] = header
        return prepared

    return sign


def _unsigned(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    return prepared


def _encoded(value: Any) -> bytes | None:
    return None if value is None else json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _headers(request: Request, content_type: str) -> dict[str, str]:
    """Some Server builds want a content type on every method; writes carry what the XSRF check asks for."""
    headers = {"Accept": "application/json", "Content-Type": content_type}
    return headers if request.reads else headers | {"X-Atlassian-Token": "no-check"}


def _outage(broken: Exception) -> Outage:
    """What kind of breakage an exception of the library tells of."""
    chain = _chain(broken)
    text = " ".join(str(link) for link in chain).lower()
    if _any(chain, requests.exceptions.SSLError, low.SSLError):
        return _tls(text)
    if _any(chain, requests.exceptions.ProxyError, low.ProxyError):
        return "proxy"
    if _any(chain, socket.gaierror) or "resolve" in text:
        return "address"
    if "connection refused" in text:
        return "refused"
    if "handshake operation timed out" in text:
        return "silent"
    if _any(chain, requests.exceptions.ConnectTimeout, low.ConnectTimeoutError):
        return "unanswered"
    if _any(chain, requests.exceptions.Timeout, low.ReadTimeoutError):
        return "late"
    if _any(chain, *_URLS):
        return "url"
    if _any(chain, requests.ConnectionError, requests.exceptions.ChunkedEncodingError, low.HTTPError):
        return "cut"
    return "header" if isinstance(broken, ValueError) else "setup"


_URLS = (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema)


def _tls(text: str) -> Outage:
    if "certificate" in text or "hostname" in text:
        return "certificate"
    return "plain" if any(mark in text for mark in ("wrong version number", "record layer")) else "tls"


def _any(chain: list[BaseException], *kinds: type[BaseException]) -> bool:
    return any(isinstance(link, kinds) for link in chain)


def _chain(broken: BaseException) -> list[BaseException]:
    """The exception with everything that led to it: causes, contexts, and what the libraries keep as arguments."""
    found: list[BaseException] = []
    waiting: list[BaseException] = [broken]
    while waiting:
        link = waiting.pop()
        if link in found:
            continue
        found.append(link)
        inner = (link.__cause__, link.__context__, getattr(link, "reason", None), *link.args)
        waiting.extend(item for item in inner if isinstance(item, BaseException))
    return found
