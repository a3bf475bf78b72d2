"""The names on fences reach keys that the code macro of each target knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mkdocs_confluence.storage import languages

BRUSHES = {
    "none",
    "actionscript3",
    "applescript",
    "bash",
    "c#",
    "cpp",
    "css",
    "coldfusion",
    "delphi",
    "diff",
    "erl",
    "groovy",
    "java",
    "javafx",
    "js",
    "perl",
    "php",
    "powershell",
    "py",
    "ruby",
    "sass",
    "scala",
    "sql",
    "text",
    "vb",
    "xml",
    "yml",
}
"""The keys that a Data Center knows; with any other it shows an error instead of the code."""


def test_data_center_gets_no_key_that_it_does_not_know() -> None:
    assert set(languages.DATACENTER.values()) <= BRUSHES


def test_cloud_gets_no_key_that_its_editor_does_not_know(shared: Path) -> None:
    rows = json.loads((shared / "reference" / "cloud-languages.json").read_text(encoding="utf-8"))
    known = {name for row in rows for name in row["aliases"]} | {"none"}
    assert set(languages.CLOUD.values()) <= known
    assert {name.lower() for name in known} <= set(languages.CLOUD), "a name that Cloud knows is lost"


def test_the_map_holds_what_the_reference_recommends(shared: Path) -> None:
    rows = json.loads((shared / "reference" / "code-language-map.json").read_text(encoding="utf-8"))
    assert len(rows) > 300
    for name, keys in rows.items():
        assert languages.CLOUD[name] == keys["cloud"]
        assert languages.DATACENTER[name] == keys["datacenter"]


@pytest.mark.parametrize(
    ("name", "cloud", "datacenter"),
    [
        ("python", "python", "py"),
        ("PyCon", "python", "py"),
        ("language-console", "bash", "bash"),
        ("json", "json", "js"),
        ("YAML", "yaml", "yml"),
        ("rust", "rust", "text"),
        ("mermaid", "text", "text"),
    ],
)
def test_a_name_has_a_key_on_each_target(name: str, cloud: str, datacenter: str) -> None:
    assert languages.key(languages.CLOUD, name) == cloud
    assert languages.key(languages.DATACENTER, name) == datacenter


def test_an_unknown_name_has_no_key() -> None:
    assert languages.key(languages.CLOUD, "klingon") is None
    assert languages.key(languages.DATACENTER, "") is None


@pytest.mark.parametrize(
    ("name", "cloud"), [("python+jinja", "python"), ("SQL+Jinja", "sql"), ("c++", "c++"), ("a+b", None)]
)
def test_a_template_in_a_language_is_that_language(name: str, cloud: str | None) -> None:
    assert languages.key(languages.CLOUD, name) == cloud
