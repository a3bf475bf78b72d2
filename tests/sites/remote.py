"""What stands in a sandbox, read as any client reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sandboxes import Sandbox

from mkdocs_confluence.client import Client, connect
from mkdocs_confluence.model import Credentials, Destination

from . import SECRET


def options(sandbox: Sandbox, **more: Any) -> dict[str, Any]:
    """Options of the plugin that lead to a sandbox."""
    return {"url": sandbox.url, "flavor": sandbox.flavor, "space": sandbox.space, "user": "eve", **more}


TOKEN = {"CONFLUENCE_TOKEN": SECRET}


@contextmanager
def client(sandbox: Sandbox) -> Iterator[Client]:
    destination = Destination(sandbox.url, sandbox.flavor, sandbox.space)
    with connect(destination, Credentials("reader", "reader")) as connected:
        yield connected


def tree(sandbox: Sandbox) -> list[str]:
    """Titles below the home page of the space, indented by their depth."""
    with client(sandbox) as reader:
        return list(_below(reader, reader.space().home, 0))


def _below(reader: Client, page_id: str, depth: int) -> Iterator[str]:
    for child in reader.children(page_id):
        yield "  " * depth + child.title
        yield from _below(reader, child.id, depth + 1)


def body(sandbox: Sandbox, title: str) -> str:
    with client(sandbox) as reader:
        page = reader.find(title)
        assert page is not None, f"there is no page {title}"
        return reader.body(page.id).value


def hand_made(sandbox: Sandbox, title: str, text: str = "<p>By hand.</p>") -> str:
    """A page that a person made below the home page; the answer is its id."""
    with client(sandbox) as person:
        return person.create(title, person.space().home, text).id
