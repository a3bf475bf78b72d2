"""The manifest of a bundle: settings and pages, without bodies and without secrets (pure)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from ..model import Attachment, Destination, Issue, Network, Page, Policy, Publication

FORMAT = 2
KEPT = ("timeout", "workers")
"""Settings of the network that a bundle holds; paths of certificates are those of one machine."""

Manifest = dict[str, Any]
"""As JSON has it."""


def written(publication: Publication, destination: Destination, policy: Policy, network: Network) -> Manifest:
    """The manifest of all this. ``force`` is for one run and is not kept."""
    return {
        "format": FORMAT,
        "destination": dataclasses.asdict(destination),
        "policy": {name: value for name, value in dataclasses.asdict(policy).items() if name != "force"},
        "network": {name: getattr(network, name) for name in KEPT},
        "publication": dataclasses.asdict(publication),
    }


def read(manifest: Manifest) -> tuple[Publication, Destination, Policy]:
    """What was written. Raises ValueError, KeyError, TypeError or AttributeError for anything else."""
    publication = _publication(manifest["publication"])
    return publication, Destination(**manifest["destination"]), Policy(**manifest["policy"])


def network(manifest: Manifest, here: Network) -> Network:
    """The network of this machine, with what the build decided. Raises as ``read`` does."""
    kept = manifest.get("network", {})
    return dataclasses.replace(here, **{name: kept[name] for name in KEPT if name in kept})


def _publication(row: dict[str, Any]) -> Publication:
    pages = tuple(_in_order(map(_page, row.pop("pages"))))
    issues = tuple(Issue(**issue) for issue in row.pop("issues"))
    return Publication(**row, pages=pages, issues=issues)


def _in_order(pages: Iterable[Page]) -> Iterator[Page]:
    """The pages, each once and below one that came before. Raises ValueError for any other order, or none."""
    known: set[str | None] = set()
    for page in pages:
        if page.key in known or page.parent not in (known or {None}):
            raise ValueError(page.key)
        known.add(page.key)
        yield page
    if not known:
        raise ValueError("no page")


def _page(row: dict[str, Any]) -> Page:
    attachments = tuple(Attachment(**attachment) for attachment in row.pop("attachments"))
    return Page(
        **{**row, "links": tuple(row["links"]), "labels": tuple(row["labels"])}, attachments=attachments
    )
