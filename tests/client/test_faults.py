"""Work done through faults ends as work without them: every write exactly once, on both flavors, against the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from canned import Ticking
from sandboxes import Sandbox

from mkdocs_confluence.client import Client, connect
from mkdocs_confluence.model import Credentials, Destination, Flavor, Network
from mkdocs_confluence.sandbox.store.switches import Switches
from mkdocs_confluence.sandbox.web.faults import Fault

FAULTS = {
    "dropped before": Fault("drop-before"),
    "dropped after": Fault("drop-after"),
    "half an answer": Fault("half"),
    "500": Fault("status", status=500),
    "502": Fault("status", status=502),
    "503": Fault("status", status=503),
    "504": Fault("status", status=504),
    "throttled": Fault("throttle", seconds=7),
    "damaged upload": Fault("spoil"),
}
SWITCHES = Switches(early_property=0.0, hold=0.0)


def work(client: Client, folder: Path) -> None:
    """Every kind of write, each on pages that show whether it happened once."""
    home = client.space().home
    top = client.create("Top", home, "<p>0</p>", message="made")
    pages = [client.create(f"P{n}", top.id, "<p/>", message="made", position=n * 1000) for n in range(4)]
    pages[0] = client.update(pages[0], title="P0", body="<p>new</p>", message="stamp 1")
    pages[0] = client.rename(pages[0], "P0 renamed", message="stamp 2")
    pages[1] = client.reparent(pages[1], pages[0].id)
    if client.flavor == "cloud":
        client.move(pages[2].id, "after", pages[0].id)
        client.archive([client.create("Old", top.id, "").id])
    else:
        pages[2] = client.place(pages[2], 9000)
    client.trash(pages[3].id)
    client.restore(client.pages([pages[3].id])[pages[3].id])
    prop = client.set_property(top.id, "head", {"run": 1})
    client.set_property(top.id, "head", {"run": 2}, current=prop)
    client.set_property(top.id, "gone", 1)
    client.delete_property(top.id, client.properties(top.id)["gone"])
    (folder / "f").write_bytes(b"one" * 1000)
    made = client.upload(top.id, "f.bin", folder / "f", media_type="application/octet-stream", comment="ours")
    (folder / "f").write_bytes(b"two" * 1000)
    client.upload(
        top.id, "f.bin", folder / "f", media_type="application/octet-stream", comment="ours", current=made.id
    )
    client.add_labels(top.id, ["a", "b"])
    client.remove_label(top.id, "b")
    client.set_width(top.id, "full")


def state(confluence: Sandbox, client: Client) -> dict[str, Any]:
    """All that the work leaves, by title; ids differ between two sandboxes."""
    pages = [page for part in client.space_pages() for page in part]
    names = {page.id: page.title for page in pages}
    return {
        page.title: (
            names.get(page.parent),
            page.version,
            page.message,
            [child.title for child in client.children(page.id)],
            client.body(page.id).value,
            sorted(client.labels(page.id)),
            {
                key: (found.value, found.version)
                for key, found in client.properties(page.id).items()
                if key != "editor"
            },
            {file.name: confluence.file(page.id, file.name) for file in client.files(page.id)},
        )
        for page in pages
    }


@contextmanager
def sandbox(flavor: Flavor) -> Iterator[tuple[Sandbox, Client, Path]]:
    with (
        TemporaryDirectory() as folder,
        Sandbox(Path(folder) / "data", flavor, switches=SWITCHES) as confluence,
    ):
        destination = Destination(confluence.url, flavor, confluence.space)
        with connect(
            destination, Credentials("ann", "t"), Network(timeout=20), clock=Ticking().clock
        ) as client:
            yield confluence, client, Path(folder)


@lru_cache
def undisturbed(flavor: Flavor) -> tuple[dict[str, Any], int]:
    """The state after work without faults, and the requests that it took."""
    with sandbox(flavor) as (confluence, client, folder):
        work(client, folder)
        sent = client.sent
        return state(confluence, client), sent


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_work_through_many_faults_ends_as_without_them(flavor: Flavor, fault: Fault) -> None:
    with sandbox(flavor) as (confluence, client, folder):
        client.whoami()
        confluence.faults.by_chance(0.3, fault, pattern="attachment" if fault.kind == "spoil" else "", seed=7)
        work(client, folder)
        confluence.faults.clear()
        assert len(confluence.faults.met) >= (1 if fault.kind == "spoil" else 5)
        assert state(confluence, client) == undisturbed(flavor)[0]


@pytest.mark.prove
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_work_with_a_fault_at_any_request_ends_as_without_it(flavor: Flavor, fault: Fault) -> None:
    expected, sent = undisturbed(flavor)
    for index in range(sent):
        with sandbox(flavor) as (confluence, client, folder):
            confluence.faults.at(index, fault)
            work(client, folder)
            confluence.faults.clear()
            assert state(confluence, client) == expected, f"fault at request {index}"
