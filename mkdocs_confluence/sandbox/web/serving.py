"""Serving a store over HTTP: in a thread for tests, or as a process until somebody stops it."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

import waitress

from ..running import NOTE
from ..store import Store, schema
from ..store.nouns import Flavor
from ..store.opening import SPACE, open_store
from ..store.schema import Refused
from ..store.switches import Switches
from . import addresses
from .app import app
from .broken import faulty
from .faults import Faults
from .proxy import Proxy

THREADS = 16

Wsgi = Callable[..., Any]


class Serving:
    """A WSGI application that answers on ``port`` of the loopback interface, in a thread of its own."""

    def __init__(self, wsgi: Wsgi, port: int = 0) -> None:
        """Listen on a port (0: a free one); raises OSError where it is taken."""
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        self.port: int = listening.getsockname()[1]
        self._server = waitress.create_server(
            wsgi,
            sockets=[listening],
            threads=THREADS,
            ident=None,
            clear_untrusted_proxy_headers=True,
            max_request_body_size=256 * 1024 * 1024,
            connection_limit=400,
        )
        self._pulled = threading.Event()
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close every connection and wait for the thread."""
        self._server.task_dispatcher.shutdown()
        self._server.trigger.pull_trigger(self._close)
        self._pulled.set()
        self._thread.join(10)

    def _close(self) -> None:
        """The trigger is closed here too; another pull may have called this before its own is done."""
        self._pulled.wait()
        for dispatcher in list(self._server._map.values()):
            dispatcher.close()

    def wait(self) -> None:
        self._thread.join()


def serve(
    data: Path,
    flavor: Flavor = "cloud",
    port: int = 8971,
    *,
    strict: bool = False,
    any_port: bool = False,
    switches: Switches | None = None,
    faults: Faults | None = None,
    prepare: Callable[[Store], None] = lambda store: None,
    run: str = "",
    say: Callable[[str], None] = print,
) -> None:
    """Serve the folder ``data`` until SIGINT or SIGTERM; ``any_port`` takes a free one where ``port`` is taken.

    ``prepare`` gets the store before anybody else.
    Raises ``Refused`` for data that cannot be used, for data already served, and for a port that is taken.
    """
    with (
        schema.claimed(data),
        closing(open_store(data, flavor, strict=strict, switches=switches)) as store,
    ):
        prepare(store)
        _serve(store, _listen(store, port, any_port, faults or Faults()), run, say)


def _serve(store: Store, front: list[Serving | Proxy], run: str, say: Callable[[str], None]) -> None:
    note = store.data / NOTE
    _note(note, front[0].port, run)
    say(f"Sandbox ({store.flavor}): http://127.0.0.1:{front[0].port}{addresses.home(store.flavor, SPACE)}")
    try:
        _until_stopped()
    finally:
        note.unlink(missing_ok=True)
        for part in front:
            part.stop()


def _listen(store: Store, port: int, any_port: bool, faults: Faults) -> list[Serving | Proxy]:
    """The proxy, which has the port that clients use, and the server behind it."""
    server = Serving(faulty(app(store), store, faults))
    try:
        return [_proxy(server, port, any_port), server]
    except Refused:
        server.stop()
        raise


def _proxy(server: Serving, port: int, any_port: bool) -> Proxy:
    try:
        return Proxy(server.port, port)
    except (OSError, OverflowError) as error:
        if not any_port:
            said = getattr(error, "strerror", None) or str(error)
            raise Refused(f"Port {port} cannot be used: {said.rstrip('.')}.") from error
        return Proxy(server.port)


def _note(note: Path, port: int, run: str) -> None:
    draft = note.with_name(note.name + ".new")
    with schema.usable(note):
        draft.write_text(json.dumps({"port": port, "pid": os.getpid(), "run": run}), encoding="utf-8")
        draft.replace(note)


def _until_stopped() -> None:
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while not stopped.wait(1):
        pass
