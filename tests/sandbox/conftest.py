"""A sandbox and somebody who asks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asking import Rest
from sandboxes import Sandbox


def _rest(tmp_path: Path, flavor: Any) -> Iterator[Rest]:
    with Sandbox(tmp_path / "sandbox", flavor, strict=False) as sandbox:
        rest = Rest(sandbox)
        yield rest
        rest.session.close()


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[Rest]:
    yield from _rest(tmp_path, "cloud")


@pytest.fixture
def datacenter(tmp_path: Path) -> Iterator[Rest]:
    yield from _rest(tmp_path, "datacenter")


@pytest.fixture(params=["cloud", "datacenter"])
def rest(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rest]:
    """Each flavor in turn."""
    yield from _rest(tmp_path, request.param)
