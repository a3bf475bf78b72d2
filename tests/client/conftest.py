"""Fixtures of the client's tests: canned answers, and both flavors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from canned import Canned, Ticking

from mkdocs_confluence.model import Flavor


@pytest.fixture
def canned() -> Iterator[Canned]:
    server = Canned()
    yield server
    server.server.shutdown()
    server.server.server_close()


@pytest.fixture(params=["cloud", "datacenter"])
def flavor(request: pytest.FixtureRequest) -> Flavor:
    return "cloud" if request.param == "cloud" else "datacenter"


@pytest.fixture
def ticking() -> Ticking:
    return Ticking()
