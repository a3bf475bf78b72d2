"""Task lists, and the decisions of Cloud."""

from __future__ import annotations

from markupsafe import Markup

from ..fragment import Node, child, name, squeezed
from .context import Context, content, element, one
from .markup import el, join


@element("ac:task-list")
def task_list(node: Node, context: Context) -> Markup:
    return el("ul", {"class": "tasks"}, *(one(task, context) for task in node))


@element("ac:task")
def task(node: Node, context: Context) -> Markup:
    """A box, ticked or not, and the words beside it; a list nested in the task stands below."""
    done = squeezed(child(node, "ac:task-status")) == "complete"
    body = child(node, "ac:task-body")
    box = el(
        "input",
        {"type": "checkbox", "checked": done, "disabled": True, "aria-label": "done" if done else "to do"},
    )
    below = join(*(one(inner, context) for inner in node if name(inner) == "ac:task-list"))
    return el("li", {"class": "done" if done else None}, box, el("div", None, content(body, context), below))
