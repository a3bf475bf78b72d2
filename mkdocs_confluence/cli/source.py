"""What the commands work from: mkdocs.yml or a bundle, and the options that go with it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..model import Network

if TYPE_CHECKING:
    from ..config import Settings
    from ..delivery import Delivery

F = TypeVar("F", bound=Callable[..., Any])


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
        from .. import delivery

        if self.bundle:
            yield delivery.of_bundle(self.bundle, self.network, self.data)
            return
        from ..bundle import Bundle
        from . import project

        with tempfile.TemporaryDirectory(prefix="mkdocs-confluence-") as folder:
            settings = self.placed(project.build(self.config_file, Path(folder)))
            bundle = Bundle(Path(folder))
            yield delivery.of_settings(bundle.load()[0], bundle, settings)

    def settings(self) -> Settings:
        """Where and how, without building the site."""
        from .. import delivery
        from . import project

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
        files = {"ca_bundle": ca_bundle, "client_cert": client_cert, "client_key": client_key}
        _fits(bundle, config_file, [name for name, value in files.items() if value])
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


def _fits(bundle: Path | None, config_file: Path | None, files: Sequence[str]) -> None:
    """Raise UsageError where an option would do nothing."""
    if bundle and config_file:
        raise click.UsageError("-f / --config-file does not go with BUNDLE: a BUNDLE holds all settings.")
    if files and not bundle:
        option = f"--{files[0].replace('_', '-')}"
        raise click.UsageError(
            f"{option} goes with BUNDLE; without one, set the option `{files[0]}` in mkdocs.yml."
        )
