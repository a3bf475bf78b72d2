"""What breaks below HTTP, in our own words: a library's text may hold a proxy's password or a header."""

from __future__ import annotations

from typing import Literal

from ..errors import Unreachable, Untrusted
from .wire import Failure, Meaning, Request

Outage = Literal[
    "proxy",
    "address",
    "refused",
    "unanswered",
    "late",
    "cut",
    "certificate",
    "plain",
    "silent",
    "tls",
    "header",
    "url",
    "setup",
]

_WORDS: dict[Outage, tuple[Meaning, str, str]] = {
    "proxy": (
        "undone",
        "The proxy before {host} cannot be reached or refuses.",
        "Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.",
    ),
    "address": (
        "undone",
        "The host {host} has no address.",
        "Check `url`, the network, and whether a VPN is needed.",
    ),
    "refused": (
        "undone",
        "{host} refuses the connection.",
        "Check `url` and its port, and whether Confluence is up.",
    ),
    "unanswered": (
        "undone",
        "{host} cannot be reached.",
        "Check `url`, the network, and whether a VPN or a proxy is needed.",
    ),
    "late": (
        "unknown",
        "{host} did not answer in time.",
        "Raise `timeout`, or publish when Confluence is less busy.",
    ),
    "cut": ("unknown", "The connection to {host} broke before the answer was complete.", "Publish again."),
    "certificate": (
        "refused",
        "The certificate of {host} is not trusted.",
        "If your company signs its own certificates, name its CA file in `ca_bundle`.",
    ),
    "plain": (
        "refused",
        "{host} does not speak TLS there.",
        "Check whether `url` should start with http://, and its port.",
    ),
    "silent": (
        "undone",
        "{host} does not answer the start of an encrypted connection.",
        "Check whether `url` should start with http://, and its port.",
    ),
    "tls": (
        "unknown",
        "The encrypted connection to {host} failed.",
        "Check `ca_bundle`, `client_cert` and the proxy.",
    ),
    "header": (
        "refused",
        "A header cannot be sent: it holds a line break or a letter outside Latin-1.",
        "Check the token and `headers`.",
    ),
    "url": ("refused", "{host} is no address of a server.", "Check `url`."),
    "setup": (
        "refused",
        "No connection to {host} can be made.",
        "Check `ca_bundle`, `client_cert` and `client_key`.",
    ),
}


def failure(outage: Outage, host: str, request: Request) -> Failure:
    meaning, what, hint = _WORDS[outage]
    kind = Untrusted if outage in ("certificate", "plain") else Unreachable
    return Failure(kind(what.format(host=host), hint=hint, request=request.label), meaning)
