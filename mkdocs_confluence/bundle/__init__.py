"""A Publication as a folder: read it, diff it, archive it, publish it later from another machine.

::

    manifest.json     settings and pages, without bodies and without secrets
    pages/*.xml       bodies, openings unfilled
    files/<digest>    bytes of attachments, each once
    .unfinished/      while a build goes on: what takes the place of the above once all of it is there
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..errors import BundleError
from ..model import Attached, Attachment, Destination, Network, Page, Policy, Publication, digest
from . import manifest

MANIFEST, PAGES, FILES, UNFINISHED = "manifest.json", "pages", "files", ".unfinished"


class Bundle:
    """A folder with a publication: being written by one build, or read.

    A build writes beside the bundle that is there, which stays whole until the new one is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._at = folder
        """Where bodies and files lie: in the folder itself, or in ``.unfinished`` between ``begin`` and ``save``."""

    def begin(self) -> None:
        """Start a new bundle. Raises BundleError where the folder holds anything else, or cannot be written."""
        self._complete()
        with _told(f"The bundle folder {self.folder} cannot be written"):
            self.folder.mkdir(parents=True, exist_ok=True)
            found = {entry.name for entry in self.folder.iterdir()}
            strangers = found - ({MANIFEST, PAGES, FILES} if MANIFEST in found else set()) - {UNFINISHED}
            if strangers:
                raise BundleError(
                    f"{self.folder} holds something that is not a bundle ({min(strangers)}).",
                    hint="Give the bundle a folder of its own.",
                )
            self._at = self.folder / UNFINISHED
            shutil.rmtree(self._at, ignore_errors=True)
            for name in (PAGES, FILES):
                (self._at / name).mkdir(parents=True)

    def discard(self) -> None:
        """Remove what was begun and not saved; an older bundle stays as it was."""
        if self._at != self.folder:
            shutil.rmtree(self._at, ignore_errors=True)
            self._at = self.folder

    def write_body(self, key: str, body: str) -> str:
        """Write the body of the page ``key``; the answer is its ``body_file``, a path relative to the folder."""
        name = f"{PAGES}/{_readable(key)}-{digest(key)[:8]}.xml"
        with _told(f"The body of {key} cannot be written"):
            (self._at / name).write_bytes(body.encode("utf-8"))
        return name

    def body(self, page: Page) -> str:
        """The body of a page, openings unfilled."""
        with _told(f"The body of {page.key} cannot be read"):
            return self._inside(page.body_file).read_bytes().decode("utf-8")

    def add_file(self, attached: Attached) -> Attachment:
        """Take over the bytes of a file; the same bytes lie in the folder once.

        Raises OSError where the file cannot be opened, BundleError where the bundle cannot be written.
        """
        folder = self._at / FILES
        if attached.path is None:
            name = attached.drawing.digest if attached.drawing else digest(attached.content)
            size = len(attached.content)
            with _told(f"The file {attached.name} cannot be written into {self.folder}"):
                (folder / name).write_bytes(attached.content)
        else:
            with (
                attached.path.open("rb") as reading,
                _told(f"The file {attached.path} cannot be copied into {self.folder}"),
            ):
                name, size = _copy(reading, folder)
        return Attachment(attached.name, name, size, _media_type(attached.name), attached.drawing is not None)

    def file(self, attachment: Attachment) -> Path:
        """Where the bytes of an attachment lie."""
        path = self._inside(f"{FILES}/{attachment.digest}")
        if not path.is_file():
            raise BundleError(
                f"{self.folder} lacks the file {attachment.name}.", hint="Build the bundle again."
            )
        return path

    def save(
        self,
        publication: Publication,
        destination: Destination,
        policy: Policy,
        network: Network | None = None,
    ) -> None:
        """Write the manifest and put the new bundle in the place of the older one, whole or not at all.

        Of the network only what fits every machine is kept: paths of certificates are given where it is published.
        """
        written = manifest.written(publication, destination, policy, network or Network())
        part = self.folder / UNFINISHED / f"{MANIFEST}.part"
        with _told(f"The manifest in {self.folder} cannot be written"):
            part.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            part.replace(part.with_name(MANIFEST))
        self._complete()
        self._at = self.folder

    def _complete(self) -> None:
        """Put a new bundle that has its manifest in the place of the older one, also where that was cut half-way."""
        new = self.folder / UNFINISHED
        if not (new / MANIFEST).is_file():
            return
        with _told(f"The bundle in {self.folder} cannot be replaced"):
            for name in (PAGES, FILES):
                if (new / name).exists():
                    shutil.rmtree(self.folder / name, ignore_errors=True)
                    (new / name).rename(self.folder / name)
            (new / MANIFEST).replace(self.folder / MANIFEST)
            shutil.rmtree(new, ignore_errors=True)

    def load(self) -> tuple[Publication, Destination, Policy]:
        """What ``save`` wrote. Raises BundleError for a folder that is no bundle, is damaged, or of another format."""
        found = self._manifest()
        with _told(f"{self.folder / MANIFEST} is damaged"):
            return manifest.read(found)

    def network(self, here: Network) -> Network:
        """The certificates of this machine, time-out and workers as the build decided. Raises BundleError as ``load``."""
        found = self._manifest()
        with _told(f"{self.folder / MANIFEST} is damaged"):
            return manifest.network(found, here)

    def _manifest(self) -> manifest.Manifest:
        self._complete()
        path = self.folder / MANIFEST
        if not path.is_file():
            if (self.folder / UNFINISHED).exists():
                raise BundleError(
                    f"{self.folder} holds no whole bundle: the build that began it did not end.",
                    hint="Build the bundle again.",
                )
            raise BundleError(
                f"{self.folder} is not a bundle: it has no {MANIFEST}.",
                hint="Make one with `mkdocs-confluence bundle` or the option `bundle_dir`.",
            )
        with _told(f"{path} is damaged"):
            found: manifest.Manifest = json.loads(path.read_text(encoding="utf-8"))
            if found["format"] != manifest.FORMAT:
                raise BundleError(
                    f"{path} has the format {found['format']}, this version reads {manifest.FORMAT}.",
                    hint="Build and publish with the same version of mkdocs-confluence-tree.",
                )
            return found

    def _inside(self, name: str) -> Path:
        """A path in the folder; a manifest from elsewhere must not lead out of it."""
        path = self._at / name
        if not path.resolve().is_relative_to(self._at.resolve()):
            raise BundleError(
                f"{self.folder} names {name}, which lies outside of it.", hint="Build the bundle again."
            )
        return path


def _readable(key: str) -> str:
    """A key as the start of a file name on any system; the digest behind it makes it unique."""
    return re.sub(r"[^\w.-]+", "-", key).strip("-.")[:60]


def _copy(reading: BinaryIO, folder: Path) -> tuple[str, int]:
    """Copy a file under its digest, read once; the answer is the digest and the size in bytes."""
    seen, size, part = hashlib.sha256(), 0, folder / ".part"
    with part.open("wb") as writing:
        while chunk := reading.read(1 << 20):
            seen.update(chunk)
            size += writing.write(chunk)
    part.replace(folder / seen.hexdigest())
    return seen.hexdigest(), size


def _media_type(name: str) -> str:
    return _MEDIA_TYPES.guess_type(name)[0] or "application/octet-stream"


_MEDIA_TYPES = mimetypes.MimeTypes()
"""The types that Python knows, not those of the machine: a publication must not depend on it."""
for _ending, _kind in {".svg": "image/svg+xml", ".webp": "image/webp", ".avif": "image/avif"}.items():
    _MEDIA_TYPES.add_type(_kind, _ending)


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Errors of the disk and of damaged data as BundleError."""
    try:
        yield
    except OSError as error:
        raise BundleError(
            f"{what}: {error.strerror or error}.", hint="Check the path, rights and space."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BundleError(f"{what}.", hint="Build the bundle again.") from error
