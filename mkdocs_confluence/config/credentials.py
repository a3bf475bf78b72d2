"""Where user and token come from: options, the environment, .netrc."""

from __future__ import annotations

import netrc
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import SettingsError
from ..model import Credentials
from .address import SANDBOX

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""Name of a header, as RFC 9110 has it."""


def find(
    url: str,
    environment: Mapping[str, str],
    *,
    user: str = "",
    token: str = "",
    headers: Mapping[str, str] | None = None,
) -> Credentials | None:
    """What the options say, filled up from CONFLUENCE_USER and CONFLUENCE_TOKEN, else .netrc; None where nothing does.

    Headers that the options leave out are those of CONFLUENCE_HEADERS. The sandbox lets anybody in.
    """
    if url == SANDBOX:
        return Credentials(SANDBOX, SANDBOX)
    user = user or environment.get("CONFLUENCE_USER", "").strip()
    token = token or environment.get("CONFLUENCE_TOKEN", "").strip()
    if not token:
        login, password = _from_netrc(urlsplit(url).hostname or "", environment)
        if password and user in ("", login):
            user, token = login, password
    headers = _filled(headers or {}, environment.get("CONFLUENCE_HEADERS", ""))
    if not token and not headers:
        return None
    if not _fits_header(user + token):
        raise SettingsError(
            "The user or token holds a line break or another control character.",
            hint="Paste it anew, with nothing before or behind it.",
        )
    return Credentials(user, token, headers)


def _filled(headers: Mapping[str, str], lines: str) -> dict[str, str]:
    """Headers with those that they lack, one ``Name: value`` a line; errors quote nothing, since all is secret."""
    given = {name.lower() for name, text in headers.items() if text}
    found = dict(headers)
    for number, line in enumerate(lines.splitlines(), 1):
        name, colon, text = (part.strip() for part in line.partition(":"))
        if not line.strip() or name.lower() in given:
            continue
        if not (colon and text and _NAME.fullmatch(name) and _fits_header(text)):
            raise SettingsError(
                f"Line {number} of CONFLUENCE_HEADERS is no header.", hint="Write one `Name: value` a line."
            )
        found = {known: value for known, value in found.items() if known.lower() != name.lower()}
        found[name] = text
    return found


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
