"""Bodies of v2: what may be written, and the formats that can be read."""

from __future__ import annotations

from flask import request

from .. import ask, content, problems, views
from ..nouns import Content
from ..told import Told
from . import rows

_WRITTEN = ("storage", "atlas_doc_format", "wiki")


def written(told: Told) -> tuple[str | None, str]:
    """(value, representation) of a ``body`` in a request, flat or nested; None where there is none."""
    body = told.part("body")
    if told.fields.get("body") is None:
        return None, "storage"
    if body.fields and "value" not in body:
        body = body.part(next(iter(body.fields)))
    representation = body.text("representation", "storage")
    if not isinstance(body.value("value"), str) or representation not in _WRITTEN:
        raise problems.invalid(f"Invalid message body: body value or representation {representation}")
    return body.text("value"), representation


def asked(bulk: bool = False) -> str:
    """The one ``body-format`` of the request; raises 400 for one that is not served."""
    kind = request.args.get("body-format", "")
    served = ("", "storage") if bulk else ("", "storage", *views.FORMATS)
    if kind not in served:
        raise problems.invalid(f"Provided value {{{kind}}} for 'body-format' is not served here")
    return kind


def read(page: Content, kind: str, number: int | None = None) -> rows.Row:
    """The ``body`` of an answer."""
    if not kind:
        return {}
    stored = content.body(ask.store(), page.id, number or page.version)
    return rows.body(
        kind, stored if kind == "storage" else views.view(ask.store(), ask.person(), page, stored)
    )
