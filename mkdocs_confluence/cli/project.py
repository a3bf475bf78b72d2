"""The site of a mkdocs.yml, built into a temporary folder, as a bundle."""

from __future__ import annotations

import importlib
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from ..config import Settings, settings
from ..errors import SettingsError, SiteError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from ..config.options import Options

NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
HINT = "Add `confluence` to `plugins:`, as the guide says under Getting started."


class Plugin(Protocol):
    """What is needed of the plugin that mkdocs.yml loads."""

    config: Options
    settings: Settings | None

    def bundle_only(self, folder: Path | None) -> None: ...


def build(config_file: Path | None, folder: Path) -> Settings:
    """Build the site and write a bundle into a folder; the answer is what mkdocs.yml decides.

    Raises SettingsError where there is no mkdocs.yml or it is wrong, SiteError where the build fails.
    """
    path = _found(config_file)
    with tempfile.TemporaryDirectory(prefix="mkdocs-confluence-") as site_dir, _listening() as heard:
        config = _loaded(path, site_dir, heard)
        plugin = _plugin(config)
        plugin.bundle_only(folder)
        try:
            _build(config, heard)
        finally:
            plugin.bundle_only(None)
        for text in heard:
            sys.stderr.write(f"Error: {text}\n")
    if plugin.settings is None:
        raise SiteError(
            "The site was built without the plugin.",
            hint="Look whether another plugin or a hook turns it off.",
        )
    return plugin.settings


def decided(config_file: Path | None) -> Settings:
    """What mkdocs.yml decides, without building the site. Raises SettingsError."""
    with _listening() as heard, tempfile.TemporaryDirectory() as site_dir:
        plugin = _plugin(_loaded(_found(config_file), site_dir, heard))
    return settings.read(plugin.config, os.environ)


def _found(config_file: Path | None) -> Path:
    names = [config_file] if config_file else [Path(name) for name in NAMES]
    for path in names:
        if path.is_file():
            return path.resolve()
    raise SettingsError(f"There is no {names[0]}.", hint="Name the file with -f, or give a bundle folder.")


def _loaded(path: Path, site_dir: str, heard: list[str]) -> MkDocsConfig:
    if path.name.startswith("properdocs"):
        importlib.import_module("properdocs.replacement")  # from here on, `mkdocs` is ProperDocs
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, ConfigurationError

    try:
        return load_config(str(path), site_dir=site_dir)
    except (Abort, ConfigurationError) as error:
        raise SettingsError(f"{path} is wrong.", hint=_said(heard, error)) from error


def _plugin(config: MkDocsConfig) -> Plugin:
    for plugin in config.plugins.values():
        if hasattr(plugin, "bundle_only"):
            return cast("Plugin", plugin)
    raise SettingsError(f"{config.config_file_path} does not use the plugin.", hint=HINT)


def _build(config: MkDocsConfig, heard: list[str]) -> None:
    from mkdocs.commands.build import build as build_site
    from mkdocs.exceptions import Abort

    config.plugins.on_startup(command="build", dirty=False)
    try:
        build_site(config)
    except Abort as error:
        raise SiteError("The site was not built.", hint=_said(heard, error)) from error
    except Exception as error:  # of another plugin, a hook, the theme
        raise SiteError(
            f"The site was not built: {type(error).__name__}: {error}", hint="`mkdocs build` tells more."
        ) from error
    finally:
        config.plugins.on_shutdown()


def _said(heard: list[str], error: BaseException) -> str:
    return "\n".join(heard) or str(error)


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Warnings of MkDocs go to standard error; its errors are kept, to be told as why it failed, or in the end."""
    heard: list[str] = []
    handler = _Listener(heard)
    loggers = [logging.getLogger(name) for name in ("mkdocs", "properdocs")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield heard
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


class _Listener(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage().removeprefix("confluence: ")
        if record.levelno >= logging.ERROR:
            self.heard.append(text)
        else:
            sys.stderr.write(f"Warning: {text}\n")
