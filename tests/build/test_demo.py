"""The demo: the guide, published into the sandbox by ``make demo``."""

from __future__ import annotations

import guides
import pytest
from mkdocs.utils.yaml import yaml_load

from mkdocs_confluence.config import SANDBOX
from mkdocs_confluence.config.options import Options
from mkdocs_confluence.config.settings import read

ELSEWHERE = {
    "CONFLUENCE_URL": "https://wiki.example.com/confluence",
    "CONFLUENCE_FLAVOR": "datacenter",
    "CONFLUENCE_SPACE": "ENG",
    "CONFLUENCE_USER": "eve",
    "CONFLUENCE_TOKEN": "token",
}
"""What is exported where a person publishes sites of their own."""


def test_the_guide_goes_into_the_sandbox_whatever_confluence_the_environment_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in ELSEWHERE.items():
        monkeypatch.setenv(name, value)
    with guides.CONFIG.open(encoding="utf-8") as file:
        plugins = yaml_load(file)["plugins"]
    options = Options(config_file_path=str(guides.CONFIG))
    options.load_dict(next(entry["confluence"] for entry in plugins if "confluence" in entry))
    assert options.validate() == ([], [])
    destination = read(options, ELSEWHERE).destination
    assert (destination.url, destination.flavor, destination.space) == (SANDBOX, "cloud", "DOCS")
