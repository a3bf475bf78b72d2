"""The file that holds everything: made whole, or refused and left as it is."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

APPLICATION = 0x4D6B4366
"""Marks an SQLite file as ours (bytes 68 to 71)."""
FORMAT = 1

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE counter (value INTEGER NOT NULL);
INSERT INTO counter VALUES (98304);
CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, display TEXT NOT NULL, token TEXT);
CREATE TABLE space (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE COLLATE NOCASE, name TEXT NOT NULL, type TEXT NOT NULL,
    home INTEGER, access TEXT NOT NULL, author TEXT NOT NULL, created TEXT NOT NULL);
CREATE TABLE content (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, space INTEGER NOT NULL REFERENCES space(id), parent INTEGER,
    title TEXT NOT NULL, folded TEXT NOT NULL, status TEXT NOT NULL, position INTEGER, version INTEGER NOT NULL,
    author TEXT NOT NULL, owner TEXT NOT NULL, created TEXT NOT NULL, subtype TEXT NOT NULL,
    locked INTEGER NOT NULL DEFAULT 0, indexed REAL NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX content_title ON content (space, kind, folded) WHERE status IN ('current', 'archived');
CREATE INDEX content_folded ON content (folded);
CREATE INDEX content_parent ON content (parent, status);
CREATE INDEX content_space ON content (space, status);
CREATE TABLE version (
    content INTEGER NOT NULL, number INTEGER NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
    message TEXT NOT NULL, minor INTEGER NOT NULL, author TEXT NOT NULL, created TEXT NOT NULL,
    findings TEXT NOT NULL, PRIMARY KEY (content, number)) WITHOUT ROWID;
CREATE TABLE draft (
    content INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL, author TEXT NOT NULL,
    created TEXT NOT NULL);
CREATE TABLE link (
    content INTEGER NOT NULL, space TEXT NOT NULL, title TEXT NOT NULL, target INTEGER,
    PRIMARY KEY (content, space, title)) WITHOUT ROWID;
CREATE TABLE property (
    id INTEGER PRIMARY KEY, owner INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    version INTEGER NOT NULL, message TEXT NOT NULL, author TEXT NOT NULL, created TEXT NOT NULL,
    UNIQUE (owner, key));
CREATE TABLE label (
    content INTEGER NOT NULL, prefix TEXT NOT NULL, name TEXT NOT NULL, id INTEGER NOT NULL,
    PRIMARY KEY (content, prefix, name)) WITHOUT ROWID;
CREATE INDEX label_name ON label (name);
CREATE TABLE file (
    id INTEGER PRIMARY KEY, page INTEGER NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL,
    version INTEGER NOT NULL, uuid TEXT NOT NULL);
CREATE INDEX file_page ON file (page, status);
CREATE TABLE file_version (
    file INTEGER NOT NULL, number INTEGER NOT NULL, media_type TEXT NOT NULL, size INTEGER NOT NULL,
    comment TEXT NOT NULL, minor INTEGER NOT NULL, author TEXT NOT NULL, created TEXT NOT NULL,
    bytes BLOB NOT NULL, PRIMARY KEY (file, number));
CREATE TABLE comment (
    id INTEGER PRIMARY KEY, page INTEGER NOT NULL, parent INTEGER, location TEXT NOT NULL, body TEXT NOT NULL,
    ref TEXT NOT NULL, selection TEXT NOT NULL, resolution TEXT NOT NULL, version INTEGER NOT NULL,
    author TEXT NOT NULL, created TEXT NOT NULL);
CREATE INDEX comment_page ON comment (page);
CREATE TABLE restriction (
    content INTEGER NOT NULL, operation TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
    PRIMARY KEY (content, operation, kind, subject)) WITHOUT ROWID;
CREATE TABLE task (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, work TEXT NOT NULL, due REAL NOT NULL, error TEXT,
    done INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE watch (content INTEGER NOT NULL, person TEXT NOT NULL, PRIMARY KEY (content, person)) WITHOUT ROWID;
"""


class Refused(Exception):
    """The sandbox cannot be used: a damaged or foreign data file, another flavor, a process that does not start."""


class InUse(Refused):
    """Another process serves the same data."""


@contextmanager
def usable(path: Path) -> Iterator[None]:
    """What the system or SQLite says against a file or folder of the data, as Refused."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise Refused(f"{path} cannot be used: {error}. Put that right, or use another folder.") from error


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Hold a folder for this process, until it is left or the process dies; raises InUse.

    SQLite's own lock on an empty file does it: it works on every system and no kill leaves it behind. Where the
    folder is refused meanwhile, it is left without the file.
    """
    lock = folder / "sandbox.lock"
    with usable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        fresh = not lock.exists()
    db = _locked(lock)
    try:
        yield
    except Refused:
        db.close()
        if fresh:
            lock.unlink(missing_ok=True)
        raise
    finally:
        db.close()


def _locked(lock: Path) -> sqlite3.Connection:
    with usable(lock):
        db = sqlite3.connect(lock, isolation_level=None, timeout=0, check_same_thread=False)
        try:
            db.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            db.close()
            if "locked" in str(error):
                raise InUse(f"A sandbox runs on {lock.parent} already.") from error
            raise
        return db


def ensure(path: Path, flavor: str) -> bool:
    """Make the file if there is none (True), else check that it is whole, ours and of the flavor; raises Refused."""
    with usable(path):
        if path.exists():
            _check(path, flavor)
            return False
        _make(path, flavor)
        return True


def _make(path: Path, flavor: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    db = sqlite3.connect(draft, isolation_level=None)
    db.executescript(
        f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT};"
        f"PRAGMA synchronous = OFF; BEGIN; {TABLES} INSERT INTO meta VALUES ('flavor', '{flavor}'); COMMIT"
    )
    db.close()
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)


def _check(path: Path, flavor: str) -> None:
    """The header is read as bytes first, so that a foreign file is not even opened as a database."""
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(b"SQLite format 3\0") or len(head) < 100:
        raise Refused(f"{path} is not a file of the sandbox, or is damaged; it was left as it is.")
    if int.from_bytes(head[68:72], "big") != APPLICATION:
        raise Refused(f"{path} is a database of another program; it was left as it is.")
    if int.from_bytes(head[60:64], "big") > FORMAT:
        raise Refused(f"{path} was written by a newer sandbox; it was left as it is.")
    stored = _whole(path)
    if stored != flavor:
        raise Refused(f"{path} holds a {stored} sandbox, not a {flavor} one; use another folder.")


def _whole(path: Path) -> str:
    """The flavor stored in a file that passes SQLite's own check, read without writing.

    Without a log beside it the file is read as one that nobody changes, so that SQLite makes none; with one, the index
    of the log that SQLite makes goes again.
    """
    log, index = (path.with_name(path.name + tail) for tail in ("-wal", "-shm"))
    how = "mode=ro" if log.exists() else "mode=ro&immutable=1"
    indexed = index.exists()
    try:
        return _told(path, how)
    except Refused:
        if not indexed:
            index.unlink(missing_ok=True)
        raise


def _told(path: Path, how: str) -> str:
    db = sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True)
    try:
        result = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        row = db.execute("SELECT value FROM meta WHERE name = 'flavor'").fetchone()
    except sqlite3.DatabaseError as error:
        raise Refused(f"{path} is damaged ({error}); it was left as it is.") from error
    finally:
        db.close()
    if result != "ok" or row is None:
        reason = result.splitlines()[-1] if result != "ok" else "it names no flavor"
        raise Refused(f"{path} is damaged ({reason}); it was left as it is.")
    return str(row[0])
