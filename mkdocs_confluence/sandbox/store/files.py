"""Attachments: names, versions, bytes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from . import Store, access, limits, now, problems, watches
from .nouns import Content, File, Person

_SELECT = (
    "SELECT f.id, f.page, f.name, f.status, f.version, f.uuid, v.media_type, v.size, v.comment, v.minor,"
    " v.author, v.created FROM file f JOIN file_version v ON v.file = f.id AND v.number = f.version"
)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came in."""

    name: str
    content: bytes
    media_type: str
    comment: str = ""
    minor: bool = False


def listed(
    store: Store,
    page_id: int,
    *,
    name: str = "",
    media_type: str = "",
    statuses: Sequence[str] = ("current",),
) -> list[File]:
    """Files of a page, by id."""
    marks = ", ".join("?" * len(statuses))
    rows = store.db.execute(
        f"{_SELECT} WHERE f.page = ? AND f.status IN ({marks}) AND (? = '' OR f.name = ?)"
        " AND (? = '' OR v.media_type = ?) ORDER BY f.id",
        (page_id, *statuses, name, name, media_type, media_type),
    )
    return [File(*row) for row in rows]


def get(store: Store, file_id: int, statuses: Sequence[str] = ("current",)) -> File:
    """One file; raises 404."""
    row = store.db.execute(f"{_SELECT} WHERE f.id = ?", (file_id,)).fetchone()
    if row is None or row[3] not in statuses:
        raise problems.missing(
            f"Could not find attachment with id: {file_id}",
            f"No content found with id: ContentId{{id=att{file_id}}}",
        )
    return File(*row)


def content_of(store: Store, file: File, number: int | None = None) -> bytes:
    """The bytes of one version (default: the current one); raises 404."""
    row = store.db.execute(
        "SELECT bytes FROM file_version WHERE file = ? AND number = ?", (file.id, number or file.version)
    ).fetchone()
    if row is None:
        raise problems.missing(f"Attachment {file.name} has no version {number}")
    return bytes(row[0])


def attach(
    store: Store,
    person: Person,
    page: Content,
    uploads: Sequence[Upload],
    *,
    replace: bool,
    twins: bool = False,
) -> list[File]:
    """Attach files: all or none. ``replace``: a file of the same name gets new data, else 400 unless ``twins``."""
    access.require_editable(store, person, page)
    for upload in uploads:
        _require_size(store, upload)
        limits.file_name(upload.name)
    done = []
    with store.write():
        for upload in uploads:
            same = listed(store, page.id, name=upload.name)
            if same and replace:
                done.append(_add(store, person, same[0], upload))
            elif same and not twins:
                raise problems.invalid(
                    f"Cannot add a new attachment with same file name as an existing attachment: {upload.name}"
                )
            else:
                done.append(_new(store, person, page, upload))
    return done


def _require_size(store: Store, upload: Upload) -> None:
    """Too large is documented as 404."""
    if len(upload.content) > store.switches.file_limit:
        raise problems.missing(
            f"Attachment {upload.name} exceeds the limit of {store.switches.file_limit} bytes"
        )


def _new(store: Store, person: Person, page: Content, upload: Upload) -> File:
    with store.write() as db:
        file_id = store.next_id(db)
        db.execute(
            "INSERT INTO file VALUES (?, ?, ?, 'current', 0, ?)",
            (file_id, page.id, upload.name, str(uuid.uuid4())),
        )
        _put(store, person, file_id, 1, upload)
        watches.begin(store, person, file_id)
    return get(store, file_id)


def _put(store: Store, person: Person, file_id: int, number: int, upload: Upload) -> None:
    with store.write() as db:
        db.execute(
            "INSERT INTO file_version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                file_id, number, upload.media_type, len(upload.content), upload.comment, int(upload.minor),
                person.id, now(), upload.content,
            ),
        )  # fmt: skip
        db.execute("UPDATE file SET version = ? WHERE id = ?", (number, file_id))


def _add(store: Store, person: Person, file: File, upload: Upload) -> File:
    _put(store, person, file.id, file.version + 1, upload)
    return get(store, file.id)


def renew(store: Store, person: Person, page: Content, file_id: int, upload: Upload) -> File:
    """New data for an attachment; its name stays."""
    access.require_editable(store, person, page)
    _require_size(store, upload)
    with store.write():
        file = get(store, file_id)
        if file.page != page.id:
            raise problems.missing(f"Attachment {file_id} does not belong to content {page.id}")
        return _add(store, person, file, upload)


def describe(
    store: Store, file: File, number: object, *, name: str, comment: str, media_type: str, page: int
) -> File:
    """Change name, comment, media type or page.

    ``number`` is the current version; Cloud's own file wants the next one, and makes it a version of its own.
    """
    limits.file_name(name)
    with store.write() as db:
        file = get(store, file.id)
        next_one = number == file.version + 1 and not store.datacenter
        if number != file.version and not next_one:
            raise problems.stale(file.version, number)
        if (name, page) != (file.name, file.page) and listed(store, page, name=name):
            raise problems.invalid(
                f"Cannot add a new attachment with same file name as an existing attachment: {name}"
            )
        if next_one:
            db.execute(_AGAIN, (file.id, file.version))
        db.execute(
            "UPDATE file SET name = ?, page = ?, version = ? WHERE id = ?", (name, page, number, file.id)
        )
        db.execute(
            "UPDATE file_version SET comment = ?, media_type = ? WHERE file = ? AND number = ?",
            (comment, media_type, file.id, number),
        )
    return get(store, file.id)


_AGAIN = (
    "INSERT INTO file_version SELECT file, number + 1, media_type, size, comment, minor, author, created, bytes"
    " FROM file_version WHERE file = ? AND number = ?"
)


def delete(store: Store, file: File, *, purge: bool = False) -> None:
    """Into the trash, or gone with all versions; the name is free again."""
    with store.write() as db:
        if purge:
            db.execute("DELETE FROM file_version WHERE file = ?", (file.id,))
            db.execute("DELETE FROM file WHERE id = ?", (file.id,))
        else:
            db.execute("UPDATE file SET status = 'trashed' WHERE id = ?", (file.id,))


def spoil(store: Store, file: File) -> None:
    """Cut the bytes of the current version, as an upload answered with 503 may leave them."""
    with store.write() as db:
        file = get(store, file.id)
        kept = content_of(store, file)[: file.size // 2]
        db.execute(
            "UPDATE file_version SET bytes = ?, size = ? WHERE file = ? AND number = ?",
            (kept, len(kept), file.id, file.version),
        )
