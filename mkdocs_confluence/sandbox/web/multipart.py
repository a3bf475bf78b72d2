"""Multipart bodies: text parts are UTF-8 only where they say so, else Latin-1, as the server reads them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Request
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from ..store import problems


@dataclass(frozen=True, slots=True)
class Part:
    """One part; ``filename`` is None for a text field."""

    name: str
    filename: str | None
    content_type: str
    data: bytes

    @property
    def text(self) -> str:
        charset = parse_options_header(self.content_type)[1].get("charset", "iso-8859-1")
        return self.data.decode(charset, "replace")


def parts(request: Request) -> list[Part]:
    """All parts of a request; raises 415 where it is not multipart, 400 where it is cut."""
    kind, options = parse_options_header(request.headers.get("Content-Type", ""))
    if kind != "multipart/form-data" or "boundary" not in options:
        raise problems.Problem(415, "Unsupported Media Type")
    decoder = MultipartDecoder(options["boundary"].encode("latin-1"))
    decoder.receive_data(request.get_data(cache=False))
    decoder.receive_data(None)
    try:
        return _decoded(decoder)
    except ValueError as error:
        raise problems.invalid(f"Could not parse multipart body: {error}") from error


def _decoded(decoder: MultipartDecoder) -> list[Part]:
    found: list[Part] = []
    head: Field | File | None = None
    data: list[bytes] = []
    while not isinstance(event := decoder.next_event(), Epilogue):
        if isinstance(event, NeedData):
            raise ValueError("the body ends early")
        if isinstance(event, Field | File):
            head, data = event, []
        elif isinstance(event, Data) and head is not None:
            data.append(event.data)
            if not event.more_data:
                found.append(_part(head, b"".join(data)))
    return found


def _part(head: Field | File, data: bytes) -> Part:
    filename = head.filename if isinstance(head, File) else None
    return Part(head.name or "", filename, head.headers.get("Content-Type", ""), data)
