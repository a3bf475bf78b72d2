"""A page on which a person sets faults and switches: what ``door`` tells programs, as forms."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ..store import Store, problems, switches
from ..store.library import Library
from ..web import ask, door
from .frame import caller, frame

Done = str | Answer | tuple[str, int]
_RECENT = 50
"""Requests that met a fault, at most, on the page."""


def add_routes(routes: Blueprint, store: Store) -> None:
    routes.add_url_rule("/_sandbox/", "behaviour", partial(_page, store))
    for what, view in (("faults", _fault), ("switches", _switch)):
        routes.add_url_rule(f"/_sandbox/{what}/form", f"tell_{what}", partial(view, store), methods=["POST"])


def _page(store: Store, problem: problems.Problem | None = None) -> str:
    faults = door.faults()
    values, defaults = asdict(store.switches), asdict(switches.Switches())
    return render_template(
        "behaviour.html",
        **frame(Library(store, caller(store))),
        problem=problem,
        waiting=faults.waiting(),
        met=faults.met[: -_RECENT - 1 : -1],
        rows=[
            (name, switches.MEANINGS[name], switches.choices(name), values[name], defaults[name])
            for name in values
        ],
    )


def _fault(store: Store) -> Done:
    """Add a fault, or take all of them away."""
    if "clear" in request.form:
        door.faults().clear()
        return redirect(url_for("pages.behaviour"))
    form = request.form
    times, skip = form.get("times", None, type=int), form.get("skip", 0, type=int)
    try:
        door.faults().tell(form.get("fault", "").strip(), times=times, skip=max(skip, 0))
    except ValueError as error:
        return _page(store, problems.invalid(str(error))), 400
    return redirect(url_for("pages.behaviour"))


def _switch(store: Store) -> Done:
    """Set every switch as the form has it, or as it is by default."""
    try:
        given = {} if "reset" in request.form else request.form
        start = switches.Switches() if "reset" in request.form else store.switches
        ask.store().switches = switches.changed(start, given)
    except ValueError as error:
        return _page(store, problems.invalid(str(error))), 400
    return redirect(f"{url_for('pages.behaviour')}#switches")
