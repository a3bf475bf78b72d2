"""The sandbox as a process: started, found again, refused, killed in the middle of writes."""

from __future__ import annotations

import itertools
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests

from mkdocs_confluence import sandbox
from mkdocs_confluence.sandbox.store import FILE
from mkdocs_confluence.sandbox.store.opening import open_store
from mkdocs_confluence.sandbox.web.serving import Serving

AUTH = ("ann", "token")
Claim = tuple[str, int, object]
"""A query for one value, the id that it asks for, and the value."""
KINDS = 10
"""Different queries for what a writer writes."""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def test_start_starts_a_process_and_finds_it_again(tmp_path: Path) -> None:
    first = sandbox.start(tmp_path, "cloud", port=_free_port())
    try:
        again = sandbox.start(tmp_path, "cloud")
        assert (first.started, again.started, again.url) == (True, False, first.url)
        assert first.space == "DOCS"
        site = first.url.removesuffix("/wiki")
        told = requests.get(f"{site}/_sandbox/info", timeout=10).json()
        assert (told["data"], told["flavor"]) == (str(tmp_path.resolve()), "cloud")
        with pytest.raises(sandbox.Refused, match="A cloud sandbox runs on"):
            sandbox.start(tmp_path, "datacenter")
        again.stop()
        assert requests.get(f"{site}/_sandbox/info", timeout=10).status_code == 200
    finally:
        first.stop()
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{site}/_sandbox/info", timeout=10)
    assert not (tmp_path / "sandbox.json").exists()


def test_start_takes_another_port_where_the_wanted_one_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        running = sandbox.start(tmp_path, "datacenter", port=port)
        running.stop()
    assert running.url.endswith("/confluence")
    assert f":{port}/" not in running.url


def test_start_forgets_a_process_that_was_killed(tmp_path: Path) -> None:
    first = sandbox.start(tmp_path, port=_free_port())
    assert first.process is not None
    first.process.kill()
    first.process.wait()
    second = sandbox.start(tmp_path, port=_free_port())
    second.stop()
    assert second.started


def test_two_starts_at_once_share_one_process(tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: sandbox.start(tmp_path, port=0), range(3)))
    for running in found:
        running.stop()
    assert len({running.url for running in found}) == 1
    assert [running.started for running in found].count(True) == 1


def test_a_second_process_on_the_same_data_is_refused(tmp_path: Path) -> None:
    running = sandbox.start(tmp_path, port=0)
    done = _main("--data", str(tmp_path), "--port", "0")
    running.stop()
    assert (done.returncode, "runs on" in done.stderr) == (3, True)


def test_start_is_not_misled_by_what_else_answers_on_a_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        (tmp_path / "sandbox.json").write_text(json.dumps({"port": other.getsockname()[1]}), encoding="utf-8")
        answering = threading.Thread(target=_answer_nonsense, args=(other,), daemon=True)
        answering.start()
        running = sandbox.start(tmp_path, port=0)
        running.stop()
        other.shutdown(socket.SHUT_RDWR)
        answering.join(5)
    assert running.started


def _answer_nonsense(listening: socket.socket) -> None:
    with suppress(OSError):
        while True:
            client, _ = listening.accept()
            client.sendall(b"220 mail.example.com ready\r\n")
            client.close()


def test_start_says_why_the_process_did_not_come_up(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database at all" * 100)
    with pytest.raises(sandbox.Refused, match="left as it is"):
        sandbox.start(tmp_path, port=_free_port())
    with pytest.raises(sandbox.Refused, match="cannot be used"):
        sandbox.start(tmp_path / FILE, port=0)
    with pytest.raises(sandbox.Refused, match="There is no flavor"):
        sandbox.start(tmp_path, "server")


def test_start_needs_no_flask(tmp_path: Path) -> None:
    code = "import sys; from mkdocs_confluence import sandbox; sys.exit('flask' in sys.modules or 'waitress' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _main(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs_confluence.sandbox", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--switch", "nonsense=1"], "there is no switch 'nonsense'"),
        (["--switch", "move_bumps=maybe"], "neither true nor false"),
        (["--switch", "list_cap=many"], "list_cap: 'many' is no number"),
        (["--switch", "orphans=eaten"], "'eaten' is none of"),
        (["--fault", "nonsense"], "is no fault"),
    ],
)
def test_the_command_refuses_what_it_does_not_know(
    tmp_path: Path, arguments: list[str], message: str
) -> None:
    done = _main("--data", str(tmp_path), "--port", "0", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_refuses_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = _main("--data", str(tmp_path), "--port", str(taken.getsockname()[1]))
    assert (done.returncode, "cannot be used" in done.stderr) == (2, True)
    done = _main("--data", str(tmp_path), "--port", "80000")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "Port 80000 cannot be used" in done.stderr


def test_the_command_refuses_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here", encoding="utf-8")
    done = _main("--data", str(tmp_path / "file"), "--port", "0")
    assert (done.returncode, "cannot be used" in done.stderr) == (2, True)
    (tmp_path / "sandbox.lock").write_text("no database" * 100, encoding="utf-8")
    done = _main("--data", str(tmp_path), "--port", "0")
    assert (done.returncode, "cannot be used" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "name", ["sandbox.sqlite", "sandbox.sqlite.new", "sandbox.json", "sandbox.lock", "sandbox.log"]
)
def test_a_folder_in_the_place_of_a_file_is_refused_with_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name / "kept").mkdir(parents=True)
    with pytest.raises(
        sandbox.Refused, match=rf"cannot be used: .*{name}|{name} cannot be used: .*another folder"
    ):
        sandbox.start(tmp_path, port=0)
    assert (tmp_path / name / "kept").is_dir()
    if name != "sandbox.log":
        done = _main("--data", str(tmp_path), "--port", "0")
        assert (done.returncode, "Traceback" in done.stderr) == (2, False)
        assert "cannot be used" in done.stderr


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody can write to")
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(sandbox.Refused, match=r"cannot be used: .*another folder"):
        sandbox.start(Path("/proc/self"), port=0)
    done = _main("--data", "/proc/self", "--port", "0")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    open_store(tmp_path).close()
    (tmp_path / f"{FILE}-shm").mkdir()
    with pytest.raises(sandbox.Refused, match="cannot be used"):
        open_store(tmp_path)


DAMAGE = {
    "empty": b"",
    "text": b"these are no pages\n" * 50,
    "short": b"SQLite format 3\0",
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_file_that_is_none_of_ours_is_refused_and_left(tmp_path: Path, name: str) -> None:
    path = tmp_path / FILE
    path.write_bytes(DAMAGE[name])
    with pytest.raises(sandbox.Refused, match="left as it is"):
        open_store(tmp_path)
    assert path.read_bytes() == DAMAGE[name]


def test_a_database_of_another_program_is_refused_and_left(tmp_path: Path) -> None:
    path = tmp_path / FILE
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE theirs (a)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(sandbox.Refused, match="another program"):
        open_store(tmp_path)
    assert path.read_bytes() == before


def test_a_damaged_file_is_refused_and_left(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for name in ("a", "b"):
        store.db.execute("INSERT INTO meta VALUES (?, ?)", (name, "x" * 50_000))
    store.close()
    path = tmp_path / FILE
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 12] = os.urandom(4096 * 11)
    path.write_bytes(data)
    with pytest.raises(sandbox.Refused, match="damaged"):
        open_store(tmp_path)
    assert path.read_bytes() == bytes(data)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("log", [False, True])
def test_a_process_that_refuses_a_file_leaves_nothing_beside_it(tmp_path: Path, log: bool) -> None:
    """Neither a lock, nor what SQLite keeps beside a database, nor what the process said."""
    open_store(tmp_path).close()
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[:8192] + os.urandom(8192))
    if log:
        path.with_name(FILE + "-wal").write_bytes(b"left by a kill")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert _main("--data", str(tmp_path), "--port", "0").returncode == 2
    with pytest.raises(sandbox.Refused, match=rf"{FILE} is damaged.*left as it is"):
        sandbox.start(tmp_path, port=0)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_data_of_the_other_flavor_and_of_a_newer_sandbox_is_refused(tmp_path: Path) -> None:
    open_store(tmp_path, "cloud").close()
    with pytest.raises(sandbox.Refused, match="holds a cloud sandbox"):
        open_store(tmp_path, "datacenter")
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(sandbox.Refused, match="newer"):
        open_store(tmp_path, "cloud")


def test_what_was_written_is_there_when_the_store_is_opened_again(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    home = store.db.execute("SELECT home FROM space").fetchone()[0]
    store.close()
    again = open_store(tmp_path)
    assert again.db.execute("SELECT home FROM space").fetchall() == [(home,)]
    again.close()


class _Writer(threading.Thread):
    """Writes everything that can be written without pause until the server is gone."""

    def __init__(self, url: str, number: int, space: str, parent: str) -> None:
        super().__init__(daemon=True)
        self.url, self.number, self.space, self.parent = url, number, space, parent
        self.kept: list[Claim] = []
        """What was acknowledged, as what must be found in the store afterwards."""

    def run(self) -> None:
        self.session = requests.Session()
        self.session.auth = AUTH
        self.session.headers["X-Atlassian-Token"] = "no-check"
        try:
            for count in itertools.count():
                self._write(f"{self.number}-{count}")
        except (requests.RequestException, ValueError):
            return

    def _ask(self, method: str, path: str, json: object = None, **told: Any) -> Any:
        answer = self.session.request(method, self.url + path, json=json, timeout=10, **told)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def _write(self, title: str) -> None:
        """A page and everything of it; last another one that goes into the trash."""
        page = self._made(title)
        self._changed(page, title)
        self._belongings(page)
        gone = self._made(f"{title} gone")
        self._ask("DELETE", f"/api/v2/pages/{gone}")
        self._keep("SELECT status FROM content WHERE id = ?", gone, "trashed")

    def _keep(self, query: str, number: str, found: object) -> None:
        self.kept.append((query, int(number.removeprefix("att")), found))

    def _made(self, title: str) -> str:
        body = {"representation": "storage", "value": f"<p>{title}</p>"}
        told = {"spaceId": self.space, "title": title, "parentId": self.parent, "body": body}
        page = str(self._ask("POST", "/api/v2/pages", told)["id"])
        self._keep("SELECT body FROM version WHERE content = ? AND number = 1", page, body["value"])
        return page

    def _changed(self, page: str, title: str) -> None:
        """A new body, a new title, a new place: versions 2, 3 and 4."""
        body = {"representation": "storage", "value": f"<p>second {title}</p>"}
        told = {"id": page, "status": "current", "title": title, "version": {"number": 2}, "body": body}
        self._ask("PUT", f"/api/v2/pages/{page}", told)
        self._keep("SELECT body FROM version WHERE content = ? AND number = 2", page, body["value"])
        named = {"status": "current", "title": f"{title} renamed"}
        self._ask("PUT", f"/api/v2/pages/{page}/title", named)
        self._keep("SELECT title FROM content WHERE id = ?", page, named["title"])
        below = self._made(f"{title} above")
        self._ask("PUT", f"/rest/api/content/{page}/move/append/{below}")
        self._keep("SELECT parent FROM content WHERE id = ?", page, int(below))
        self._keep("SELECT version FROM content WHERE id = ?", page, 4)

    def _belongings(self, page: str) -> None:
        parts = {"file": ("a.bin", os.urandom(2000))}
        file = self._ask("POST", f"/rest/api/content/{page}/child/attachment", files=parts)["results"][0][
            "id"
        ]
        self._keep("SELECT bytes FROM file_version WHERE file = ?", file, parts["file"][1])
        self._ask("POST", f"/rest/api/content/{page}/label", [{"prefix": "global", "name": f"l{page}"}])
        self._keep("SELECT name FROM label WHERE content = ?", page, f"l{page}")
        told = {"key": "digest", "value": page}
        made = self._ask("POST", f"/api/v2/pages/{page}/properties", told)["id"]
        self._keep("SELECT value FROM property WHERE id = ?", made, json.dumps(page))
        body = {"representation": "storage", "value": f"<p>on {page}</p>"}
        comment = self._ask("POST", "/api/v2/footer-comments", {"pageId": page, "body": body})["id"]
        self._keep("SELECT body FROM comment WHERE id = ?", comment, body["value"])


def _killed_once(data: Path, run: int, pause: float) -> list[_Writer]:
    """A process killed with -9 while three writers are at it; in the first run once one has written of every kind."""
    running = sandbox.start(data, "cloud", port=0)
    assert running.process is not None
    session = requests.Session()
    session.auth = AUTH
    switches = f"{running.url.removesuffix('/wiki')}/_sandbox/switches"
    assert session.post(switches, json={"early_property": 0}, timeout=10).status_code == 200
    row = session.get(f"{running.url}/api/v2/spaces?keys=DOCS", timeout=10).json()["results"][0]
    parents = []
    for number in range(3):
        told = {
            "spaceId": row["id"],
            "title": f"run {run} writer {number}",
            "body": {"storage": {"value": "<p/>"}},
        }
        parents.append(session.post(f"{running.url}/api/v2/pages", json=told, timeout=10).json()["id"])
    writers = [
        _Writer(running.url, run * 10 + number, row["id"], parent) for number, parent in enumerate(parents)
    ]
    for writer in writers:
        writer.start()
    time.sleep(pause)
    while run == 0 and writers[0].is_alive() and len({query for query, _, _ in writers[0].kept}) < KINDS:
        time.sleep(0.01)
    os.kill(running.process.pid, signal.SIGKILL)
    running.process.wait()
    for writer in writers:
        writer.join(30)
    return writers


def _require_everything(data: Path, writers: list[_Writer]) -> Counter[str]:
    """How often each kind of acknowledged write was found again."""
    store = open_store(data, "cloud")
    found: Counter[str] = Counter()
    for query, number, wanted in (claim for writer in writers for claim in writer.kept):
        assert store.db.execute(query, (number,)).fetchone() == (wanted,), (query, number)
        found[query] += 1
    assert store.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    store.close()
    return found


def _killed_and_opened(data: Path, times: int) -> None:
    writers: list[_Writer] = []
    found: Counter[str] = Counter()
    for run in range(times):
        writers += _killed_once(data, run, 0.1 + 0.02 * (run % 7))
        found = _require_everything(data, writers)
    assert len(found) == KINDS, "of every kind at least one"


def test_a_sandbox_killed_20_times_while_writing_has_every_acknowledged_write(tmp_path: Path) -> None:
    _killed_and_opened(tmp_path, 20)


@pytest.mark.prove
def test_a_sandbox_killed_100_times_while_writing_has_every_acknowledged_write(tmp_path: Path) -> None:
    _killed_and_opened(tmp_path, 100)


def test_a_server_is_stopped_though_it_is_just_being_woken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread that serves may run ahead of the one that stops it, woken by the end of a request."""
    serving = Serving(lambda environ, start_response: [])
    trigger = serving._server.trigger
    pull = trigger._physical_pull

    def late() -> None:
        pull()
        serving._thread.join(0.5)
        pull()

    monkeypatch.setattr(trigger, "_physical_pull", late)
    serving.stop()
    assert not serving._thread.is_alive()


def test_faults_and_switches_can_be_told_to_the_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs_confluence.sandbox", "--data", str(tmp_path), "--port", "0"]
    more = [
        "--flavor",
        "datacenter",
        "--strict",
        "--switch",
        "same_body_bumps=false",
        "--fault",
        "drop-after:POST .*content$",
    ]
    process = subprocess.Popen([*command, *more], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Sandbox (datacenter): http://127.0.0.1:")
        port = json.loads((tmp_path / "sandbox.json").read_text(encoding="utf-8"))["port"]
        url = f"http://127.0.0.1:{port}/confluence/rest/api/content"
        told = {"type": "page", "title": "Page", "space": {"key": "DOCS"}}
        with pytest.raises(requests.ConnectionError):
            requests.post(url, json=told, auth=AUTH, timeout=10)
        row = requests.get(f"{url}?title=page&expand=version", auth=AUTH, timeout=10).json()["results"][0]
        told |= {"version": {"number": 2}}
        same = requests.put(f"{url}/{row['id']}", json=told, auth=AUTH, timeout=10).json()
        assert same["version"]["number"] == 1
    finally:
        process.terminate()
        assert process.wait(20) == 0
        if process.stdout is not None:
            process.stdout.close()
