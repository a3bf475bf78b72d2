"""The options of the plugin in mkdocs.yml."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings, ValidationError, get_schema

from ..names import label
from .address import flavor_of, url_problems
from .hidden import Hidden
from .kinds import Flag, Location, Names, Number, OneOf, Secret, SecretTable, Table, Text

SECRETS = ("token", "headers")
TOGETHER = {"url", "flavor", "space", "site", "labels", "retire", "client_cert", "client_key"}
"""Options that are checked beyond their kinds, once all of them are of their kinds."""


class Options(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves __init_subclass__ untyped
    """Every option with its kind and default; the guide's page about options says what each means."""

    # where
    url = Text()
    space = Text()
    parent = Text()
    site = Text("docs")
    flavor = OneOf("cloud", "datacenter", default="")
    # who
    user = Text()
    token = Secret()
    headers = SecretTable()
    # whether
    enabled = Flag(True)
    dry_run = Flag(False)
    on_failure = OneOf("fail", "warn")
    bundle_dir = Location()
    sandbox_dir = Location()
    # which pages, under which names
    outside_nav = OneOf("skip", "publish")
    title_prefix = Text(limit=80)
    title_suffix = Text(limit=80)
    labels = Names()
    labels_from_tags = Flag(False)
    width = OneOf("default", "full")
    # how constructs are written
    tabs = OneOf("sequence", "expand", "macro")
    tabs_macro = Names(["ui-tabs", "ui-tab"], count=2)
    math = OneOf("code", "macro")
    math_macro = Names(["mathinline", "mathblock"], count=2)
    diagrams = OneOf("code", "macro")
    diagram_macros = Table()
    # what a publish may do
    retire = OneOf("trash", "archive", "keep")
    retire_limit = Number(None, least=0, most=1_000_000)
    adopt = Flag(False)
    on_edit = OneOf("overwrite", "skip", "fail")
    on_lost_comment = OneOf("warn", "skip")
    minor_edit = Flag(False)
    version_message = Text(limit=200)
    verify = Flag(False)
    positions = Flag(True)
    lease = Number(120, least=10, most=3600)
    # the way to the server
    workers = Number(8, least=1, most=32)
    timeout = Number(60, least=1, most=3600)
    ca_bundle = Location()
    client_cert = Location()
    client_key = Location()

    def load_dict(self, patch: dict[str, Any]) -> None:
        """Take values in, secrets hidden: MkDocs keeps the very dictionary, and other plugins can see it."""
        for name in SECRETS:
            if isinstance(patch, dict) and patch.get(name) and not isinstance(patch[name], Hidden):
                patch[name] = Hidden(patch[name])
        super().load_dict(patch)

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        """Check all options, so that everything wrong is told at once, then how they go together."""
        errors = [(name, ValidationError(message)) for name, message in self._unknown()]
        for name, option in get_schema(type(self)):
            try:
                option.pre_validation(self, name)
                self[name] = option.validate(self[name])
            except ValidationError as error:
                errors.append((name, error))
        if self.enabled is True and not TOGETHER & {name for name, _ in errors}:
            errors += [(name, ValidationError(message)) for name, message in _problems(self)]
        return list(errors), []

    def _unknown(self) -> list[tuple[str, str]]:
        known = [name for name, _ in get_schema(type(self))]
        return [(str(name), _guess(str(name), known)) for name in self if name not in known]


def _guess(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"There is no such option; did you mean {close[0]}?" if close else "There is no such option."


def _problems(options: Options) -> Iterator[tuple[str, str]]:
    """(option, what is wrong) beyond the kind of each option, as far as mkdocs.yml alone can tell."""
    if options.url:
        yield from ((("url", message)) for message in url_problems(options.url, options.flavor))
    if re.search(r"\s", options.space):
        yield (
            "space",
            f"{options.space!r} has blanks; give the key of the space (as in its address), not its name.",
        )
    if not re.fullmatch(r"[\w.-]{1,40}", options.site):
        yield "site", "Expected up to 40 letters, digits, points, hyphens."
    for text in options.labels:
        if not label(text):
            yield "labels", f"{text!r} has nothing that a label can hold."
    if options.retire == "archive" and options.url and flavor_of(options.url, options.flavor) == "datacenter":
        yield "retire", "Data Center has no archive for single pages; use trash or keep."
    if options.client_key and not options.client_cert:
        yield "client_key", "A key without client_cert; give both, or one file with both as client_cert."
