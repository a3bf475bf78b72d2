"""Where the inline comments of a body stand, as its reader sees it."""

from __future__ import annotations

from collections.abc import Sequence

from mkdocs_confluence.sync.comments.flow import flow, said


def spans(body: str) -> Sequence[tuple[str, str]]:
    """(ref, words) of all comments of a body, in order."""
    atoms: dict[str, str] = {}
    read = flow(body, atoms)
    return [
        (ref, said(read.text[slice(*span)], atoms))
        for ref, span in sorted(read.refs.items(), key=lambda item: item[1])
    ]
