"""Places on a page, and links to them: notations that stand in lines until the names of places are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote, unquote

from ..model import CLOSE, OPEN
from .markup import Xml

_PLACE = re.compile(f"{OPEN}at:([^#]*)#{CLOSE}")
_HERE = re.compile(f"{OPEN}here:([^#]*)#{CLOSE}")


def place(html_id: str) -> Xml:
    """A place within a line."""
    return Xml(f"{OPEN}at:{quote(html_id, safe='')}#{CLOSE}")


def placed(line: Xml) -> list[str]:
    """The ids of the places within a line."""
    return [unquote(html_id) for html_id in _PLACE.findall(line)] if OPEN in line else []


def fill_places(line: Xml, write: Callable[[str], str]) -> Xml:
    """A line with what ``write`` makes of the id of each place."""
    return Xml(_PLACE.sub(lambda found: write(unquote(found[1])), line)) if OPEN in line else line


def here(html_id: str) -> str:
    """The target of a link to a place on this page; for ``href``."""
    return f"{OPEN}here:{quote(html_id, safe='')}#{CLOSE}"


def point(body: str, anchors: Mapping[str, str]) -> str:
    """Put the names of places into the links of the page that lead to them."""
    return _HERE.sub(lambda found: anchors.get(unquote(found[1]), "top"), body)
