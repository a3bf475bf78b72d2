"""Long tasks: acknowledged at once, done a moment later, whether anybody asks for them or not."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass

from . import Store, problems, trash
from .nouns import Person

CONVERSION = "convert"
KEPT = 300
"""Seconds that the result of a conversion is kept (reference, §8)."""


@dataclass(frozen=True, slots=True)
class Task:
    id: str
    name: str
    done: bool
    error: str | None


def start(store: Store, name: str, person: Person, ids: list[int]) -> str:
    """Take on ``archive`` of some pages or ``pageTree`` (to the trash) of one; returns the task's id."""
    task_id = str(uuid.uuid4())
    work = json.dumps({"ids": ids, "person": [person.name, person.id, person.display]})
    with store.write() as db:
        db.execute(
            "INSERT INTO task (id, name, work, due) VALUES (?, ?, ?, ?)",
            (task_id, name, work, time.time() + store.switches.archive_delay),
        )
    store.tasks_due = time.time() + store.switches.archive_delay
    return task_id


def running(store: Store, name: str) -> bool:
    settle(store)
    row = store.db.execute("SELECT 1 FROM task WHERE name = ? AND done = 0", (name,)).fetchone()
    return row is not None


def settle(store: Store) -> None:
    """Do what is due. Called at every request; costs nothing while nothing is due."""
    if store.tasks_due is None or store.tasks_due > time.time():
        return
    with store.write() as db:
        rows = db.execute(
            "SELECT id, name, work FROM task WHERE done = 0 AND due <= ?", (time.time(),)
        ).fetchall()
        for task_id, name, work in rows:
            db.execute("UPDATE task SET done = 1, error = ? WHERE id = ?", (_run(store, name, work), task_id))
        left = db.execute("SELECT min(due) FROM task WHERE done = 0").fetchone()
        store.tasks_due = left[0]


def _run(store: Store, name: str, work: str) -> str | None:
    """Do one task; returns what went wrong."""
    told = json.loads(work)
    try:
        if name == "archive":
            trash.archive(store, told["ids"])
        else:
            trash.trash_tree(store, Person(*told["person"]), told["ids"][0])
    except problems.Problem as problem:
        return problem.v1
    return None


def keep(store: Store, result: str) -> str:
    """Keep what a conversion made, for a while; returns the task's id."""
    task_id = str(uuid.uuid4())
    with store.write() as db:
        db.execute("DELETE FROM task WHERE name = ? AND due < ?", (CONVERSION, time.time()))
        db.execute(
            "INSERT INTO task (id, name, work, due, done) VALUES (?, ?, ?, ?, 1)",
            (task_id, CONVERSION, result, time.time() + KEPT),
        )
    return task_id


def kept(store: Store, task_id: str) -> str:
    """What a conversion made; raises 404 for one that never was, or is too long ago."""
    row = store.db.execute(
        "SELECT work FROM task WHERE id = ? AND name = ? AND due >= ?", (task_id, CONVERSION, time.time())
    ).fetchone()
    if row is None:
        raise problems.missing(f"No conversion with id {task_id}")
    return str(row[0])


def get(store: Store, task_id: str) -> Task:
    settle(store)
    row = store.db.execute(
        "SELECT id, name, done, error FROM task WHERE id = ? AND name != ?", (task_id, CONVERSION)
    ).fetchone()
    if row is None:
        raise problems.missing(f"Could not find long task with id: {task_id}")
    return Task(row[0], row[1], bool(row[2]), row[3])
