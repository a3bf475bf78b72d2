"""What the conversion of one page needs to know; it goes down to every rule and never changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..model import Conversion, Drawing, PageName
from .target import Target


def _no_file(path: str) -> Path | None:
    return None


def _no_drawing(drawing: Drawing) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True)
class Scope:
    page: PageName
    """The page that is converted."""
    heading: str
    """Its title before prefix, suffix and telling apart: an opening H1 with this text is dropped."""
    source: str
    """Its source path, for Issues."""
    url: str
    """Its URL relative to the root of the site: ``guide/install/``; empty for the home page."""
    target: Target
    space: str
    """Key of the space that links to pages name."""
    site_url: str = ""
    pages: Mapping[str, PageName] = field(default_factory=dict)
    """Site-relative URL, without query and fragment → page."""
    find_file: Callable[[str], Path | None] = _no_file
    """Decoded site-relative path → file on disk."""
    linked: frozenset[str] = frozenset()
    """HTML ids of this page that links of other pages point at."""
    draw: Callable[[Drawing], bytes | None] = _no_drawing
    conversion: Conversion = field(default_factory=Conversion)
