"""What was published last and what is about to be: the ledger, and its head as it lies in a content property (pure).

A head and ``shards``, each a JSON string in a property of the root page. A property holds 32 KB (documented for
Data Center), keys are lower-case letters, digits and hyphens since a dot separates paths in ``expand``. A copy of the
root page copies its properties too, so the head names the page that it belongs to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..errors import Foreign
from ..model import Width, digest

FORMAT = 1
LIMIT = 28_000
"""Characters of ASCII JSON in one property: under 32 KB with room for the quotes of the string in it."""
ADDITIONS = 3_000
"""Characters of the additions in the head."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A file of ours: short digest of its bytes and id of the attachment."""

    digest: str
    id: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What the last publish knew of one page."""

    id: str
    version: int
    body: str = ""
    """Short digest of the body; empty where none of ours was written."""
    links: str = ""
    """Short digest of the ids that its links resolved to."""
    labels: tuple[str, ...] = ()
    files: Mapping[str, Filed] = field(default_factory=dict)
    width: Width = "default"
    nav: str = ""
    """Short digests of title, parent and order of children as they were left: tells a person's move from the nav's."""
    gone: Literal["", "trash", "archive", "unseen"] = ""
    """How it was retired: then this is its tombstone. ``unseen``: it left the site and could not be found."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A write that is about to happen: it lets the next run recognise what this one could not record any more."""

    key: str
    id: str
    """Empty for a page that is to be created."""
    title: str
    """The title that is meant; until the write it is ``old_title``."""
    parent: str
    """Key of the page that it will stand under; empty for the root."""
    old_title: str = ""
    old_parent: str = ""
    """Id of the page that it stood under."""
    version: int = 0
    """Its version before."""
    writes: int = 0
    """Writes without a body that may raise the version."""
    parked: str = ""
    """The title for the time being, if it needs one."""


@dataclass(frozen=True, slots=True)
class Addition:
    """What a page is about to get or lose: ours, and in doubt until an entry says how it ended."""

    labels: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    """Names."""
    width: bool = False


@dataclass(frozen=True, slots=True)
class Lease:
    """The claim of one run on the tree, until a moment in seconds since the epoch."""

    run: str
    until: float
    seconds: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """Entries and tombstones by key, intents that were open, and the lease of a run that goes on or was cut."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    intents: tuple[Intent, ...] = ()
    additions: Mapping[str, Addition] = field(default_factory=dict)
    """By id, those of pages that were still to be created by key; as many as the head has room for."""
    lease: Lease | None = None
    names: tuple[str, str, str] = ("", "", "")
    """site_name, site_url and repo_url of the site that it belongs to."""
    affixes: tuple[str, str] = ("", "")
    """Prefix and suffix of its titles when it was published last."""
    converter: str = ""
    flavor: str = ""
    shards: int = 0
    """How many shards there are; 0 where there is no ledger yet."""
    placeless: bool = False
    """Whether the server was seen to ignore positions (Data Center)."""

    def addition(self, page_id: str, key: str) -> Addition:
        return self.additions.get(page_id) or self.additions.get(key) or Addition()

    @property
    def exists(self) -> bool:
        return self.shards > 0

    def living(self) -> dict[str, Entry]:
        return {key: entry for key, entry in self.entries.items() if not entry.gone}


def prefix(site: str) -> str:
    """What the keys of all properties of a site start with."""
    name = re.sub(r"[^a-z0-9]+", "-", site.lower()).strip("-")[:80]
    tail = "" if name == site else f"-{digest(site)[:6]}"
    return f"mkdocs-{name or 'site'}{tail}--"


def head_key(site: str) -> str:
    return f"{prefix(site)}head"


def apart(key: str, page_id: str) -> str:
    """The key of a page that left the site, where another page has its path by now."""
    return f"{path(key)}\n{page_id}"


def path(key: str) -> str:
    """The source path in the key of a row."""
    return key.partition("\n")[0]


# --- head -----------------------------------------------------------------------------------------


def head(ledger: Ledger, root: str, site: str) -> str:
    """The head as the text that is stored."""
    lease = ledger.lease
    return dump(
        {
            "format": FORMAT,
            "site": site,
            "page": root,
            "names": ledger.names,
            "affixes": ledger.affixes,
            "flavor": ledger.flavor,
            "converter": ledger.converter,
            "shards": ledger.shards,
            "placeless": ledger.placeless,
            "lease": [lease.run, lease.until, lease.seconds] if lease else None,
            "intents": [_intent_row(intent) for intent in ledger.intents],
            "additions": {key: _addition_row(it) for key, it in ledger.additions.items()},
        }
    )


def _intent_row(intent: Intent) -> list[object]:
    return [getattr(intent, name) for name in Intent.__slots__]


def _addition_row(addition: Addition) -> list[object]:
    return [addition.labels, addition.files, int(addition.width)]


def roomy(additions: Mapping[str, Addition]) -> dict[str, Addition]:
    """As many additions as the head has room for."""
    found: dict[str, Addition] = {}
    room = ADDITIONS
    for key, it in additions.items():
        size = len(dump([key, _addition_row(it)]))
        if size <= room:
            found[key] = it
            room -= size
    return found


def dump(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def load(value: object) -> Any:
    """What a property holds: our JSON text, or what somebody else put there (then None)."""
    if not isinstance(value, str):
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None


def is_head(value: object, site: str, page: str) -> bool:
    """Whether a property value is the head of this site's ledger on this very page."""
    found = load(value)
    return isinstance(found, dict) and found.get("site") == site and found.get("page") == page


def read_head(value: object) -> Ledger:
    """The head of a ledger, without entries. Raises Foreign for a format that only a newer version can read."""
    found = load(value)
    if found["format"] > FORMAT:
        raise Foreign(
            f"The tree was published by a newer version of this plugin (ledger format {found['format']}).",
            hint="Update mkdocs-confluence-tree.",
        )
    lease = found["lease"]
    return Ledger(
        intents=tuple(Intent(*row) for row in found["intents"]),
        additions={
            key: Addition(tuple(labels), tuple(files), any(width))
            for key, (labels, files, *width) in found.get("additions", {}).items()
        },
        lease=Lease(*lease) if lease else None,
        names=tuple(found["names"]),
        affixes=tuple(found.get("affixes", ("", ""))),
        converter=found["converter"],
        flavor=found["flavor"],
        shards=found["shards"],
        placeless=found.get("placeless", False),
    )
