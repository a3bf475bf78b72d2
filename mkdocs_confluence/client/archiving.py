"""Archiving on Cloud: a long task of v1, one batch for each site at a time.

The vendor's specification: at most 300 pages a request, and one without the Premium plan; a page that is archived
already makes the whole request a 400.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import Unexpected
from . import rows
from .cloud_read import CloudReading
from .pacing import backoff
from .wire import Request

BATCH = 300
PAUSE, LOOKS = 5.0, 120
"""Seconds between two looks at a batch, and how many: ten minutes in all."""


def archive(client: CloudReading, ids: Sequence[str]) -> None:
    """Archive pages and wait until it is done. Raises ServerError."""
    for start in range(0, len(ids), BATCH):
        batch = list(ids[start : start + BATCH])
        try:
            _archive(client, batch)
        except Unexpected as refused:
            if refused.status != 400 or len(batch) == 1 or _under_way(refused):
                raise
            for one in batch:
                _archive(client, [one])


def _archive(client: CloudReading, batch: Sequence[str]) -> None:
    content = {"pages": [{"id": int(page_id)} for page_id in batch]}
    request = Request("POST", "/rest/api/content/archive", json=content, about=f"{len(batch)} pages")

    def send() -> bool:
        _wait(client, str(rows.need(client.call(request).data, "id")))
        return True

    def landed() -> bool | None:
        done = all(page.status == "archived" for page in client.pages(batch).values())
        return True if done else None

    for _ in range(LOOKS):
        try:
            client.settle(send, landed)
            return
        except Unexpected as refused:
            if refused.status == 400 and landed():
                return
            if not _under_way(refused):
                raise
            client.caller.pace.rest(PAUSE)
    raise Unexpected("Confluence is still archiving something else.", hint="Publish again later.")


def _under_way(refused: Unexpected) -> bool:
    """Whether a batch must wait for another, of whoever asked."""
    return "in progress" in refused.message


def _wait(client: CloudReading, task: str) -> None:
    """Wait for a long task. Raises Unexpected when it fails or takes too long."""
    for attempt in range(1, LOOKS):
        now = client.read(f"/rest/api/longtask/{task}")
        if now.get("finished") or now.get("percentageComplete") == 100:
            if now.get("successful", True):
                return
            raise Unexpected(
                f"Confluence could not archive: {_reasons(now)}.", hint="Set `retire` to trash or keep."
            )
        client.caller.pace.rest(min(PAUSE, backoff(attempt)))
    raise Unexpected("Confluence is still archiving after ten minutes.", hint="Publish again later.")


def _reasons(task: rows.Row) -> str:
    found: list[Any] = [*(task.get("errors") or []), *(task.get("messages") or [])]
    said = [str(one.get("translation")) for one in found if isinstance(one, dict) and one.get("translation")]
    return "; ".join(said) or "it gives no reason"
