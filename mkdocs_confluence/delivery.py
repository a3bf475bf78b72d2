"""What both doors do with a bundle: find or start the sandbox, connect, publish or plan."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from .bundle import Bundle
from .client import Client, connect
from .client.doctor import Check, checks
from .config import SANDBOX, Settings, data_folder, find_credentials, forced, need_credentials
from .errors import PublishError, SandboxError, TreeError
from .model import Credentials, Destination, Network, Policy, Publication
from .sync import Outcome, Plan, plan_only, prospect, publish, report
from .sync.changes import Notify

EXTRA = ("flask", "waitress", "pygments")
"""Packages of the extra that a sandbox runs on."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A bundle, where it goes, and how."""

    publication: Publication
    bundle: Bundle
    destination: Destination
    policy: Policy
    credentials: Credentials
    network: Network
    sandbox_dir: Path
    dry_run: bool = False
    """Whether to print the plan in place of publishing."""

    def publish(self, notify: Notify) -> Outcome:
        """Carry it out. Raises PublishError."""
        with self.connected() as (client, destination):
            return publish(
                client,
                self.publication,
                self.bundle,
                destination,
                self.policy,
                workers=self.network.workers,
                notify=notify,
            )

    def plan(self, notify: Notify) -> Plan:
        """What carrying it out would change; sends only reads. Raises PublishError."""
        with self.connected() as (client, destination):
            return self.planned(client, destination, notify)

    def planned(self, client: Client, destination: Destination, notify: Notify) -> Plan:
        return plan_only(client, self.publication, destination, self.policy, notify=notify)

    def prospect(self, client: Client, destination: Destination) -> tuple[Plan, tuple[TreeError, ...]]:
        """The plan, and what would refuse it."""
        return prospect(client, self.publication, destination, self.policy)

    @contextmanager
    def connected(self) -> Iterator[tuple[Client, Destination]]:
        """A client, and the destination with an address: the sandbox runs as long as the context is open."""
        with served(self.destination, self.sandbox_dir) as destination:
            client = connect(destination, self.credentials, self.network)
            try:
                yield client, destination
            finally:
                client.close()


def of_settings(publication: Publication, bundle: Bundle, settings: Settings) -> Delivery:
    """The delivery that mkdocs.yml decides. Raises SettingsError where credentials are missing."""
    return Delivery(
        publication,
        bundle,
        settings.destination,
        settings.policy,
        need_credentials(settings),
        settings.network,
        settings.sandbox_dir,
        settings.dry_run,
    )


@contextmanager
def served(destination: Destination, sandbox_dir: Path) -> Iterator[Destination]:
    """The destination; for ``sandbox`` the one that runs on the folder, else one started for the time being."""
    if destination.url != SANDBOX:
        yield destination
        return
    from . import sandbox

    try:
        running = sandbox.start(sandbox_dir, destination.flavor)
    except sandbox.Refused as error:
        need_sandbox()
        raise SandboxError(str(error), hint=f"Its data and log lie in {sandbox_dir}.") from None
    try:
        yield replace(destination, url=running.url, space=destination.space or running.space)
    finally:
        running.stop()


def need_sandbox() -> None:
    """Raises SandboxError where this Python lacks what a sandbox runs on."""
    if not all(map(find_spec, EXTRA)):
        raise SandboxError(
            "The sandbox is not installed.", hint="pip install 'mkdocs-confluence-tree[sandbox]'"
        )


def examined(settings: Settings) -> Iterator[Check]:
    """Checks of everything that a publish needs, one by one. Raises SettingsError without credentials, SandboxError."""
    credentials = need_credentials(settings)
    with served(settings.destination, settings.sandbox_dir) as destination:
        yield from checks(destination, credentials, settings.network)


def refused(outcome: Outcome) -> PublishError | None:
    """The error that a publish with failures ends with; None where there were none."""
    if outcome.ok:
        return None
    failed = report.failed(outcome)
    pages = len(outcome.pages) + failed - outcome.count("failed")
    lines = "\n".join(f"  {failure}" for failure in outcome.failures)
    said = [
        "The others are published." if failed < pages else "",
        "" if outcome.retired else "Nothing was retired.",
        "Mend what is named, and publish again.",
    ]
    return PublishError(
        f"{len(outcome.failures)} of {report.counted(pages, 'page')} failed:\n{lines}",
        hint=" ".join(filter(None, said)),
    )


def of_bundle(folder: Path, network: Network, sandbox_dir: Path | None = None) -> Delivery:
    """The delivery of a bundle folder."""
    bundle = Bundle(folder)
    return of_settings(bundle.load()[0], bundle, bundle_settings(folder, network, sandbox_dir))


def bundle_settings(folder: Path, network: Network, sandbox_dir: Path | None = None) -> Settings:
    """What a bundle decides; who publishes it says the environment or .netrc."""
    _, destination, policy = Bundle(folder).load()
    return Settings(
        destination=destination,
        credentials=find_credentials(destination.url, os.environ),
        network=Bundle(folder).network(network),
        policy=replace(policy, force=forced(os.environ)),
        sandbox_dir=sandbox_dir or data_folder() / SANDBOX,
    )
