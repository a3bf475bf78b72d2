"""Real builds of small sites."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from sites import Site

MakeSite = Callable[..., Site]


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """A site of these pages (source path → Markdown); nav and other settings of mkdocs.yml by name."""

    def make(
        pages: Mapping[str, str | bytes] | None = None,
        options: Mapping[str, Any] | None = None,
        **config: Any,
    ) -> Site:
        return Site(tmp_path, pages or {"index.md": "# Home\n"}, options or {}, config)

    return make
