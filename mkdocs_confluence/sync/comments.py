"""Carry inline comments from the stored body to the new one (pure)."""

from __future__ import annotations

from dataclasses import dataclass

MARKER = "ac:inline-comment-marker"


@dataclass(frozen=True, slots=True)
class Carried:
    """A body with its comments, and those that found no place: (ref, words)."""

    body: str
    lost: tuple[tuple[str, str], ...] = ()


def has_comments(body: str) -> bool:
    return f"<{MARKER}" in body


def carry(stored: str, new: str) -> Carried:
    return Carried(new)
