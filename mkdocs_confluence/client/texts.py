"""The words of an answer, whatever its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .wire import Answer

_CLASS = re.compile(r"^(?:com\.atlassian|java|javax|org)\.[\w.$]+: ")


def texts(data: Any) -> Iterator[str]:
    """Every message of an error body, without the name of the Java class in front."""
    if not isinstance(data, dict):
        return
    inner = data.get("data")
    rows = [*_rows(data.get("errors")), *_rows(inner.get("errors") if isinstance(inner, dict) else None)]
    for row in rows:
        message = row.get("message")
        said = message.get("translation") if isinstance(message, dict) else message
        yield from (str(text) for text in (row.get("title"), row.get("detail"), said) if text)
    for key in ("message", "error", "error_description"):
        if isinstance(data.get(key), str):
            yield _CLASS.sub("", data[key])


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def text_of(answer: Answer) -> str:
    """What the server said, in one line of at most 300 characters; the title of an HTML page."""
    said = list(dict.fromkeys(_CLASS.sub("", text).strip() for text in texts(answer.data)))
    if not said and answer.html:
        found = re.search(rb"<title[^>]*>(.*?)</title>", answer.content[:20_000], re.I | re.S)
        said = [found[1].decode("utf-8", "replace")] if found else []
    return " ".join(" ".join(said).split())[:300]
