"""Friendly words: a module small enough to read at a glance."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("en", "de", "fr")
"""Languages that a greeting can be in."""


@dataclass(frozen=True)
class Greeting:
    """What is said to somebody.

    Attributes:
        name: Whom it is for.
        language: One of `LANGUAGES`.

    """

    name: str
    language: str = "en"

    @property
    def words(self) -> str:
        """The greeting itself."""
        hello = {"en": "Hello", "de": "Hallo", "fr": "Bonjour"}[self.language]
        return f"{hello}, {self.name}!"

    def shout(self, times: int = 1) -> str:
        """The greeting in capitals.

        Args:
            times: How often it is said.

        Returns:
            One line a time.

        Raises:
            ValueError: If `times` is less than one.

        """
        if times < 1:
            raise ValueError("say it at least once")
        return "\n".join([self.words.upper()] * times)


def greet(name: str, *, language: str = "en", loud: bool = False) -> str:
    """Say hello to somebody.

    Examples:
        >>> greet("Ada", loud=True)
        'HELLO, ADA!'

    Args:
        name: Whom to greet.
        language: One of `LANGUAGES`.
        loud: Whether to shout.

    Returns:
        A friendly word; see [`Greeting`][greeting.Greeting].

    """
    greeting = Greeting(name, language)
    return greeting.shout() if loud else greeting.words
