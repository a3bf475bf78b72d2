"""What the editor of a flavor could not hold, as ``check`` finds it."""

from __future__ import annotations

import json
from functools import lru_cache

from ..store import Store, problems
from . import check, wellformed


def accept(store: Store, body: str) -> str:
    """Findings of a body as JSON; raises 400 for a malformed one, and for any finding where the store is strict."""
    try:
        wellformed.check(body)
    except wellformed.Malformed as error:
        raise problems.Problem(
            400, error.text, exception="com.atlassian.confluence.api.service.exceptions.BadRequestException"
        ) from error
    found = _found(body, store.flavor)
    if found and store.strict:
        raise problems.invalid(f"Content body cannot be converted to new editor format: {'; '.join(found)}")
    return json.dumps(found)


@lru_cache(maxsize=256)
def _found(body: str, flavor: str) -> tuple[str, ...]:
    """Findings, kept for a while: a publish that is tried again sends the same bodies."""
    return tuple(check.findings(body, flavor))
