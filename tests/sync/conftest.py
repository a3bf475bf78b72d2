"""Fixtures of the tests of publishing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sandboxes import Sandbox
from trees import Person

from mkdocs_confluence.sandbox.store.switches import Switches


@pytest.fixture(params=["cloud", "datacenter"])
def confluence(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sandbox]:
    """A strict sandbox of each flavor in turn, whose server is quick to let properties be written."""
    switches = Switches(early_property=0.0)
    with Sandbox(tmp_path / "sandbox", request.param, switches=switches) as sandbox:
        yield sandbox


@pytest.fixture
def ann(confluence: Sandbox) -> Iterator[Person]:
    """Somebody who works in Confluence by hand."""
    person = Person(confluence, "ann")
    yield person
    person.client.close()
