"""Files of a page: sent, replaced and removed as its body needs them, while those of people stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...errors import Conflict, NotFound
from ...model import Attachment, Page
from ...remote import RemoteFile
from .. import stamp
from ..changes import Change
from ..ledger import Filed
from .state import Run


def add(run: Run, change: Change) -> None:
    """Attach what the page does not have yet, before a body shows it."""
    known = run.entry(change).files
    for attachment in change.attach:
        if attachment.name not in known:
            _record(run, change, attachment, _added(run, change, attachment))


def settle(run: Run, change: Change, page: Page) -> None:
    """Replace and remove files, once the body that showed them is another: a page that is left alone keeps its own.

    People may have given a file of ours a new version: what is there is read before it is touched.
    """
    stale = [it for it in change.attach if not _filed(run, change, it)]
    swept = change.sweep or (run.resumes and change.key not in run.fresh)
    if not (stale or change.detach or swept):
        return
    there = {file.id: file for file in run.client.files(run.pages[change.key].id)}
    for attachment in stale:
        _replace(run, change, attachment, there)
    _remove(run, change, page, there, swept=swept)


def _filed(run: Run, change: Change, attachment: Attachment) -> bool:
    filed = run.entry(change).files.get(attachment.name)
    return filed is not None and filed.digest == stamp.file_digest(attachment.digest)


def _record(run: Run, change: Change, attachment: Attachment, done: RemoteFile) -> None:
    files = {**run.entry(change).files, attachment.name: Filed(stamp.file_digest(attachment.digest), done.id)}
    run.record(change, replace(run.entry(change), files=files))


def _upload(run: Run, change: Change, attachment: Attachment, current: str) -> RemoteFile:
    done = run.client.upload(
        run.pages[change.key].id,
        attachment.name,
        run.bundle.file(attachment),
        media_type=attachment.media_type,
        comment=stamp.file_comment(attachment.digest),
        current=current,
    )
    with run.lock:
        run.uploaded += 1
    return done


def _added(run: Run, change: Change, attachment: Attachment) -> RemoteFile:
    """A new file; one of the same name may be there already, from a run that was cut or from a person."""
    try:
        return _upload(run, change, attachment, "")
    except Conflict:
        return _taken(run, change, attachment)


def _taken(run: Run, change: Change, attachment: Attachment) -> RemoteFile:
    """The file that has the name: it gets these bytes, where it is ours and has others.

    One of a person is replaced only on a page that is being taken over with all that belongs to it.
    """
    page = run.pages[change.key]
    there = next((file for file in run.client.files(page.id) if file.name == attachment.name), None)
    if there and _same(there, attachment):
        return there
    if there and not stamp.file_ours(there.comment):
        if not _takes_over(run, change):
            raise Conflict(
                f"The page has a file of this name already: “{there.name}”.",
                hint="Somebody attached it; rename one of the two.",
            )
        run.tell(
            change,
            f"the page has a file “{there.name}” that somebody attached; it gets a new version.",
            page.url,
        )
    return _upload(run, change, attachment, there.id if there else "")


def _same(there: RemoteFile, attachment: Attachment) -> bool:
    """Whether a file says in its comment that it has these bytes."""
    return there.size == attachment.size and stamp.file_claimed(there.comment, attachment.digest)


def _takes_over(run: Run, change: Change) -> bool:
    """Whether nothing of ours was written on this page yet, and it is adopted."""
    return run.policy.adopt and change.entry is not None and not change.entry.body


def _replace(run: Run, change: Change, attachment: Attachment, there: Mapping[str, RemoteFile]) -> None:
    """New bytes for a file of ours; one that a person deleted is made anew."""
    found = there.get(run.entry(change).files[attachment.name].id)
    if found and _same(found, attachment):
        _record(run, change, attachment, found)
        return
    try:
        done = _upload(run, change, attachment, found.id if found else "")
    except (Conflict, NotFound):
        done = _taken(run, change, attachment)
    _record(run, change, attachment, done)
    if found and not stamp.file_ours(found.comment):
        run.tell(
            change,
            f"the file “{found.name}” got a new version in Confluence; it is replaced, and stays in its history.",
            run.pages[change.key].url,
        )


def _remove(run: Run, change: Change, page: Page, there: Mapping[str, RemoteFile], *, swept: bool) -> None:
    """Delete files of ours that the page does not use any more; with ``swept`` also those that a run which was cut
    sent and could not record.

    One that a person gave a new version is theirs from now on.
    """
    used = {file.name for file in page.attachments}
    for file in there.values():
        left = file.name in change.detach
        if file.name in used or not (swept or left):
            continue
        if stamp.file_ours(file.comment):
            run.client.delete_file(run.pages[change.key].id, file.id)
        elif left:
            run.tell(
                change,
                f"the page no longer shows its file “{file.name}”, but somebody gave that a new version; it is kept.",
                run.pages[change.key].url,
            )
    if change.detach:
        entry = run.entry(change)
        files = {name: filed for name, filed in entry.files.items() if name not in change.detach}
        run.record(change, replace(entry, files=files))
