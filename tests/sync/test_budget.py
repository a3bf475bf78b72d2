"""Requests counted by the server, in a space that also holds 5,000 pages of others."""

from __future__ import annotations

from pathlib import Path

import pytest
from budgets import manual, measure, space

from mkdocs_confluence.sandbox.nouns import Flavor


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_a_publish_costs_no_more_than_it_may(flavor: Flavor, tmp_path: Path) -> None:
    with space(tmp_path / "s", flavor) as sandbox:
        for count in measure(sandbox, manual(6, 8, deep=12), tmp_path / "b", 0.3):
            assert count.requests <= count.allowed, f"{count}\n{count.kinds}"


@pytest.mark.prove
@pytest.mark.timeout(900)
@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
@pytest.mark.parametrize(
    ("sections", "pages", "forward"), [(20, 9, 0.3), (20, 9, 0.8), (3, 4, 0.0), (50, 10, 0.4)]
)
def test_a_publish_of_any_size_costs_no_more_than_it_may(
    flavor: Flavor, tmp_path: Path, sections: int, pages: int, forward: float
) -> None:
    with space(tmp_path / "s", flavor) as sandbox:
        for count in measure(sandbox, manual(sections, pages, forward=forward), tmp_path / "b", forward):
            assert count.requests <= count.allowed, f"{count}\n{count.kinds}"
