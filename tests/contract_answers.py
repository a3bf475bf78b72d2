"""Holds an answer against the documents of the vendor: does it have the shape that they describe?"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import requests

FILES = {
    "cloud": {"confluence-cloud-v2": "/wiki/api/v2", "confluence-cloud-v1": ""},
    "datacenter": {"confluence-dc-10.2.14": "/confluence"},
}
"""Names of the files of a flavor, and what stands before their paths."""


class Specification:
    """The answers that the files of one flavor describe."""

    def __init__(self, folder: Path, flavor: str) -> None:
        self.checked: set[tuple[str, str]] = set()
        self._operations: list[tuple[re.Pattern[str], str, str, dict[str, Any], dict[str, Any]]] = []
        for name, prefix in FILES[flavor].items():
            spec = _with_nulls(json.loads((folder / f"{name}.openapi.json").read_text(encoding="utf-8")))
            for path, operations in spec["paths"].items():
                pattern = re.compile(prefix + re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(path)) + r"\Z")
                for method, operation in operations.items():
                    if method in ("get", "post", "put", "delete"):
                        self._operations.append((pattern, method, path, operation, spec["components"]))
        self._operations.sort(key=lambda found: found[2].count("{"))

    def check(self, method: str, path: str, answer: requests.Response) -> None:
        """Hold the answer of a described operation against its schema; to a client, null and absent are the same."""
        for pattern, verb, name, operation, components in self._operations:
            if verb == method.lower() and pattern.match(path):
                schema = _schema(operation, answer.status_code)
                if schema is not None:
                    document = {**schema, "components": components}
                    jsonschema.Draft202012Validator(document).validate(_without_nulls(answer.json()))
                    self.checked.add((method, name))
                return


def _schema(operation: dict[str, Any], status: int) -> dict[str, Any] | None:
    described = operation["responses"].get(str(status)) or operation["responses"].get("default") or {}
    found: dict[str, Any] | None = described.get("content", {}).get("application/json", {}).get("schema")
    return found


def _with_nulls(node: Any) -> Any:
    """JSON Schema for OpenAPI 3.0: ``nullable`` becomes a second type."""
    if isinstance(node, list):
        return [_with_nulls(part) for part in node]
    if not isinstance(node, dict):
        return node
    made = {key: _with_nulls(part) for key, part in node.items()}
    if made.get("nullable") is True and isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    return made


def _without_nulls(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_nulls(part) for part in node]
    if isinstance(node, dict):
        return {key: _without_nulls(part) for key, part in node.items() if part is not None}
    return node
