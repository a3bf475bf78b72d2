"""What the editor of a flavor could not hold, as ``check`` finds it."""

from __future__ import annotations

import json

from . import check, problems, wellformed
from .store import Store


def accept(store: Store, body: str) -> str:
    """Findings of a body as JSON; raises 400 for a malformed one, and for any finding where the store is strict."""
    try:
        wellformed.check(body)
    except wellformed.Malformed as error:
        raise problems.Problem(
            400, error.text, exception="com.atlassian.confluence.api.service.exceptions.BadRequestException"
        ) from error
    found = check.findings(body, store.flavor)
    if found and store.strict:
        raise problems.invalid(f"Content body cannot be converted to new editor format: {'; '.join(found)}")
    return json.dumps(found)
