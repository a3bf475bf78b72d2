"""Where user and token come from: options, the environment, .netrc."""

from __future__ import annotations

import netrc
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import SettingsError
from ..model import Credentials
from .address import SANDBOX


def find(
    url: str,
    environment: Mapping[str, str],
    *,
    user: str = "",
    token: str = "",
    headers: Mapping[str, str] | None = None,
) -> Credentials | None:
    """What the options say, filled up from CONFLUENCE_USER and CONFLUENCE_TOKEN, else .netrc; None where nothing does.

    The sandbox lets anybody in.
    """
    if url == SANDBOX:
        return Credentials(SANDBOX, SANDBOX)
    user = user or environment.get("CONFLUENCE_USER", "").strip()
    token = token or environment.get("CONFLUENCE_TOKEN", "").strip()
    if not token:
        login, password = _from_netrc(urlsplit(url).hostname or "", environment)
        if password and user in ("", login):
            user, token = login, password
    if not token and not headers:
        return None
    if not _fits_header(user + token):
        raise SettingsError(
            "The user or token holds a line break or another control character.",
            hint="Paste it anew, with nothing before or behind it.",
        )
    return Credentials(user, token, dict(headers or {}))


def _from_netrc(host: str, environment: Mapping[str, str]) -> tuple[str, str]:
    """(login, password) for a host; raises SettingsError where the file cannot be understood."""
    path = Path(environment.get("NETRC") or Path.home() / ".netrc")
    if not path.is_file():
        return "", ""
    try:
        found = netrc.netrc(str(path)).authenticators(host)
    except (netrc.NetrcParseError, OSError) as error:
        line = f" (line {error.lineno})" if isinstance(error, netrc.NetrcParseError) else ""
        raise SettingsError(
            f"{path} cannot be read{line}.", hint="Mend it, or set CONFLUENCE_TOKEN."
        ) from None
    return (found[0] or "", found[2] or "") if found else ("", "")


def _fits_header(text: str) -> bool:
    return all(character.isprintable() for character in text)
