"""Holds a request against a document of the vendor: path, method, query parameters, body fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from canned import Seen

METHODS = ("get", "put", "post", "delete")


@dataclass(frozen=True, slots=True)
class Operation:
    pattern: re.Pattern[str]
    method: str
    template: str
    told: dict[str, Any]


class Contract:
    """The operations of one document; ``prefix`` stands before its paths in our requests."""

    def __init__(self, file: Path, prefix: str = "") -> None:
        self.document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        self.operations = [
            Operation(_pattern(prefix + path), method.upper(), path, told)
            for path, methods in self.document["paths"].items()
            for method, told in methods.items()
            if method in METHODS
        ]

    def find(self, seen: Seen) -> Operation | None:
        """The operation of a request; of several the one with the fewest placeholders."""
        fitting = [
            one for one in self.operations if one.method == seen.method and one.pattern.fullmatch(seen.path)
        ]
        return min(fitting, key=lambda one: one.template.count("{"), default=None)

    def complaints(self, seen: Seen, operation: Operation) -> Iterator[str]:
        """What of the request the document does not know or misses."""
        yield from self._query(seen, operation)
        content = self._resolved(operation.told.get("requestBody") or {}).get("content") or {}
        kind = seen.headers.get("content-type", "").partition(";")[0]
        if kind == "multipart/form-data":
            sent = dict.fromkeys(re.findall(rb'form-data; name="([^"]+)"', seen.body))
            yield from self._fields(
                {key.decode(): "" for key in sent}, next(iter(content.values()))["schema"], ""
            )
        elif seen.body and content:
            yield from self._fields(seen.json, content["application/json"]["schema"], "")
        elif seen.body:
            yield "a body is not known"

    def _query(self, seen: Seen, operation: Operation) -> Iterator[str]:
        known = {
            one["name"]: one
            for one in map(self._resolved, operation.told.get("parameters", []))
            if one["in"] == "query"
        }
        for key, value in seen.query:
            if key not in known:
                yield f"query {key} is not known"
                continue
            schema = self._resolved(known[key].get("schema") or {})
            allowed = self._resolved(schema.get("items") or {}).get("enum") or schema.get("enum")
            if allowed and value not in allowed:
                yield f"query {key}={value} is not among {allowed}"
            if "maximum" in schema and int(value) > schema["maximum"]:
                yield f"query {key}={value} is above {schema['maximum']}"
            most = schema.get("maxItems")
            if most and len(value.split(",")) > most:
                yield f"query {key} has more than {most} values"
        sent = {key for key, _ in seen.query}
        yield from (
            f"query {key} is missing" for key, one in known.items() if one.get("required") and key not in sent
        )

    def _fields(self, sent: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
        known, required = self._shape(schema)
        if isinstance(sent, list):
            items = self._resolved(schema).get("items") or {}
            for one in sent:
                yield from self._fields(one, items, f"{where}[]")
            return
        if not isinstance(sent, dict) or not known:
            return
        yield from (f"field {where}{key} is missing" for key in required if key not in sent)
        for key, value in sent.items():
            if key not in known:
                yield f"field {where}{key} is not known"
                continue
            yield from self._fields(value, known[key], f"{where}{key}.")

    def _shape(self, schema: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
        """Properties and required ones, through references and all alternatives (what every alternative requires)."""
        schema = self._resolved(schema)
        known = dict(schema.get("properties") or {})
        required = set(schema.get("required") or ())
        for part in schema.get("allOf") or ():
            more, needed = self._shape(part)
            known, required = known | more, required | needed
        alternatives = [self._shape(part) for part in schema.get("oneOf") or schema.get("anyOf") or ()]
        for more, _ in alternatives:
            known |= more
        if alternatives:
            required |= set.intersection(*(needed for _, needed in alternatives))
        if schema.get("type") == "array":
            return self._shape(schema.get("items") or {})[0], set()
        return known, required

    def _resolved(self, part: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in part:
            target: Any = self.document
            for key in part["$ref"].removeprefix("#/").split("/"):
                target = target[key]
            part = target
        return part


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(
        "".join(
            "[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^}]*\})", path)
        )
    )
