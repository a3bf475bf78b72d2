"""REST v1: all of Data Center (``/confluence/rest/api``), and what Cloud has kept of it (``/wiki/rest/api``)."""

from __future__ import annotations

from . import (
    attachments,
    comments,
    contents,
    convert,
    labels,
    lists,
    moves,
    properties,
    restrictions,
    search,
    spaces,
    system,
    users,
)
from .face import face

__all__ = [
    "attachments",
    "comments",
    "contents",
    "convert",
    "face",
    "labels",
    "lists",
    "moves",
    "properties",
    "restrictions",
    "search",
    "spaces",
    "system",
    "users",
]
