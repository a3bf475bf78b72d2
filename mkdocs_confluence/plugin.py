"""The door for MkDocs: settings → publication → publish, at the end of a build."""

from __future__ import annotations

import copy
import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.utils import CountHandler

from . import rivals
from .config import settings as settings_
from .config.options import Options
from .errors import PublishError, SettingsError

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

    from .bundle import Bundle
    from .config import Settings
    from .model import Issue, Publication

log = get_plugin_logger("confluence")
FEW = 3
"""Notes of one kind that are logged one by one."""
Command = Literal["build", "gh-deploy", "serve"]


class _Errors(logging.Handler):
    """Counts the errors that a build logs and goes on after; MkDocs counts under strict only."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0
        logging.getLogger("mkdocs")  # else it is skipped on the way up
        self.logger = logging.getLogger("mkdocs.plugins.confluence")
        while self.logger.parent not in (None, logging.root):
            self.logger = self.logger.parent

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


class ConfluencePlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]  # as Options
    """Publishes the site of a build. Idle unless the build is a whole one of ``mkdocs build``."""

    _nav: Navigation
    _files: Files
    _site: MkDocsConfig

    def __init__(self) -> None:
        self._idle = ""
        """Why nothing is published by this command; empty for a build."""
        self._said = False
        self._begun = False
        """Whether the build of this command has begun: another one then is a build within it."""
        self._within = 0
        """Builds within the build that are not at their end."""
        self._folder: Path | None = None
        self._errors: _Errors | None = None
        self.settings: Settings | None = None

    def bundle_only(self, folder: Path | None) -> None:
        """Write a bundle into a folder and send nothing, whatever the options say; None: do as they say again."""
        self._folder = folder

    def on_startup(self, *, command: Command, dirty: bool) -> None:
        typed = click.get_current_context(silent=True)
        if typed is not None and typed.info_name == "serve":
            command = "serve"  # `serve --clean` calls itself a build
        self._said = self._begun = False
        self._within = 0
        self._idle = "--dirty" if dirty else "" if command == "build" else command

    def on_config(self, config: MkDocsConfig) -> None:
        """Take up the settings. A build within the build (mkdocs-static-i18n: of another language) is left alone.

        It has the same ledger, so publishing it too would retire every page of the one before.
        """
        if self._begun:
            self._within += 1
            if self.settings is not None and not self._said:
                log.info("Only the first build is published, not those within it, as for other languages.")
                self._said = True
            return
        self._begun = True
        self.settings = None
        self._count_errors(begin=True)
        if self._folder is None and not self.config.enabled:
            return
        if self._idle:
            if not self._said:
                log.info("Nothing is published with %s.", self._idle)
            self._said = True
            return
        with _errors():
            rivals.refuse()
            self.settings = settings_.read(self.config, os.environ)
            _check(self.settings, config, bundle_only=self._folder is not None)
        from . import fences

        fences.prepare(config.markdown_extensions, config.mdx_configs)

    def on_build_error(self, *, error: Exception) -> None:
        self._count_errors(begin=False)

    def _count_errors(self, *, begin: bool) -> int:
        """Begin or end to count errors; how many were logged until now."""
        before = self._errors
        if before is not None:
            before.logger.removeHandler(before)
        self._errors = _Errors() if begin else None
        if self._errors is not None:
            self._errors.logger.addHandler(self._errors)
        return before.count if before else 0

    @event_priority(-100)
    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
        if not self._within:
            self._nav = nav

    @event_priority(-100)
    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
        if not self._within:
            self._files, self._site = files, copy.copy(config)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if self._within:
            self._within -= 1
            return
        errors = self._count_errors(begin=False)
        if self.settings is None:
            return
        with _errors(), tempfile.TemporaryDirectory(prefix="mkdocs-confluence-") as spool:
            folder = self._folder or self.settings.bundle_dir or Path(spool)
            self._bundle(self._site, self.settings, folder, errors)

    def _bundle(self, config: MkDocsConfig, settings: Settings, folder: Path, errors: int) -> None:
        """Write the bundle, and publish it; a build that strict mode refuses leaves an older bundle as it was."""
        from .bundle import Bundle
        from .sync.report import counted

        bundle = Bundle(folder)
        bundle.begin()
        try:
            publication = replace(self._publication(config, settings, bundle), errors=errors)
            if warnings := _warnings():
                log.info("Nothing is published: %s in strict mode.", counted(warnings, "warning"))
                return
            bundle.save(publication, settings.destination, settings.policy, settings.network)
        finally:
            bundle.discard()
        if self._folder is None:
            _publish(publication, bundle, settings)

    def _publication(self, config: MkDocsConfig, settings: Settings, bundle: Bundle) -> Publication:
        from . import draw, tree

        publication = tree.publication(self._nav, self._files, config, settings, bundle, draw.draw)
        _tell(publication.issues)
        _annotate(publication, config)
        return publication


def _publish(publication: Publication, bundle: Bundle, settings: Settings) -> None:
    from . import delivery, telling

    if settings.credentials is None:
        log.info("%s Nothing is sent.", telling.bundled(publication, bundle.folder))
        return
    try:
        ready = delivery.of_settings(publication, bundle, settings)
        telling.in_build(ready, log.info, click.echo)
    except PublishError as error:
        if settings.policy.on_failure == "fail":
            raise
        log.info("Not published: %s", error)


def _tell(issues: Sequence[Issue]) -> None:
    """Log every warning; notes that many pages share are counted."""
    notes: dict[str, list[Issue]] = {}
    for issue in issues:
        if issue.severity == "warning":
            log.warning("%s", issue)
        else:
            notes.setdefault(issue.message, []).append(issue)
    for alike in notes.values():
        for issue in alike[:FEW]:
            log.info("%s", issue)
        if len(alike) > FEW:
            log.info("… and %d more times: %s", len(alike) - FEW, alike[0].message)


def _annotate(publication: Publication, config: MkDocsConfig) -> None:
    """On GitHub, show Issues beside the sources."""
    if os.environ.get("GITHUB_ACTIONS") == "true" and publication.issues:
        from .sync import report

        top = os.environ.get("GITHUB_WORKSPACE") or Path.cwd()
        folder = Path(os.path.relpath(config.docs_dir, top)).as_posix()
        click.echo(report.github_annotations(publication.issues, folder), err=True)


def _check(settings: Settings, config: MkDocsConfig, *, bundle_only: bool) -> None:
    """Whether the settings go with this site and suffice; raises SettingsError."""
    if sum(isinstance(plugin, ConfluencePlugin) for plugin in config.plugins.values()) > 1:
        raise SettingsError(f"`plugins:` names {rivals.PLUGIN} more than once.", hint="Keep one of them.")
    if settings.bundle_dir is None:
        if not bundle_only:
            settings_.need_credentials(settings, hint=settings_.ENABLED_HINT)
        return
    folder = settings.bundle_dir.resolve()
    for name in ("docs_dir", "site_dir"):
        other = Path(config[name]).resolve()
        if folder.is_relative_to(other) or other.is_relative_to(folder):
            raise SettingsError(
                f"The option `bundle_dir` ({folder}) and {name} lie in each other.",
                hint="Give the bundle a folder of its own.",
            )


def _warnings() -> int:
    """Warnings and errors logged so far, where strict mode counts them (on the logger of MkDocs or of ProperDocs)."""
    logger: logging.Logger | None = logging.getLogger("mkdocs.plugins.confluence")
    count = 0
    while logger is not None:
        counters = (handler for handler in logger.handlers if isinstance(handler, CountHandler))
        count += sum(sum(counter.counts.values()) for counter in counters)
        logger = logger.parent
    return count


@contextmanager
def _errors() -> Iterator[None]:
    """A mistake of a user ends the build with its message and its hint, without a traceback."""
    try:
        yield
    except PublishError as error:
        raise PluginError("\n".join(filter(None, (f"confluence: {error.message}", error.hint)))) from error
