"""Publishes that meet each other, and publishes that meet trouble."""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cuts import QUICK
from sandboxes import Sandbox, StartResponse
from trees import LeapingClock, P, Person, changed, outline, put, tree

from mkdocs_confluence.errors import Leased, Lost, Throttled, Unauthorized, Unreachable
from mkdocs_confluence.model import Policy
from mkdocs_confluence.sandbox.store import access, content, people, restrictions
from mkdocs_confluence.sandbox.store.nouns import Flavor
from mkdocs_confluence.sandbox.web.faults import Fault
from mkdocs_confluence.sync import journey, ledger, stamp

PAGES = tuple(P(f"{n}.md", f"Page {n}", links=(f"{(n + 1) % 8}.md",)) for n in range(8))
SITE = P("index.md", "Docs", PAGES)
THRICE = 3
"""Faults at most, by chance all at one write: that is tried four times."""


class WallClock(LeapingClock):
    """A clock on which waiting takes its time."""

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def test_two_first_publishes_at_once_make_one_tree(confluence: Sandbox, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(put, confluence, SITE, tmp_path / str(n), clock=WallClock()) for n in range(2)]
        outcomes = [run.result() for run in runs]
    assert all(outcome.ok for outcome in outcomes)
    assert outline(confluence) == [("Docs", [page.title for page in PAGES])]
    confluence.log.clear()
    put(confluence, SITE, tmp_path / "again")
    assert confluence.writes() == []


class Overtaken(Sandbox):
    """Lets something happen while somebody asks for a path: walks through the space."""

    meanwhile: Callable[[], object] | None = None
    where = r"/content/scan$|/spaces/\d+/pages$"

    def _answer(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if self.meanwhile and re.search(self.where, environ["PATH_INFO"]):
            work, self.meanwhile = self.meanwhile, None
            work()
        return super()._answer(environ, start_response)


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_a_root_that_another_publish_makes_at_this_moment_is_no_stranger(
    flavor: Flavor, tmp_path: Path
) -> None:
    sandbox = Overtaken(tmp_path / "s", flavor)
    with sandbox:
        other = Person(sandbox, "sandbox")
        sandbox.meanwhile = lambda: other.writes("Docs", "Documentation Home", stamp.placeholder("docs"))
        assert put(sandbox, SITE, tmp_path / "b").ok
        other.client.close()
        assert sandbox.meanwhile is None
        assert outline(sandbox) == [("Docs", [page.title for page in PAGES])]


def leased(confluence: Sandbox, ann: Person, until: float, seconds: int = 120) -> None:
    """As if another machine were publishing."""
    root = ann.page("Docs").id
    key = ledger.head_key("docs")
    found = ann.client.properties(root, key)[key]
    head = replace(ledger.read_head(found.value), lease=ledger.Lease("other", until, seconds))
    ann.client.set_property(root, key, ledger.head(head, root, "docs"), current=found)


def test_an_expired_lease_is_waited_for_and_taken(confluence: Sandbox, ann: Person, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    clock = LeapingClock()
    leased(confluence, ann, clock.now() + 90)
    assert put(confluence, changed(SITE, "1.md", words="New."), tmp_path / "b", clock=clock).ok
    assert 80 < clock.slept < 130
    assert "New." in tree(confluence).named("Page 1").body


def test_a_lease_of_a_machine_whose_clock_is_wrong_is_taken_when_it_falls_silent(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    clock = LeapingClock()
    leased(confluence, ann, clock.now() + 1_000_000, 60)
    assert put(confluence, changed(SITE, "1.md", words="New."), tmp_path / "b", clock=clock).ok
    assert clock.slept < 130


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_a_lease_that_is_renewed_when_it_was_waited_for_is_waited_for_again(
    flavor: Flavor, tmp_path: Path
) -> None:
    sandbox = Overtaken(tmp_path / "s", flavor)
    with sandbox:
        ann = Person(sandbox, "ann")
        put(sandbox, SITE, tmp_path / "b")
        until = time.time() + 90
        leased(sandbox, ann, until)

        class Late(LeapingClock):
            """The other run wakes up when its lease has just expired."""

            def sleep(self, seconds: float) -> None:
                super().sleep(seconds)
                if self.now() >= until and self.slept < 130:
                    sandbox.where = "/(pages|content)$"
                    sandbox.meanwhile = lambda: leased(sandbox, ann, until + 100)

        clock = Late()
        assert put(sandbox, changed(SITE, "1.md", words="New."), tmp_path / "b", clock=clock).ok
        ann.client.close()
        assert sandbox.meanwhile is None
        assert 180 < clock.slept < 230


def test_a_publish_that_is_renewed_for_ever_is_not_waited_for(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    clock = LeapingClock()

    class Renewing(LeapingClock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            leased(confluence, ann, self.now() + 100)

    renewing = Renewing()
    leased(confluence, ann, clock.now() + 100)
    confluence.log.clear()
    with pytest.raises(Leased, match="still going on after 10 minutes"):
        put(confluence, changed(SITE, "1.md", words="New."), tmp_path / "b", clock=renewing)
    assert "New." not in tree(confluence).named("Page 1").body


def test_a_second_publish_waits_for_the_first(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    before = tree(confluence).named("Page 1").version
    newer = changed(SITE, "1.md", words="New.", title="Else")
    confluence.faults.on("^PUT .*/(pages|content)/[0-9]+(/title)?$", Fault("delay", seconds=0.4), times=None)
    confluence.log.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(put, confluence, newer, tmp_path / "b", clock=WallClock())
        while not confluence.writes():
            time.sleep(0.01)
        second = put(confluence, newer, tmp_path / "c", clock=WallClock())
        assert first.result().ok
    assert second.plan.empty
    assert tree(confluence).named("Else").version == before + 2


def test_a_long_publish_renews_its_lease(confluence: Sandbox, tmp_path: Path) -> None:
    class Hurrying(LeapingClock):
        def now(self) -> float:
            self.slept += 15
            return super().now()

    put(confluence, P("index.md", "Docs"), tmp_path / "b")
    confluence.log.clear()
    assert put(confluence, SITE, tmp_path / "b", clock=Hurrying()).ok
    head = [path for _, path, _ in confluence.writes() if "propert" in path]
    assert len(head) > 4


def test_a_run_that_lost_its_lease_stops_and_leaves_the_ledger_alone(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    taken: list[int] = []
    once = threading.Lock()

    class Slow(LeapingClock):
        def now(self) -> float:
            if len(confluence.writes()) > 2 and once.acquire(blocking=False):
                leased(confluence, ann, 2_000_000_000.0)
                taken.append(len(confluence.log))
                self.slept += 1000
            return super().now()

    confluence.log.clear()
    with pytest.raises(Leased, match="took over"):
        put(confluence, changed(SITE, "1.md", words="New.", title="Else"), tmp_path / "b", clock=Slow())
    later = [(path, status) for method, path, status in confluence.log[taken[0] :] if method != "GET"]
    assert not [path for path, status in later if "propert" in path and status < 400]
    root = ann.page("Docs").id
    key = ledger.head_key("docs")
    lease = ledger.read_head(ann.client.properties(root, key)[key].value).lease
    assert lease is not None
    assert lease.run == "other"


def test_a_run_that_slept_through_its_lease_overwrites_nothing_of_the_one_that_took_over(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")

    class Sleepy(_EditsMeanwhile):
        def now(self) -> float:
            before, now = self.done, super().now()
            if self.done and not before:
                leased(confluence, ann, 2_000_000_000.0)
            return now

    confluence.log.clear()
    with pytest.raises(Leased, match="took over"):
        put(confluence, changed(SITE, "1.md", words="New."), tmp_path / "b", clock=Sleepy(confluence, ann))
    assert "Edited by hand" in tree(confluence).named("Page 1").body


def test_an_order_that_a_person_changes_meanwhile_is_put_right(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "s", "cloud", switches=QUICK) as confluence:
        ann = Person(confluence, "ann")
        put(confluence, SITE, tmp_path / "b")
        moved: list[bool] = []

        class Meddling(LeapingClock):
            def now(self) -> float:
                if any("/move/" in path for _, path, _ in confluence.log) and not moved:
                    moved.append(True)
                    ann.client.move(ann.page("Page 5").id, "before", ann.page("Page 1").id)
                return super().now()

        confluence.log.clear()
        newer = P("index.md", "Docs", (*PAGES[1:], PAGES[0]))
        assert put(confluence, newer, tmp_path / "b", clock=Meddling()).ok
        ann.client.close()
        assert moved
        assert outline(confluence) == [("Docs", [page.title for page in newer.children])]


def test_labels_and_files_of_a_cut_run_go_where_the_site_no_longer_has_them(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    ann.client.add_labels(ann.page("Page 1").id, ["hers"])
    more = changed(SITE, "1.md", labels=("ours",), files={"new.png": b"n"})
    confluence.faults.on("^(GET|PUT) .*propert", Fault("drop-before"), times=None, skip=2)
    with pytest.raises((Unreachable, Lost)):
        put(confluence, more, tmp_path / "b", clock=LeapingClock())
    confluence.faults.clear()
    page = tree(confluence).named("Page 1")
    assert (page.labels, [name for name, _ in page.files]) == (("hers", "ours"), ["new.png"])
    assert put(confluence, SITE, tmp_path / "b", clock=LeapingClock()).ok
    page = tree(confluence).named("Page 1")
    assert (page.labels, page.files) == (("hers",), ())
    confluence.log.clear()
    assert put(confluence, SITE, tmp_path / "b").plan.empty
    assert confluence.writes() == []


def cut_before_it_is_recorded(sandbox: Sandbox, site: P, folder: Path, settling: int = 0) -> None:
    """A publish that writes all content and cannot record it any more."""
    sandbox.faults.on("^(GET|PUT) .*propert", Fault("drop-before"), times=None, skip=2 + settling)
    with pytest.raises((Unreachable, Lost)):
        put(sandbox, site, folder, clock=LeapingClock())
    sandbox.faults.clear()


def test_labels_files_and_width_that_a_cut_run_changed_are_as_before_where_the_site_is_as_before(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    before = changed(SITE, "1.md", labels=("ours",), files={"kept.png": b"1", "gone.png": b"2"})
    put(confluence, before, tmp_path / "b")
    page = tree(confluence).named("Page 1")
    cut = changed(SITE, "1.md", files={"kept.png": b"other"}, width="full")
    cut_before_it_is_recorded(confluence, cut, tmp_path / "b")
    meanwhile = tree(confluence).named("Page 1")
    assert (meanwhile.labels, [name for name, _ in meanwhile.files]) == ((), ["kept.png"])
    assert put(confluence, before, tmp_path / "b", clock=LeapingClock()).ok
    after = tree(confluence).named("Page 1")
    assert (after.labels, after.files) == (page.labels, page.files)
    appearance = ann.client.properties(ann.page("Page 1").id, "content-appearance-published")
    assert [found.value for found in appearance.values()] == ["default"]
    confluence.log.clear()
    assert put(confluence, before, tmp_path / "b").plan.empty
    assert confluence.writes() == []


def test_a_body_that_a_cut_run_wrote_under_another_path_is_no_edit_of_a_person(
    confluence: Sandbox, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    moved = P("index.md", "Docs", (*PAGES[:7], replace(PAGES[7], key="moved.md", words="Written and lost.")))
    moved = changed(moved, "6.md", links=("0.md",))
    cut_before_it_is_recorded(confluence, moved, tmp_path / "b", settling=2)
    assert "Written and lost." in tree(confluence).named("Page 7").body
    outcome = put(confluence, SITE, tmp_path / "b", Policy(on_edit="fail"), clock=LeapingClock())
    assert outcome.ok
    assert outcome.notices == ()
    page = tree(confluence).named("Page 7")
    assert "Written and lost." not in page.body
    again = P("index.md", "Docs", (P("moved.md", "Quite another"), *PAGES))
    assert put(confluence, again, tmp_path / "b").ok
    assert tree(confluence).named("Page 7") == page


def test_what_a_page_that_failed_may_have_got_is_remembered(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, SITE, tmp_path / "b")
    more = changed(SITE, "1.md", labels=("ours",))
    confluence.faults.on("^(POST|PUT) .*/label", Fault("status", status=500), times=None)
    assert [it.key for it in put(confluence, more, tmp_path / "b", clock=LeapingClock()).failures] == ["1.md"]
    confluence.faults.clear()
    with Person(confluence, "ann").client as late:  # as if the label had been set all the same
        page = late.find("Page 1")
        assert page
        late.add_labels(page.id, ["ours"])
    assert put(confluence, SITE, tmp_path / "b", clock=LeapingClock()).ok
    assert tree(confluence).named("Page 1").labels == ()
    assert put(confluence, SITE, tmp_path / "b").plan.empty


def test_a_page_comes_back_from_the_trash_although_another_one_takes_its_title(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, P("index.md", "Docs", (P("a.md", "A"), P("b.md", "B"))), tmp_path / "b")
    ids = {key: ann.page(title).id for key, title in (("a.md", "A"), ("b.md", "B"))}
    ann.trashes("A")
    newer = P("index.md", "Docs", (P("b.md", "A"), P("a.md", "B")))
    outcome = put(confluence, newer, tmp_path / "b")
    assert outcome.ok, outcome.failures
    assert {page.key: page.id for page in outcome.pages if page.key in ids} == ids
    assert outline(confluence) == [("Docs", ["A", "B"])]
    assert put(confluence, newer, tmp_path / "b").plan.empty


def test_moves_of_an_earlier_batch_are_not_taken_for_edits(tmp_path: Path) -> None:
    """More moves than one batch of intents holds, cut in the second."""
    pages = tuple(P(f"{n}.md", f"Page {n}") for n in range(208))
    newer = P("index.md", "Docs", pages[::-1])
    with Sandbox(tmp_path / "s", "cloud", switches=QUICK) as confluence:
        put(confluence, P("index.md", "Docs", pages), tmp_path / "b")
        confluence.faults.on("^PUT .*/move/", Fault("drop-before"), times=None, skip=203)
        with pytest.raises((Unreachable, Lost)):
            put(confluence, newer, tmp_path / "b", clock=LeapingClock())
        confluence.faults.clear()
        outcome = put(confluence, newer, tmp_path / "b", clock=LeapingClock())
        assert outcome.ok
        assert not [notice for notice in outcome.notices if "edited" in notice.message]
        assert outline(confluence) == [("Docs", [page.title for page in newer.children])]
        assert put(confluence, newer, tmp_path / "b").plan.empty


def test_a_refused_page_fails_alone_and_is_published_later(confluence: Sandbox, tmp_path: Path) -> None:
    put(confluence, P("index.md", "Docs", (P("old.md", "Old"),)), tmp_path / "b")
    confluence.log.clear()
    below = (P("below.md", "Below", links=("bad.md",)),)
    bad = P(
        "index.md",
        "Docs",
        (P("bad.md", "Bad", below, body="<p>un<b>closed</p>"), P("good.md", "Good", links=("bad.md",))),
    )
    outcome = put(confluence, bad, tmp_path / "b")
    failed = {failure.key: failure.message for failure in outcome.failures}
    assert "bad.md" in failed
    assert "Good" in str(outline(confluence))
    assert outcome.retired == ()
    assert "Old" in str(outline(confluence))
    assert any("Not retired" in notice.message for notice in outcome.notices)
    good = changed(bad, "bad.md", body="", words="Better.")
    outcome = put(confluence, good, tmp_path / "b")
    assert outcome.ok, outcome.failures
    assert outline(confluence) == [("Docs", [("Bad", ["Below"]), "Good"])]
    confluence.log.clear()
    put(confluence, good, tmp_path / "b")
    assert confluence.writes() == []


def test_a_page_that_may_not_be_changed_fails_soon_and_says_why(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    root = P("index.md", "Docs", (P("a.md", "A"), P("b.md", "B")))
    put(confluence, root, tmp_path / "b")
    access.lock(confluence.store, int(ann.page("A").id))
    clock = LeapingClock()
    newer = changed(changed(root, "a.md", words="New."), "b.md", words="New, too.")
    outcome = put(confluence, newer, tmp_path / "b", clock=clock)
    (failure,) = outcome.failures
    assert failure.key == "a.md"
    assert "not change it" in failure.hint or "no permission" in failure.message
    assert [page.key for page in outcome.pages if page.state == "updated"] == ["b.md"]
    assert clock.slept < 5


@pytest.mark.parametrize("links", [(), ("new.md",)], ids=["created whole", "written afterwards"])
def test_a_malformed_body_is_told_with_its_source_and_the_words_at_its_place(
    confluence: Sandbox, tmp_path: Path, links: tuple[str, ...]
) -> None:
    body = "<p>Good.</p>\n<p>Not <b>closed</p>\n<p>Good again.</p>"
    bad = P("bad.md", "Bad", body=body, links=links)
    outcome = put(confluence, P("index.md", "Docs", (bad, P("new.md", "New"))), tmp_path / "b")
    (failure,) = outcome.failures
    assert failure.key == "bad.md"
    assert "at row 2, column " in failure.message
    assert "<p>Not <b>closed</p>" in failure.message


@pytest.mark.parametrize(
    ("request_", "key"),
    [("^(POST|PUT) .*/label", "labelled.md"), ("^POST .*/child/attachment", "pictured.md")],
    ids=["labels", "files"],
)
def test_a_request_at_which_the_server_always_stumbles_fails_its_page_alone(
    confluence: Sandbox, tmp_path: Path, request_: str, key: str
) -> None:
    pages = (
        P("labelled.md", "A", labels=("x",)),
        P("pictured.md", "B", files={"a.png": b"a"}),
        P("c.md", "C"),
    )
    confluence.faults.on(request_, Fault("status", status=500), times=None)
    outcome = put(confluence, P("index.md", "Docs", pages), tmp_path / "b", clock=LeapingClock())
    (failure,) = outcome.failures
    assert failure.key == key
    assert outline(confluence) == [("Docs", ["A", "B", "C"])]
    confluence.faults.clear()
    assert put(confluence, P("index.md", "Docs", pages), tmp_path / "b").ok


def test_a_title_that_the_account_may_not_see_fails_its_page_alone(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    hidden = ann.writes("Page 3", "Documentation Home")
    store = confluence.store
    person = people.by_name(store, "ann")
    page = content.find(store, int(hidden.id))
    assert person
    assert page
    restrictions.replace(store, person, page, {"read": [("user", person.id)]})
    outcome = put(confluence, SITE, tmp_path / "b")
    (failure,) = outcome.failures
    assert failure.key == "3.md"
    assert "may not see" in failure.message
    assert len(tree(confluence).named("Docs").children) == 7


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_errors_of_the_server_now_and_then_do_not_matter(
    confluence: Sandbox, tmp_path: Path, status: int
) -> None:
    confluence.faults.by_chance(0.15, Fault("status", status=status), seed=status, times=THRICE)
    outcome = put(confluence, SITE, tmp_path / "b", clock=LeapingClock())
    assert outcome.ok, outcome.failures
    assert confluence.faults.met
    confluence.faults.clear()
    assert outline(confluence) == [("Docs", [page.title for page in PAGES])]
    assert put(confluence, SITE, tmp_path / "b").plan.empty


@pytest.mark.parametrize("kind", ["drop-before", "drop-after", "half"])
def test_cut_connections_now_and_then_do_not_matter(confluence: Sandbox, tmp_path: Path, kind: str) -> None:
    confluence.faults.by_chance(0.15, Fault(kind), seed=7, times=THRICE)  # type: ignore[arg-type]  # parametrised
    outcome = put(confluence, SITE, tmp_path / "b", clock=LeapingClock())
    assert outcome.ok, outcome.failures
    assert confluence.faults.met
    confluence.faults.clear()
    assert outline(confluence) == [("Docs", [page.title for page in PAGES])]
    assert put(confluence, SITE, tmp_path / "b").plan.empty


def test_a_server_that_goes_away_ends_the_publish(confluence: Sandbox, tmp_path: Path) -> None:
    confluence.faults.on("", Fault("drop-before"), times=None, skip=12)
    with pytest.raises((Unreachable, Lost)):
        put(confluence, SITE, tmp_path / "b", clock=LeapingClock())


def test_credentials_that_expire_in_the_middle_end_the_publish(confluence: Sandbox, tmp_path: Path) -> None:
    confluence.faults.on("", Fault("status", status=401), times=None, skip=14)
    with pytest.raises(Unauthorized):
        put(confluence, SITE, tmp_path / "b", clock=LeapingClock())
    confluence.faults.clear()
    assert put(confluence, SITE, tmp_path / "b", clock=LeapingClock()).ok
    assert outline(confluence) == [("Docs", [page.title for page in PAGES])]


def test_a_wait_above_ten_minutes_ends_the_publish(confluence: Sandbox, tmp_path: Path) -> None:
    confluence.faults.on("", Fault("throttle", seconds=3600), times=None, skip=12)
    with pytest.raises(Throttled, match="60 minutes"):
        put(confluence, SITE, tmp_path / "b", clock=LeapingClock())


def test_a_page_edited_while_it_is_published_is_decided_by_the_policy(
    confluence: Sandbox, ann: Person, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    for how, survives in (("overwrite", False), ("skip", True)):
        confluence.log.clear()
        edits = _EditsMeanwhile(confluence, ann)
        newer = changed(SITE, "1.md", words=f"Newer {how}.")
        outcome = put(confluence, newer, tmp_path / "b", Policy(on_edit=how), clock=edits)  # type: ignore[arg-type]
        assert outcome.ok, outcome.failures
        assert any("meanwhile" in notice.message for notice in outcome.notices)
        assert ("Edited by hand" in tree(confluence).named("Page 1").body) == survives


class _EditsMeanwhile(LeapingClock):
    """Somebody saves the page between plan and write: when the lease is taken."""

    def __init__(self, confluence: Sandbox, ann: Person) -> None:
        super().__init__()
        self.confluence, self.ann, self.done = confluence, ann, False

    def now(self) -> float:
        asked = any(
            (method == "GET" and "property" in path) or "properties" in path
            for method, path, _ in self.confluence.log
        )
        if asked and len(self.confluence.log) > 4 and not self.done:
            self.done = True
            self.ann.edits("Page 1")
        return super().now()


def test_an_interrupted_publish_gives_its_lease_back(confluence: Sandbox, tmp_path: Path) -> None:
    class Impatient(LeapingClock):
        pressed = False

        def now(self) -> float:
            if len(confluence.writes()) > 6 and not self.pressed:
                self.pressed = True
                raise KeyboardInterrupt
            return super().now()

    with pytest.raises(KeyboardInterrupt):
        put(confluence, SITE, tmp_path / "b", clock=Impatient())
    clock = LeapingClock()
    assert put(confluence, SITE, tmp_path / "b", clock=clock).ok
    assert clock.slept < 5
    assert outline(confluence) == [("Docs", [page.title for page in PAGES])]


def test_an_interrupted_publish_does_not_finish_a_row_of_moves(tmp_path: Path) -> None:
    pages = tuple(P(f"{n}.md", f"Page {n}") for n in range(40))
    with Sandbox(tmp_path / "s", "cloud", switches=QUICK) as confluence:
        put(confluence, P("index.md", "Docs", pages), tmp_path / "b")

        class Impatient(LeapingClock):
            def now(self) -> float:
                moving = any("/move/" in path for _, path, _ in confluence.log)
                if moving and threading.current_thread() is threading.main_thread():
                    confluence.log.clear()
                    raise KeyboardInterrupt
                return super().now()

        confluence.faults.on("/move/", Fault("delay", seconds=0.05), times=None)
        confluence.log.clear()
        with pytest.raises(KeyboardInterrupt):
            put(confluence, P("index.md", "Docs", pages[::-1]), tmp_path / "b", clock=Impatient())
        assert sum("/move/" in path for _, path, _ in confluence.log) <= 1


class Pressed(Sandbox):
    """Interrupts the publish when the ``k``-th write of its ledger was carried out and not yet answered."""

    k = 0

    def _answer(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        answer = super()._answer(environ, start_response)
        if environ["REQUEST_METHOD"] != "GET" and "propert" in environ["PATH_INFO"] and self.k:
            self.k -= 1
            if not self.k:
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        return answer


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C raises KeyboardInterrupt, also where a shell started the tests in the background and has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_an_interrupt_amid_a_write_of_the_ledger_gives_the_lease_back(flavor: Flavor, tmp_path: Path) -> None:
    confluence = Pressed(tmp_path / "s", flavor)
    with confluence:
        put(confluence, SITE, tmp_path / "b")
        newer = changed(SITE, "1.md", words="New.", title="Else")
        for k in (1, 2, 3):
            confluence.k = k
            newer = changed(newer, "2.md", title=f"Page 2, {k}")
            with pytest.raises(KeyboardInterrupt):
                put(confluence, newer, tmp_path / "b")
            clock = LeapingClock()
            assert put(confluence, newer, tmp_path / "b", clock=clock).ok
            assert clock.slept == 0
            confluence.log.clear()
            assert put(confluence, newer, tmp_path / "b").plan.empty
            assert confluence.writes() == []


def test_a_publish_that_lost_the_server_is_not_waited_for_on_its_own_machine(
    confluence: Sandbox, tmp_path: Path
) -> None:
    put(confluence, SITE, tmp_path / "b")
    newer = changed(SITE, "1.md", words="New.", title="Else")
    confluence.faults.on("^PUT .*/(pages|content)/[0-9]+(/title)?$", Fault("drop-after"), times=None)
    confluence.faults.on("^(GET|PUT) .*propert", Fault("drop-before"), times=None, skip=2)
    with pytest.raises((Unreachable, Lost)):
        put(confluence, newer, tmp_path / "b", clock=LeapingClock())
    confluence.faults.clear()
    clock = LeapingClock()
    outcome = put(confluence, newer, tmp_path / "b", clock=clock)
    assert outcome.ok, outcome.failures
    assert 0 < clock.slept <= journey.GRACE
