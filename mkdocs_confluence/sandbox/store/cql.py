"""CQL: the clauses that publishers use, over an index that may lag.

``field operator value`` with ``=  !=  ~  !~  >  >=  <  <=  in (…)  not in (…)``, joined by AND, OR, NOT and brackets,
then ORDER BY. Fields: type, space, title, text, label, id, content, parent, ancestor, container, creator, created,
lastmodified.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from . import Store, problems
from .index import Entry, entries
from .limits import fold

Test = Callable[[Entry], bool]
DEPTH = 50
"""Brackets and negations within each other that a query may have."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<mark>!=|!~|>=|<=|[=~<>(),])|(?P<word>[^\s=~<>!(),"']+))"""
)
_FIELDS = {
    "type", "space", "space.key", "title", "text", "label", "id", "content", "parent", "ancestor", "container",
    "creator", "created", "lastmodified", "sitesearch",
}  # fmt: skip


@dataclass
class _Tokens:
    """What is left of a query."""

    query: str
    left: list[str]
    depth: int = 0
    """Brackets and negations that are open."""

    def peek(self) -> str:
        return self.left[0].lower() if self.left else ""

    def take(self, *wanted: str) -> str:
        if not self.left or (wanted and self.peek() not in wanted):
            raise _unreadable(self.query)
        return self.left.pop(0)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Within one bracket or negation more; raises 400 where there are too many for anybody to mean them."""
        if self.depth >= DEPTH:
            raise _unreadable(self.query)
        self.depth += 1
        yield
        self.depth -= 1


def _unreadable(query: str) -> problems.Problem:
    return problems.invalid(f"Could not parse cql : {query}")


def search(store: Store, query: str) -> list[Entry]:
    """What a query finds, in the order it asks for (default: by id); raises 400. Archived pages are never found."""
    tokens = _Tokens(query, _split(query))
    test = _either(tokens)
    order, backward = "id", False
    if tokens.peek() == "order":
        tokens.take("order")
        tokens.take("by")
        order = tokens.take().lower()
        backward = tokens.peek() == "desc"
        if tokens.peek() in ("asc", "desc"):
            tokens.take()
    if tokens.left:
        raise _unreadable(query)
    found = [entry for entry in entries(store) if test(entry)]
    return sorted(found, key=lambda entry: entry.sort_key(order), reverse=backward)


def _split(query: str) -> list[str]:
    found, at = [], 0
    while query[at:].strip():
        match = _TOKEN.match(query, at)
        if match is None:
            raise _unreadable(query)
        found.append(match[0].strip())
        at = match.end()
    return found


def _either(tokens: _Tokens) -> Test:
    tests = [_both(tokens)]
    while tokens.peek() == "or":
        tokens.take()
        tests.append(_both(tokens))
    return lambda entry: any(test(entry) for test in tests)


def _both(tokens: _Tokens) -> Test:
    tests = [_one(tokens)]
    while tokens.peek() == "and":
        tokens.take()
        tests.append(_one(tokens))
    return lambda entry: all(test(entry) for test in tests)


def _one(tokens: _Tokens) -> Test:
    if tokens.peek() == "not":
        tokens.take()
        with tokens.deeper():
            return _negated(_one(tokens))
    if tokens.peek() == "(":
        tokens.take()
        with tokens.deeper():
            inner = _either(tokens)
        tokens.take(")")
        return inner
    return _clause(tokens)


def _clause(tokens: _Tokens) -> Test:
    field = tokens.take().lower()
    if field not in _FIELDS:
        raise _unreadable(tokens.query)
    operator = tokens.take("=", "!=", "~", "!~", ">", ">=", "<", "<=", "in", "not").lower()
    if operator == "not":
        tokens.take("in")
        return _negated(_among(tokens, field))
    if operator == "in":
        return _among(tokens, field)
    value = _value(tokens.take())
    if operator in ("!=", "!~"):
        return _negated(_compare(field, operator[1], value))
    return _compare(field, operator, value)


def _negated(test: Test) -> Test:
    return lambda entry: not test(entry)


def _among(tokens: _Tokens, field: str) -> Test:
    tokens.take("(")
    values = [_value(tokens.take())]
    while tokens.peek() == ",":
        tokens.take()
        values.append(_value(tokens.take()))
    tokens.take(")")
    tests = [_compare(field, "=", value) for value in values]
    return lambda entry: any(test(entry) for test in tests)


def _value(token: str) -> str:
    if token[:1] in "\"'" and len(token) > 1:
        return re.sub(r"\\(.)", r"\1", token[1:-1])
    return token


def _compare(field: str, operator: str, value: str) -> Test:
    if operator in (">", ">=", "<", "<="):
        return _date(field, operator, value)
    wanted = fold(value)
    if operator == "~":
        words = wanted.replace("*", "").split()
        return lambda entry: all(any(word in text for text in entry.texts(field)) for word in words)
    return lambda entry: wanted in entry.values(field)


def _date(field: str, operator: str, value: str) -> Test:
    """Dates as ``2026/08/01 10:00`` or with hyphens; they compare as text."""
    wanted = value.replace("/", "-").replace(" ", "T")
    if operator == ">":
        return lambda entry: entry.date(field)[: len(wanted)] > wanted
    if operator == ">=":
        return lambda entry: entry.date(field)[: len(wanted)] >= wanted
    if operator == "<":
        return lambda entry: entry.date(field)[: len(wanted)] < wanted
    return lambda entry: entry.date(field)[: len(wanted)] <= wanted
