"""``mkdocs build`` against a Confluence, over HTTP, on both flavors."""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import guides
import pytest
from sandboxes import Sandbox
from sites import SECRET, Site
from sites.remote import TOKEN, body, client, hand_made, options, tree

from mkdocs_confluence.sandbox.store import people
from mkdocs_confluence.sandbox.web.faults import Fault

MakeSite = Callable[..., Site]
ODD = "Z & <co> \"q\" 'q' # + / ? 🚀 安装 قائمة"
PAGES = {
    "index.md": "# Hi\n\n[to](guide/a.md#set-up)\n\n![x](x.png)",
    "guide/index.md": "# Guide\n\nWords",
    "guide/a.md": "# A\n\n## Set up\n\n!!! note\n    Mind\n\n[home](../index.md)",
    "z.md": f"# {html.escape(ODD, quote=False)}",
    "x.png": b"\x89PNG",
}


@pytest.fixture
def cloud(tmp_path: Path) -> Sandbox:
    return Sandbox(tmp_path / "sandbox", "cloud")


@pytest.mark.parametrize(
    ("command", "strict"), [("mkdocs", ["--strict"]), ("properdocs", ["--strict"]), ("properdocs", [])]
)
def test_a_site_is_published_and_once_more_costs_no_write(
    make_site: MakeSite, confluence: Sandbox, command: str, strict: list[str]
) -> None:
    site = make_site(PAGES, options(confluence, labels=["docs"]), markdown_extensions=["admonition"])
    run = site.run("build", *strict, command=command, environment=TOKEN)
    assert run.code == 0, run.output
    assert tree(confluence) == ["Handbook", f"  {ODD}", "  Guide", "    A"]
    assert "4 created, 0 updated, 0 unchanged. 1 attachment," in run.output
    assert f"Root page: {confluence.url}" in run.output
    assert 'ac:name="info"' in body(confluence, "A")
    writes = confluence.writes()
    run = site.run("build", *strict, command=command, environment=TOKEN)
    assert run.code == 0, run.output
    assert "0 created, 0 updated, 4 unchanged. 0 attachments," in run.output
    assert confluence.writes() == writes


HOOK = """
import logging

def on_page_markdown(markdown, page, config, files):
    if page.is_homepage:
        logging.getLogger("mkdocs.plugins.generator").error("Cannot generate a page.")
"""


@pytest.mark.parametrize("command", ["mkdocs", "properdocs"])
def test_nothing_is_retired_after_a_build_with_an_error(
    make_site: MakeSite, cloud: Sandbox, tmp_path: Path, command: str
) -> None:
    def built(pages: dict[str, str | bytes], **config: Any) -> str:
        shutil.rmtree(tmp_path / "docs", ignore_errors=True)
        run = make_site({"index.md": "# Home", **pages}, options(cloud), **config).run(
            "build", command=command, environment=TOKEN
        )
        assert run.code == 0, run.output
        return run.output

    with cloud:
        built({"a.md": "# A"})
        said = built({"hook.py": HOOK}, hooks=["docs/hook.py"])
        assert "No longer in the site, but kept, since the build had 1 error: 1 page." in said
        assert tree(cloud) == ["Handbook", "  A"]
        assert "1 retired" in built({})
        assert tree(cloud) == ["Handbook"]


def test_the_guide_is_published_under_strict_and_once_more_costs_no_write(
    confluence: Sandbox, tmp_path: Path
) -> None:
    environment = {**guides.environment(confluence), **TOKEN}
    guide = Site(tmp_path, {})
    words = ("build", "--strict", "--site-dir", str(tmp_path / "out"))
    run = guide.run(*words, environment=environment, config_file=guides.CONFIG)
    assert run.code == 0, run.output
    assert "0 updated, 0 unchanged" in run.output
    assert tree(confluence)[:2] == ["MkDocs to Confluence", "  Getting started"]
    writes = confluence.writes()
    run = guide.run(*words, environment=environment, config_file=guides.CONFIG)
    assert run.code == 0, run.output
    assert confluence.writes() == writes


def test_a_build_starts_the_sandbox_for_itself(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site(PAGES, {"url": "sandbox", "labels": ["docs"]}, markdown_extensions=["admonition"])
    environment = {"XDG_DATA_HOME": str(tmp_path / "data")}
    run = site.run(environment=environment)
    assert run.code == 0, run.output
    assert "4 created" in run.output
    assert "The sandbox has stopped; `mkdocs-confluence sandbox` serves it again." in run.output
    run = site.run(environment=environment)
    assert "4 unchanged" in run.output
    assert (tmp_path / "data/mkdocs-confluence/sandbox/sandbox.sqlite").is_file()
    run = make_site(PAGES, {"url": "sandbox", "flavor": "datacenter"}).run(environment=environment)
    assert run.code == 1
    assert "cloud sandbox" in run.output


@pytest.mark.parametrize(
    ("missing", "command", "word"),
    [
        ("flask", "mkdocs", "build"),
        ("waitress", "mkdocs-confluence", "plan"),
        ("pygments", "mkdocs-confluence", "sandbox"),
    ],
)
def test_without_its_extra_the_sandbox_says_what_to_install(
    make_site: MakeSite, tmp_path: Path, missing: str, command: str, word: str
) -> None:
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "sitecustomize.py").write_text(f"import sys\nsys.modules['{missing}'] = None\n")
    site = make_site(PAGES, {"url": "sandbox", "sandbox_dir": "data"})
    site.write()
    run = site.run(word, command=command, environment={"PYTHONPATH": str(tmp_path / "without")})
    assert run.code == 1
    assert "The sandbox is not installed." in run.output
    assert "pip install 'mkdocs-confluence-tree[sandbox]'" in run.output


def test_a_dry_run_prints_the_plan_and_sends_only_reads(make_site: MakeSite, cloud: Sandbox) -> None:
    with cloud:
        run = make_site(PAGES, options(cloud, dry_run=True)).run(environment=TOKEN)
        assert run.code == 0, run.output
        assert "  + Guide" in run.stdout
        assert "nothing is sent" in run.output
        assert cloud.writes() == []
        assert tree(cloud) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"url": "{host}/nowhere"}, "/nowhere answers, but not as Confluence.\nDid you mean {host}/wiki?"),
        ({"url": "http://127.0.0.1:9/wiki"}, "127.0.0.1 refuses"),
        ({"url": "http://confluence.invalid/wiki"}, "confluence.invalid"),
        ({"space": "NOPE"}, "NOPE"),
        ({"parent": "No such page"}, "No such page"),
        ({"user": "mallory"}, "credentials"),
    ],
)
def test_a_wrong_setting_is_told_and_nothing_is_written(
    make_site: MakeSite, cloud: Sandbox, change: dict[str, str], says: str
) -> None:
    with cloud:
        people.add(cloud.store, "eve", SECRET)
        people.add(cloud.store, "reader", "reader")
        host = cloud.url.removesuffix("/wiki")
        given = {name: value.format(host=host) for name, value in change.items()}
        site = make_site(PAGES, {**options(cloud), **given})
        run = site.run(environment=TOKEN)
        assert run.code == 1
        assert says.format(host=host).lower() in run.output.lower()
        assert "ERROR" in run.output
        assert cloud.writes() == []
        assert (site.folder / "site/index.html").is_file(), "the site is written either way"


def test_a_title_of_a_page_that_is_not_ours_stops_the_publish_before_any_write(
    make_site: MakeSite, confluence: Sandbox
) -> None:
    theirs = hand_made(confluence, "guide")
    writes = confluence.writes()
    run = make_site(PAGES, options(confluence)).run(environment=TOKEN)
    assert run.code == 1
    assert "not of this site:\n  “Guide” (guide/index.md, spelled “guide”) " in run.output, (
        "one line for each"
    )
    with client(confluence) as reader:
        assert reader.page(theirs).url in run.output, "with a link to that page"
    assert confluence.writes() == writes
    assert body(confluence, "guide") == "<p>By hand.</p>"


def test_a_page_that_confluence_refuses_is_told_and_the_others_go_out(
    make_site: MakeSite, confluence: Sandbox
) -> None:
    pages = {**PAGES, "bad.md": "# Bad\n\n```confluence-storage\n<nonsense>x</nonsense>\n```\n"}
    site = make_site(pages, options(confluence), markdown_extensions=["fenced_code"])
    run = site.run(environment=TOKEN)
    assert run.code == 1
    assert "1 of 5 pages failed" in run.output
    assert "bad.md" in run.output
    assert {"  Guide", "    A", f"  {ODD}"} <= set(tree(confluence))
    assert "Mind" in body(confluence, "A")
    run = make_site(pages, options(confluence, on_failure="warn"), markdown_extensions=["fenced_code"]).run(
        "build", "--strict", environment=TOKEN
    )
    assert run.code == 0, run.output
    assert "bad.md" in run.output


def test_a_publish_that_was_cut_is_completed_by_the_next(make_site: MakeSite, confluence: Sandbox) -> None:
    site = make_site(PAGES, options(confluence))
    confluence.faults.on(r"^(PUT|POST) ", Fault("status", 401), skip=4)
    run = site.run(environment=TOKEN)
    assert run.code == 1
    confluence.faults.clear()
    run = site.run(environment=TOKEN)
    assert run.code == 0, run.output
    assert tree(confluence) == ["Handbook", f"  {ODD}", "  Guide", "    A"]


def test_missing_images_and_broken_html_are_warnings_and_the_rest_is_published(
    make_site: MakeSite, confluence: Sandbox
) -> None:
    pages = {
        "index.md": "# Hi\n\n![gone](gone.png)\n\n<div><b>open <table><tr><td>cell\n\n<p>still here & there",
        "dir.png/x.md": "# X\n\n![dir](../dir.png)",
    }
    site = make_site(pages, options(confluence))
    run = site.run(environment=TOKEN)
    assert run.code == 0, run.output
    assert "index.md" in run.output
    assert "gone.png" in run.output
    assert "still here &amp; there" in body(confluence, "Handbook")
    run = site.run("build", "--strict", environment=TOKEN)
    assert run.code == 1
    assert "in strict mode" in run.output


@pytest.mark.parametrize("command", ["mkdocs", "properdocs"])
def test_under_strict_nothing_of_a_site_with_a_warning_is_sent(
    make_site: MakeSite, cloud: Sandbox, command: str
) -> None:
    with cloud:
        site = make_site({**PAGES, "bad.md": "# Bad\n\n![gone](gone.png)"}, options(cloud))
        run = site.run("build", "--strict", command=command, environment=TOKEN)
        assert run.code == 1
        assert cloud.log == []


GONE = {
    "nothing": "",
    "a folder": "path.mkdir()",
    "a broken link": "path.symlink_to('nowhere')",
}
"""What a build can find in the place of a file, and how a hook puts it there."""


@pytest.mark.parametrize("code", GONE.values(), ids=GONE)
def test_a_file_that_cannot_be_read_is_a_warning_and_the_rest_is_published(
    make_site: MakeSite, cloud: Sandbox, code: str
) -> None:
    site = make_site(PAGES, options(cloud), hooks=["hook.py"])
    (site.folder / "hook.py").write_text(
        "from pathlib import Path\n"
        "def on_post_build(config):\n"
        "    for folder in (config.docs_dir, config.site_dir):\n"
        "        path = Path(folder, 'x.png')\n"
        "        path.unlink()\n"
        f"        {code}\n"
    )
    with cloud:
        run = site.run(environment=TOKEN)
        assert run.code == 0, run.output
        assert "WARNING" in run.output
        assert "x.png" in run.output
        assert "4 created" in run.output
        assert "0 attachments" in run.output


def test_pages_that_move_and_leave_keep_their_ids_or_go_to_the_trash(
    make_site: MakeSite, confluence: Sandbox
) -> None:
    make_site(PAGES, options(confluence)).run(environment=TOKEN)
    with client(confluence) as reader:
        before = reader.find("A")
        assert before is not None
    site = make_site(
        PAGES, options(confluence), nav=["index.md", {"New name": "guide/a.md"}, {"S": ["z.md"]}]
    )
    run = site.run(environment=TOKEN)
    assert run.code == 0, run.output
    assert tree(confluence) == ["Handbook", "  New name", "  S", f"    {ODD}"]
    with client(confluence) as reader:
        after = reader.find("New name")
        assert after is not None
        assert after.id == before.id
        assert reader.find("Guide") is None


def test_a_new_project_publishes(confluence: Sandbox, tmp_path: Path) -> None:
    fresh = Site(tmp_path, {})
    subprocess.run([Path(sys.executable).parent / "mkdocs", "new", "fresh"], cwd=tmp_path, check=True)
    config = tmp_path / "fresh" / "mkdocs.yml"
    lines = [f"      {name}: {value}" for name, value in options(confluence).items()]
    config.write_text(
        "\n".join([config.read_text(), "plugins:", "  - search", "  - confluence:", *lines]), encoding="utf-8"
    )
    run = fresh.run("build", "--strict", environment=TOKEN, config_file=config)
    assert run.code == 0, run.output
    assert tree(confluence) == ["My Docs"]
    assert "Welcome to MkDocs" in body(confluence, "My Docs")
