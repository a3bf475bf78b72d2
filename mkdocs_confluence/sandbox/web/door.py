"""The sandbox's own door: what it is, which faults it has, how it answers open questions. No fault meets it."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast

from flask import Blueprint, Response, request

from ..store import problems, switches
from . import answers, ask, told
from .faults import Faults

VERSION = 1
"""Version of this door."""
FAULTS = "sandbox.faults"
"""Key of the WSGI environment under which the application finds its faults."""

face = Blueprint("door", __name__, url_prefix="/_sandbox")
face.before_request(ask.from_own_site)


@face.errorhandler(problems.Problem)
def refuse(problem: problems.Problem) -> Response:
    return answers.send({"error": problem.v2}, problem.status)


@face.get("/info")
def info() -> Response:
    store = ask.store()
    return answers.send({"data": str(store.data.resolve()), "flavor": store.flavor, "version": VERSION})


def faults() -> Faults:
    """Those of the request's sandbox; raises 404 where it has none (``app`` without ``faulty``)."""
    found = request.environ.get(FAULTS)
    if found is None:
        raise problems.missing("This sandbox has no faults")
    return cast(Faults, found)


def _told() -> told.Told:
    """The JSON object of a request, whatever it calls itself: ``curl -d`` says that it is a form."""
    found = told.parse(request.get_data(cache=False))
    if not isinstance(found, dict):
        raise problems.invalid("An object is expected")
    return told.Told(found)


@face.get("/faults")
def listfaults() -> Response:
    """The faults that are still to come, and the requests that met one."""
    met = [{"method": method, "path": path, "kind": kind} for method, path, kind in faults().met]
    return answers.send({"faults": faults().waiting(), "met": met})


@face.post("/faults")
def add_fault() -> Response:
    """``{"fault": "503:POST .*/pages$", "times": 2, "skip": 1, "seed": 7, "text": "…"}``; all but the first may be left out."""
    asked = _told()
    try:
        faults().tell(
            asked.text("fault"),
            asked.count("seed"),
            times=asked.count("times"),
            skip=asked.count("skip") or 0,
            said=asked.text("text"),
        )
    except ValueError as error:
        raise problems.invalid(str(error)) from error
    return listfaults()


@face.delete("/faults")
def clearfaults() -> Response:
    faults().clear()
    return listfaults()


@face.get("/switches")
def read_switches() -> Response:
    return answers.send(asdict(ask.store().switches))


@face.post("/switches")
def change_switches() -> Response:
    """``{"list_cap": 50, "move_bumps": false}``; the others stay."""
    store = ask.store()
    try:
        store.switches = switches.changed(store.switches, _told().fields)
    except ValueError as error:
        raise problems.invalid(str(error)) from error
    return read_switches()


@face.delete("/switches")
def reset_switches() -> Response:
    """Every switch at its default, whatever the command line said."""
    ask.store().switches = switches.Switches()
    return read_switches()
