"""Drawings, whose bytes differ from machine to machine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sandboxes import Sandbox
from trees import LeapingClock, P, client, site, tree

from mkdocs_confluence.model import Attached, Destination, Drawing, Policy, digest
from mkdocs_confluence.sync import Outcome, publish


def put(confluence: Sandbox, folder: Path, drawn: bytes, source: str) -> Outcome:
    """Publish a page with one drawing, and read everything back."""
    publication, bundle = site(P("index.md", "Docs"), folder, confluence.flavor)
    file = bundle.add_file(Attached("plan.png", content=drawn, drawing=Drawing("svg", source)))
    publication = replace(publication, pages=(replace(publication.root, attachments=(file,)),))
    where, clock = Destination(confluence.url, confluence.flavor, "DOCS"), LeapingClock().clock
    with client(confluence.url, confluence.flavor) as reach:
        return publish(reach, publication, bundle, where, Policy(verify=True), clock=clock)


def test_a_drawing_is_uploaded_again_when_it_shows_something_else_and_not_for_its_fonts(
    confluence: Sandbox, tmp_path: Path
) -> None:
    assert put(confluence, tmp_path / "b", b"fonts of one machine", "<svg/>").ok
    confluence.log.clear()
    outcome = put(confluence, tmp_path / "b", b"other fonts", "<svg/>")
    assert outcome.ok, outcome.failures
    assert confluence.writes() == []
    assert put(confluence, tmp_path / "b", b"another plan", "<svg><g/></svg>").ok
    assert [held for _, held in tree(confluence).children[0].files] == [digest(b"another plan")]
