"""Asking a sandbox the way any HTTP client does."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import requests
from sandboxes import Sandbox

Check = Callable[[str, str, requests.Response], None]


def at_once(calls: Sequence[Callable[[], int]]) -> Counter[int]:
    """Statuses of calls that start together."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], int]) -> int:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return Counter(pool.map(run, calls))


class Rest:
    """A client of one sandbox: paths are below its base URL."""

    def __init__(self, sandbox: Sandbox, *, user: str = "ann", check: Check | None = None) -> None:
        self.sandbox = sandbox
        self.store = sandbox.store
        self.check = check
        self.session = requests.Session()
        self.session.auth = (user, "token")
        self.session.headers["X-Atlassian-Token"] = "no-check"
        self.api = "/api/v2" if sandbox.flavor == "cloud" else "/rest/api"
        self.space = sandbox.store.db.execute("SELECT id, home FROM space ORDER BY id").fetchone()

    @property
    def home(self) -> str:
        return str(self.space[1])

    def call(self, method: str, path: str, **told: Any) -> requests.Response:
        answer = self.session.request(method, self.sandbox.url + path, timeout=30, **told)
        if self.check is not None and answer.headers.get("Content-Type") == "application/json":
            self.check(method, urlsplit(answer.url).path, answer)
        return answer

    def get(self, path: str, **told: Any) -> requests.Response:
        return self.call("GET", path, **told)

    def post(self, path: str, json: Any = None, **told: Any) -> requests.Response:
        return self.call("POST", path, json=json, **told)

    def put(self, path: str, json: Any = None, **told: Any) -> requests.Response:
        return self.call("PUT", path, json=json, **told)

    def delete(self, path: str, **told: Any) -> requests.Response:
        return self.call("DELETE", path, **told)

    def create(
        self, title: str, parent: str | None = None, body: str = "<p>words</p>", **more: Any
    ) -> requests.Response:
        """Create a page, as each flavor wants it."""
        if self.sandbox.flavor == "cloud":
            told = {
                "spaceId": str(self.space[0]),
                "title": title,
                "status": "current",
                "parentId": parent or self.home,
            }
            return self.post(
                "/api/v2/pages", {**told, "body": {"representation": "storage", "value": body}, **more}
            )
        content: dict[str, Any] = {"type": "page", "title": title, "space": {"key": "DOCS"}}
        content["ancestors"] = [{"id": parent or self.home}]
        storage = {"storage": {"value": body, "representation": "storage"}}
        return self.post("/rest/api/content", {**content, "body": storage, **more})

    def made(self, title: str, parent: str | None = None, body: str = "<p>words</p>", **more: Any) -> str:
        """Create a page; returns its id."""
        answer = self.create(title, parent, body, **more)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def update(
        self,
        page: str,
        number: int,
        title: str,
        stored: str = "<p>new</p>",
        *,
        parent: str | None = None,
        **more: Any,
    ) -> requests.Response:
        """Change a page, as each flavor wants it; ``number`` is the version that it makes."""
        told: dict[str, Any] = {
            "id": page,
            "title": title,
            "version": {"number": number, "message": "a message"},
        }
        if self.sandbox.flavor == "cloud":
            told |= {"status": "current", "body": {"representation": "storage", "value": stored}}
            told |= {"parentId": parent} if parent else {}
        else:
            told |= {"type": "page", "body": {"storage": {"value": stored, "representation": "storage"}}}
            told |= {"ancestors": [{"id": parent}]} if parent else {}
        return self.put(f"{self.pages}/{page}", {**told, **more})

    def body(self, page: str) -> str:
        if self.sandbox.flavor == "cloud":
            found = self.get(f"/api/v2/pages/{page}?body-format=storage").json()
        else:
            found = self.get(f"/rest/api/content/{page}?expand=body.storage").json()
        return str(found["body"]["storage"]["value"])

    def version(self, page: str) -> int:
        expand = "" if self.sandbox.flavor == "cloud" else "?expand=version"
        return int(self.get(f"{self.pages}/{page}{expand}").json()["version"]["number"])

    @property
    def pages(self) -> str:
        return "/api/v2/pages" if self.sandbox.flavor == "cloud" else "/rest/api/content"

    def remove(self, page: str) -> requests.Response:
        return self.delete(f"{self.pages}/{page}")

    def children(self, page: str) -> list[str]:
        if self.sandbox.flavor == "cloud":
            rows = self.get(f"/api/v2/pages/{page}/direct-children?limit=100").json()["results"]
        else:
            rows = self.get(f"/rest/api/content/{page}/child/page?limit=100").json()["results"]
        return [row["title"] for row in rows]

    def upload(
        self, page: str, name: str, data: bytes, method: str = "POST", **more: Any
    ) -> requests.Response:
        parts = {"file": (name, data, "image/png"), **more}
        return self.call(method, f"/rest/api/content/{page}/child/attachment", files=parts)

    def reason(self, answer: requests.Response) -> str:
        """What a refusal says."""
        told = answer.json()
        return str(told["errors"][0]["title"]) if "errors" in told else str(told["message"])
