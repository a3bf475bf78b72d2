"""The ``mkdocs-confluence`` command. Rooms are imported where they are used, so that help is quick."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from . import __version__
from .errors import BundleError, PublishError, SandboxError, SettingsError, SiteError
from .model import Network

if TYPE_CHECKING:
    from .config import Settings
    from .delivery import Delivery
    from .sync import Notice

F = TypeVar("F", bound=Callable[..., Any])
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


class Doors(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PublishError as error:
            raise Told(error) from error


@dataclass(frozen=True, slots=True)
class Source:
    """Where a command finds what to publish: a bundle folder, else mkdocs.yml."""

    bundle: Path | None
    config_file: Path | None
    data: Path | None
    network: Network

    @contextmanager
    def delivery(self) -> Iterator[Delivery]:
        """What to publish and where; a site is built into a temporary folder that goes with the context."""
        from . import delivery

        if self.bundle:
            yield delivery.of_bundle(self.bundle, self.network, self.data)
            return
        from . import project
        from .bundle import Bundle

        with tempfile.TemporaryDirectory(prefix="mkdocs-confluence-") as folder:
            settings = self.placed(project.build(self.config_file, Path(folder)))
            bundle = Bundle(Path(folder))
            yield delivery.of_settings(bundle.load()[0], bundle, settings)

    def settings(self) -> Settings:
        """Where and how, without building the site."""
        from . import delivery, project

        if self.bundle:
            return delivery.bundle_settings(self.bundle, self.network, self.data)
        return self.placed(project.decided(self.config_file))

    def placed(self, settings: Settings) -> Settings:
        return replace(settings, sandbox_dir=self.data) if self.data else settings


def sourced(command: F) -> F:
    """Give a command the argument BUNDLE and the options that go with it, as one ``Source``."""

    @wraps(command)
    def with_source(
        bundle: Path | None,
        config_file: Path | None,
        data: Path | None,
        ca_bundle: str,
        client_cert: str,
        client_key: str,
        **rest: Any,
    ) -> Any:
        network = Network(ca_bundle, client_cert, client_key)
        return command(Source(bundle, config_file, data, network), **rest)

    path = click.Path(path_type=Path)
    for decorate in (
        click.option("--client-key", default="", help="With BUNDLE: its key."),
        click.option("--client-cert", default="", help="With BUNDLE: a client certificate."),
        click.option("--ca-bundle", default="", help="With BUNDLE: certificates of your own authority."),
        click.option("--data", type=path, help="Folder of the sandbox's data, for `url: sandbox`."),
        click.option("-f", "--config-file", type=path, help="mkdocs.yml, if not in this folder."),
        click.argument(
            "bundle", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False)
        ),
    ):
        decorate(with_source)
    return with_source  # type: ignore[return-value]  # takes what click gives in place of a Source


formatted = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the result."
)


@click.group(cls=Doors, context_settings={"help_option_names": ["-h", "--help"]})
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
    from . import telling

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
    """Publish."""
    from . import telling
    from .delivery import refused

    heard: list[Notice] = []
    with source.delivery() as delivery:
        if verify:
            delivery = replace(delivery, policy=replace(delivery.policy, verify=True))
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
    from .delivery import examined

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
    from . import standing, telling

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
    from . import project, telling
    from .bundle import Bundle

    project.build(config_file, folder)
    click.echo(telling.bundled(Bundle(folder).load()[0], folder))


@cli.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of its data.")
@click.option("--port", type=click.IntRange(0, 65535), default=8971, show_default=True, help="0: a free one.")
@click.option("--flavor", type=click.Choice(["cloud", "datacenter"]), default="cloud", show_default=True)
@click.option("--strict", is_flag=True, help="Refuse what Confluence's editor cannot hold.")
def sandbox(data: Path | None, port: int, flavor: str, strict: bool) -> None:
    """Serve a Confluence that fits on your machine, until Ctrl+C."""
    from importlib.util import find_spec

    from .config import SANDBOX, data_folder

    if not find_spec("flask") or not find_spec("waitress"):
        raise SandboxError(
            "The sandbox is not installed.", hint="pip install 'mkdocs-confluence-tree[sandbox]'"
        )
    from .sandbox.__main__ import main as serve

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
