"""Small sites for the tests of publishing, and the trees that they make in the sandbox."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import Any

from sandboxes import Sandbox

from mkdocs_confluence.bundle import Bundle
from mkdocs_confluence.client import Client, connect
from mkdocs_confluence.client import Clock as Patience
from mkdocs_confluence.model import (
    Attached,
    Credentials,
    Destination,
    Flavor,
    Network,
    Opening,
    Page,
    Policy,
    Publication,
    Width,
    digest,
)
from mkdocs_confluence.remote import RemotePage
from mkdocs_confluence.sandbox.store import comments, content, people
from mkdocs_confluence.sandbox.store.nouns import Content
from mkdocs_confluence.sync import Clock, Outcome, publish


@dataclass(frozen=True)
class P:
    """A page of a site: its body is its words and a link to each of ``links`` (keys)."""

    key: str
    title: str
    children: tuple[P, ...] = ()
    words: str = ""
    links: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    width: Width = "default"
    body: str = ""
    """Storage to use in place of the words."""

    def walk(self, parent: str | None = None) -> Iterator[tuple[P, str | None]]:
        yield self, parent
        for child in self.children:
            yield from child.walk(self.key)


def site(
    root: P,
    folder: Path,
    flavor: Flavor = "cloud",
    *,
    name: str = "docs",
    site_name: str = "Docs",
    site_url: str = "https://docs.example.org/",
    converter: str = "1",
    title_prefix: str = "",
) -> tuple[Publication, Bundle]:
    """What a build hands over: a publication and the bundle with its bodies and files.

    The titles of the pages have the prefix already.
    """
    bundle = Bundle(folder)
    bundle.begin()
    titles = {page.key: page.title for page, _ in root.walk()}
    pages = tuple(_page(bundle, page, parent, titles, flavor) for page, parent in root.walk())
    names = (name, site_name, site_url, "")
    return Publication(*names, flavor, converter, pages, title_prefix=title_prefix), bundle


def _page(bundle: Bundle, page: P, parent: str | None, titles: Mapping[str, str], flavor: Flavor) -> Page:
    links = "".join(f"<p>{_link(key, titles, flavor)}</p>" for key in page.links)
    images = "".join(
        f'<ac:image><ri:attachment ri:filename="{escape(name)}" /></ac:image>' for name in page.files
    )
    body = page.body or f"<p>{escape(page.words or page.key)}</p>{links}"
    body += f"<p>{images}</p>" if images else ""
    return Page(
        page.key,
        page.title,
        parent,
        digest(body),
        bundle.write_body(page.key, body),
        tuple(sorted(set(page.links))) if flavor == "cloud" else (),
        attachments=tuple(bundle.add_file(Attached(name, content=data)) for name, data in page.files.items()),
        labels=page.labels,
        width=page.width,
    )


def _link(key: str, titles: Mapping[str, str], flavor: Flavor) -> str:
    if flavor == "cloud":
        return f'<a href="{Opening("page", key)}">{escape(titles[key])}</a>'
    title = escape(titles[key])
    return (
        f'<ac:link><ri:page ri:content-title="{title}" ri:space-key="DOCS" />'
        f"<ac:plain-text-link-body><![CDATA[{titles[key]}]]></ac:plain-text-link-body></ac:link>"
    )


class LeapingClock:
    """A clock on which waiting takes no time: it leaps ahead instead."""

    def __init__(self) -> None:
        self.slept = 0.0

    def now(self) -> float:
        return time.time() + self.slept

    def sleep(self, seconds: float) -> None:
        self.slept += seconds

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.sleep)

    @property
    def patience(self) -> Patience:
        """The same for a client."""
        return Patience(self.now, self.sleep, lambda: 0.5)


def client(
    url: str,
    flavor: Flavor,
    *,
    workers: int = 8,
    timeout: float = 20.0,
    clock: LeapingClock | None = None,
    account: str = "sandbox",
) -> Client:
    destination = Destination(url, flavor, "DOCS")
    network = Network(timeout=timeout, workers=workers)
    patience = clock.patience if clock else None
    return connect(destination, Credentials(account, "secret"), network, clock=patience)


def put(
    sandbox: Sandbox,
    root: P,
    folder: Path,
    policy: Policy | None = None,
    *,
    destination: Destination | None = None,
    clock: LeapingClock | None = None,
    account: str = "sandbox",
    **options: Any,
) -> Outcome:
    """Publish a site into a sandbox, as a build would."""
    where = destination or Destination(sandbox.url, sandbox.flavor, "DOCS")
    publication, bundle = site(root, folder, sandbox.flavor, name=where.site, **options)
    reach = client(sandbox.url, sandbox.flavor, clock=clock, account=account)
    ticking = (clock or LeapingClock()).clock
    try:
        return publish(reach, publication, bundle, where, policy or Policy(), clock=ticking)
    finally:
        reach.close()


class Person:
    """Somebody who edits pages by hand, over the same API."""

    def __init__(self, sandbox: Sandbox, name: str) -> None:
        self.sandbox, self.name = sandbox, name
        where = Destination(sandbox.url, sandbox.flavor, "DOCS")
        self.client = connect(where, Credentials(name, "secret"), Network())

    def page(self, title: str) -> RemotePage:
        found = self.client.find(title)
        assert found is not None, title
        return found

    def writes(self, title: str, parent: str, body: str = "<p>Mine.</p>") -> RemotePage:
        return self.client.create(title, self.page(parent).id, body)

    def edits(self, title: str, body: str = "<p>Edited by hand.</p>") -> RemotePage:
        page = self.page(title)
        return self.client.update(page, title=page.title, body=body, message="")

    def renames(self, title: str, new: str) -> RemotePage:
        return self.client.rename(self.page(title), new)

    def moves(self, title: str, parent: str) -> RemotePage:
        return self.client.reparent(self.page(title), self.page(parent).id)

    def comments(self, title: str, words: str, index: int = 0) -> str:
        """On words of the page, as the editor does it; gives the ref of the comment."""
        store = self.sandbox.store
        page = content.find(store, int(self.page(title).id))
        person = people.by_name(store, self.name)
        assert person
        assert page
        return comments.add_inline(store, person, page, "<p>Really?</p>", words, index).ref

    def trashes(self, title: str) -> None:
        self.client.trash(self.page(title).id)


# --- what stands in the sandbox -------------------------------------------------------------------


@dataclass(frozen=True)
class Node:
    """A page as it stands, with everything that a publish answers for."""

    id: int
    title: str
    version: int
    body: str
    labels: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    children: tuple[Node, ...]

    def outline(self) -> Any:
        """Titles only."""
        return (self.title, [child.outline() for child in self.children]) if self.children else self.title

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def named(self, title: str) -> Node:
        return next(node for node in self.walk() if node.title == title)


def tree(sandbox: Sandbox, title: str = "Documentation Home") -> Node:
    """Everything below the page with this title."""
    with_title = content.select(sandbox.store, "c.title = ? AND c.status = 'current'", (title,))
    return _node(sandbox, with_title[0])


def _node(sandbox: Sandbox, page: Content) -> Node:
    store = sandbox.store
    labels = store.db.execute("SELECT name FROM label WHERE content = ? ORDER BY name", (page.id,))
    return Node(
        page.id,
        page.title,
        page.version,
        content.body(store, page.id, page.version),
        tuple(row[0] for row in labels),
        _files(sandbox, page.id),
        tuple(_node(sandbox, child) for child in content.children(store, page.id)),
    )


def _files(sandbox: Sandbox, page: int) -> tuple[tuple[str, str], ...]:
    rows = sandbox.store.db.execute(
        "SELECT f.name, v.bytes FROM file f JOIN file_version v ON v.file = f.id AND v.number = f.version"
        " WHERE f.page = ? AND f.status = 'current' ORDER BY f.name",
        (page,),
    )
    return tuple((name, digest(data)) for name, data in rows)


def outline(sandbox: Sandbox) -> Any:
    """Titles below the home page."""
    return [child.outline() for child in tree(sandbox).children]


def changed(root: P, key: str, **values: Any) -> P:
    """The site with one page changed."""
    if root.key == key:
        return replace(root, **values)
    return replace(root, children=tuple(changed(child, key, **values) for child in root.children))


HANGING = {
    "labels": "SELECT prefix, name, id FROM label WHERE content = ? ORDER BY 1, 2",
    "properties": "SELECT key, value, version, author, id FROM property WHERE owner = ? ORDER BY 1",
    "comments": "SELECT * FROM comment WHERE page = ? ORDER BY 1",
    "restrictions": "SELECT operation, kind, subject FROM restriction WHERE content = ? ORDER BY 1, 2, 3",
    "watchers": "SELECT person FROM watch WHERE content = ? ORDER BY 1",
}
"""What hangs on a page beside its body and files."""


def hanging(sandbox: Sandbox, page: int, *kinds: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything of some kinds (of all, where none is named) that hangs on a page, as it is stored."""
    db = sandbox.store.db
    return {kind: [tuple(row) for row in db.execute(HANGING[kind], (page,))] for kind in kinds or HANGING}
