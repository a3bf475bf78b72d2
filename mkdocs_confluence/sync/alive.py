"""Whether the run that a lease belongs to has ended on this machine: then nobody has to wait for it.

A run holds a lock on an empty file of its own name until it has given its lease back. The system lets go of the lock
when the process ends, however it ends, so a file that is there and not locked is proof; a lease of another machine
has no file here.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there every lease is waited for
    fcntl = None  # type: ignore[assignment]


@contextlib.contextmanager
def alive(run: str) -> Iterator[None]:
    """Show other runs of this machine that this one goes on; where no file can be made they wait as for any other.

    The file stays behind unless it is forgotten within.
    """
    handle = -1
    with contextlib.suppress(OSError):
        if fcntl:
            handle = os.open(_path(run), os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        yield
    finally:
        if handle >= 0:
            os.close(handle)


def ended(run: str) -> bool:
    """Whether a run of this machine and account ended without giving its lease back."""
    if not fcntl or not re.fullmatch("[0-9a-f]{12}", run):
        return False
    try:
        handle = os.open(_path(run), os.O_RDWR | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(handle).st_uid == os.geteuid()
    except OSError:
        return False
    finally:
        os.close(handle)


def forget(run: str) -> None:
    """Remove the file of a run whose lease is gone."""
    with contextlib.suppress(OSError):
        _path(run).unlink()


def _path(run: str) -> Path:
    return Path(tempfile.gettempdir()) / f"mkdocs-confluence-{run}.lock"
