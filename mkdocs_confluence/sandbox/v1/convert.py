"""Conversion of bodies: wiki markup to storage and storage to HTML on Data Center, to HTML only and later on Cloud."""

from __future__ import annotations

from flask import Response, request

from ..bodies import findings, views, wiki
from ..store import problems, tasks
from ..web import answers, ask
from .face import cloud, datacenter, face


@face.post("/contentbody/convert/<kind>")
@datacenter
def convert(kind: str) -> Response:
    told = ask.json_object()
    told.value("value")
    value, representation = told.text("value"), told.text("representation")
    if (representation, kind) in (("wiki", "storage"), ("editor", "storage")):
        made = wiki.storage(value) if representation == "wiki" else value
    elif representation == "storage" and kind in views.HTML:
        findings.accept(ask.store(), value)
        made = views.read(ask.store(), ask.person(), None, kind, value)
    else:
        raise problems.invalid(f"Cannot convert from {representation} to {kind}")
    return answers.send({"value": made, "representation": kind})


@face.post("/contentbody/convert/async/<kind>")
@cloud
def convert_later(kind: str) -> Response:
    told = ask.json_object()
    representation, value = told.text("representation"), told.text("value")
    if kind != "export_view" or representation != "storage":
        raise problems.invalid(f"Cannot convert from {representation} to {kind}")
    findings.accept(ask.store(), value)
    made = views.read(ask.store(), ask.person(), None, kind, value)
    return answers.send({"asyncId": tasks.keep(ask.store(), made)})


@face.get("/contentbody/convert/async/<task_id>")
@cloud
def converted(task_id: str) -> Response:
    value = tasks.kept(ask.store(), task_id)
    made = {"value": value, "representation": "export_view", "status": "COMPLETED"}
    return answers.send(made | {"renderTaskId": task_id, "_links": {"self": request.url}})
