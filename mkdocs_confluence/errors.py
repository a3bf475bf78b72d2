"""The error tree. Every error says what happened and, as ``hint``, what to do about it.

::

    PublishError
    ├── SettingsError        an option is wrong or missing
    ├── SiteError            the site cannot be published as it is (empty, dirty)
    ├── BundleError          a bundle folder is missing, damaged or of another format
    ├── SandboxError         the sandbox cannot be started or used
    ├── TreeError            the plan must not be carried out
    │   ├── TitleHeld        a wanted title belongs to a page that is not ours
    │   ├── Foreign          the ledger or the root belongs to another site
    │   ├── RetireRefused    more pages would be retired than allowed
    │   ├── Edited           a page was edited by a person and ``on_edit`` is ``fail``
    │   └── Leased           another publish is going on, or took over
    └── ServerError          Confluence, or the way to it, said no
        ├── Unreachable      connection, DNS, TLS, time-out
        │   └── Untrusted    the server is there, but no TLS that can be trusted
        ├── Elsewhere        something answers at the address, but it is not Confluence
        ├── Unauthorized     credentials
        │   ├── OutOfScope   the account is known, but its token may not do this
        │   └── Locked       the account waits behind a CAPTCHA
        ├── Forbidden        no permission, read-only space or server
        ├── NotFound         no such page, space or route
        ├── Conflict         the version is not the one that was read
        ├── TitleTaken       another page of the space has the title
        ├── Malformed        the body was refused
        ├── TooLarge         a body or a file is over the limit
        ├── Throttled        asked to wait longer than a publish should
        ├── Lost             a write was sent and no answer came: it may or may not have happened
        └── Unexpected       anything else: a 500, a cut answer
            └── WebPage      a page for people in place of an answer
"""

from __future__ import annotations


class PublishError(Exception):
    """Something a user can act on; shown as a message and a hint, never as a traceback."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class SettingsError(PublishError):
    pass


class SiteError(PublishError):
    pass


class BundleError(PublishError):
    pass


class SandboxError(PublishError):
    pass


class TreeError(PublishError):
    pass


class TitleHeld(TreeError):
    pass


class Foreign(TreeError):
    pass


class RetireRefused(TreeError):
    pass


class Edited(TreeError):
    pass


class Leased(TreeError):
    pass


class ServerError(PublishError):
    """An answer, or its absence. ``status`` is 0 where there was no answer; ``request`` names method and path."""

    def __init__(self, message: str, *, hint: str = "", status: int = 0, request: str = "") -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.request = request


class Unreachable(ServerError):
    pass


class Untrusted(Unreachable):
    pass


class Elsewhere(ServerError):
    pass


class Unauthorized(ServerError):
    pass


class OutOfScope(Unauthorized):
    pass


class Locked(Unauthorized):
    pass


class Forbidden(ServerError):
    pass


class NotFound(ServerError):
    pass


class Conflict(ServerError):
    pass


class TitleTaken(ServerError):
    pass


class Malformed(ServerError):
    """``row`` and ``column`` count from 1 in the body that was sent; 0 where the server named none."""

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        status: int = 400,
        request: str = "",
        row: int = 0,
        column: int = 0,
    ) -> None:
        super().__init__(message, hint=hint, status=status, request=request)
        self.row = row
        self.column = column


class TooLarge(ServerError):
    pass


class Throttled(ServerError):
    pass


class Lost(ServerError):
    pass


class Unexpected(ServerError):
    pass


class WebPage(Unexpected):
    pass
