"""A tiny HTTP server that plays canned answers, and a clock that passes time without waiting."""

from __future__ import annotations

import json
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

from mkdocs_confluence.client import Client, Clock, connect
from mkdocs_confluence.model import Credentials, Destination, Flavor, Network


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as the server saw it."""

    at: float
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; ``cut`` breaks the connection before it, or in the middle of the body."""

    body: object = field(default_factory=dict)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: Literal["", "before", "middle"] = ""
    delay: float = 0.0

    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()

    def media_type(self) -> str:
        return "text/html" if isinstance(self.body, str) else "application/json"


class Canned:
    """Plays ``script`` answer by answer, then what ``otherwise`` gives. ``log`` holds every request."""

    def __init__(self) -> None:
        self.log: list[Seen] = []
        self.connections = 0
        self.script: deque[Reply] = deque()
        self.otherwise: Callable[[Seen], Reply] = lambda seen: Reply(
            {"message": f"nothing at {seen.target}"}, 404
        )
        self._lock = Lock()
        self.server = _Server(("127.0.0.1", 0), _handler(self))
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def play(self, *replies: Reply) -> None:
        self.script.extend(replies)

    def take(self, seen: Seen) -> Reply:
        with self._lock:
            self.log.append(seen)
            scripted = self.script.popleft() if self.script else None
        return scripted or self.otherwise(seen)

    def asked(self) -> list[str]:
        return [f"{seen.method} {seen.path}" for seen in self.log]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is part of the tests."""


def _handler(canned: Canned) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            canned.connections += 1

        disable_nagle_algorithm = True

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {key.lower(): value for key, value in self.headers.items()}
            reply = canned.take(Seen(time.monotonic(), self.command, self.path, headers, body))
            time.sleep(reply.delay)
            content = reply.content()
            if reply.cut == "before":
                return self.hang_up()
            self.send_response(reply.status)
            for key, value in {"Content-Type": reply.media_type(), **reply.headers}.items():
                self.send_header(key, value)
            if reply.status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(
                b"" if reply.status == 204 else content[: len(content) // 2 if reply.cut else None]
            )
            if reply.cut:
                self.hang_up()
            return None

        def hang_up(self) -> None:
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True

        do_GET = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


class Ticking:
    """Real time, to which every sleep adds at once what it would have waited."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._ahead = 0.0
        self._lock = Lock()

    def now(self) -> float:
        return time.monotonic() + self._ahead

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(seconds)
            self._ahead += seconds

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.sleep, lambda: 0.5)


@contextmanager
def client_for(
    url: str,
    flavor: Flavor = "cloud",
    *,
    credentials: Credentials | None = None,
    network: Network | None = None,
    clock: Clock | None = None,
) -> Iterator[Client]:
    """A client of the flavor for space DOCS at the url, with a clock that does not wait."""
    destination = Destination(url, flavor, "DOCS")
    signed = credentials or Credentials("ann@acme.org", "s3cret-token")
    with connect(
        destination, signed, network or Network(timeout=5), clock=clock or Ticking().clock
    ) as client:
        yield client
