"""A small TCP proxy in front of the server, which cuts the connections that the application marks.

One thread a connection. It knows as much of HTTP as it takes to find the end of a message.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader

from .broken import CUT

_CUT = CUT.lower().encode()
_BODYLESS = {b"204", b"304"}


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer: its head with the empty line, its body as sent."""

    head: bytes
    body: bytes

    @property
    def cut(self) -> bytes:
        """``all``, ``half`` or nothing."""
        return _header(self.head, _CUT)


def _header(head: bytes, name: bytes) -> bytes:
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return b""


def read(
    stream: BufferedReader, *, answers: bytes = b"", go_on: Callable[[bytes], None] | None = None
) -> Message | None:
    """The next message; None at the end of the stream, and for what is no HTTP (TLS, where somebody asks for https).

    ``answers`` is the method of the request that it answers. ``go_on`` sends to a client that waits for a word before
    it sends a large body.
    """
    if not stream.peek(1)[:1].isalpha():
        return None
    lines = []
    while line := stream.readline():
        lines.append(line)
        if line == b"\r\n":
            break
    if not line:
        return None
    head = b"".join(line for line in lines if not line.lower().startswith(b"expect:"))
    if go_on is not None and len(head) < sum(map(len, lines)):
        go_on(b"HTTP/1.1 100 Continue\r\n\r\n")
    status = head.split(b" ", 2)[1]
    if answers == b"HEAD" or (answers and status in _BODYLESS):
        return Message(head, b"")
    if _header(head, b"transfer-encoding").lower() == b"chunked":
        return Message(head, _chunks(stream))
    length = int(_header(head, b"content-length") or 0)
    return Message(head, stream.read(length) if length else b"")


def _chunks(stream: BufferedReader) -> bytes:
    """A chunked body as it is on the wire, trailer included."""
    taken = []
    while line := stream.readline():
        taken.append(line)
        size = int(line.partition(b";")[0], 16)
        taken.append(stream.read(size + 2) if size else stream.readline())
        if not size:
            break
    return b"".join(taken)


class Proxy:
    """Listens on ``port`` of the loopback interface and passes everything on to ``upstream``."""

    def __init__(self, upstream: int, port: int = 0) -> None:
        """Raises OSError where the port is taken."""
        self._upstream = upstream
        self._listening = socket.create_server(("127.0.0.1", port), backlog=128)
        self.port: int = self._listening.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def stop(self) -> None:
        """Stop listening and close every connection; closing alone would not wake the thread that accepts."""
        _hang_up(self._listening)
        self._listening.close()
        self._accepting.join(5)
        with self._lock:
            for connection in self._open:
                _hang_up(connection)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        """One connection of a client, and its own to the server."""
        try:
            server = socket.create_connection(("127.0.0.1", self._upstream))
        except OSError:  # the server has stopped meanwhile
            client.close()
            return
        for connection in (client, server):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._open |= {client, server}
        try:
            with suppress(OSError, ValueError), client.makefile("rb") as asked, server.makefile("rb") as told:
                while _exchange(client, server, asked, told):
                    pass
        finally:
            with self._lock:
                self._open -= {client, server}
            client.close()
            server.close()


def _exchange(
    client: socket.socket, server: socket.socket, asked: BufferedReader, told: BufferedReader
) -> bool:
    """One request and its answer; False where the connection ends with it."""
    request = read(asked, go_on=client.sendall)
    if request is None:
        return False
    server.sendall(request.head + request.body)
    answer = read(told, answers=request.head.partition(b" ")[0])
    if answer is None or answer.cut == b"all":
        return False
    whole = answer.head + answer.body
    if answer.cut == b"half":
        client.sendall(whole[: len(answer.head) + len(answer.body) // 2])
        return False
    client.sendall(whole)
    return _header(answer.head, b"connection").lower() != b"close"


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
