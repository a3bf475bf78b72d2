"""Wiki markup to storage: a small, honest converter for what publishers write."""

from __future__ import annotations

from html import escape


def storage(markup: str) -> str:
    """Storage for wiki markup."""
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in markup.split("\n\n") if part.strip())
