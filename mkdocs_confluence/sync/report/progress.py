"""How far a publish is: a bar on a terminal, one line a wave elsewhere."""

from __future__ import annotations

import shutil
from typing import TextIO

from ..changes import Notice, Notify, Progress

WORDS = {
    "park": "titles handed over",
    "shape": "pages created, renamed or moved",
    "content": "pages given content",
    "order": "pages put in order",
    "retire": "pages retired",
}
WIDTH = 24


def ended(event: Progress) -> str:
    """What a wave that has ended did: ``1 page retired``."""
    words = WORDS[event.wave]
    first, _, rest = words.partition(" ")
    return f"1 {first.removesuffix('s')} {rest}" if event.done == 1 else f"{event.done} {words}"


def progress(stream: TextIO) -> Notify:
    """What ``publish`` can tell its progress to."""
    return Bar(stream) if stream.isatty() else Lines(stream)


class Lines:
    """One line for each wave that had something to do, when it has ended; notices as they come."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __call__(self, event: Progress | Notice) -> None:
        if isinstance(event, Notice):
            self.stream.write(f"{event}\n")
        elif event.total and event.done == event.total:
            self.stream.write(f"{ended(event)}\n")
        self.stream.flush()


class Bar:
    """One line of the terminal, written over and over, and gone when a wave has ended."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __call__(self, event: Progress | Notice) -> None:
        columns = shutil.get_terminal_size().columns - 1
        if isinstance(event, Notice):
            self.stream.write(f"\r\033[K{event}\n")
        elif event.done >= event.total:
            self.stream.write("\r\033[K")
        else:
            full = WIDTH * event.done // event.total
            bar = "█" * full + "░" * (WIDTH - full)
            line = f"{bar} {event.done}/{event.total} {WORDS[event.wave]}"
            self.stream.write(f"\r\033[K{line[:columns]}")
        self.stream.flush()
