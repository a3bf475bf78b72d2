"""What a page says about itself in front matter: the ``confluence:`` block and ``tags``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..model import Issue, Width
from ..names import label


@dataclass(frozen=True, slots=True)
class Block:
    title: str = ""
    labels: tuple[str, ...] = ()
    publish: bool = True
    width: Width | None = None
    issues: tuple[Issue, ...] = ()


def read(meta: Mapping[str, object], source: str) -> Block:
    """The ``confluence:`` block of a page; what is wrong in it becomes an Issue and counts as not written."""
    block = meta.get("confluence")
    if block is None:
        return Block()
    if not isinstance(block, Mapping):
        return Block(
            issues=(_wrong(source, "confluence", "names with values (title, labels, publish, width)"),)
        )
    issues = tuple(_problems(block, source))
    good = {name: value for name, value in block.items() if _fits(name, value)}
    width: Width | None = "full" if good.get("width") == "full" else "default" if "width" in good else None
    return Block(
        title=str(good.get("title", "")),
        labels=texts(good.get("labels")),
        publish=good.get("publish") is not False,
        width=width,
        issues=issues,
    )


_EXPECTED = {
    "title": "text",
    "labels": "a list of texts",
    "publish": "true or false",
    "width": "default or full",
}


def _fits(name: object, value: object) -> bool:
    if name == "title":
        return isinstance(value, str | int | float) and not isinstance(value, bool)
    if name == "labels":
        return isinstance(value, list) and all(isinstance(item, str | int) for item in value)
    if name == "publish":
        return isinstance(value, bool)
    return name == "width" and value in ("default", "full")


def _problems(block: Mapping[object, object], source: str) -> Iterator[Issue]:
    for name, value in block.items():
        if name not in _EXPECTED:
            yield _wrong(source, f"confluence.{name}", f"one of {', '.join(_EXPECTED)}")
        elif not _fits(name, value):
            yield _wrong(source, f"confluence.{name}", _EXPECTED[str(name)])


def _wrong(source: str, name: str, expected: str) -> Issue:
    return Issue("warning", source, f"front matter: {name} is left out, expected {expected}")


def texts(value: object) -> tuple[str, ...]:
    """A list of texts from YAML, or one text, as a tuple."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, Sequence) else ()


def labels(*groups: Sequence[str]) -> tuple[str, ...]:
    """Labels as Confluence keeps them, each once, in the order given."""
    kept = (label(text) for group in groups for text in group)
    return tuple(dict.fromkeys(name for name in kept if name))
