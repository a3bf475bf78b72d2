"""Rows of both APIs as the words of ``remote`` (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..errors import Unexpected
from ..remote import Property, RemoteComment, RemoteFile, RemotePage, Space, Status, StoredBody

Row = dict[str, Any]

_STATUS: dict[str, Status] = {
    "archived": "archived",
    "trashed": "trashed",
    "deleted": "trashed",
    "draft": "draft",
}


def need(row: Any, *keys: str) -> Any:
    """What the answer must hold under these keys. Raises Unexpected."""
    for key in keys:
        if not isinstance(row, dict) or row.get(key) is None:
            raise Unexpected(
                f"The answer of Confluence lacks “{key}”.", hint="Check `url` and `flavor`, and any proxy."
            )
        row = row[key]
    return row


def _status(row: Row) -> Status:
    return _STATUS.get(str(row.get("status") or "current"), "current")


def part(row: object, *keys: str) -> Row:
    """An object inside the row; empty where it is missing, null or anything else."""
    for key in keys:
        row = row.get(key) if isinstance(row, dict) else None
    return row if isinstance(row, dict) else {}


def _number(value: object) -> int:
    return (
        value if isinstance(value, int) else int(value) if isinstance(value, str) and value.isdigit() else 0
    )


def _position(value: object) -> int | None:
    """A position, where -1, ``none`` and absence all mean unset."""
    return value if isinstance(value, int) and value >= 0 else None


def cloud_page(row: Row, site: str, *, parent: str = "") -> RemotePage:
    """A row of v2: of a page, or of a child or descendant (which has no version)."""
    page_id = str(need(row, "id"))
    version = part(row, "version")
    position = row.get("position", row.get("childPosition"))
    link = str(part(row, "_links").get("webui") or "")
    return RemotePage(
        id=page_id,
        title=str(row.get("title") or ""),
        status=_status(row),
        parent=str(row.get("parentId") or parent),
        version=_number(version.get("number")),
        message=str(version.get("message") or ""),
        author=str(version.get("authorId") or ""),
        position=_position(position),
        url=site + link if link else "",
        is_page=row.get("type", "page") == "page",
    )


def datacenter_page(row: Row, site: str, *, parent: str = "") -> RemotePage:
    """A content row of v1 with ``version``, ``ancestors`` and ``extensions.position`` expanded."""
    page_id = str(need(row, "id"))
    version = part(row, "version")
    above = row.get("ancestors") or []
    position = part(row, "extensions").get("position", row.get("position"))
    link = str(part(row, "_links").get("webui") or "")
    return RemotePage(
        id=page_id,
        title=str(row.get("title") or ""),
        status=_status(row),
        parent=str(need(above[-1], "id")) if above else parent,
        version=_number(version.get("number")),
        message=str(version.get("message") or ""),
        author=_by(version),
        position=_position(position),
        url=site + link if link else "",
        is_page=row.get("type", "page") == "page",
    )


def _by(version: Row) -> str:
    """Who made a version, as v1 tells it."""
    by = part(version, "by")
    return str(by.get("displayName") or by.get("username") or by.get("userKey") or "")


def stored_body(row: Row) -> StoredBody:
    """The body of a row of either API, asked for in storage format."""
    value, version = need(row, "body", "storage", "value"), part(row, "version")
    author = str(version.get("authorId") or _by(version))
    return StoredBody(_number(need(row, "version", "number")), str(value), author)


def space(row: Row, home: object) -> Space:
    return Space(str(need(row, "id")), str(need(row, "key")), str(row.get("name") or ""), str(home or ""))


def ancestors(row: Row) -> tuple[str, ...]:
    """Ids of the ancestors, the outermost first."""
    return tuple(str(need(above, "id")) for above in row.get("ancestors") or [])


def properties(rows: Iterable[Row], prefix: str) -> dict[str, Property]:
    return {found.key: found for found in map(content_property, rows) if found.key.startswith(prefix)}


def content_property(row: Row) -> Property:
    key, version = str(need(row, "key")), part(row, "version")
    when = str(version.get("createdAt") or version.get("when") or "")
    return Property(str(row.get("id", "")), key, row.get("value"), _number(version.get("number")), when)


def cloud_file(row: Row) -> RemoteFile:
    """A row of the v2 attachment list."""
    return RemoteFile(
        id=str(need(row, "id")),
        name=str(row.get("title") or ""),
        version=_number(part(row, "version").get("number")),
        size=_number(row.get("fileSize")),
        media_type=str(row.get("mediaType") or ""),
        comment=str(row.get("comment") or ""),
    )


def v1_file(row: Row) -> RemoteFile:
    """An attachment as v1 tells it: in the list of Data Center and in the answer to an upload on both."""
    extensions, metadata = part(row, "extensions"), part(row, "metadata")
    return RemoteFile(
        id=str(need(row, "id")),
        name=str(row.get("title") or ""),
        version=_number(part(row, "version").get("number")),
        size=_number(extensions.get("fileSize")),
        media_type=str(extensions.get("mediaType") or metadata.get("mediaType") or ""),
        comment=str(extensions.get("comment") or metadata.get("comment") or ""),
    )


def cloud_comment(row: Row) -> RemoteComment:
    found = part(row, "properties")
    return RemoteComment(
        id=str(need(row, "id")),
        ref=str(found.get("inlineMarkerRef") or found.get("inline-marker-ref") or ""),
        words=str(found.get("inlineOriginalSelection") or found.get("inline-original-selection") or ""),
        author=str(part(row, "version").get("authorId") or ""),
        resolved=row.get("resolutionStatus") == "resolved",
    )


def datacenter_comment(row: Row) -> RemoteComment:
    found, by = part(row, "extensions", "inlineProperties"), part(row, "version", "by")
    return RemoteComment(
        id=str(need(row, "id")),
        ref=str(found.get("markerRef") or ""),
        words=str(found.get("originalSelection") or ""),
        author=str(by.get("displayName") or by.get("username") or ""),
        resolved=part(row, "extensions", "resolution").get("status") == "resolved",
    )
