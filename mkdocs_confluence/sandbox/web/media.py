"""Where Cloud keeps the bytes: another host, which knows a signature in the address and no credentials."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, request

from ..store import files, problems
from ..store.nouns import File
from . import answers, ask

face = Blueprint("media", __name__, url_prefix="/_media")


def _signature(file: File) -> str:
    return hashlib.sha256(f"{file.uuid}:{file.version}".encode()).hexdigest()[:32]


def address(file: File) -> str:
    """The signed address, on the other name of this machine."""
    host, colon, port = request.host.partition(":")
    other = "localhost" if host == "127.0.0.1" else "127.0.0.1"
    return f"http://{other}{colon}{port}/_media/att{file.id}?version={file.version}&token={_signature(file)}"


@face.get("/<file_id>")
def download(file_id: str) -> Response:
    if "Authorization" in request.headers:
        return answers.send({"error": "Only one authentication mechanism is allowed"}, 400)
    file = files.get(ask.store(), ask.number(file_id))
    if request.args.get("token") != _signature(file):
        return answers.send({"error": "The signature does not match"}, 403)
    return Response(files.content_of(ask.store(), file), content_type=file.media_type)


@face.errorhandler(problems.Problem)
def refuse(problem: problems.Problem) -> Response:
    return answers.v1(ask.store(), problem)
