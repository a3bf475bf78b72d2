"""Noise: what differs between two builds of an unchanged page."""

from __future__ import annotations

import re

_RANDOM = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"

NOISE = (
    # the address at the end of the repr of an object of Python, or before the file of its code
    (" at 0x", re.compile(r'(?<= at 0x)[0-9a-fA-F]{6,16}(?=>|&gt;|, file (?:"|&quot;))'), ""),
    # the same where more follows: <Future at 0x… state=finished>, <weakref at 0x…; dead>
    (" at 0x", re.compile(r"((?:<|&lt;)[A-Za-z_][\w.]*(?: \w+)? at 0x)[0-9a-fA-F]{6,16}\b"), r"\1"),
    # an object told by its address alone, Axes(0x…): of as many digits as the memory of a process has, no constant
    ("(0x", re.compile(r"(\b[A-Z]\w*\(0x)(?:0000)?[0-9a-fA-F]{9,12}(?=\))"), r"\1"),
    # random ids as the names of places and in links to them
    (
        "-4",
        re.compile(rf'((?:<ac:parameter ac:name="">|ac:anchor="|href="[^"#]*#)[^"<]{{0,80}}?){_RANDOM}'),
        r"\1",
    ),
)
"""What is in all noise of a kind, its pattern → what stands for it: only where a program has written it, since in prose
and code it is what the page says."""


def quiet(body: str) -> str:
    """A body without noise: what the digest of a page is taken of."""
    for sign, pattern, calm in NOISE:
        if sign in body:
            body = pattern.sub(calm, body)
    return body
