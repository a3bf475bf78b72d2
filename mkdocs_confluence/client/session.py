"""One HTTP session: connections, credentials, time-outs; the only place that knows ``requests``.

Each exchange is a single attempt: it gives the answer as it came, or a Failure that says whether the server may
have acted. Asking again is up to ``caller``.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import exceptions as low

from .. import __version__
from ..errors import Unreachable
from ..model import Credentials, Network
from .wire import Answer, Failure, Meaning, Request

AGENT = f"mkdocs-confluence/{__version__}"
CONNECT_TIMEOUT = 10.0
"""Seconds for a connection to be made; the time-out of the settings is for an answer."""

Sign = Callable[[requests.PreparedRequest], requests.PreparedRequest]


class Session:
    """Connections kept alive for all workers. ``repr`` and errors show no secret."""

    def __init__(self, credentials: Credentials, network: Network) -> None:
        self.sent = 0
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
        except (requests.RequestException, OSError, UnicodeError) as broken:
            return _failure(broken, request, urlsplit(url).hostname or url)
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
    header = ""
    if credentials.user:
        pair = f"{credentials.user}:{credentials.token}".encode()
        header = "Basic " + base64.b64encode(pair).decode("ascii")
    elif credentials.token:
        header = f"Bearer {credentials.token}"

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
    headers = {"Accept": "*/*" if request.raw else "application/json", "Content-Type": content_type}
    return headers if request.reads else headers | {"X-Atlassian-Token": "no-check"}


# --- what breaks below HTTP -----------------------------------------------------------------------


def _failure(broken: Exception, request: Request, host: str) -> Failure:
    """Told in our words only: the library's own text may hold a proxy's password or a header."""
    meaning, what, hint = _cause(broken, host)
    return Failure(Unreachable(what, hint=hint, request=request.label), meaning)


def _cause(broken: Exception, host: str) -> tuple[Meaning, str, str]:
    chain = list(_chain(broken))
    text = " ".join(str(link) for link in chain).lower()
    if any(isinstance(link, requests.exceptions.SSLError | low.SSLError) for link in chain):
        return _tls(text, host)
    if any(isinstance(link, requests.exceptions.ProxyError | low.ProxyError) for link in chain):
        return (
            "undone",
            "The proxy cannot be reached or refuses.",
            "Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.",
        )
    if any(type(link).__name__ in ("NameResolutionError", "gaierror") for link in chain):
        return (
            "undone",
            f"The host {host} has no address.",
            "Check `url`, the network, or whether a VPN is needed.",
        )
    if "connection refused" in text:
        return (
            "undone",
            f"{host} refuses the connection.",
            "Check `url` and its port, and whether Confluence is up.",
        )
    if any(isinstance(link, requests.exceptions.ConnectTimeout | low.ConnectTimeoutError) for link in chain):
        return (
            "undone",
            f"{host} cannot be reached.",
            "Check `url`, the network, or whether a VPN or proxy is needed.",
        )
    if any(isinstance(link, requests.exceptions.Timeout | low.ReadTimeoutError) for link in chain):
        return (
            "unknown",
            f"{host} did not answer in time.",
            "Raise `timeout`, or publish when Confluence is less busy.",
        )
    if any(isinstance(link, requests.ConnectionError | low.HTTPError) for link in chain):
        return "unknown", f"The connection to {host} broke before the answer was complete.", "Publish again."
    return _misuse(broken, host)


def _tls(text: str, host: str) -> tuple[Meaning, str, str]:
    if "certificate" in text or "hostname" in text:
        return (
            "refused",
            f"The certificate of {host} is not trusted.",
            "If your company signs its own certificates, name its CA file in `ca_bundle`.",
        )
    if "wrong version number" in text or "unknown protocol" in text or "record layer" in text:
        return (
            "refused",
            f"{host} does not speak TLS there.",
            "Check whether `url` should start with http://, or its port.",
        )
    return (
        "unknown",
        f"The encrypted connection to {host} failed.",
        "Check `ca_bundle`, `client_cert` and the proxy.",
    )


def _misuse(broken: Exception, host: str) -> tuple[Meaning, str, str]:
    if isinstance(broken, UnicodeError | requests.exceptions.InvalidHeader):
        return (
            "refused",
            "A header cannot be sent: it holds a line break or a letter outside Latin-1.",
            "Check token and `headers`.",
        )
    if isinstance(
        broken,
        requests.exceptions.InvalidURL
        | requests.exceptions.InvalidSchema
        | requests.exceptions.MissingSchema,
    ):
        return "refused", f"The address of {host} is not one.", "Check `url`."
    return (
        "refused",
        f"No connection to {host} can be made.",
        "Check `ca_bundle`, `client_cert` and `client_key`.",
    )


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
