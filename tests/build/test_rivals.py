"""An older package of our import name, installed after this one: some of our files are not ours any more."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sites import Site

import mkdocs_confluence

MakeSite = Callable[..., Site]
OLD_PLUGIN = "import a_library_that_is_not_installed\n\nclass MkdocsConfluence:\n    pass\n"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A copy of our package that is imported in place of it."""
    folder = tmp_path / "installed"
    ours = Path(mkdocs_confluence.__file__).parent
    shutil.copytree(ours, folder / ours.name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def overwritten(installed: Path) -> None:
    """What installing ``mkdocs-confluence`` 0.2.2 does."""
    (installed / "mkdocs_confluence/__init__.py").write_text("")
    (installed / "mkdocs_confluence/plugin.py").write_text(OLD_PLUGIN)
    info = installed / "mkdocs_confluence-0.2.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mkdocs-confluence\nVersion: 0.2.2\n")
    (info / "entry_points.txt").write_text(
        "[mkdocs.plugins]\nmkdocs-confluence = mkdocs_confluence.plugin:MkdocsConfluence\n"
    )


def removed(installed: Path) -> None:
    """What uninstalling it then does."""
    (installed / "mkdocs_confluence/__init__.py").write_text("")  # without it Python looks for ours elsewhere
    (installed / "mkdocs_confluence/plugin.py").unlink()


COMMANDS = [("mkdocs", "build"), ("properdocs", "build"), ("mkdocs-confluence", "plan")]
OVERWRITTEN = [
    "mkdocs-confluence also provides the module mkdocs_confluence",
    "pip uninstall mkdocs-confluence`",
]
REMOVED = ["Files of mkdocs-confluence-tree are missing", "pip install --force-reinstall"]


@pytest.mark.parametrize(("command", "word"), COMMANDS)
@pytest.mark.parametrize(("spoil", "says"), [(overwritten, OVERWRITTEN), (removed, REMOVED)])
def test_a_package_that_spoiled_our_files_is_named_with_what_to_do(
    make_site: MakeSite,
    installed: Path,
    command: str,
    word: str,
    spoil: Callable[[Path], None],
    says: list[str],
) -> None:
    spoil(installed)
    site = make_site(None, {"url": "sandbox"})
    site.write()
    run = site.run(word, command=command, environment={"PYTHONPATH": str(installed)})
    assert run.code == (2 if command == "mkdocs-confluence" else 1)
    assert all(words in run.output for words in says), run.output
