"""One site gives one publication, on every machine, in every folder, at every build."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from sites import Site, by_title

from mkdocs_confluence.bundle import Bundle
from mkdocs_confluence.model import Publication
from mkdocs_confluence.storage.families.svg import calm

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="90" viewBox="0 0 200 90"><text y="50">{}</text></svg>'


def png(red: int) -> bytes:
    """A picture of one pixel."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))]
    parts += [(b"IDAT", zlib.compress(bytes([0, red, 0, 0]))), (b"IEND", b"")]
    chunks = (struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d)) for t, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def pages() -> dict[str, str | bytes]:
    inline = SVG.format("inline")
    return {
        "index.md": f"# Home\n\n![a](img/x.png) ![b](guide/x.png)\n\n[c](guide/data.csv) [d](data.csv)\n\n{inline}\n",
        "guide/page.md": "# Page\n\n![s](s.svg) ![t](../img/s.svg)\n\n[home](../index.md#home) ![x](x.png)\n",
        "img/x.png": png(1),
        "guide/x.png": png(2),
        "data.csv": "1",
        "guide/data.csv": "2",
        "guide/s.svg": SVG.format("guide"),
        "img/s.svg": SVG.format("img"),
    }


def built(folder: Path, files: dict[str, str | bytes], flavor: str) -> tuple[Publication, Bundle]:
    folder.mkdir(parents=True)
    return Site(folder, files, {"flavor": flavor}).bundle()


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_a_site_has_the_same_digests_and_bodies_in_every_folder(tmp_path: Path, flavor: str) -> None:
    one, its = built(tmp_path / "a", pages(), flavor)
    two, others = built(tmp_path / "some" / "where else" / "ü", pages(), flavor)
    assert one == two
    assert [its.body(page) for page in one.pages] == [others.body(page) for page in two.pages]
    assert len({file.name for file in one.root.attachments}) == len(one.root.attachments) == 5


def test_a_drawing_that_another_machine_draws_otherwise_is_not_uploaded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publications: list[Publication] = []
    for machine in (b"fonts of one", b"fonts of another machine"):
        monkeypatch.setattr("mkdocs_confluence.draw._png", lambda source, zoom, drawn=machine: drawn)
        publication, bundle = built(tmp_path / str(len(publications)), pages(), "cloud")
        publications.append(publication)
        drawn = [file for file in by_title(publication, "Page").attachments if file.name.startswith("s")]
        assert [bundle.file(file).read_bytes() for file in drawn] == [machine, machine]
    digests = [
        [(page.digest, [(file.name, file.digest) for file in page.attachments]) for page in publication.pages]
        for publication in publications
    ]
    assert digests[0] == digests[1]


def test_a_drawing_that_shows_something_else_is_uploaded_again(tmp_path: Path) -> None:
    one, _ = built(tmp_path / "a", pages(), "cloud")
    two, _ = built(tmp_path / "b", pages() | {"guide/s.svg": SVG.format("other")}, "cloud")
    before, after = (by_title(publication, "Page").attachments[0] for publication in (one, two))
    assert before.name == after.name
    assert before.digest != after.digest


NOISY = (
    "# Home\n\n```\n<object at 0x{a}>\n```\n\n<p id='run-{u}'>Run</p>\n\n[Run](#run-{u})\n\n"
    '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><metadata><date>{a}</date></metadata>'
    '<defs><path id="p{a}" d="M0 0h9"/></defs><use xlink:href="#p{a}"/><g clip-path="url(#p{a})"></g></svg>\n'
)


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_pages_that_differ_by_addresses_and_generated_ids_have_one_digest(
    tmp_path: Path, flavor: str
) -> None:
    first = NOISY.format(a="7f00deadbeef", u="6f2c1a9e-0b7d-4c3a-9f00-0123456789ab")
    second = NOISY.format(a="7fffcafe0000", u="0a0b0c0d-1111-4222-8333-444455556666")
    one, bundle = built(tmp_path / "a", {"index.md": first}, flavor)
    two, other = built(tmp_path / "b", {"index.md": second}, flavor)
    assert "6f2c1a9e" in bundle.body(one.root)
    assert "0a0b0c0d" in other.body(two.root)
    assert one.root.digest == two.root.digest
    assert one.root.attachments == two.root.attachments != ()


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("<svg><!-- 12:00 --></svg>", "<svg><!-- 13:00 --></svg>"),
        ("<svg><metadata>12:00</metadata></svg>", "<svg></svg>"),
        ('<svg id="m1a"><g fill="url(#m1a)"/></svg>', '<svg id="x-y"><g fill="url(#x-y)"/></svg>'),
        (
            "<svg id='m-1'><style>#m-1 .a{fill:red}</style></svg>",
            "<svg id='n'><style>#n .a{fill:red}</style></svg>",
        ),
    ],
)
def test_drawings_that_differ_by_what_is_not_seen_are_one(one: str, two: str) -> None:
    assert calm(one) == calm(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            '<svg id="fab"><style>.a{fill:#fab}</style></svg>',
            '<svg id="fab"><style>.a{fill:#abf}</style></svg>',
        ),
        (
            '<svg><g id="a"/><g id="b"/><use href="#a"/></svg>',
            '<svg><g id="a"/><g id="b"/><use href="#b"/></svg>',
        ),
        ('<svg fill="#m1"/>', '<svg fill="#m2"/>'),
    ],
)
def test_drawings_that_look_different_stay_two(one: str, two: str) -> None:
    assert calm(one) != calm(two)


def test_an_id_that_could_be_a_colour_is_left_alone() -> None:
    styled = '<svg id="cafe"><style>#cafe .a{fill:#cafe00}</style></svg>'
    assert calm(styled) == styled
