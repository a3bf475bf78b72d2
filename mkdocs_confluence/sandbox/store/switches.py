"""Every answer that nobody has measured yet, as a switch.

The default is the answer that is worse for a publisher, so what works here works either way. Three are off all the
same, because they would slow down every use of the sandbox: ``burst`` (nobody has measured the limit), ``index_lag``
and ``late_read``.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args, get_type_hints


@dataclass(frozen=True, slots=True)
class Switches:
    """How the sandbox answers where the vendor's documentation leaves a question open."""

    create_keeps_message: bool = False
    """Whether the version message sent with a create is kept (measured neither for v2 nor for Data Center)."""
    message_limit: int = 255
    """Characters of a version message that are kept; the rest is cut without a word."""
    move_bumps: bool = True
    """Whether a move raises the version of the page."""
    title_bumps: bool = True
    """Whether a rename without a body raises the version (Cloud)."""
    new_page_first: bool = True
    """Cloud: a new page lands before its siblings; False: after them."""
    links_heal: bool = False
    """Cloud: a link by title to a page that did not exist when it was saved works once that page exists."""
    same_body_bumps: bool = True
    """Whether an update with the same title and body makes a new version."""
    list_cap: int = 100
    """Rows that one list answers at most, whatever ``limit`` asks."""
    body_cap: int = 25
    """The same where bodies are asked for."""
    expand_cap: int = 50
    """The same on v1 where anything else is expanded."""
    early_property: float = 0.5
    """Seconds after a create in which the first write of a property is refused with 409."""
    system_properties: bool = True
    """Whether the server writes properties of its own on a new page."""
    trashed_readable: bool = False
    """Cloud: whether a plain GET shows a page in the trash (else 404, unless ``status`` asks for it)."""
    orphans: Literal["", "archive", "lift"] = ""
    """Children of a trashed page: archived without a parent, or lifted to the grandparent; empty: as the flavor does."""
    delete_twice_fails: bool = True
    """Cloud: deleting a page in the trash answers 500 (once seen), else 404."""
    positions: bool = True
    """Data Center: ``position`` in a body takes effect (documented for 10.x)."""
    own_properties_on_create: bool = False
    """Data Center: any key in ``metadata.properties`` of a create is stored; False: the two that publishers use."""
    index_lag: float = 0.0
    """Seconds until a change shows in CQL."""
    late_read: int = 0
    """Reads of a new page that answer 404 before it shows."""
    hold: float = 0.002
    """Seconds that a create, move or delete keeps the order of children to itself, beyond its own work."""
    legacy: bool = False
    """Cloud: the removed v1 routes for content and spaces still answer; False: 410."""
    burst: int = 0
    """Requests a second that one account may send; 0: any number, as nobody has measured the limit."""
    property_limit: int = 32_768
    """Bytes of JSON that one property may hold."""
    labels_limit: int = 100
    """Labels that one page may have."""
    file_limit: int = 100 * 1024 * 1024
    """Bytes of one attachment."""
    read_only: bool = False
    """Data Center: the whole server is in read-only mode."""
    archive_delay: float = 0.05
    """Seconds that a long task takes."""


def _meanings() -> dict[str, str]:
    """The sentence below each field, which Python itself does not keep."""
    body = ast.parse(inspect.getsource(Switches)).body[0].body  # type: ignore[attr-defined]
    names = [
        node.target.id
        for node in body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]
    texts = [
        node.value.value
        for node in body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]
    return {name: str(text).replace("``", "") for name, text in zip(names, texts[1:], strict=True)}


MEANINGS = _meanings()
"""What each switch decides."""


def choices(name: str) -> tuple[object, ...]:
    """The values that a switch can have; none where it is a number."""
    kind = get_type_hints(Switches)[name]
    return (True, False) if kind is bool else get_args(kind)


def parse(settings: list[str]) -> Switches:
    """Switches from ``name=value`` settings; raises ValueError naming what is wrong."""
    given = (setting.partition("=") for setting in settings)
    return changed(Switches(), {name: value for name, _, value in given})


def changed(switches: Switches, settings: Mapping[str, object]) -> Switches:
    """Switches with other values, as text or of their own kind; raises ValueError naming what is wrong."""
    kinds = get_type_hints(Switches)
    values: dict[str, Any] = {}
    for name, value in settings.items():
        if name not in kinds:
            raise ValueError(f"there is no switch {name!r}; there are {', '.join(sorted(kinds))}")
        values[name] = _value(name, kinds[name], str(value))
    return replace(switches, **values)


def _value(name: str, kind: Any, text: str) -> object:
    if kind is bool:
        if text.lower() not in ("true", "false", "1", "0", "yes", "no"):
            raise ValueError(f"{name}: {text!r} is neither true nor false")
        return text.lower() in ("true", "1", "yes")
    if kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            raise ValueError(f"{name}: {text!r} is no number") from None
    if text not in get_args(kind):
        raise ValueError(f"{name}: {text!r} is none of {', '.join(map(repr, get_args(kind)))}")
    return text
