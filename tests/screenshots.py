"""Pictures of the sandbox for README and guide: ``python tests/screenshots.py FOLDER``, or ``make screenshots``.

Publishes the guide into a sandbox, then photographs pages of it. ``python tests/screenshots.py FOLDER URL NAME …``
photographs any addresses, light and dark.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from browsers import Driver, Scheme, chromium, missing, prefer, resize
from guides import publish
from sandboxes import Sandbox

from mkdocs_confluence.sandbox.store import access, content, edit, people


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a page: its address, the name of the file without ending, and its size in px (0: the whole page)."""

    url: str
    name: str
    scheme: Scheme = "light"
    width: int = 1360
    height: int = 860


ALL_PICTURES = """
const done = arguments[0];
document.querySelectorAll('img').forEach(i => { i.loading = 'eager'; });
Promise.all([...document.images].map(i => i.decode().catch(() => 0))).then(done);
"""
"""Waits for the pictures of a page, also for those below what a window shows."""


def take(driver: Driver, shot: Shot, folder: Path) -> Path:
    """Write one picture; returns its file."""
    prefer(driver, shot.scheme)
    resize(driver, shot.width, shot.height or 900)
    driver.get(shot.url)
    driver.execute_async_script(ALL_PICTURES)
    if not shot.height:
        resize(driver, shot.width, driver.execute_script("return document.documentElement.scrollHeight"))
    file = folder / f"{shot.name}.png"
    driver.save_screenshot(str(file))
    return file


def take_all(shots: Iterable[Shot], folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as driver:
        return [take(driver, shot, folder) for shot in shots]


PAGES = (
    ("MkDocs to Confluence", "tree"),
    ("Getting started", "start"),
)
"""Title of a page of the guide → name of its picture."""


def of_guide(sandbox: Sandbox) -> list[Shot]:
    """The pages that README and guide show, one of them in dark mode, and the changes that an edit makes."""
    space = access.space(sandbox.store, sandbox.space)

    def page(title: str) -> int:
        return content.by_title(sandbox.store, space.id, title)[0].id

    shots = [Shot(f"{sandbox.url}/pages/{page(title)}", name) for title, name in PAGES]
    shots.append(Shot(f"{sandbox.url}/pages/{page('Code')}", "code-dark", "dark"))
    edited = page("Text")
    return [*shots, Shot(f"{sandbox.url}/pages/{edited}/diff/{_edited(sandbox, edited)}", "diff")]


def _edited(sandbox: Sandbox, page_id: int) -> int:
    """Change a few words of a page as a person would; returns the version that this makes."""
    store = sandbox.store
    person = people.by_name(store, "person") or people.add(store, "person", display="Person")
    page = content.see(store, person, page_id)
    body = content.body(store, page_id, page.version).replace("<p>", "<p>Changed by hand. ", 1)
    change = edit.Change(page.version + 1, body=body + "<p>A line more.</p>", message="By hand")
    return edit.update(store, person, page_id, change).version


def main(arguments: list[str]) -> int:
    if reason := missing():
        print(f"No screenshots: {reason}.", file=sys.stderr)
        return 1
    folder = Path(arguments[0])
    if len(arguments) > 1:
        pairs = list(zip(arguments[1::2], arguments[2::2], strict=True))
        schemes: tuple[tuple[Scheme, str], ...] = (("light", ""), ("dark", "-dark"))
        shots = [Shot(url, name + tail, scheme, height=0) for url, name in pairs for scheme, tail in schemes]
        files = take_all(shots, folder)
    else:
        with tempfile.TemporaryDirectory() as room, Sandbox(Path(room) / "data") as sandbox:
            publish(sandbox, Path(room) / "site")
            files = take_all(of_guide(sandbox), folder)
    print("\n".join(str(file) for file in files))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
