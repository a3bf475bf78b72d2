"""A sandbox of which every answer takes equally long: ``python slow.py FOLDER FLAVOR SECONDS`` prints its address."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mkdocs_confluence.sandbox.store.nouns import Flavor
from mkdocs_confluence.sandbox.store.opening import open_store
from mkdocs_confluence.sandbox.store.switches import Switches
from mkdocs_confluence.sandbox.web.addresses import CONTEXT
from mkdocs_confluence.sandbox.web.app import app
from mkdocs_confluence.sandbox.web.serving import Serving, Wsgi

SWITCHES = Switches(early_property=0, hold=0, list_cap=250, expand_cap=200)


def slowly(wsgi: Wsgi, seconds: float) -> Wsgi:
    """The application whose answers come ``seconds`` after the requests; its own work is part of them."""

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        due = time.monotonic() + seconds
        done: Iterable[bytes] = wsgi(environ, start)
        time.sleep(max(0.0, due - time.monotonic()))
        return done

    return answer


def main(data: Path, flavor: Flavor, seconds: float) -> None:
    serving = Serving(slowly(app(open_store(data, flavor, switches=SWITCHES)), seconds))
    print(f"http://127.0.0.1:{serving.port}{CONTEXT[flavor]}", flush=True)
    serving.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]), "cloud" if sys.argv[2] == "cloud" else "datacenter", float(sys.argv[3]))
