"""Where in a body that was sent Confluence found it malformed, shown to a person (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ...errors import Malformed

AROUND = 40
"""Characters shown to either side of the place."""


@contextmanager
def shown(body: str) -> Iterator[None]:
    """Let a refusal of this body quote the place that its row and column name."""
    try:
        yield
    except Malformed as refused:
        if words := quoted(body, refused.row, refused.column):
            refused.message = f"{refused.message} There it reads: {words}"
        raise


def quoted(body: str, row: int, column: int) -> str:
    """What stands around row and column, both counted from 1; empty where there is no such place."""
    rows = body.split("\n")
    if not 0 < row <= len(rows):
        return ""
    line = rows[row - 1]
    start, end = max(0, column - 1 - AROUND), column - 1 + AROUND
    middle = line[start:end].strip()
    return f"{'…' if start else ''}{middle}{'…' if end < len(line) else ''}" if middle else ""
