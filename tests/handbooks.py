"""A small wiki in a sandbox, to look at: pages, files, labels, comments, versions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sandboxes import Sandbox

from mkdocs_confluence.sandbox.store import access, comments, content, edit, files, labels, people, spaces

BODIES = Path(__file__).parent / "sandbox" / "pages"
PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" height="200">'
    b'<rect width="400" height="200" fill="#e9f2ff"/><circle cx="120" cy="100" r="60" fill="#579dff"/>'
    b'<rect x="220" y="40" width="120" height="120" rx="12" fill="#4bce97"/></svg>'
)
TITLE = "Everything: a rich page!"
DETAILS = (
    '<ac:structured-macro ac:name="excerpt"><ac:rich-text-body><p>The short of it.</p></ac:rich-text-body>'
    "</ac:structured-macro><h2>Deep down</h2><p>words</p>"
)


@dataclass(frozen=True, slots=True)
class Handbook:
    """``origin`` is scheme, host and port; the rest are page ids."""

    sandbox: Sandbox
    origin: str
    home: int
    root: int
    guide: int
    rich: int
    details: int

    def url(self, tail: str) -> str:
        """A path below the context path, in full."""
        return f"{self.sandbox.url}/{tail}"


def handbook(sandbox: Sandbox, key: str = "") -> Handbook:
    """In the space ``DOCS``, or in a new space with a key of its own.

    Home → Handbook → Guide, Empty; under Guide a page with every construct, in three versions, and Details under it."""
    store = sandbox.store
    strict, store.strict = store.strict, False
    robot = people.by_name(store, "robot") or people.add(store, "robot", display="Docs robot")
    space = spaces.create(store, robot, key, "Documentation") if key else access.space(store, sandbox.space)

    def add(title: str, body: str, parent: int) -> int:
        return edit.create(store, robot, edit.New(space.id, title, body, parent)).id

    root = add("Handbook", '<h2>Welcome</h2><ac:structured-macro ac:name="children" />', space.home or 0)
    guide = add("Guide", "<p>How to.</p>", root)
    add("Empty", "<p>Nothing yet.</p>", root)
    rich = add(TITLE, "<p>Draft.</p>", guide)
    details = add("Details", DETAILS, rich)
    page = content.see(store, robot, rich)
    uploads = [
        files.Upload("diagram.svg", PICTURE, "image/svg+xml"),
        files.Upload("notes.txt", b"notes", "text/plain", "first"),
    ]
    files.attach(store, robot, page, uploads, replace=False)
    body = (BODIES / f"rich.{sandbox.flavor}.xml").read_text(encoding="utf-8")
    edit.update(store, robot, rich, edit.Change(2, body=body, message="Convert it"))
    edit.update(
        store, robot, rich, edit.Change(3, body=body.replace("bold", "strong words"), message="Other words")
    )
    page = content.see(store, robot, rich)
    labels.add(store, page, [("global", "guide"), ("global", "example")])
    comments.add(store, robot, page, "<p>A good page.</p>")
    comments.add_inline(store, robot, page, "<p>Why red?</p>", "red words")
    store.strict = strict
    return Handbook(sandbox, sandbox.url.rsplit("/", 1)[0], space.home or 0, root, guide, rich, details)
