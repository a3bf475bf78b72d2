"""When the plugin acts and when it does not, and what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from threading import Event, Thread

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from sites import HERE, SECRET, Site, outline, without_credentials

from mkdocs_confluence.errors import BundleError

MakeSite = Callable[..., Site]
NOWHERE = {"url": "http://127.0.0.1:9/confluence", "space": "DOCS"}
"""The discard port: whoever sends something there, fails."""


def test_missing_credentials_are_an_error_that_names_enabled(make_site: MakeSite) -> None:
    run = make_site(None, HERE).run()
    assert run.code == 1
    assert "`token` is missing" in run.output
    assert "enabled" in run.output
    assert "Traceback" not in run.output


def test_a_disabled_plugin_needs_nothing_and_loads_nothing(make_site: MakeSite) -> None:
    path = make_site(None, {"enabled": False}).write()
    code = (
        "import sys\nfrom mkdocs.config import load_config\nfrom mkdocs.commands.build import build\n"
        "build(load_config(sys.argv[1]))\n"
        "rooms = ('storage', 'sync', 'client', 'sandbox', 'tree', 'bundle', 'fences')\n"
        "print([room for room in rooms if f'mkdocs_confluence.{room}' in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("command", "dirty"), [("serve", False), ("gh-deploy", False), ("build", True)])
def test_serve_deploy_and_dirty_builds_never_publish_and_say_so_once(
    make_site: MakeSite, command: str, dirty: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    config = load_config(str(make_site(None, NOWHERE).write()))
    config.plugins.on_startup(command=command, dirty=dirty)  # type: ignore[arg-type]
    build(config, dirty=dirty)
    build(config, dirty=dirty)
    said = [record.getMessage() for record in caplog.records if "Nothing is published" in record.getMessage()]
    assert said == [f"confluence: Nothing is published with {'--dirty' if dirty else command}."]


def _change(page: Path, seen: Event) -> None:
    """Change a page every second until it is seen: the watcher's first look may come late."""
    for number in count():
        if seen.wait(1):
            return
        page.write_text(f"# Changed {number}")


@pytest.mark.parametrize(("command", "flag"), [("mkdocs", "--clean"), ("properdocs", "--livereload")])
def test_the_server_of_a_site_never_publishes_and_says_so_once(
    make_site: MakeSite, command: str, flag: str
) -> None:
    site = make_site(None, NOWHERE)
    words = [str(Path(sys.executable).parent / command), "serve", flag, "--dev-addr", "127.0.0.1:0"]
    said: list[str] = []
    built_twice = Event()
    with subprocess.Popen(
        [*words, "-f", str(site.write())],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "CONFLUENCE_TOKEN": SECRET},
    ) as serving:
        assert serving.stderr is not None
        try:
            for line in serving.stderr:
                said.append(line)
                if "Serving on" in line:
                    Thread(target=_change, args=(site.folder / "docs" / "index.md", built_twice)).start()
                if sum("Documentation built" in line for line in said) == 2:
                    break
        finally:
            built_twice.set()
            serving.terminate()
        said += serving.stderr
    assert sum("Nothing is published with serve" in line for line in said) == 1, said
    assert not any("ERROR" in line for line in said), said


def test_a_bundle_without_credentials_is_written_and_nothing_is_sent(make_site: MakeSite) -> None:
    site = make_site(None, {**NOWHERE, "bundle_dir": "docs/../out/bundle"})
    run = site.run()
    assert run.code == 0, run.output
    assert f"The bundle in {site.folder / 'out' / 'bundle'} holds 1 page. Nothing is sent." in run.output
    assert (site.folder / "out/bundle/manifest.json").is_file()


def test_nothing_is_written_but_the_site_and_the_bundle(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Hi\n\n![x](x.png)", "x.png": b"1"}, {**NOWHERE, "bundle_dir": "bundle"})
    site.write()
    before = {path for path in site.folder.rglob("*") if path.is_file()}
    site.run()
    written = {path for path in site.folder.rglob("*") if path.is_file()} - before
    plain = {"index.html", "x.png", "404.html", "sitemap.xml", "sitemap.xml.gz"}
    for path in written:
        place, _, rest = str(path.relative_to(site.folder)).partition(os.sep)
        assert place == "bundle" or (place == "site" and rest in plain), path


@pytest.mark.parametrize("folder", ["docs/bundle", "site/bundle", "."])
def test_a_bundle_within_docs_or_site_is_refused(make_site: MakeSite, folder: str) -> None:
    run = make_site(None, {**NOWHERE, "bundle_dir": folder}).run()
    assert run.code == 1
    assert "`bundle_dir`" in run.output


@pytest.mark.parametrize("command", ["mkdocs", "properdocs"])
def test_under_strict_a_warning_of_the_conversion_sends_nothing(make_site: MakeSite, command: str) -> None:
    site = make_site({"index.md": "# Hi\n\n<a href='gone.txt'>x</a>"}, {**NOWHERE, "bundle_dir": "bundle"})
    run = site.run("build", "--strict", command=command, environment={"CONFLUENCE_TOKEN": SECRET})
    assert run.code == 1
    assert "a link leads to nothing on the site" in run.output
    assert "Nothing is published: 1 warning in strict mode" in run.output
    assert "in strict mode!" in run.output
    assert "discard" not in run.output
    with pytest.raises(BundleError, match="not a bundle"):
        site.manifest()


@pytest.mark.parametrize("command", ["mkdocs", "properdocs"])
def test_under_strict_a_clean_site_is_bundled(make_site: MakeSite, command: str) -> None:
    site = make_site({"index.md": "# Hi\n", "a.md": "# A"}, {**NOWHERE, "bundle_dir": "bundle"})
    run = site.run("build", "--strict", command=command)
    assert run.code == 0, run.output
    assert outline(site.manifest()[0]) == ["Handbook", "  A"]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_that_strict_mode_refuses_leaves_the_older_bundle_as_it_was(make_site: MakeSite) -> None:
    options = {**NOWHERE, "bundle_dir": "bundle"}
    pages: dict[str, str | bytes] = {"index.md": "# Hi\n\n![x](x.png)", "x.png": b"1"}
    site = make_site(pages, options)
    assert site.run("build", "--strict").code == 0
    before = contents(site.folder / "bundle")
    pages |= {"index.md": "# Other\n\n<a href='gone.txt'>x</a> ![x](x.png)", "x.png": b"2"}
    assert make_site(pages, options).run("build", "--strict").code == 1
    assert contents(site.folder / "bundle") == before


def test_a_plugin_that_is_named_twice_is_refused(make_site: MakeSite) -> None:
    site = make_site(None, plugins=[{"confluence": NOWHERE}, {"confluence": NOWHERE}])
    run = site.run(environment={"CONFLUENCE_TOKEN": SECRET})
    assert run.code == 1
    assert "`plugins:` names confluence more than once." in run.output


def test_an_unreachable_host_ends_the_build_unless_told_to_warn(make_site: MakeSite) -> None:
    environment = {"CONFLUENCE_TOKEN": SECRET}
    run = make_site(None, NOWHERE).run(environment=environment)
    assert run.code == 1
    assert "127.0.0.1" in run.output
    assert "Traceback" not in run.output
    assert SECRET not in run.output
    site = make_site(None, {**NOWHERE, "on_failure": "warn"})
    run = site.run("build", "--strict", environment=environment)
    assert run.code == 0, run.output
    assert "Not published" in run.output
    assert (site.folder / "site/index.html").is_file()


def test_no_token_shows_in_verbose_output(make_site: MakeSite) -> None:
    run = make_site(None, {**NOWHERE, "token": SECRET, "headers": {"X-Proxy": SECRET}}).run(
        "build", "--verbose"
    )
    assert run.code == 1
    assert SECRET not in run.output


@pytest.mark.parametrize(
    ("name", "entry", "says"),
    [
        ("mkdocs-confluence", "", "the module mkdocs_confluence"),
        (
            "mkdocs_confluence_plugin",
            "[mkdocs.plugins]\nconfluence = other:Plugin\n",
            "a plugin named confluence",
        ),
    ],
)
def test_it_refuses_to_start_beside_a_package_that_takes_its_place(
    make_site: MakeSite, tmp_path: Path, name: str, entry: str, says: str
) -> None:
    info = tmp_path / "installed" / f"{name.replace('-', '_')}-0.2.2.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.2.2\n")
    (info / "entry_points.txt").write_text(entry)
    code = (
        "import sys\nsys.path.append(sys.argv[1])\nfrom mkdocs_confluence import rivals\n"
        "try:\n    rivals.refuse()\nexcept Exception as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(info.parent)], capture_output=True, text=True, check=True
    )
    assert says in done.stdout
    assert f"pip uninstall {name}" in done.stdout


def test_fences_keep_their_language_without_a_change_of_settings(make_site: MakeSite) -> None:
    site = make_site(
        {"index.md": "# Hi\n\n```python\nx = 1\n```\n"},
        markdown_extensions=["pymdownx.superfences", {"pymdownx.highlight": {"use_pygments": True}}],
    )
    publication, bundle = site.bundle()
    assert '<ac:parameter ac:name="language">py' in bundle.body(publication.root)


def test_a_plugin_that_hides_and_adds_pages_is_followed(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Hi", "a.md": "# A"}, hooks=["hook.py"])
    (site.folder / "hook.py").write_text(
        "from mkdocs.structure.files import File\n\n"
        "def on_files(files, config):\n"
        "    files.remove(files.get_file_from_path('a.md'))\n"
        "    files.append(File.generated(config, 'made.md', content='# Made\\n\\nby a plugin'))\n\n"
        "def on_page_content(html, page, config, files):\n    return html.replace('by a', 'by some')\n"
    )
    publication, bundle = site.bundle()
    assert outline(publication) == ["Handbook", "  Made"]
    assert "by some plugin" in bundle.body(publication.pages[1])


def test_settings_are_read_from_the_environment_of_the_build(make_site: MakeSite) -> None:
    with without_credentials():
        site = make_site(None, {"bundle_dir": "bundle"})
        run = site.run(
            environment={"CONFLUENCE_URL": "https://acme.atlassian.net", "CONFLUENCE_SPACE": "ENV"}
        )
    assert run.code == 0, run.output
    assert site.manifest()[1].space == "ENV"
    assert site.manifest()[1].flavor == "cloud"


def test_on_github_issues_are_shown_beside_their_sources(make_site: MakeSite) -> None:
    site = make_site({"sub/a.md": "# A\n\n<a href='gone.txt'>x</a>"}, {**NOWHERE, "bundle_dir": "bundle"})
    run = site.run(environment={"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(site.folder.parent)})
    assert run.code == 0, run.output
    assert (
        f"::warning file={site.folder.name}/docs/sub/a.md::a link leads to nothing on the site" in run.output
    )


def test_notes_that_many_pages_share_are_counted(make_site: MakeSite) -> None:
    pages = {f"p{number}.md": f"# P{number}\n\n<marquee>x</marquee>" for number in range(8)}
    run = make_site(pages, {**NOWHERE, "bundle_dir": "bundle"}).run("build", "--strict")
    assert run.code == 0, run.output
    assert run.output.count("(<marquee") == 3
    assert "… and 5 more times: Confluence knows no such element" in run.output


INNER_BUILD = """
import os
from mkdocs.commands.build import build
from mkdocs.plugins import event_priority
inner = False

def on_files(files, config):
    for file in list(files) if inner else []:
        if file.src_uri == "second.md":
            files.remove(file)
    return files

@event_priority(PRIORITY)
def on_post_build(config):
    global inner
    if not inner:
        inner = True
        config.site_name = "Manuel"
        build(config)
"""


@pytest.mark.parametrize("priority", [0, -200], ids=["before", "after"])
def test_a_build_within_the_build_is_not_published(make_site: MakeSite, priority: int) -> None:
    site = make_site({"index.md": "# Home\n", "second.md": "# Second\n"}, hooks=["inner.py"])
    (site.folder / "inner.py").write_text(INNER_BUILD.replace("PRIORITY", str(priority)))
    publication, _ = site.bundle()
    assert [page.title for page in publication.pages] == ["Handbook", "Second"]
