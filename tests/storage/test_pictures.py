"""Bytes of pictures: what data addresses hold, how large pictures are, SVG out of a page."""

from __future__ import annotations

import struct

import pytest
from bs4 import BeautifulSoup, Tag
from lxml import etree

from mkdocs_confluence.draw import draw
from mkdocs_confluence.model import Drawing
from mkdocs_confluence.storage.families import pictures, svg


@pytest.mark.parametrize(
    ("url", "content", "kind"),
    [
        ("data:image/png;base64,AAEC", b"\0\1\2", "image/png"),
        ("data:image/png;base64,AAE", b"\0\1", "image/png"),
        ("DATA:image/PNG;charset=x;base64,AA%45C", b"\0\1\2", "image/png"),
        ("data:image/png;base64,AA\n EC", b"\0\1\2", "image/png"),
        ("data:image/svg+xml,%3Csvg%20a='b'/%3E", b"<svg a='b'/>", "image/svg+xml"),
        ("data:,x", b"x", "text/plain"),
    ],
)
def test_a_data_address_is_decoded(url: str, content: bytes, kind: str) -> None:
    assert pictures.decode(url) == (content, kind)


@pytest.mark.parametrize(
    "url", ["data:image/png;base64,@@@@", "data:", "data:image/png;base64,", "http://x/y", ""]
)
def test_what_is_no_data_address_holds_nothing(url: str) -> None:
    assert pictures.decode(url) is None


JPEG = (
    b"\xff\xd8\xff\xe0"
    + struct.pack(">H", 16)
    + b"JFIF"
    + bytes(10)
    + b"\xff\xc0\x00\x11\x08\x00\x20\x00\x40"
    + bytes(9)
)


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 30, 20), (30, 20)),
        (b"GIF89a" + struct.pack("<HH", 7, 5), (7, 5)),
        (JPEG, (64, 32)),
        (b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x09\0\0\x04\0\0", (10, 5)),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(7) + b"\x9d\x01\x2a\x20\x43\xf0\x00", (800, 240)),
        (
            b"RIFF\0\0\0\0WEBPVP8L" + bytes(4) + b"\x2f" + (799 | 239 << 14).to_bytes(4, "little") + bytes(5),
            (800, 240),
        ),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(14), None),
        (b"\xff\xd8\xff", None),
        (b"\x89PNG", None),
        (b"", None),
    ],
)
def test_the_size_of_a_picture_is_read_from_its_head(content: bytes, size: tuple[int, int] | None) -> None:
    assert pictures.size(content) == size


def test_the_size_of_a_photo_stands_behind_its_preview_and_colours() -> None:
    segment = b"\xff\xe1\xff\xff" + bytes(0xFFFD)
    photo = JPEG[:2] + 3 * segment + JPEG[2:]
    assert pictures.size(photo[: pictures.HEAD]) == (64, 32)


def test_equal_pictures_have_equal_names() -> None:
    assert (
        pictures.file_name(b"x", "png") == pictures.file_name(b"x", "png") != pictures.file_name(b"y", "png")
    )


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('width="30" height="20px"', (30, 20)),
        ('viewBox="0 0 300 200"', (300, 200)),
        ("viewBox='0,0,300,200' width='30'", (30, 20)),
        ('width="100%" height="100%" viewBox="0 0 8 4"', (8, 4)),
        ('width="72pt" height="25.4mm"', (96, 96)),
        ('width="1em"', None),
        ('viewBox="none"', None),
        ("", None),
    ],
)
def test_the_size_of_an_svg_is_what_it_states(head: str, size: tuple[int, int] | None) -> None:
    assert svg.size(f'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" {head}><g/></svg>') == size


INLINE = """<svg viewBox="0 0 20 10" class="a b" onclick="x < y && z"><title>A &amp; B</title>
<style>.c > .d { fill: red }</style><script>alert(1)</script><!-- no -->
<linearGradient id="g" gradientUnits="userSpaceOnUse"><stop offset="1"/></linearGradient>
<rect width="20" height="10" fill="url(#g)"/><use xlink:href="#g"/></svg>"""


def test_an_svg_of_a_page_becomes_a_file_of_its_own() -> None:
    tag = BeautifulSoup(INLINE, "lxml").find("svg")
    assert isinstance(tag, Tag)
    source = svg.source(tag)
    root = etree.fromstring(source)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("viewBox") == "0 0 20 10"
    assert root.find(".//{*}linearGradient[@gradientUnits]") is not None
    assert root.find(".//{*}script") is None
    assert svg.words(tag) == "A & B"
    assert svg.size(source) == (20, 10)
    assert draw(Drawing("svg", source)) is not None
