"""The page that the root stands under."""

from __future__ import annotations

from contextlib import suppress

from ..errors import NotFound, SettingsError
from ..remote import RemotePage
from . import Client

STATES = {"trashed": "in the trash", "archived": "archived", "draft": "a draft"}


def parent_id(client: Client, wanted: str) -> str:
    """Id of the page that ``parent`` names by its title or id; empty: of the home page of the space.

    Raises SettingsError where there is none that pages can stand under.
    """
    space = client.space()
    if not wanted:
        if space.home:
            return space.home
        raise SettingsError(
            f"The space {space.key} has no home page to publish under.",
            hint="Name a page with the option `parent`.",
        )
    page = _named(client, wanted)
    if page is None:
        raise SettingsError(
            f"There is no page “{wanted}” in the space {space.key}, or it is hidden from this account.",
            hint="`parent` is the title or the id of a page.",
        )
    if page.status != "current":
        raise SettingsError(
            f"The page “{page.title}”, which `parent` names, is {STATES[page.status]}. {page.url}".rstrip(),
            hint="Restore it, or name another page in `parent`.",
        )
    return page.id


def _named(client: Client, wanted: str) -> RemotePage | None:
    if wanted.isdigit():
        with suppress(NotFound):  # a title can consist of digits, too
            return client.page(wanted)
    return client.find(wanted)
