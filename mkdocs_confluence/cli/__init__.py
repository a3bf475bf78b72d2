"""The ``mkdocs-confluence`` command. Rooms are imported where they are used, so that help is quick."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import __version__
from ..errors import BundleError, PublishError, SettingsError, SiteError
from .source import Source, sourced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..delivery import Delivery
    from ..model import Policy
    from ..sync import Notice

FAILED, WRONG, PENDING = 1, 2, 3
"""Exit codes: Confluence said no; an option, the site or the bundle is wrong; ``plan --check`` found changes."""


class Told(click.ClickException):
    """A PublishError as click shows errors: message and hint, no traceback."""

    def __init__(self, error: PublishError) -> None:
        super().__init__("\n".join(filter(None, (error.message, error.hint))))
        self.wrong = isinstance(error, SettingsError | SiteError | BundleError)

    @property
    def exit_code(self) -> int:  # type: ignore[override]  # click reads it, nobody sets it
        return WRONG if self.wrong else FAILED


class Commands(click.Group):
    """Commands whose mistakes of a user end with a message."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PublishError as error:
            raise Told(error) from error


formatted = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the result."
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version")
def cli() -> None:
    """Publish a MkDocs site into Confluence, or look at what that would do.

    Commands work from mkdocs.yml, or from a BUNDLE folder.
    """


@cli.command()
@sourced
@formatted
@click.option("--diff", is_flag=True, help="Show the visible words that change.")
@click.option("--check", is_flag=True, help="Exit with 3 when anything would change.")
def plan(source: Source, form: str, diff: bool, check: bool) -> None:
    """Print what a publish would do; sends only reads."""
    from .. import telling

    with source.delivery() as delivery:
        text, empty = telling.planned(delivery, form, diff=diff)
    click.echo(text)
    if check and not empty:
        raise SystemExit(PENDING)


@cli.command()
@sourced
@formatted
@click.option("--verify", is_flag=True, help="Read everything back afterwards and compare.")
def publish(source: Source, form: str, verify: bool) -> None:
    """Publish; with `dry_run: true` in mkdocs.yml print the plan."""
    with source.delivery() as delivery, _forgiving(delivery.policy):
        if delivery.dry_run:
            _rehearse(delivery, form)
        else:
            policy = replace(delivery.policy, verify=delivery.policy.verify or verify)
            _publish(replace(delivery, policy=policy), form)


@contextmanager
def _forgiving(policy: Policy) -> Iterator[None]:
    """With `on_failure: warn` an error is a warning, as in a build."""
    try:
        yield
    except PublishError as error:
        if policy.on_failure == "fail":
            raise
        click.echo(f"Warning: Not published: {error}", err=True)


def _rehearse(delivery: Delivery, form: str) -> None:
    from .. import telling

    click.echo(telling.planned(delivery, form, diff=False)[0])
    click.echo(telling.DRY_RUN, err=True)


def _publish(delivery: Delivery, form: str) -> None:
    from .. import telling
    from ..delivery import refused

    heard: list[Notice] = []
    outcome = telling.on_command(delivery, heard)
    click.echo(telling.published(outcome, heard, form))
    if error := refused(outcome):
        raise error


@cli.command()
@sourced
@formatted
def status(source: Source, form: str) -> None:
    """Tell where the site stands, when it was published last, and what drifted since."""
    from . import standing

    with source.delivery() as delivery:
        found = standing.look(delivery)
    click.echo(standing.as_json(found) if form == "json" else standing.as_text(found))


@cli.command()
@sourced
def doctor(source: Source) -> None:
    """Check address, credentials, space, parent and rights one by one; changes nothing."""
    from ..delivery import examined

    for check in examined(source.settings()):
        click.echo(f"{'ok  ' if check.ok else 'FAIL'} {check.name}: {check.detail}")
        if check.hint:
            click.echo(f"     {check.hint}")
        if not check.ok:
            raise SystemExit(FAILED)


@cli.command("open")
@sourced
@click.option("--page", default="", help="Source path of a page (guide/install.md); default: the root.")
@click.option("--print", "only_print", is_flag=True, help="Print the address and open nothing.")
def open_(source: Source, page: str, only_print: bool) -> None:
    """Open the root, or the page of a source file, in the browser."""
    from .. import telling
    from . import standing

    with source.delivery() as delivery:
        url = standing.address(standing.look(delivery), page)
    click.echo(url)
    gone = list(telling.stopped(delivery))
    for line in gone:
        click.echo(line, err=True)
    if not only_print and not gone:
        click.launch(url)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "-f", "--config-file", type=click.Path(path_type=Path), help="mkdocs.yml, if not in this folder."
)
def bundle(folder: Path, config_file: Path | None) -> None:
    """Build the site and write what would be published into FOLDER; sends nothing."""
    from .. import telling
    from ..bundle import Bundle
    from . import project

    project.build(config_file, folder)
    click.echo(telling.bundled(Bundle(folder).load()[0], folder))


@cli.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of its data.")
@click.option("--port", type=click.IntRange(0, 65535), default=8971, show_default=True, help="0: a free one.")
@click.option("--flavor", type=click.Choice(["cloud", "datacenter"]), default="cloud", show_default=True)
@click.option("--strict", is_flag=True, help="Refuse what Confluence's editor cannot hold.")
def sandbox(data: Path | None, port: int, flavor: str, strict: bool) -> None:
    """Serve a Confluence that fits on your machine, until Ctrl+C."""
    from ..config import SANDBOX, data_folder
    from ..delivery import need_sandbox

    need_sandbox()
    from ..sandbox.__main__ import main as serve

    folder = data or data_folder(os.environ) / SANDBOX
    words = [
        "--data",
        str(folder),
        "--port",
        str(port),
        "--flavor",
        flavor,
        *(["--strict"] if strict else []),
    ]
    raise SystemExit(WRONG if serve(words) else 0)


def main() -> None:
    cli(prog_name="mkdocs-confluence")
