"""A process that publishes: ``python publisher.py URL FLAVOR FOLDER``, for tests that kill it."""

from __future__ import annotations

import sys
from pathlib import Path

from cuts import AFTER
from trees import LeapingClock, client, site

from mkdocs_confluence.model import Destination, Flavor, Policy
from mkdocs_confluence.sync import publish


def main(url: str, flavor: Flavor, folder: Path) -> None:
    publication, bundle = site(AFTER, folder, flavor)
    clock = LeapingClock()
    where = Destination(url, flavor, "DOCS")
    with_hands = client(url, flavor, clock=clock)
    print("ready", flush=True)
    outcome = publish(with_hands, publication, bundle, where, Policy(), clock=clock.clock)
    print(len(outcome.failures))


if __name__ == "__main__":
    main(sys.argv[1], "cloud" if sys.argv[2] == "cloud" else "datacenter", Path(sys.argv[3]))
