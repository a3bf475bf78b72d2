"""Five thousand pages, built, published and published again: the builder hardly needs more memory than a plain build."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.publishing import MEMORY, published


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_five_thousand_pages_take_little_memory(flavor: str, tmp_path: Path) -> None:
    plain, first, again = published(tmp_path, flavor)
    for built in (first, again):
        assert built.megabytes - plain.megabytes <= MEMORY, (plain, built)
