"""Task lists, and the decisions of Cloud."""

from __future__ import annotations

from markupsafe import Markup

from ..bodies.fragment import Node, child, name, squeezed
from .context import Context, content, element, one
from .markup import el, join


@element("ac:task-list")
def task_list(node: Node, context: Context) -> Markup:
    return el("ul", {"class": "tasks"}, *(one(task, context) for task in node))


@element("ac:task")
def task(node: Node, context: Context) -> Markup:
    """A box, ticked or not, and the words beside it; a list nested in the task stands below."""
    status = child(node, "ac:task-status")
    done = squeezed(status) == "complete"
    body = content(child(node, "ac:task-body"), context)
    box = _box(done, None if status is None else context.ticks.get(status))
    below = join(*(one(inner, context) for inner in node if name(inner) == "ac:task-list"))
    return el("li", {"class": "done" if done else None}, box, el("div", None, body, below))


def _box(done: bool, number: int | None) -> Markup:
    """A box to look at, or with the number of the task one to tick."""
    said = "done" if done else "to do"
    if number is None:
        return el("input", {"type": "checkbox", "checked": done, "disabled": True, "aria-label": said})
    return el(
        "button",
        {
            "class": "tick", "form": "tick", "name": "task", "value": str(number), "role": "checkbox",
            "aria-checked": "true" if done else "false", "aria-label": said,
        },
        "✓" if done else "",
    )  # fmt: skip
