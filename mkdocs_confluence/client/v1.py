"""The v1 routes that both flavors answer alike: labels and uploads."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from ..errors import Conflict, Lost, NotFound, TooLarge, Unexpected
from ..remote import RemoteFile, RemotePage
from . import rows
from .asking import Asking
from .multipart import Multipart
from .settling import ATTEMPTS, known
from .wire import Request


def segment(text: str) -> str:
    return quote(text, safe="~")


class V1(Asking):
    # labels

    def add_labels(self, page_id: str, labels: Sequence[str]) -> None:
        named = [{"prefix": "global", "name": name} for name in labels]
        path = f"/rest/api/content/{page_id}/label"
        self.call(
            Request("POST", path, json=named, repeat=True, silent=True, about=f"labels of page {page_id}")
        )

    def remove_label(self, page_id: str, label: str) -> None:
        self._absent(Request("DELETE", f"/rest/api/content/{page_id}/label", (("name", label),), repeat=True))

    def _absent(self, request: Request) -> None:
        """Delete what may be gone already."""
        try:
            self.call(request)
        except NotFound:
            return

    # files

    def upload(
        self, page_id: str, name: str, file: Path, *, media_type: str, comment: str = "", current: str = ""
    ) -> RemoteFile:
        """Attach a file, or give new bytes to the attachment with id ``current``.

        A new file whose upload broke may stand there with damaged bytes (seen on Cloud after a 503): it is looked up
        by name and comment, and gets the bytes again.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._attach(page_id, name, file, media_type, comment, current)
            except (Lost, Conflict) as failure:
                if attempt == ATTEMPTS or (isinstance(failure, Conflict) and (attempt == 1 or current)):
                    raise known(failure) from None  # the next run settles what is there
                current = current or self._left_behind(page_id, name, comment)
                if isinstance(failure, Conflict) and not current:
                    raise  # the name is taken by a file that is not ours
                self.caller.pause(attempt)
        raise AssertionError  # the last attempt returns or raises

    def _attach(
        self, page_id: str, name: str, file: Path, media_type: str, comment: str, current: str
    ) -> RemoteFile:
        path = f"/rest/api/content/{page_id}/child/attachment"
        fields = {"minorEdit": "true"} | ({"comment": comment} if comment else {})
        request = Request(
            "POST",
            f"{path}/{segment(current)}/data" if current else path,
            parts=lambda: Multipart(fields, name, file, media_type),
            repeat=bool(current),
            about=f"the file “{name}”",
        )
        try:
            data = self.call(request).data
        except NotFound:
            self.page(page_id)  # raises too where it is the page that is missing
            if current and all(found.id != current for found in self.files_named(page_id, name)):
                raise  # somebody deleted the file
            raise TooLarge(
                f"Confluence refuses the file “{name}”, most likely as too large ({file.stat().st_size} bytes).",
                hint="The limit is a setting of the administrator (100 MB by default on Data Center).",
                status=404,
                request=request.label,
            ) from None
        found = data.get("results", [data]) if isinstance(data, dict) else []
        if not found:
            raise Unexpected(
                f"Confluence tells nothing of the file “{name}” that it took.",
                hint="Publish again.",
                request=request.label,
            )
        return rows.v1_file(found[0])

    def _left_behind(self, page_id: str, name: str, comment: str) -> str:
        """Id of the attachment that a broken upload of ours left, or empty."""
        for found in self.files_named(page_id, name):
            if found.name == name and found.comment == comment:
                return found.id
        return ""

    @abstractmethod
    def page(self, page_id: str) -> RemotePage: ...

    @abstractmethod
    def files_named(self, page_id: str, name: str) -> tuple[RemoteFile, ...]: ...
