"""``python -m mkdocs_confluence.sandbox``: serve a sandbox until it is stopped."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import cast

from .running import IN_USE
from .store import Store, access, people
from .store.nouns import Flavor
from .store.schema import InUse, Refused
from .store.switches import parse
from .web.faults import Faults
from .web.serving import serve

Pair = tuple[str, str]


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 once stopped, 2 where the sandbox cannot be used, 3 where another process serves the data."""
    parser = argparse.ArgumentParser(prog="python -m mkdocs_confluence.sandbox", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sandbox's file")
    parser.add_argument("--port", type=int, default=8971, help="0: a free one")
    parser.add_argument("--any-port", action="store_true", help="take a free port where this one is taken")
    parser.add_argument("--flavor", choices=["cloud", "datacenter"], default="cloud")
    parser.add_argument("--strict", action="store_true", help="refuse what the editor could not hold")
    parser.add_argument(
        "--switch", action="append", default=[], metavar="NAME=VALUE", help="answer otherwise; see switches"
    )
    parser.add_argument(
        "--fault", action="append", default=[], metavar="KIND[=VALUE]:WHERE",
        help="e.g. drop-after:3, 503:POST .*/pages$, throttle=2:10%%, delay=0.5:*",
    )  # fmt: skip
    parser.add_argument(
        "--access", action="append", default=[], metavar="SPACE=write|read|none", type=_access,
        help="who may see and change a space; stays with the data",
    )  # fmt: skip
    parser.add_argument(
        "--account", action="append", default=[], metavar="NAME:TOKEN", type=_account,
        help="let in only accounts with a token, and this one; stays with the data",
    )  # fmt: skip
    parser.add_argument(
        "--scopes", action="append", default=[], metavar="NAME=SCOPE,SCOPE…", type=_scopes,
        help="Cloud: the account's token is good at the gateway only, for these; stays with the data",
    )  # fmt: skip
    parser.add_argument("--run", default="", help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=0, help="of the faults by chance")
    told = parser.parse_args(arguments)
    try:
        serve(
            told.data,
            cast(Flavor, told.flavor),
            told.port,
            strict=told.strict,
            any_port=told.any_port,
            switches=parse(told.switch),
            faults=_faults(told.fault, told.seed),
            prepare=partial(_prepare, told.access, told.account, told.scopes),
            run=told.run,
        )
    except (Refused, ValueError) as error:
        print(error, file=sys.stderr)  # noqa: T201  # a process speaks to its terminal
        return IN_USE if isinstance(error, InUse) else 2
    return 0


def _access(text: str) -> Pair:
    space, _, word = text.partition("=")
    if not space or word not in ("write", "read", "none"):
        raise argparse.ArgumentTypeError(f"{text!r} is not like DOCS=read")
    return space, word


def _account(text: str) -> Pair:
    name, _, token = text.partition(":")
    if not name or not token:
        raise argparse.ArgumentTypeError("expected NAME:TOKEN")
    return name, token


def _scopes(text: str) -> Pair:
    name, equals, scopes = text.partition("=")
    if not name or not equals:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not like NAME=read:page:confluence,read:space:confluence"
        )
    return name, scopes


def _prepare(spaces: list[Pair], accounts: list[Pair], scopes: list[Pair], store: Store) -> None:
    for key, word in spaces:
        access.set_space(store, key, word)
    for name, token in accounts:
        people.add(store, name, token)
    for name, words in scopes:
        people.limit(store, name, frozenset(words.replace(",", " ").split()))


def _faults(told: list[str], seed: int) -> Faults:
    faults = Faults()
    for text in told:
        faults.tell(text, seed)
    return faults


if __name__ == "__main__":
    raise SystemExit(main())
