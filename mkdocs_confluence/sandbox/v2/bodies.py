"""Bodies of v2: what may be written, and the formats that can be read."""

from __future__ import annotations

from flask import request

from ..bodies import views
from ..store import content, edit, problems
from ..store.nouns import Content
from ..web import ask
from ..web.told import Told
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


def of_comment(told: Told) -> str | None:
    """The ``body`` of a comment in a request, as storage; None where there is none."""
    value, representation = written(told)
    return None if value is None else edit.stored(ask.store(), value, representation)[0]


def asked(bulk: bool = False) -> str:
    """The one ``body-format`` of the request; raises 400 for one that does not exist, or not in lists."""
    kind = request.args.get("body-format", "")
    served = views.PRIMARY if bulk else (*views.PRIMARY, *views.HTML)
    if kind and kind not in served:
        raise problems.invalid(
            f"Provided value {{{kind}}} for 'body-format' is not the correct type. "
            f"Expected type is one of: {', '.join(served)}"
        )
    return kind


def read(page: Content, kind: str, number: int | None = None) -> rows.Row:
    """The ``body`` of an answer."""
    if not kind:
        return {}
    return shown(page, kind, content.body(ask.store(), page.id, number or page.version))


def shown(page: Content, kind: str, stored: str) -> rows.Row:
    """A stored body of the page, or of a comment on it, in a format; nothing where none is asked for."""
    if not kind:
        return {}
    site = request.host_url.rstrip("/")
    return rows.body(kind, views.read(ask.store(), ask.person(), page, kind, stored, site))
