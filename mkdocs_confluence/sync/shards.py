"""The rows of a ledger as they lie in content properties: in shards, each under the limit of one (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ..model import digest
from .ledger import LIMIT, Entry, Filed, dump, prefix

ROW_LIMIT = 6_000
"""Characters of the file names in one row; a page with more files takes more rows, each in a shard of its own."""
MOST_SHARDS = 1 << 14


def shard_key(site: str, count: int, index: int) -> str:
    return f"{prefix(site)}{count}-{index}"


def shard_of(key: str, count: int) -> int:
    return int(digest(key)[:8], 16) % count


def rows(key: str, entry: Entry) -> list[list[Any]]:
    """An entry as rows of a shard: one, or more where it has many files."""
    parts = _parts([[name, filed.digest, filed.id] for name, filed in sorted(entry.files.items())])
    first = [entry.id, entry.version, entry.body, entry.links, list(entry.labels), parts[0], entry.width]
    return [[key, 0, *first, entry.nav, entry.gone], *([key, i, part] for i, part in enumerate(parts[1:], 1))]


def _parts(files: list[list[str]]) -> list[list[list[str]]]:
    """Files in portions that fit into a row; at least one portion."""
    parts: list[list[list[str]]] = [[]]
    size = 0
    for file in files:
        size += len(dump(file))
        if size > ROW_LIMIT and parts[-1]:
            parts.append([])
            size = len(dump(file))
        parts[-1].append(file)
    return parts


def home(row: list[Any], count: int) -> int:
    """The shard of a row."""
    return shard_of(row[0] if row[1] == 0 else f"{row[0]}\n{row[1]}", count)


def shard(found: Iterable[list[Any]]) -> str:
    """Rows as the text that is stored, in a stable order."""
    return dump(sorted(found, key=lambda row: (row[0], row[1])))


def read_rows(found: Iterable[list[Any]]) -> dict[str, Entry]:
    """Entries from the rows of all shards, in any order."""
    entries: dict[str, Entry] = {}
    for row in sorted(found, key=lambda row: (row[0], row[1])):
        key, part, *rest = row
        if part == 0:
            page, version, body, links, labels, files, width, nav, gone = rest
            entries[key] = Entry(page, version, body, links, tuple(labels), _files(files), width, nav, gone)
        elif key in entries:
            more = {**entries[key].files, **_files(rest[0])}
            entries[key] = replace(entries[key], files=more)
    return entries


def _files(found: Iterable[list[str]]) -> dict[str, Filed]:
    return {name: Filed(bytes_, file_id) for name, bytes_, file_id in found}


def split(entries: Mapping[str, Entry], count: int) -> list[str]:
    """All entries as the texts of ``count`` shards."""
    bins: list[list[list[Any]]] = [[] for _ in range(count)]
    for key, entry in entries.items():
        for row in rows(key, entry):
            bins[home(row, count)].append(row)
    return [shard(found) for found in bins]


def fitting(entries: Mapping[str, Entry], least: int = 1) -> int:
    """The fewest shards, a power of two and at least ``least``, that hold all entries."""
    count = least
    while count < MOST_SHARDS and max(len(text) for text in split(entries, count)) > LIMIT:
        count *= 2
    return count
