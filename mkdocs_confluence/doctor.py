"""Is everything in place for a publish? Checked one by one, changing nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .client import Client, connect
from .config import Settings, need_credentials
from .delivery import served
from .errors import NotFound, PublishError, SettingsError, Unreachable
from .model import Destination


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    ok: bool
    message: str
    hint: str = ""

    def __str__(self) -> str:
        sign = "ok  " if self.ok else "FAIL"
        return f"{sign}  {self.name}: {self.message}" + (f"\n      {self.hint}" if self.hint else "")


def examine(settings: Settings) -> Iterator[Check]:
    """The checks in order; the first that fails is the last, since the others rest on it."""
    try:
        credentials = need_credentials(settings)
    except SettingsError as error:
        yield Check("Credentials", False, error.message, error.hint)
        return
    with served(settings.destination, settings.sandbox_dir) as destination:
        yield Check("Address", True, f"{destination.url} ({destination.flavor})")
        client = connect(destination, credentials, settings.network)
        try:
            yield from _examine(client, destination)
        finally:
            client.close()


def _examine(client: Client, destination: Destination) -> Iterator[Check]:
    steps: tuple[tuple[str, Callable[[], str]], ...] = (
        ("Credentials", lambda: f"logged in as {client.whoami()}"),
        ("Space", lambda: _space(client)),
        ("Parent", lambda: _parent(client, destination)),
    )
    for name, step in steps:
        try:
            yield Check(name, True, step())
        except PublishError as error:
            unreachable = isinstance(error, Unreachable)
            yield Check("Connection" if unreachable else name, False, error.message, error.hint)
            return


def _space(client: Client) -> str:
    space = client.space()
    return f"{space.key} “{space.name}”"


def _parent(client: Client, destination: Destination) -> str:
    if not destination.parent:
        home = client.space().home
        if not home:
            raise SettingsError("The space has no home page.", hint="Name a page with the option `parent`.")
        return f"the home page of the space, “{client.page(home).title}”"
    if destination.parent.isdigit():
        try:
            return f"“{client.page(destination.parent).title}”"
        except NotFound:
            pass  # a title can consist of digits, too
    page = client.find(destination.parent)
    if page is None:
        raise SettingsError(
            f"There is no page “{destination.parent}” in the space, or it is hidden from this account.",
            hint="`parent` is the title or the id of a page.",
        )
    return f"“{page.title}”, {page.url or client.page_url(page.id)}"
