"""Two sites that go by one name, and one site that gets another name."""

from __future__ import annotations

from pathlib import Path

import pytest
from sandboxes import Sandbox
from trees import P, outline, put

from mkdocs_confluence.errors import Foreign
from mkdocs_confluence.model import Policy

ALPHA = P("index.md", "Alpha", (P("a.md", "A", words="a"), P("b.md", "B", words="b")))
BETA = P("index.md", "Beta", (P("x.md", "X", words="x"),))
FORCED = Policy(force=True)

Names = tuple[str, str]
"""site_name and site_url; repo_url is never set."""


def publish(sandbox: Sandbox, site: P, folder: Path, names: Names, policy: Policy | None = None) -> bool:
    return put(sandbox, site, folder / "b", policy, site_name=names[0], site_url=names[1]).ok


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Alpha", "https://a.example.org/"), ("Beta", "https://b.example.org/")),
        (("Alpha", ""), ("Beta", "")),
        (("Alpha", ""), ("Beta", "https://b.example.org/")),
    ],
)
def test_a_site_of_another_name_and_address_is_refused(
    confluence: Sandbox, tmp_path: Path, first: Names, second: Names
) -> None:
    publish(confluence, ALPHA, tmp_path, first)
    confluence.log.clear()
    with pytest.raises(Foreign, match=r"from “Alpha”.* and this one is “Beta”.*name `docs`") as caught:
        publish(confluence, BETA, tmp_path, second)
    assert all(address in caught.value.message for address in (first[1], second[1]))
    assert "`site`" in caught.value.hint
    assert "CONFLUENCE_FORCE=1" in caught.value.hint
    assert confluence.writes() == []
    assert publish(confluence, BETA, tmp_path, second, FORCED)
    assert outline(confluence) == [("Beta", ["X"])]
    assert publish(confluence, BETA, tmp_path, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Alpha", "https://a.example.org/"), ("Beta", "https://a.example.org/")),
        (("Alpha", "https://a.example.org/"), ("Alpha", "https://b.example.org/")),
    ],
)
def test_a_site_that_keeps_its_name_or_an_address_is_the_same(
    confluence: Sandbox, tmp_path: Path, first: Names, second: Names
) -> None:
    publish(confluence, ALPHA, tmp_path, first)
    assert publish(confluence, BETA, tmp_path, second)
    assert outline(confluence) == [("Beta", ["X"])]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ALPHA, P("index.md", "Beta", (P("a.md", "Begin"), P("new.md", "New")))),
        (P("index.md", "Alpha"), BETA),
    ],
    ids=["a page is where it was", "there was no other page"],
)
def test_a_site_that_has_only_a_name_may_change_it(
    confluence: Sandbox, tmp_path: Path, before: P, after: P
) -> None:
    publish(confluence, before, tmp_path, ("Alpha", ""))
    assert publish(confluence, after, tmp_path, ("Beta", ""))
    assert outline(confluence) == [("Beta", [page.title for page in after.children])]
