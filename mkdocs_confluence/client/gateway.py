"""The two ways to a Cloud site: its own address, and the gateway for scoped tokens and OAuth.

``GET https://SITE/_edge/tenant_info`` tells the cloud id to anybody. The gateway answers the same paths under
``https://api.atlassian.com/ex/confluence/{cloud id}/wiki`` (measured by others in August 2026).
"""

from __future__ import annotations

import re
from threading import Lock
from urllib.parse import urlsplit

from ..errors import Locked, ServerError, Unauthorized, Unexpected
from .caller import Caller
from .wire import Answer

GATEWAY = "https://api.atlassian.com"
_PREFIX = re.compile(r"^(https?://[^/]+/ex/confluence/[^/]+)(/wiki)?$")


class Gateway:
    """Points the caller at the site or at the gateway, whichever takes its token.

    A token for a site that is not under ``atlassian.net`` goes to that site's own host only.
    """

    def __init__(self, caller: Caller, *, bearer: bool) -> None:
        self._caller = caller
        self._turning = Lock()
        parts = urlsplit(caller.base)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        atlassian = (parts.hostname or "").endswith(".atlassian.net")
        self._gateway = GATEWAY if atlassian else self._origin
        self._turned = self._nameless = bool(_PREFIX.match(caller.base))
        self._pending = bearer and atlassian
        """An OAuth token is good at the gateway only, so the site is not tried first."""
        if self._turned:
            caller.base = caller.base.removesuffix("/wiki") + "/wiki"
        self.site = caller.base

    def before(self) -> None:
        """Turn to the gateway before the first request, where the token is known to be good only there."""
        if self._pending:
            with self._turning:
                if self._pending:
                    self._turn()
                    self._pending = False

    def instead(self, refused: Unauthorized) -> bool:
        """Whether a refusal by the site is a reason to try the gateway, which is then set."""
        foreign = refused.status in (401, 403) and not self._caller.accepted
        if not foreign or isinstance(refused, Locked):
            return False
        with self._turning:
            if self._turned:
                return False
            try:
                self._turn()
            except ServerError:
                return False
            return True

    def back(self) -> None:
        """Point the caller at the site again, for good: what it said is what there is to tell."""
        self._caller.base = self.site

    def _turn(self) -> None:
        data = self._caller.ask(f"{self._origin}/_edge/tenant_info").data
        cloud = data.get("cloudId") if isinstance(data, dict) else None
        if not isinstance(cloud, str) or not re.fullmatch(r"[0-9A-Za-z-]+", cloud):
            raise Unexpected(
                f"The cloud id of {self._origin} cannot be found.",
                hint="Check `url`: https://SITE.atlassian.net/wiki.",
                request="GET /_edge/tenant_info",
            )
        self._caller.base = f"{self._gateway}/ex/confluence/{cloud}/wiki"
        self._turned = True

    def learn(self, answer: Answer) -> None:
        """Where only the gateway is known, answers tell the address of the site."""
        if self._nameless and isinstance(answer.data, dict):
            links = answer.data.get("_links")
            base = links.get("base") if isinstance(links, dict) else None
            if isinstance(base, str) and base.startswith(("https://", "http://")):
                self.site = base.rstrip("/")
                self._nameless = False
