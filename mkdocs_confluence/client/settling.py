"""Settle a write whose answer was lost: read whether it happened, and only then repeat it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TypeVar

from ..errors import Conflict, Lost, ServerError, TitleTaken
from ..remote import RemotePage

T = TypeVar("T")
ATTEMPTS = 4


def settle(send: Callable[[], T], landed: Callable[[], T | None], pause: Callable[[int], None]) -> T:
    """What ``send`` gives; after a lost answer what ``landed`` reads, or, when that is None, ``send`` once more.

    A conflict or a title clash after a lost answer may be our own write that arrived late, so it is read again.
    Raises Lost only while it stays unknown whether the write happened.
    """
    for attempt in count(1):
        try:
            return send()
        except (Lost, Conflict, TitleTaken) as failure:
            late = not isinstance(failure, Lost)
            if late and attempt == 1:
                raise
            found = _read(landed, failure)
            if found is not None:
                return found
            if late or attempt == ATTEMPTS:
                raise known(failure) from None
            pause(attempt)
    raise AssertionError  # count never ends


def kept(message: str, page: RemotePage) -> bool:
    """Whether a version carries a message of ours; a server may cut it at its limit."""
    return page.message == message or (page.message != "" and message.startswith(page.message))


def _read(landed: Callable[[], T | None], failure: ServerError) -> T | None:
    try:
        return landed()
    except ServerError:
        raise failure from None  # reading failed too: the loss is what the caller must know


def known(failure: ServerError) -> ServerError:
    """The failure behind a loss: what is left to tell once it is known what happened, or of no matter."""
    cause = failure.__cause__
    return cause if isinstance(failure, Lost) and isinstance(cause, ServerError) else failure
