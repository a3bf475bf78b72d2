"""What a JSON body says, field by field; whatever is not of the kind that is asked for is answered with 400."""

from __future__ import annotations

import json
import re
from typing import Any

from ..store import problems


class Told:
    """A JSON object of a request. An absent field and ``null`` are the same."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self.fields = fields

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def value(self, name: str) -> Any:
        """Any JSON; raises 400 where the field is absent (``null`` is a value)."""
        if name not in self.fields:
            raise problems.invalid(f"Invalid message body: {name} is missing", f"The {name} is missing")
        return self.fields[name]

    def text(self, name: str, default: str = "") -> str:
        found = self.fields.get(name)
        if found is None:
            return default
        if not isinstance(found, str):
            raise _wrong(name, "text")
        return found

    def flag(self, name: str) -> bool:
        found = self.fields.get(name)
        if found is None or isinstance(found, bool):
            return bool(found)
        raise _wrong(name, "boolean")

    def count(self, name: str) -> int | None:
        """A whole number of at most 32 bits."""
        told = self.fields.get(name)
        if told is None:
            return None
        found = None if isinstance(told, str) else whole(told)
        if found is None or abs(found) >= 2**31:
            raise _wrong(name, "number")
        return found

    def number(self, name: str) -> int | None:
        """An id, as text or number."""
        found = self.fields.get(name)
        return None if found is None else number(found, name)

    def part(self, name: str) -> Told:
        """An object within; empty where it is absent."""
        found = self.fields.get(name)
        if found is None:
            return Told({})
        if not isinstance(found, dict):
            raise _wrong(name, "object")
        return Told(found)

    def parts(self, name: str) -> list[Told]:
        """A list of objects; empty where it is absent. A list may come wrapped, as ``results`` of an object."""
        found = self.fields.get(name)
        if isinstance(found, dict):
            found = found.get("results")
        return objects(found if found is not None else [], name)


def objects(found: Any, name: str = "body") -> list[Told]:
    """A JSON list of objects."""
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise _wrong(name, "list of objects")
    return [Told(one) for one in found]


def _wrong(name: str, kind: str) -> problems.Problem:
    return problems.invalid(
        f"Invalid message body: {name} must be of type {kind}", f"Could not parse {name}: expected {kind}"
    )


def whole(told: object) -> int | None:
    """A whole number, told as one or in plain digits, that SQLite can hold; None for anything else."""
    if isinstance(told, str) and re.fullmatch(r"-?[0-9]{1,19}", told):
        told = int(told)
    if not isinstance(told, int) or isinstance(told, bool) or abs(told) >= 2**63:
        return None
    return told


def number(text: object, name: str = "id") -> int:
    """An id as text or number, ``att`` before it allowed; raises 400."""
    found = whole(text.removeprefix("att") if isinstance(text, str) else text)
    if found is None or found < 0:
        raise problems.invalid(
            f"Provided value {{{text}}} for '{name}' is not the correct type. Expected type is long"
        )
    return found


def parse(data: bytes) -> Any:
    """JSON, strictly: no lone surrogates, no endless nesting; raises 400."""
    try:
        found = json.loads(data)
        if b"\\u" in data:
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise problems.invalid(f"Invalid message body: {error}", f"Could not parse JSON: {error}") from error
    return found
