"""Copying a page as a person does: body, labels, files and properties, but no comments and no history."""

from __future__ import annotations

import json

from . import Store, content, edit, files, labels, properties
from .nouns import Content, Person

_OF_THE_SERVER = "page-title-property-"


def copy(store: Store, person: Person, page: Content, parent: int, title: str) -> Content:
    """The page once more under another title; a publisher's property comes along (reference, §10). Raises as a create."""

    def also(made: Content) -> None:
        labels.add(store, made, [(row.prefix, row.name) for row in labels.listed(store, page.id)])
        files.attach(store, person, made, _uploads(store, page), replace=False)
        properties.put_all(store, person, made.id, _values(store, page))

    body = content.body(store, page.id, page.version)
    return edit.create(store, person, edit.New(page.space, title, body, parent), also)


def _uploads(store: Store, page: Content) -> list[files.Upload]:
    return [
        files.Upload(file.name, files.content_of(store, file), file.media_type, file.comment)
        for file in files.listed(store, page.id)
    ]


def _values(store: Store, page: Content) -> dict[str, object]:
    rows = properties.listed(store, page.id)
    return {row.key: json.loads(row.value) for row in rows if not row.key.startswith(_OF_THE_SERVER)}
