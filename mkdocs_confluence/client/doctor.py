"""Checks of everything that a publish needs, one by one; nothing is changed.

A check that cannot pass ends the list, since those after it would only fail for the same reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from ..errors import Elsewhere, OutOfScope, PublishError, ServerError, Untrusted
from ..model import Credentials, Destination, Network
from . import connect
from .asking import NAMES, name_of
from .cloud import Cloud
from .cloud_read import PAGES
from .datacenter import DataCenter
from .datacenter_read import CONTENT
from .pacing import Clock
from .parent import parent_id
from .probes import lacking_scopes, rights, way
from .wire import Request

Account = dict[str, Any] | ServerError
"""The account as the server tells it, or why it does not."""


@dataclass(frozen=True, slots=True)
class Check:
    """``detail`` says what was found; ``hint`` what to do where ``ok`` is False, or what to know where it is True."""

    name: str
    ok: bool
    detail: str
    hint: str = ""


def checks(
    destination: Destination, credentials: Credentials, network: Network, *, clock: Clock | None = None
) -> Iterator[Check]:
    """Address, encryption, flavor, credentials, space, parent, rights and limits; stops at the first that fails."""
    try:
        client = connect(destination, credentials, network, clock=clock)
    except PublishError as wrong:
        yield Check("address", False, wrong.message, wrong.hint)
        return
    assert isinstance(client, Cloud | DataCenter)  # noqa: S101 # the two that connect makes
    with client:
        for name, look in _looks(client):
            found = _looked(name, look)
            yield found
            if not found.ok:
                return


def _looks(client: Cloud | DataCenter) -> Iterator[tuple[str, Callable[[], Check]]]:
    account = cache(lambda: _account(client))  # once: every failed login counts towards a lock
    yield "address", lambda: _address(client, account)
    yield "encryption", lambda: _encryption(client)
    yield "credentials", lambda: _credentials(client, account())
    yield "flavor", lambda: _flavor(client)
    yield "version", lambda: _version(client)
    yield "space", lambda: _space(client)
    yield "parent", lambda: _parent(client)
    yield "rights", lambda: _rights(client)
    yield "limits", lambda: _limits(client)


def _looked(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except PublishError as wrong:
        return Check(name, False, wrong.message, wrong.hint)


def _address(client: Cloud | DataCenter, account: Callable[[], Account]) -> Check:
    """Whether Confluence answers there; certificate and credentials are matters of the next checks."""
    outage = way(client)
    if outage is None and isinstance(found := account(), Elsewhere):
        raise found
    if outage is None or isinstance(outage, Untrusted):
        return Check("address", True, f"{client.destination.url} answers.")
    return Check("address", False, outage.message, outage.hint)


def _account(client: Cloud | DataCenter) -> Account:
    try:
        return client.account()
    except ServerError as refused:
        return refused


def _encryption(client: Cloud | DataCenter) -> Check:
    outage = way(client)
    if outage is not None:
        return Check("encryption", False, outage.message, outage.hint)
    if urlsplit(client.destination.url).scheme == "https":
        return Check("encryption", True, "The certificate is trusted.")
    return Check(
        "encryption", True, "None: the address starts with http://.", "The token travels in the clear."
    )


def _credentials(client: Cloud | DataCenter, account: Account) -> Check:
    through = " through the gateway api.atlassian.com" if "/ex/confluence/" in client.caller.base else ""
    if not isinstance(account, ServerError):
        return Check("credentials", True, f"Accepted{through}, for {name_of(account)}.")
    if not isinstance(account, OutOfScope):
        raise account
    return Check("credentials", True, f"Accepted{through}; the token's scopes hide the account's name.")


def _flavor(client: Cloud | DataCenter) -> Check:
    client.whoami()
    return Check("flavor", True, f"It is {NAMES[client.flavor]}.")


def _version(client: Cloud | DataCenter) -> Check:
    """Cloud has none; Data Center tells it from some version on."""
    if client.flavor == "cloud":
        return Check("version", True, "Confluence Cloud is always the newest.")
    mode = client.call(Request("GET", "/rest/api/accessmode")).data
    if mode != "READ_WRITE":
        return Check("version", False, f"The server is in mode {mode}.", "Wait until maintenance is over.")
    try:
        version = str(client.read("/rest/api/server-information").get("version", ""))
    except ServerError:
        return Check("version", True, "The server does not tell its version.")
    major = version.split(".")[0]
    hint = ""
    if major.isdigit() and int(major) < 10:
        hint = "Positions of pages are documented from 10.0 on; set `positions: false` if their order does not hold."
    return Check("version", True, f"Confluence {version}.", hint)


def _space(client: Cloud | DataCenter) -> Check:
    space = client.space()
    return Check("space", True, f"{space.key}: {space.name or 'without a name'}.")


def _parent(client: Cloud | DataCenter) -> Check:
    page = client.page(parent_id(client, client.destination.parent))
    what = "" if client.destination.parent else ", the home page of the space"
    return Check("parent", True, f"“{page.title}”{what}.")


def _rights(client: Cloud | DataCenter) -> Check:
    """What the server tells of them beforehand: scopes through the gateway, else what may be done with the parent."""
    lacking = lacking_scopes(client)
    if lacking:
        scopes = ", ".join(sorted(lacking))
        return Check("rights", False, f"The token lacks {scopes}.", "Create a token with these scopes.")
    found = rights(client, parent_id(client, client.destination.parent))
    if not found:
        return Check("rights", True, "The server does not tell them before they are used.")
    if "update" in found or "create" in found:
        return Check("rights", True, f"The account may {', '.join(sorted(found))} at the parent.")
    hint = "The account needs the right to add, change and delete pages and files in the space."
    return Check("rights", False, f"At the parent the account may only {', '.join(sorted(found))}.", hint)


def _limits(client: Cloud | DataCenter) -> Check:
    """Documented ones, and what the answers tell of the rate."""
    page = PAGES if client.flavor == "cloud" else CONTENT
    answer = client.call(Request("GET", f"{page}/{parent_id(client, client.destination.parent)}"))
    rate = ""
    if "x-ratelimit-limit" in answer.headers:
        left = answer.headers.get("x-ratelimit-remaining", "?")
        rate = f" Of {answer.headers['x-ratelimit-limit']} requests {left} are left for now."
    detail = "A body holds 5 MB, a property 32 KB; what a file holds is told when one is refused."
    return Check("limits", True, detail + rate)
