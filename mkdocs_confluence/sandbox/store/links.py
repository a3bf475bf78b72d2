"""Links by title in a body, and where they led when it was saved."""

from __future__ import annotations

import re
import sqlite3
from html import unescape

from .limits import fold

_PAGE = re.compile(r"<ri:page\b[^>]*>")
_TITLE = re.compile(r'\bri:content-title\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_SPACE = re.compile(r'\bri:space-key\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')


def titles(body: str) -> set[tuple[str, str]]:
    """(space key in capitals or empty, folded title) of every link by title."""
    found = set()
    for tag in _PAGE.findall(body) if "<ri:page" in body else ():
        title, space = _TITLE.search(tag), _SPACE.search(tag)
        if title:
            key = unescape(space[1] or space[2] or "") if space else ""
            found.add((key.upper(), fold(unescape(title[1] or title[2] or ""))))
    return found


def record(db: sqlite3.Connection, content_id: int, space_id: int, body: str) -> None:
    """Remember where the links of a body lead now."""
    db.execute("DELETE FROM link WHERE content = ?", (content_id,))
    for key, title in titles(body):
        row = db.execute(
            "SELECT c.id FROM content c JOIN space s ON s.id = c.space WHERE c.kind = 'page'"
            " AND c.status = 'current' AND c.folded = ? AND (s.key = ? OR (? = '' AND s.id = ?))",
            (title, key, key, space_id),
        ).fetchone()
        db.execute(
            "INSERT OR REPLACE INTO link VALUES (?, ?, ?, ?)",
            (content_id, key, title, row[0] if row else None),
        )
