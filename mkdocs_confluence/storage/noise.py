"""Noise: what differs between two builds of an unchanged page."""

from __future__ import annotations

import re

NOISE = (
    (re.compile(r"\b0x[0-9a-fA-F]{6,16}\b"), "0x"),  # addresses in the repr of objects
    (
        re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b"),
        "uuid",
    ),  # random ids
)
"""Pattern → what stands for it."""


def quiet(body: str) -> str:
    """A body without noise: what the digest of a page is taken of."""
    for pattern, calm in NOISE:
        body = pattern.sub(calm, body)
    return body
