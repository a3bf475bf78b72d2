"""The kinds of option values. Each says in a person's words what it expects; MkDocs puts the option's name in front."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Generic, TypeVar

from mkdocs.config.base import BaseConfigOption, Config, ValidationError

from .hidden import Hidden

T = TypeVar("T")
YES, NO = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}


def _told(value: object) -> str:
    return f"{type(value).__name__} {value!r}"


class Kind(BaseConfigOption[T], ABC, Generic[T]):
    """An option with a default, which also stands for an empty value (an environment variable that is not set)."""

    def __init__(self, default: T) -> None:
        super().__init__()
        self.default = default

    def run_validation(self, value: object, /) -> T:
        if value is None or value == "":
            default: T = self.default
            return default
        return self.read(value)

    @abstractmethod
    def read(self, value: object) -> T:
        """The value of the option. Raises ValidationError."""


class Text(Kind[str]):
    def __init__(self, default: str = "", *, limit: int = 0) -> None:
        super().__init__(default)
        self.limit = limit

    def read(self, value: object) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise ValidationError(f"Expected text, got {_told(value)}.")
        if self.limit and len(str(value)) > self.limit:
            raise ValidationError(f"Expected at most {self.limit} characters, got {len(str(value))}.")
        return str(value)


class Flag(Kind[bool]):
    """True or false, also in the words that an environment variable has for them."""

    def read(self, value: object) -> bool:
        word = str(value).strip().lower()
        if not isinstance(value, bool | int | str) or word not in YES | NO:
            raise ValidationError(f"Expected true or false, got {_told(value)}.")
        return word in YES


class Number(Kind["int | None"]):
    def __init__(self, default: int | None, *, least: int, most: int) -> None:
        super().__init__(default)
        self.least, self.most = least, most

    def read(self, value: object) -> int:
        try:
            number = int(str(value)) if isinstance(value, int | str) and not isinstance(value, bool) else None
        except ValueError:
            number = None
        if number is None or not self.least <= number <= self.most:
            raise ValidationError(
                f"Expected a whole number from {self.least} to {self.most}, got {_told(value)}."
            )
        return number


class OneOf(Kind[str]):
    def __init__(self, *words: str, default: str | None = None) -> None:
        super().__init__(words[0] if default is None else default)
        self.words = words

    def read(self, value: object) -> str:
        if value not in self.words:
            raise ValidationError(f"Expected {' or '.join(self.words)}, got {_told(value)}.")
        return str(value)


class Names(Kind["list[str]"]):
    """A list of texts; ``count`` of them where that is fixed."""

    def __init__(self, default: Sequence[str] = (), *, count: int = 0) -> None:
        super().__init__(list(default))
        self.count = count

    def read(self, value: object) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(item, str | int) for item in value):
            raise ValidationError(f"Expected a list of texts, got {_told(value)}.")
        if self.count and len(value) != self.count:
            raise ValidationError(f"Expected {self.count} texts, got {len(value)}.")
        return [str(item) for item in value]


class Table(Kind["dict[str, str]"]):
    def __init__(self) -> None:
        super().__init__({})

    def read(self, value: object) -> dict[str, str]:
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise ValidationError(f"Expected names with texts (name: text), got {_told(value)}.")
        return {str(name): text for name, text in value.items()}


class Location(Kind["Path | None"]):
    """A file or folder, relative to the folder of mkdocs.yml."""

    def __init__(self) -> None:
        super().__init__(None)
        self._base = Path()

    def pre_validation(self, config: Config, key_name: str) -> None:
        self._base = Path(config.config_file_path or "mkdocs.yml").resolve().parent

    def read(self, value: object) -> Path:
        if not isinstance(value, str | Path):
            raise ValidationError(f"Expected a path, got {_told(value)}.")
        return (self._base / Path(value).expanduser()).resolve()


class Secret(BaseConfigOption["Hidden[str]"]):
    """A text that is never shown: not in the error either."""

    def run_validation(self, value: object, /) -> Hidden[str]:
        text = value.reveal() if isinstance(value, Hidden) else value
        if text is not None and (isinstance(text, bool) or not isinstance(text, str | int)):
            raise ValidationError("Expected text.")
        return Hidden("" if text is None else str(text).strip())


class SecretTable(BaseConfigOption["Hidden[dict[str, str]]"]):
    def run_validation(self, value: object, /) -> Hidden[dict[str, str]]:
        table = value.reveal() if isinstance(value, Hidden) else value
        if table is None or table == "":
            return Hidden({})
        if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values()):
            raise ValidationError("Expected names of headers with texts (Name: text).")
        return Hidden({str(name): text for name, text in table.items()})
