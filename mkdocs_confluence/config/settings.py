"""One frozen object with everything that was decided."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from ..errors import SettingsError
from ..model import Conversion, Credentials, Destination, Flavor, Network, Policy, Width
from . import credentials
from .address import SANDBOX, base_url, flavor_of, url_problems

if TYPE_CHECKING:
    from .options import Options

SANDBOX_SPACE = "DOCS"
ENABLED_HINT = (
    "To build the site without publishing it, set `enabled: false`, for example "
    "`enabled: !ENV [CONFLUENCE_PUBLISH, false]`."
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where, who, which pages and how. ``credentials`` is None where none were found."""

    destination: Destination
    credentials: Credentials | None = None
    network: Network = field(default_factory=Network)
    policy: Policy = field(default_factory=Policy)
    conversion: Conversion = field(default_factory=Conversion)
    dry_run: bool = False
    bundle_dir: Path | None = None
    sandbox_dir: Path = Path()
    outside_nav: Literal["skip", "publish"] = "skip"
    title_prefix: str = ""
    title_suffix: str = ""
    labels: tuple[str, ...] = ()
    labels_from_tags: bool = False
    width: Width = "default"


def read(options: Options, environment: Mapping[str, str]) -> Settings:
    """Options filled up from the environment. Raises SettingsError for what is missing."""
    destination = _destination(options, environment)
    return Settings(
        destination=destination,
        credentials=credentials.find(
            destination.url,
            environment,
            user=options.user,
            token=options.token.reveal(),
            headers=options.headers.reveal(),
        ),
        network=_network(options),
        policy=_policy(options, environment),
        conversion=_conversion(options),
        dry_run=options.dry_run,
        bundle_dir=options.bundle_dir,
        sandbox_dir=options.sandbox_dir or data_folder(environment) / SANDBOX,
        outside_nav=cast("Literal['skip', 'publish']", options.outside_nav),
        title_prefix=options.title_prefix,
        title_suffix=options.title_suffix,
        labels=tuple(options.labels),
        labels_from_tags=options.labels_from_tags,
        width=cast("Width", options.width),
    )


def _destination(options: Options, environment: Mapping[str, str]) -> Destination:
    url = options.url or environment.get("CONFLUENCE_URL", "").strip()
    default = SANDBOX_SPACE if url == SANDBOX else environment.get("CONFLUENCE_SPACE", "").strip()
    space = options.space or default
    for name, value in (("url", url), ("space", space)):
        if not value:
            variable = f"CONFLUENCE_{name.upper()}"
            raise SettingsError(
                f"The option `{name}` is missing.", hint=f"Set it or {variable}. {ENABLED_HINT}"
            )
    for problem in url_problems(url, options.flavor):
        raise SettingsError(
            f"The option `url` (CONFLUENCE_URL) is wrong: {problem}",
            hint="It is what stands before /spaces, /display or /pages in the address of a page.",
        )
    flavor = cast("Flavor", flavor_of(url, options.flavor))
    if options.retire == "archive" and flavor == "datacenter":
        raise SettingsError(
            "The option `retire` cannot be archive on Data Center.", hint="Use trash or keep."
        )
    return Destination(base_url(url), flavor, space, options.parent, options.site)


def need_credentials(settings: Settings, *, hint: str = "") -> Credentials:
    """The credentials, or a SettingsError that tells what to do, with what else ``hint`` has to say."""
    if settings.credentials is not None:
        return settings.credentials
    raise SettingsError(
        f"The option `token` is missing: nothing says how to log in to {settings.destination.url}.",
        hint="Set CONFLUENCE_TOKEN (and CONFLUENCE_USER, unless it is a bearer token), or the options `token` "
        f"and `user`, or an entry in .netrc. {hint}".rstrip(),
    )


def _network(options: Options) -> Network:
    for name in ("ca_bundle", "client_cert", "client_key"):
        if options[name] and not options[name].exists():
            raise SettingsError(
                f"The option `{name}` names {options[name]}, which does not exist.",
                hint="Paths are relative to the folder of mkdocs.yml.",
            )
    return Network(
        ca_bundle=str(options.ca_bundle or ""),
        client_cert=str(options.client_cert or ""),
        client_key=str(options.client_key or ""),
        timeout=float(options.timeout or 0),
        workers=options.workers or 1,
    )


def _policy(options: Options, environment: Mapping[str, str]) -> Policy:
    return Policy(
        on_failure=cast("Literal['fail', 'warn']", options.on_failure),
        retire=cast("Literal['trash', 'archive', 'keep']", options.retire),
        retire_limit=options.retire_limit,
        force=forced(environment),
        adopt=options.adopt,
        on_edit=cast("Literal['overwrite', 'skip', 'fail']", options.on_edit),
        on_lost_comment=cast("Literal['warn', 'skip']", options.on_lost_comment),
        minor_edit=options.minor_edit,
        version_message=options.version_message,
        positions=options.positions,
        lease=options.lease or 0,
        verify=options.verify,
    )


def forced(environment: Mapping[str, str]) -> bool:
    """Whether CONFLUENCE_FORCE lifts, for this run, what keeps a publish from retiring much or taking the tree of another site."""
    return environment.get("CONFLUENCE_FORCE", "").strip().lower() in {"1", "true", "yes", "on"}


def _conversion(options: Options) -> Conversion:
    return Conversion(
        tabs=cast("Literal['sequence', 'expand', 'macro']", options.tabs),
        tabs_macro=(options.tabs_macro[0], options.tabs_macro[1]),
        math=cast("Literal['code', 'macro']", options.math),
        math_macro=(options.math_macro[0], options.math_macro[1]),
        diagrams=cast("Literal['code', 'macro']", options.diagrams),
        diagram_macros=dict(options.diagram_macros),
    )


def data_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """The folder for data of this tool of the user, as each system has it."""
    home = Path.home()
    if platform == "win32":
        base = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / "mkdocs-confluence"
