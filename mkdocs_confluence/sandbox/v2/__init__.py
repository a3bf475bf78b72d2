"""REST v2 of Cloud, under ``/wiki/api/v2``."""

from __future__ import annotations

from . import attachments, comments, folders, labels, lists, pages, properties, spaces, tree
from .face import face

__all__ = [
    "attachments",
    "comments",
    "face",
    "folders",
    "labels",
    "lists",
    "pages",
    "properties",
    "spaces",
    "tree",
]
