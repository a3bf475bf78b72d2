"""What a client may ask of the server itself."""

from __future__ import annotations

from flask import Response

from ..web import answers, ask
from . import rows
from .face import datacenter, face


@face.get("/server-information")
@datacenter
def server_information() -> Response:
    return answers.send(
        {
            "baseUrl": rows.base(),
            "buildDate": "2026-06-01",
            "buildNumber": 10214,
            "marketplaceBuildNumber": 10214,
            "title": "Sandbox",
            "version": "10.2.14",
            "versionNumbers": [10, 2, 14],
        }
    )


@face.get("/accessmode")
def access_mode() -> Response:
    return answers.send("READ_ONLY" if ask.store().switches.read_only else "READ_WRITE")
