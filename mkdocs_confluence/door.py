"""The outer door of MkDocs and of the command line: opens the real ones, or says why they cannot be opened.

An older package with our import name overwrites ``plugin`` and ``__init__`` when it is installed after this one, and
takes them along when it is uninstalled. It has no file called ``door``.
"""

from __future__ import annotations

import sys

from . import rivals


def __getattr__(name: str) -> object:
    """``ConfluencePlugin``, imported when MkDocs asks for it: the command line does without MkDocs."""
    if name != "ConfluencePlugin":
        raise AttributeError(name)
    try:
        from .plugin import ConfluencePlugin
    except ImportError as error:
        from mkdocs.exceptions import ConfigurationError

        raise ConfigurationError(f"confluence: {rivals.spoiled(error)}") from error
    return ConfluencePlugin


def main() -> None:
    """The ``mkdocs-confluence`` command."""
    try:
        from .cli import main as command
    except ImportError as error:
        sys.stderr.write(f"Error: {rivals.spoiled(error)}\n")
        sys.exit(2)
    command()
