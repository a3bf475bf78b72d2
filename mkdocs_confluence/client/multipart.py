"""A multipart form with one file, read from disk while it is sent."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

BLOCK = 64 * 1024


class Multipart:
    """A body of known length that holds one block of the file at a time.

    Text parts say their charset, since Confluence decodes them as Latin-1 otherwise; the media type of an
    attachment is that of its part (Cloud v1 reference, “Create attachment”).
    """

    def __init__(self, fields: Mapping[str, str], name: str, file: Path, media_type: str) -> None:
        self._boundary = secrets.token_hex(16)
        head = "".join(self._text(key, value) for key, value in fields.items())
        quoted = name.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        head += (
            f'--{self._boundary}\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n'
            f"Content-Type: {media_type}\r\n\r\n"
        )
        start, end = head.encode(), f"\r\n--{self._boundary}--\r\n".encode()
        self._length = len(start) + file.stat().st_size + len(end)
        self._file = file.open("rb")
        self._left = [BytesIO(start), self._file, BytesIO(end)]

    def _text(self, key: str, value: str) -> str:
        return (
            f'--{self._boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n'
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{value}\r\n"
        )

    @property
    def content_type(self) -> str:
        return f"multipart/form-data; boundary={self._boundary}"

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        while block := self.read(BLOCK):
            yield block

    def read(self, size: int = BLOCK) -> bytes:
        """At most ``size`` bytes, none at the end."""
        while self._left:
            if block := self._left[0].read(size):
                return block
            self._left.pop(0)
        return b""

    def close(self) -> None:
        self._file.close()
