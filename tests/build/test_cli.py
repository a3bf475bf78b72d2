"""The command line: from mkdocs.yml and from a bundle, what it prints and how it exits."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sandboxes import Sandbox, StartResponse
from sites import SECRET, Site
from sites.remote import TOKEN, body, client, options, tree

from mkdocs_confluence.cli import cli
from mkdocs_confluence.sync import ledger

PAGES: dict[str, str | bytes] = {
    "index.md": "# Hi\n\nWords",
    "guide/index.md": "# Guide\n\n![x](../x.png)",
    "x.png": b"1",
}
Call = Callable[..., Result]


HOOK = """
import logging

def on_page_markdown(markdown, page, config, files):
    if page.is_homepage:
        logging.getLogger("mkdocs.plugins.generator").error("Cannot generate a page.")
"""


@dataclass
class Desk:
    """A person's desk: a site, a Confluence, a shell."""

    site: Site
    confluence: Sandbox

    def call(self, *words: str, environment: dict[str, str] | None = None) -> Result:
        """Run the command in the folder of the site; a secret in its output, or a traceback, is a failure."""
        before = Path.cwd()
        os.chdir(self.site.folder)
        try:
            done = CliRunner().invoke(
                cli,
                list(words),
                env={"NETRC": os.devnull, **TOKEN, "CONFLUENCE_USER": "eve", **(environment or {})},
            )
        finally:
            os.chdir(before)
        assert SECRET not in done.output
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    def change(self, **pages: str) -> None:
        self.site.pages = {**self.site.pages, **{f"{name}.md": text for name, text in pages.items()}}
        self.site.write()


@pytest.fixture
def desk(confluence: Sandbox, tmp_path: Path) -> Desk:
    site = Site(tmp_path / "desk", PAGES, options(confluence, enabled=False))
    site.folder.mkdir()
    site.write()
    return Desk(site, confluence)


@pytest.fixture
def cloud_desk(tmp_path: Path) -> Iterator[Desk]:
    with Sandbox(tmp_path / "sandbox", "cloud") as sandbox:
        site = Site(tmp_path / "desk", PAGES, options(sandbox))
        site.folder.mkdir()
        site.write()
        yield Desk(site, sandbox)


def test_a_site_is_planned_published_looked_at_and_opened(desk: Desk) -> None:
    done = desk.call("plan", "--check")
    assert done.exit_code == 3, done.output
    assert "+ Handbook" in done.stdout
    assert desk.confluence.writes() == []
    assert "not published yet" in desk.call("status").stdout
    assert desk.call("open", "--print").exit_code == 2

    done = desk.call("publish", "--format", "json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["counts"]["created"] == 2
    assert tree(desk.confluence) == ["Handbook", "  Guide"]
    assert not (desk.site.folder / "site").exists(), "the site is built elsewhere"

    assert desk.call("plan", "--check").exit_code == 0
    status = json.loads(desk.call("status", "--format", "json").stdout)
    assert status["in_sync"]
    assert status["when"]
    assert status["pages"] == {source: page["url"] for source, page in told["pages"].items()}
    opened = desk.call("open", "--print", "--page", "guide/index.md")
    assert opened.stdout.strip() == told["pages"]["guide/index.md"]["url"]


def test_a_bundle_is_published_without_mkdocs_yml(desk: Desk, tmp_path: Path) -> None:
    folder = str(tmp_path / "bundle")
    done = desk.call("bundle", folder, environment={"CONFLUENCE_TOKEN": ""})
    assert done.exit_code == 0, done.output
    assert done.stdout == f"The bundle in {folder} holds 2 pages.\n"
    (desk.site.folder / "mkdocs.yml").unlink()
    assert desk.call("plan", "--check", folder).exit_code == 3
    done = desk.call("publish", folder, environment={"CONFLUENCE_TOKEN": ""})
    assert done.exit_code == 2
    assert "`token` is missing" in done.output
    assert "`enabled" not in done.output, "that is for builds"
    done = desk.call("publish", "--verify", folder)
    assert done.exit_code == 0
    assert "Verified: 2 pages read back and found as meant." in done.stderr
    assert tree(desk.confluence) == ["Handbook", "  Guide"]
    assert "2 unchanged" in desk.call("publish", folder).stdout
    assert "Guide" in desk.call("open", "--print", "--page", "guide/index.md", folder).stdout
    assert "Edited in Confluence since: none" in desk.call("status", folder).stdout
    assert desk.call("doctor", folder).exit_code == 0


def test_a_bundle_that_lacks_a_file_is_told_and_nothing_else_is_lost(desk: Desk, tmp_path: Path) -> None:
    desk.change(index="# Hi\n\n![x](x.png)")
    (desk.site.folder / "docs" / "x.png").write_bytes(b"1")
    folder = tmp_path / "bundle"
    desk.call("bundle", str(folder))
    for file in (folder / "files").iterdir():
        file.unlink()
    done = desk.call("publish", str(folder))
    assert done.exit_code == 1, done.output
    assert "2 failed. 0 attachments" in done.output
    assert "lacks the file x.png" in done.output
    assert "Build the bundle again." in done.output
    assert "The others" not in done.output, "there are none"
    assert desk.call("bundle", str(folder)).exit_code == 0
    assert desk.call("publish", "--verify", str(folder)).exit_code == 0
    assert tree(desk.confluence) == ["Handbook", "  Guide"]


@pytest.mark.parametrize("door", ["mkdocs.yml", "bundle"])
def test_nothing_is_retired_after_a_build_with_an_error_which_is_told(
    cloud_desk: Desk, tmp_path: Path, door: str
) -> None:
    cloud_desk.call("publish")
    (cloud_desk.site.folder / "docs" / "guide" / "index.md").unlink()
    (cloud_desk.site.folder / "hook.py").write_text(HOOK)
    cloud_desk.site.pages = {"index.md": "# Hi"}
    cloud_desk.site.config = {"hooks": ["hook.py"]}
    cloud_desk.site.write()
    folder = str(tmp_path / "bundle")
    built = cloud_desk.call(*(["plan"] if door == "mkdocs.yml" else ["bundle", folder]))
    assert built.exit_code == 0, built.output
    assert built.stderr.count("Error: Cannot generate a page.\n") == 1
    where = [] if door == "mkdocs.yml" else [folder]
    for command in ("plan", "publish"):
        done = cloud_desk.call(command, *where)
        assert done.exit_code == 0, done.output
        assert "kept, since the build had 1 error: 1 page." in done.output
    assert tree(cloud_desk.confluence) == ["Handbook", "  Guide"]


def test_warnings_of_the_build_are_told_apart_from_the_result(cloud_desk: Desk) -> None:
    cloud_desk.change(index="# Hi\n\n![gone](gone.png)")
    done = cloud_desk.call("plan", "--format", "json")
    assert "Warning: index.md: there is no picture 'gone.png' on the site" in done.stderr
    assert json.loads(done.stdout)["pages"]


def test_a_bundle_is_published_through_a_proxy_that_wants_a_header(tmp_path: Path) -> None:
    class Proxied(Sandbox):
        def _answer(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
            if environ.get("HTTP_X_PROXY_SECRET") != SECRET:
                start_response("403 Forbidden", [("Content-Type", "text/html")])
                return [b"<html>Sign in</html>"]
            return super()._answer(environ, start_response)

    with Proxied(tmp_path / "sandbox", "datacenter") as confluence:
        site = Site(tmp_path / "desk", PAGES, options(confluence))
        site.folder.mkdir()
        site.write()
        desk = Desk(site, confluence)
        folder = str(tmp_path / "bundle")
        assert desk.call("bundle", folder).exit_code == 0
        assert desk.call("publish", folder).exit_code == 1
        done = desk.call("publish", folder, environment={"CONFLUENCE_HEADERS": f"X-Proxy-Secret: {SECRET}"})
        assert done.exit_code == 0, done.output


@pytest.mark.parametrize("option", ["--ca-bundle", "--client-cert", "--client-key"])
def test_options_that_go_with_a_bundle_are_refused_without_one(desk: Desk, option: str) -> None:
    for command in ("plan", "publish", "status", "doctor", "open"):
        done = desk.call(command, option, "x.pem")
        assert done.exit_code == 2
        assert f"{option} goes with BUNDLE" in done.output
        assert f"`{option.strip('-').replace('-', '_')}`" in done.output
    assert desk.confluence.log == []


def test_a_config_file_is_refused_with_a_bundle(desk: Desk, tmp_path: Path) -> None:
    assert desk.call("bundle", str(tmp_path / "bundle")).exit_code == 0
    done = desk.call("plan", "-f", "mkdocs.yml", str(tmp_path / "bundle"))
    assert done.exit_code == 2
    assert "BUNDLE holds all settings" in done.output


def test_a_diff_shows_the_visible_words_that_change(desk: Desk) -> None:
    desk.call("publish")
    desk.change(index="# Hi\n\nOther words\n\n- new", fresh="# Fresh\n\nBrand new words")
    told = desk.call("plan", "--diff").stdout
    assert "\nfresh.md\n+ Brand new words" in told
    assert "index.md\n" in told
    assert "- Words" in told
    assert "+ Other words" in told
    told = json.loads(desk.call("plan", "--diff", "--format", "json").stdout)
    assert list(told["diff"]) == ["index.md", "fresh.md"]
    assert told["diff"]["fresh.md"] == ["+ Brand new words"]
    assert "diff" not in json.loads(desk.call("plan", "--format", "json").stdout)


def test_a_diff_shows_all_words_of_a_page_that_comes_back_from_the_trash(desk: Desk) -> None:
    desk.call("publish")
    with client(desk.confluence) as person:
        page = person.find("Guide")
        assert page is not None
        person.trash(page.id)
    desk.change(**{"guide/index": "# Guide\n\nBack again"})
    done = desk.call("plan", "--diff")
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith("\nguide/index.md\n+ Back again\n")


def test_a_diff_shows_wiki_markup_as_it_is(tmp_path: Path) -> None:
    with Sandbox(tmp_path / "sandbox", "datacenter") as confluence:
        site = Site(tmp_path / "desk", PAGES, options(confluence), {"markdown_extensions": ["fenced_code"]})
        site.folder.mkdir()
        site.write()
        desk = Desk(site, confluence)
        desk.call("publish")
        desk.change(index="# Hi\n\nWords\n\n```confluence-wiki\nh2. Old *words*\n```\n")
        assert "+ h2. Old *words*" in desk.call("plan", "--diff").stdout.splitlines()


def test_status_tells_what_people_did_since(desk: Desk) -> None:
    desk.call("publish")
    with client(desk.confluence) as person:
        page = person.find("Guide")
        assert page is not None
        person.update(page, title="Guide", body="<p>Mine.</p>", message="by hand")
    told = desk.call("status").stdout
    assert "Edited in Confluence since: Guide" in told
    assert re.search(r"Published pages: 2; last changed \d{4}-\d\d-\d\d \d\d:\d\d UTC\n", told), told
    with client(desk.confluence) as person:
        person.trash(page.id)
    assert "Removed in Confluence since: guide/index.md" in desk.call("status").stdout


def test_status_and_open_tell_where_things_stand_also_where_nothing_can_be_published(desk: Desk) -> None:
    desk.call("publish")
    with client(desk.confluence) as person:
        page = person.find("Guide")
        assert page is not None
        person.update(page, title="Guide", body="<p>Mine.</p>", message="by hand")
        theirs = person.create("Taken", person.space().home, "<p>Mine.</p>")
        held = person.page(theirs.id).url
    desk.site.options = {**desk.site.options, "on_edit": "fail"}
    desk.change(taken="# Taken")
    done = desk.call("status")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert "Edited in Confluence since: Guide" in lines
    assert "The next publish: refused." in lines
    assert any("“Taken” (taken.md)" in line and held in line for line in lines)
    assert any("“Guide” by " in line for line in lines), "all reasons are told"
    assert "overwritten" not in done.stdout
    told = json.loads(desk.call("status", "--format", "json").stdout)
    assert len(told["refusals"]) == 2
    done = desk.call("open", "--print")
    assert done.exit_code == 0, done.output
    assert done.stdout.strip() == told["root"] != ""
    assert desk.call("publish").exit_code == 1


def test_status_tells_of_pages_that_may_not_be_taken_over(desk: Desk) -> None:
    desk.call("publish")
    desk.site.options = {**desk.site.options, "site": "other", "adopt": True}
    desk.site.write()
    done = desk.call("status")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[:2] == ["The site was not published yet.", "The next publish: refused."]
    assert "`adopt` would take over “Handbook”" in lines[2]


def test_status_tells_what_the_next_publish_puts_back(desk: Desk) -> None:
    desk.call("publish")
    with client(desk.confluence) as person:
        page = person.find("Guide")
        assert page is not None
        person.reparent(person.rename(page, "Guidance"), person.space().home)
    told = desk.call("status").stdout
    assert "guide/index.md: the page was renamed in Confluence to “Guidance”; it is put back." in told
    assert "guide/index.md: the page was moved in Confluence; it is put back." in told
    notices = json.loads(desk.call("status", "--format", "json").stdout)["notices"]
    assert {notice["key"] for notice in notices} == {"guide/index.md"}


def test_status_forgets_a_publish_that_was_killed_with_all_its_work_done(desk: Desk) -> None:
    desk.call("publish")
    key = ledger.head_key("docs")
    with client(desk.confluence) as person:
        root = person.find("Handbook")
        assert root is not None
        for until, told in ((time.time() + 1000, True), (time.time() - 1, False)):
            head = person.properties(root.id, key)[key]
            left = replace(ledger.read_head(head.value), lease=ledger.Lease("0123456789ab", until, 120))
            person.set_property(root.id, key, ledger.head(left, root.id, "docs"), current=head)
            assert ("was cut" in desk.call("status").stdout) == told


def test_doctor_names_what_is_wrong_and_what_to_do(cloud_desk: Desk) -> None:
    done = cloud_desk.call("doctor")
    assert done.exit_code == 0, done.output
    assert "FAIL" not in done.stdout
    assert cloud_desk.confluence.writes() == []
    cloud_desk.site.options = {**cloud_desk.site.options, "space": "NOPE"}
    cloud_desk.site.write()
    done = cloud_desk.call("doctor")
    assert done.exit_code == 1
    assert "FAIL space" in done.stdout
    assert "ok   credentials" in done.stdout


def test_a_refused_page_exits_with_1_and_is_named(cloud_desk: Desk) -> None:
    cloud_desk.site.config = {"markdown_extensions": ["fenced_code"]}
    cloud_desk.change(bad="# Bad\n\n```confluence-storage\n<nonsense>x</nonsense>\n```\n")
    done = cloud_desk.call("publish", "--format", "json")
    assert done.exit_code == 1
    assert "bad.md" in done.stderr
    assert json.loads(done.stdout)["counts"] == {"created": 2, "updated": 0, "unchanged": 0, "failed": 1}


def test_with_a_dry_run_publish_prints_the_plan_and_sends_only_reads(desk: Desk, tmp_path: Path) -> None:
    desk.site.options = {**desk.site.options, "dry_run": True}
    desk.site.write()
    done = desk.call("publish")
    assert done.exit_code == 0, done.output
    assert done.stdout == desk.call("plan").stdout
    assert "nothing is sent" in done.stderr
    assert json.loads(desk.call("publish", "--format", "json").stdout)["pages"]
    assert desk.confluence.writes() == []
    folder = str(tmp_path / "bundle")
    desk.call("bundle", folder)
    assert desk.call("publish", folder).exit_code == 0
    assert tree(desk.confluence) == ["Handbook", "  Guide"], "a bundle is there to be published"


@pytest.mark.parametrize("door", ["mkdocs.yml", "bundle"])
def test_a_failure_is_a_warning_where_the_settings_say_so(
    cloud_desk: Desk, tmp_path: Path, door: str
) -> None:
    def published() -> Result:
        if door == "mkdocs.yml":
            return cloud_desk.call("publish")
        folder = str(tmp_path / "bundle")
        assert cloud_desk.call("bundle", folder).exit_code == 0
        return cloud_desk.call("publish", folder)

    cloud_desk.site.options = {**cloud_desk.site.options, "on_failure": "warn"}
    cloud_desk.site.config = {"markdown_extensions": ["fenced_code"]}
    cloud_desk.change(bad="# Bad\n\n```confluence-storage\n<nonsense>x</nonsense>\n```\n")
    done = published()
    assert done.exit_code == 0, done.output
    assert "2 created, 0 updated, 0 unchanged, 1 failed" in done.stdout
    assert "Warning: Not published: 1 of 3 pages failed" in done.stderr
    cloud_desk.site.options = {**cloud_desk.site.options, "url": "http://127.0.0.1:9"}
    cloud_desk.site.write()
    done = published()
    assert done.exit_code == 0, done.output
    assert "Warning: Not published: " in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["plan", "-f", "nope.yml"], "There is no nope.yml"),
        (["plan", "docs"], "not a bundle"),
        (["plan", "nowhere"], "does not exist"),
        (["publish", "--format", "xml"], "'xml'"),
        (["bundle", "docs"], "not a bundle"),
        (["open", "--page", "nope.md"], "no page nope.md"),
    ],
)
def test_a_mistake_exits_with_2_and_a_message(cloud_desk: Desk, words: list[str], says: str) -> None:
    done = cloud_desk.call(*words)
    assert done.exit_code == 2, done.output
    assert says in done.output


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ({"plugins": []}, "does not use the plugin"),
        ({"plugins": [{"confluence": {"retire": "burn"}}]}, "option 'retire'"),
        ({"plugins": [{"confluence": {}}]}, "`url` is missing"),
        ({"docs_dir": "nowhere"}, "docs_dir"),
        ({"hooks": ["hook.py"]}, "ZeroDivisionError"),
    ],
)
def test_a_wrong_mkdocs_yml_exits_with_2_and_a_message(
    cloud_desk: Desk, config: dict[str, Any], says: str
) -> None:
    cloud_desk.site.config = config
    (cloud_desk.site.folder / "hook.py").write_text("def on_files(files, config):\n    1 / 0\n")
    cloud_desk.site.write()
    done = cloud_desk.call("plan")
    assert done.exit_code == 2, done.output
    assert says in done.output


def test_the_command_runs_as_a_program_and_as_a_module(cloud_desk: Desk) -> None:
    run = cloud_desk.site.run("publish", command="mkdocs-confluence", environment=TOKEN)
    assert run.code == 0, run.output
    assert "2 created" in run.stdout
    run = cloud_desk.site.run("publish", "nowhere", command="mkdocs-confluence", environment=TOKEN)
    assert run.code == 2


def test_a_properdocs_yml_is_built_by_properdocs(cloud_desk: Desk) -> None:
    site = cloud_desk.site
    site.config = {"hooks": ["hook.py"]}
    (site.folder / "hook.py").write_text(
        "import mkdocs\n\ndef on_page_content(html, **_):\n    return html + '<p>' + mkdocs.__name__ + '</p>'\n"
    )
    site.write().rename(site.folder / "properdocs.yml")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs_confluence", "publish"],
        cwd=site.folder,
        env={**os.environ, **TOKEN, "NETRC": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "<p>properdocs</p>" in body(cloud_desk.confluence, "Handbook")


def test_the_sandbox_is_served_until_it_is_stopped(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs_confluence", "sandbox", "--data", str(tmp_path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        told = serving.stdout.readline()
        with urllib.request.urlopen(told.split()[-1]) as answer:
            assert b"Documentation" in answer.read()
        serving.terminate()
    assert serving.returncode == 0


def test_help_is_quick_to_load() -> None:
    done = CliRunner().invoke(cli, ["--help"])
    assert done.exit_code == 0
    for name in ("plan", "publish", "status", "doctor", "open", "bundle", "sandbox"):
        assert name in done.output


def test_open_opens_no_address_of_a_sandbox_that_has_stopped(tmp_path: Path) -> None:
    site = Site(tmp_path / "desk", PAGES, {"url": "sandbox", "sandbox_dir": "data"})
    site.folder.mkdir()
    run = site.run("publish", command="mkdocs-confluence")
    assert run.code == 0, run.output
    run = site.run("open", command="mkdocs-confluence", environment={"BROWSER": "false"})
    assert run.code == 0, run.output
    assert run.stdout.startswith("http://127.0.0.1:")
    assert f"`mkdocs-confluence sandbox --data {site.folder / 'data'}` serves it again." in run.output
