"""What a page has to tell: notes that say the same of many elements are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

from ..model import Issue

_MANY = 4
"""Notes of one kind on one page that nobody wants to read one by one."""


def folded(issues: Collection[Issue]) -> Iterator[Issue]:
    """Warnings as they are; many notes of one message about elements of one name as the first, with their number."""
    numbers = Counter(map(_alike, issues))
    for issue in issues:
        number = numbers[_alike(issue)]
        if issue.severity == "warning" or 0 < number < _MANY:
            yield issue
        elif number:
            numbers[_alike(issue)] = 0
            yield replace(issue, element=f"{issue.element} and {number - 1} more")


def _alike(issue: Issue) -> tuple[str, str, str]:
    return issue.severity, issue.message, issue.element.split(" ")[0].strip("<>")
