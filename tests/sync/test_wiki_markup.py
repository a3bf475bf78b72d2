"""Wiki markup that the server converts at the moment of writing (Data Center)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sandboxes import Sandbox
from trees import LeapingClock, P, changed, put, tree

from mkdocs_confluence.model import Opening
from mkdocs_confluence.sandbox.web.faults import Fault

WIKI = P(
    "wiki.md", "Wiki", body=f"<p>Before.</p>{Opening('wiki', 'h2. Old {color:red}words{color}')}<p>After.</p>"
)
SITE = P("index.md", "Docs", (WIKI, P("plain.md", "Plain")))
CONVERT = "^POST .*/contentbody/convert"


@pytest.fixture
def confluence(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "sandbox", "datacenter") as sandbox:
        yield sandbox


def test_it_is_published_as_storage_and_not_again(confluence: Sandbox, tmp_path: Path) -> None:
    assert put(confluence, SITE, tmp_path / "b").ok
    body = tree(confluence).named("Wiki").body
    assert body.startswith("<p>Before.</p><h2")
    assert "words" in body
    assert "h2." not in body
    assert body.endswith("<p>After.</p>")
    confluence.log.clear()
    assert put(confluence, SITE, tmp_path / "b").plan.empty
    assert not [path for _, path, _ in confluence.log if "convert" in path]


def test_a_conversion_that_fails_fails_its_page_alone_and_comes_next_time(
    confluence: Sandbox, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    before = tree(confluence).named("Wiki")
    newer = changed(
        changed(SITE, "wiki.md", body=str(Opening("wiki", "h3. Newer"))), "plain.md", words="New."
    )
    confluence.faults.on(CONVERT, Fault("status", status=500), times=None)
    outcome = put(confluence, newer, tmp_path / "b", clock=LeapingClock())
    assert [failure.key for failure in outcome.failures] == ["wiki.md"]
    assert tree(confluence).named("Wiki").body == before.body
    assert "New." in tree(confluence).named("Plain").body
    confluence.faults.clear()
    assert put(confluence, newer, tmp_path / "b").ok
    assert "Newer" in tree(confluence).named("Wiki").body
