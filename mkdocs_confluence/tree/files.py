"""Site-relative path → file on disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from mkdocs.structure.files import Files


def finder(site_dir: str, files: Files) -> Callable[[str], Path | None]:
    """Looks in the written site first, so that files made by plugins count, then among the files of the site."""
    root = Path(site_dir).resolve()
    sources = {file.dest_uri: file.abs_src_path for file in files if not file.is_documentation_page()}

    def find(path: str) -> Path | None:
        if not path or "\0" in path:
            return None
        built = Path(os.path.normpath(root / path))
        if built.is_relative_to(root) and _readable(built):
            return built
        source = sources.get(path)
        return Path(source) if source and _readable(Path(source)) else None

    return find


def _readable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.R_OK)
