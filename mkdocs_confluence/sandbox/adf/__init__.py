"""Bodies of Cloud in the format that its editor works with (``atlas_doc_format``), made from storage; and the way back.

Every block that the editor knows becomes its node; a macro becomes an extension; what the editor cannot hold where
it stands is kept as source in an extension of the kind that Confluence makes of it on migration.
"""

from __future__ import annotations

import json

from ..bodies.fragment import parse
from ..bodies.reader import Reader, Ref
from . import blocks, boxes, media, tables
from .flow import flow
from .inline import Unwritable
from .scope import Scope
from .writing import storage

__all__ = ["RULES", "Unwritable", "document", "storage"]

RULES = (blocks, boxes, media, tables)
"""The modules whose import registers the rules."""


def document(body: str, page: Ref, reader: Reader, site: str) -> str:
    """A stored body as JSON; ``site`` is the origin that links to pages and files start with."""
    found = flow(parse(body), Scope(reader, page, site))
    return json.dumps({"type": "doc", "version": 1, "content": found}, ensure_ascii=False)
