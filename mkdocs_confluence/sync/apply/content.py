"""The wave that gives pages their content: files, bodies, labels, width."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...errors import Conflict, Edited
from ...model import Opening, Page, fill
from ...remote import RemotePage
from .. import comments, stamp
from ..changes import Change
from ..sameness import same_body
from . import files
from .hands import Job
from .places import shown
from .state import Run

ATTEMPTS = 3
"""How often a body is tried when somebody edits the page at the same moment."""


def content_of(key: str) -> str:
    """The key of the job that gives a page its content."""
    return f"content {key}"


def filling(run: Run, change: Change, needs: frozenset[str] = frozenset()) -> Job:
    """The job of one page; ``needs`` are keys of jobs that make this page and those that it links to."""

    def work() -> None:
        if change.key in run.failures or change.key not in run.pages:
            return
        run.attempt(change, lambda: _fill(run, change))

    return Job(content_of(change.key), work, needs, wave="content")


def _fill(run: Run, change: Change) -> None:
    assert change.page  # noqa: S101  # only pages of the site have content
    files.add(run, change)
    if change.body and change.key not in run.whole:
        _write(run, change, change.page)
    if not run.left_alone(change):
        files.settle(run, change, change.page)
    _label(run, change, change.page)
    if change.width and run.entry(change).width != change.page.width:
        run.client.set_width(run.pages[change.key].id, change.page.width)
        run.record(change, replace(run.entry(change), width=change.page.width))


# --- bodies ---------------------------------------------------------------------------------------


def filled(run: Run, page: Page, ids: Mapping[str, str]) -> str:
    """The body of a page with its openings filled."""

    def text(opening: Opening) -> str:
        if opening.kind == "wiki":
            return run.client.convert_wiki(opening.value)
        target = run.changes.get(opening.value)
        anchor = f"#{opening.anchor}" if opening.anchor else ""
        if opening.value in ids:
            return run.client.page_url(ids[opening.value]) + anchor
        public = target.page.source_url if target and target.page else ""
        return f"{public}{anchor}" or "#"

    return fill(run.bundle.body(page), text)


def _write(run: Run, change: Change, page: Page) -> None:
    """Replace the body. Whoever changed the page meanwhile is dealt with as the policy says about edits."""
    ids = run.ids
    mark = stamp.stamp(run.plan.site, page, ids)
    text = stamp.message(run.policy.version_message, mark)
    body = filled(run, page, ids)
    for attempt in range(1, ATTEMPTS + 1):
        remote = run.pages[change.key]
        carried = _carried(run, change, remote, body)
        if carried is None:
            run.left.add(change.key)
            return
        try:
            with shown(carried):
                done = run.client.update(
                    run.pages[change.key],
                    title=change.title,
                    body=carried,
                    message=text,
                    minor_edit=run.policy.minor_edit,
                    position=change.position,
                )
        except Conflict:
            if attempt == ATTEMPTS:
                raise
            if not _goes_on(run, change, run.client.page(remote.id)):
                run.left.add(change.key)
                return
            continue
        run.keep(change, done)
        run.record(change, replace(run.entry(change), body=mark.body, links=mark.links, version=done.version))
        return


def _carried(run: Run, change: Change, remote: RemotePage, body: str) -> str | None:
    """The body with the inline comments of the stored one; None where it must not be written.

    A page that this run created has none. A comment does not raise the version, so the body is always read.
    """
    if change.key in run.fresh:
        return body
    stored = run.client.body(remote.id)
    if stored.version != remote.version and not _goes_on(run, change, run.client.page(remote.id)):
        return None
    if not comments.has_comments(stored.value):
        return body
    carried = comments.carry(stored.value, body)
    if carried.lost and _lost(run, change, remote, carried.lost) and run.policy.on_lost_comment == "skip":
        return None
    return carried.body


def _goes_on(run: Run, change: Change, now: RemotePage) -> bool:
    """Whether a page that was read again is still to be written: the policy about edits decides, as in the plan.

    One that was only renamed or moved was not edited.
    Raises Leased where it was not a person who changed it, but the publish that took over.
    """
    before = run.pages[change.key]
    if now.version == before.version:
        return True
    run.journal.confirm()
    if run.policy.on_edit != "overwrite" and same_body(run.client, now, before.version):
        with run.lock:
            run.pages[change.key] = now
        return True
    who = run.client.person(now.author) or "somebody"
    if run.policy.on_edit == "fail":
        raise Edited(
            f"the page was edited in Confluence by {who} while it was being published.",
            hint="Take the edit over into the source, or set `on_edit: overwrite` or `skip`.",
        )
    if run.policy.on_edit == "skip":
        run.tell(
            change, f"the page was edited in Confluence by {who} meanwhile; its body is left alone.", now.url
        )
        return False
    run.tell(
        change, f"the page was edited in Confluence by {who} meanwhile; the edit is overwritten.", now.url
    )
    with run.lock:
        run.pages[change.key] = now
    return True


def _lost(run: Run, change: Change, remote: RemotePage, lost: tuple[tuple[str, str], ...]) -> bool:
    """Tell of each open comment without a place: page, words and author. Whether there are any: resolved ones may go."""
    known = {comment.ref: comment for comment in run.client.inline_comments(remote.id)}
    kept = (
        "so the page is left as it is" if run.policy.on_lost_comment == "skip" else "so it is no longer shown"
    )
    open_ones = [
        (known.get(ref), words) for ref, words in lost if ref not in known or not known[ref].resolved
    ]
    for comment, words in open_ones:
        author = run.client.person(comment.author) if comment else ""
        who = f" by {author}" if author else ""
        on = f" on “{words}”" if words else ""
        run.tell(change, f"the words of the comment{who}{on} are gone, {kept}.", remote.url)
    return bool(open_ones)


# --- labels --------------------------------------------------------------------------------------


def _label(run: Run, change: Change, page: Page) -> None:
    page_id = run.pages[change.key].id
    if change.add_labels:
        run.client.add_labels(page_id, change.add_labels)
    for label in change.remove_labels:
        run.client.remove_label(page_id, label)
    if change.add_labels or change.remove_labels:
        run.record(change, replace(run.entry(change), labels=page.labels))
