"""Talking to Confluence: one protocol, two flavors.

``connect(destination, credentials, network)`` gives a ``Client`` for the flavor of the destination. Every method
raises a ``ServerError`` of ``errors`` and nothing else; a page that does not exist raises ``NotFound`` where one is
asked for, and is simply absent where many are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import urlsplit

from ..errors import SettingsError
from ..model import Credentials, Destination, Flavor, Network, Width
from ..remote import Property, RemoteComment, RemoteFile, RemotePage, Space, StoredBody
from .caller import Caller
from .cloud import Cloud
from .datacenter import DataCenter
from .gateway import Gateway
from .pacing import Clock
from .session import Session

__all__ = ["Client", "Clock", "connect"]


def connect(
    destination: Destination,
    credentials: Credentials,
    network: Network | None = None,
    *,
    clock: Clock | None = None,
) -> Client:
    """A client for the flavor of the destination; nothing is sent yet. Close it, or use it in ``with``.

    Raises SettingsError where URL and flavor cannot fit, or a certificate file does not exist.
    """
    network = network or Network()
    _check(destination, network)
    caller = Caller(_base(destination.url), Session(credentials, network), network.workers, clock)
    if destination.flavor == "datacenter":
        return DataCenter(destination, caller)
    return Cloud(destination, caller, Gateway(caller, bearer=not credentials.user))


def _base(url: str) -> str:
    """Without a slash at the end; a Cloud site lives under ``/wiki``."""
    parts = urlsplit(url.rstrip("/"))
    whole = bool(parts.path) or not (parts.hostname or "").endswith(".atlassian.net")
    return parts.geturl() if whole else f"{parts.geturl()}/wiki"


def _check(destination: Destination, network: Network) -> None:
    parts = urlsplit(destination.url)
    if parts.username or parts.password:
        raise SettingsError(
            "`url` holds a user name or a password.", hint="Give them apart; the URL is shown in reports."
        )
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"`url` is no web address: {destination.url}", hint="It starts with https://.")
    cloud = parts.hostname.endswith((".atlassian.net", "api.atlassian.com"))
    if cloud and destination.flavor != "cloud":
        raise SettingsError(
            f"{parts.hostname} is Confluence Cloud, but `flavor` is datacenter.", hint="Drop `flavor`."
        )
    for option in ("ca_bundle", "client_cert", "client_key"):
        path = getattr(network, option)
        if path and not Path(path).exists():
            raise SettingsError(
                f"`{option}` names a file that does not exist: {path}", hint="Check the path."
            )


class Client(Protocol):
    """What a publish needs of Confluence. Thread-safe: many workers share one.

    Facts about both APIs come from the vendor's REST documentation (Cloud v2 and v1, Data Center v1).
    """

    flavor: Flavor
    bulk: int
    """Ids that one bulk read may ask for: 250 on Cloud, 200 on Data Center."""

    @property
    def sent(self) -> int:
        """Requests sent so far, retries included."""

    def interrupt(self) -> None:
        """End all waiting at once: other threads get Unreachable; the calling one goes on, and waits and retries no more.

        So it can bring a publish to its end, even while the server asks for silence.
        """

    def close(self) -> None: ...

    def __enter__(self) -> Client: ...

    def __exit__(self, *failure: object) -> None: ...

    # reading
    def whoami(self) -> str:
        """Display name of the account. Raises Unauthorized where the credentials are not accepted."""

    def person(self, author: str) -> str:
        """The name for people of an ``author``, as pages and comments tell it; itself where nothing more is known."""

    def space(self) -> Space:
        """The destination's space. Raises NotFound where it does not exist or is not visible."""

    def find(self, title: str) -> RemotePage | None:
        """The page that holds a title in the space, current or archived, compared case-insensitively."""

    def page(self, page_id: str) -> RemotePage:
        """One page, whatever its status; raises NotFound for a purged or invisible one."""

    def pages(self, ids: Sequence[str]) -> dict[str, RemotePage]:
        """Pages by id with version, parent and position, in bulk; trashed and archived ones with their status; absent: gone."""

    def space_pages(self) -> Iterator[Sequence[RemotePage]]:
        """All current and archived pages of the space, one answer of the server at a time (lazy)."""

    def children(self, page_id: str) -> tuple[RemotePage, ...]:
        """Direct children in their order, other content than pages included with ``is_page`` False."""

    def descendants(self, page_id: str) -> tuple[RemotePage, ...]:
        """Everything below a page, with parents; Cloud gives no versions here (read ``pages`` for them)."""

    def body(self, page_id: str, version: int = 0) -> StoredBody:
        """The body as it is stored, or as an older version had it; raises NotFound where that was deleted."""

    def properties(self, page_id: str, prefix: str = "") -> dict[str, Property]:
        """Content properties by key, those whose key starts with ``prefix``."""

    def files(self, page_id: str) -> tuple[RemoteFile, ...]: ...

    def labels(self, page_id: str) -> tuple[str, ...]: ...

    def inline_comments(self, page_id: str) -> tuple[RemoteComment, ...]:
        """Open and resolved inline comments."""

    def page_url(self, page_id: str) -> str:
        """An address of the page that survives renaming, made without asking."""

    # writing
    def create(
        self,
        title: str,
        parent: str,
        body: str,
        *,
        message: str = "",
        position: int | None = None,
        width: Width = "default",
    ) -> RemotePage:
        """Create a page; raises TitleTaken, Malformed, NotFound (parent), Lost.

        Message, position and width go along on Data Center only; Cloud takes none of them with a create.
        """

    def update(
        self,
        page: RemotePage,
        *,
        title: str,
        body: str,
        message: str,
        minor_edit: bool = False,
        position: int | None = None,
    ) -> RemotePage:
        """Replace the body: ``page.version`` + 1. Raises Conflict where the page has another version by now.

        A minor edit mails nobody.
        """

    def rename(
        self, page: RemotePage, title: str, *, message: str = "", minor_edit: bool = False
    ) -> RemotePage:
        """A new title, the body as it is.

        Here and below, message and minor edit go along on Data Center only; the routes of Cloud take neither.
        """

    def reparent(
        self,
        page: RemotePage,
        parent: str,
        *,
        position: int | None = None,
        message: str = "",
        minor_edit: bool = False,
    ) -> RemotePage:
        """Move below another page (as its last child on Cloud); title and body as they are."""

    def move(self, page_id: str, relation: Literal["before", "after"], sibling: str) -> None:
        """Cloud only: put a page beside a sibling."""

    def place(
        self, page: RemotePage, position: int, *, message: str = "", minor_edit: bool = False
    ) -> RemotePage:
        """Data Center only: a new position among its siblings."""

    def trash(self, page_id: str) -> None: ...

    def restore(self, page: RemotePage) -> RemotePage:
        """Bring a trashed page back; its contents are as they were."""

    def archive(self, ids: Sequence[str]) -> None:
        """Cloud only; waits until the server has done it."""

    def set_property(
        self, page_id: str, key: str, value: object, *, current: Property | None = None
    ) -> Property:
        """Create (``current`` None) or replace a content property. Raises Conflict where somebody was faster."""

    def delete_property(self, page_id: str, current: Property) -> None: ...

    def upload(
        self, page_id: str, name: str, file: Path, *, media_type: str, comment: str = "", current: str = ""
    ) -> RemoteFile:
        """Attach a file, or give new bytes to the attachment with id ``current``."""

    def delete_file(self, page_id: str, file_id: str) -> None: ...

    def add_labels(self, page_id: str, labels: Sequence[str]) -> None: ...

    def remove_label(self, page_id: str, label: str) -> None: ...

    def set_width(self, page_id: str, width: Width) -> None: ...

    def convert_wiki(self, markup: str) -> str:
        """Wiki markup → storage (Data Center). Raises ServerError on Cloud, which has no such route."""
