"""The double of Confluence for tests: a sandbox in this process, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from mkdocs_confluence.sandbox.store.nouns import Flavor
from mkdocs_confluence.sandbox.store.opening import SPACE, open_store
from mkdocs_confluence.sandbox.store.switches import Switches
from mkdocs_confluence.sandbox.web import addresses
from mkdocs_confluence.sandbox.web.app import app
from mkdocs_confluence.sandbox.web.broken import faulty
from mkdocs_confluence.sandbox.web.faults import Faults
from mkdocs_confluence.sandbox.web.proxy import Proxy
from mkdocs_confluence.sandbox.web.serving import Serving

StartResponse = Any


class Sandbox:
    """A sandbox on a free port; ``strict`` refuses what the flavor's editor cannot hold.

    ``url`` is the base URL for a client, ``store`` the store behind it, ``log`` what was asked:
    (method, path without query, status) in the order of the answers. ``faults`` breaks what you tell it to; its cuts
    are made by a proxy, which all requests go through.
    """

    def __init__(
        self, data: Path, flavor: Flavor = "cloud", *, strict: bool = True, switches: Switches | None = None
    ) -> None:
        self.flavor: Flavor = flavor
        self.strict = strict
        self.space = SPACE
        self.log: list[tuple[str, str, int]] = []
        self.store = open_store(data, flavor, strict=strict, switches=switches)
        self.faults = Faults()
        self._app = faulty(app(self.store), self.store, self.faults)
        self._serving = Serving(self._answer)
        self._proxy = Proxy(self._serving.port)
        self.url = f"http://127.0.0.1:{self._proxy.port}{addresses.CONTEXT[flavor]}"

    def _answer(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        def note(status: str, headers: Any, error: Any = None) -> Any:
            self.log.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], int(status[:3])))
            return start_response(status, headers, error)

        return self._app(environ, note)

    def switch(self, **values: Any) -> None:
        """Answer open questions otherwise from now on (fields of ``Switches``)."""
        self.store.switches = replace(self.store.switches, **values)

    def file(self, page: str, name: str) -> bytes:
        """The bytes of an attachment as they are now."""
        query = (
            "SELECT v.bytes FROM file f JOIN file_version v ON v.file = f.id AND v.number = f.version"
            " WHERE f.page = ? AND f.name = ? AND f.status = 'current'"
        )
        (found,) = self.store.db.execute(query, (int(page), name)).fetchone()
        return bytes(found)

    def writes(self) -> list[tuple[str, str, int]]:
        """The part of the log that is not reading."""
        return [entry for entry in self.log if entry[0] not in ("GET", "HEAD")]

    def stop(self) -> None:
        self._proxy.stop()
        self._serving.stop()
        self.store.close()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
