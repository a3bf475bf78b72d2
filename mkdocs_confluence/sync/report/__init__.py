"""Plan and Outcome as text, as JSON and as annotations of GitHub."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict

from ...model import Issue
from ..changes import Change, Notice, Outcome, Plan

LEGEND = "+ create or restore   ~ update   > rename or move   - retire   = leave"


def mark(change: Change) -> str:
    """One character: ``+ ~ > - =``."""
    if change.retire:
        return "-"
    if change.create or change.restore:
        return "+"
    if change.fills:
        return "~"
    return ">" if change.writes else "="


def details(change: Change) -> list[str]:
    """What happens to a page, in words."""
    said = [*change.reasons] if change.writes or change.edited else []
    if change.restore:
        said.append("restored from the trash")
    if change.rename and change.before:
        said.append(f"renamed from “{change.before.title}”")
    if change.move and not change.restore:
        said.append("moved")
    if change.reorder or (change.position is not None and not change.create):
        said.append("put in order")
    said += [f"file {file.name}" for file in change.attach]
    said += [f"without file {name}" for name in change.detach]
    if change.sweep:
        said.append("without files of a publish that was cut")
    said += [f"label +{label}" for label in change.add_labels]
    said += [f"label -{label}" for label in change.remove_labels]
    if change.width and change.page:
        said.append(f"width {change.page.width}")
    return list(dict.fromkeys(said))


# --- the plan -------------------------------------------------------------------------------------


def plan_text(plan: Plan, *, whole: bool = False) -> str:
    """The plan as a tree with one line a page; parts where nothing changes are counted unless ``whole``."""
    lines = [LEGEND, ""] if not plan.empty or whole else []
    lines += _branch(plan, plan.changes[0].key, 0, whole)
    lines += [_line(change, 0) for change in _shown(plan) if not change.page]
    lines += ["", totals(plan), *unsettled(plan)]
    lines += [f"Note: {notice}" for notice in plan.notices]
    if plan.announce:
        lines.append(f"Note: {plan.announce}")
    return "\n".join(lines)


def _branch(plan: Plan, top: str, depth: int, whole: bool) -> Iterator[str]:
    """Lines of a page and those below it, in pre-order; without recursion, since a tree may be deep."""
    changes = plan.by_key()
    busy = _busy(plan)
    stack = [(top, depth)]
    quiet = 0
    while stack:
        key, level = stack.pop()
        if not whole and key not in busy:
            quiet += _size(plan, key)
            if not stack or stack[-1][1] != level or stack[-1][0] in busy:
                yield f"{'  ' * level}= {counted(quiet, 'page')} unchanged"
                quiet = 0
            continue
        yield _line(changes[key], level)
        stack += [(child, level + 1) for child in reversed(plan.order.get(key, ()))]


def _busy(plan: Plan) -> set[str]:
    """Keys of the pages that change, and of all those above them."""
    busy: set[str] = set()
    for change in reversed([change for change in plan.changes if change.page]):
        if change.writes or change.edited or change.key in busy:
            busy.add(change.key)
            if change.parent is not None:
                busy.add(change.parent)
    return busy


def _size(plan: Plan, key: str) -> int:
    count, stack = 0, [key]
    while stack:
        count += 1
        stack += plan.order.get(stack.pop(), ())
    return count


def _line(change: Change, level: int) -> str:
    said = "; ".join(details(change))
    return f"{'  ' * level}{mark(change)} {change.title}{f'  ({said})' if said else ''}"


def totals(plan: Plan) -> str:
    """``3 to create, 1 to update, …``: how many pages have which mark."""
    words = {"+": "to create", "~": "to update", ">": "to move", "-": "to retire", "=": "unchanged"}
    counts = dict.fromkeys(words, 0)
    for change in _shown(plan):
        counts[mark(change)] += 1
    return ", ".join(f"{count} {words[sign]}" for sign, count in counts.items() if count) + "."


def _shown(plan: Plan) -> list[Change]:
    """Pages of the site, and those that left and are not just kept."""
    return [change for change in plan.changes if change.page or change.writes]


def unsettled(plan: Plan) -> Iterator[str]:
    """What a publish has to do where no page changes."""
    if not plan.settles or any(change.writes for change in plan.changes):
        return
    paths = sum(change.page is not None and change.was not in ("", change.key) for change in plan.changes)
    what = (
        f"{counted(paths, 'source')} with another path"
        if paths
        else "what has happened since the last publish"
    )
    yield f"No page changes, but the ledger takes up {what}."


def counted(count: int, noun: str) -> str:
    """``1 page``, ``2 pages``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def plan_json(plan: Plan, diff: Mapping[str, list[str]] | None = None) -> str:
    """The plan for a script; with ``diff`` also the words that change, by source."""
    rows = [
        {
            "source": change.source,
            "title": change.title,
            "parent": change.parent,
            "id": change.id,
            "mark": mark(change),
            "details": details(change),
        }
        for change in _shown(plan)
    ]
    return _json(
        {
            "site": plan.site,
            "empty": plan.empty,
            "settles": plan.settles,
            "announcement": plan.announce,
            "pages": rows,
            "notices": told(plan.notices),
            **({} if diff is None else {"diff": diff}),
        }
    )


# --- the outcome ----------------------------------------------------------------------------------


def outcome_text(outcome: Outcome) -> str:
    """The summary: what was done to how many pages, at what cost, and where to look."""
    parts = [f"{outcome.count('created')} created", f"{outcome.count('updated')} updated"]
    parts += [f"{outcome.count('unchanged')} unchanged"]
    parts += [f"{len(outcome.retired)} retired"] if outcome.retired else []
    parts += [f"{count} failed"] if (count := failed(outcome)) else []
    costs = [counted(outcome.attachments, "attachment"), counted(outcome.requests, "request")]
    lines = [
        f"Pages: {', '.join(parts)}. {', '.join(costs)}, {outcome.seconds:.1f} s.",
        f"Root page: {outcome.root_url}",
    ]
    lines += [f"Note: {notice}" for notice in outcome.notices]
    lines += [f"Failed: {failure}" for failure in outcome.failures]
    return "\n".join(lines)


def outcome_json(outcome: Outcome) -> str:
    """Everything about a publish; ``pages`` maps the source of each page to where it stands."""
    states = ("created", "updated", "unchanged")
    return _json(
        {
            "site": outcome.plan.site,
            "root": outcome.root_url,
            "announcement": outcome.plan.announce,
            "pages": {
                page.key: {"url": page.url, "id": page.id, "title": page.title, "state": page.state}
                for page in outcome.pages
            },
            "retired": list(outcome.retired),
            "counts": {**{state: outcome.count(state) for state in states}, "failed": failed(outcome)},
            "attachments": outcome.attachments,
            "requests": outcome.requests,
            "seconds": round(outcome.seconds, 3),
            "failures": [asdict(failure) for failure in outcome.failures],
            "notices": told(outcome.notices),
        }
    )


def failed(outcome: Outcome) -> int:
    """How many pages failed, those that were to be retired included."""
    pages = {(page.key, page.title) for page in outcome.pages}
    left = sum((failure.key, failure.title) not in pages for failure in outcome.failures)
    return outcome.count("failed") + left


def told(notices: Iterable[Notice]) -> list[dict[str, str]]:
    """Notices as JSON has them."""
    return [asdict(notice) for notice in notices]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


# --- annotations ----------------------------------------------------------------------------------


def github_annotations(issues: Iterable[Issue], docs_dir: str = "docs") -> str:
    """Issues as workflow commands of GitHub Actions, one a line; ``docs_dir`` is relative to the repository."""
    lines = []
    for issue in issues:
        kind = "warning" if issue.severity == "warning" else "notice"
        path = f"{docs_dir.rstrip('/')}/{issue.page}" if docs_dir else issue.page
        where = f" file={_property(path)}" if issue.page else ""
        text = f"{issue.message} ({issue.element})" if issue.element else issue.message
        lines.append(f"::{kind}{where}::{_data(text)}")
    return "\n".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
