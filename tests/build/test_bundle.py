"""A publication as a folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sites import HERE, SECRET, Site

from mkdocs_confluence.bundle import Bundle
from mkdocs_confluence.errors import BundleError
from mkdocs_confluence.model import Attached, Destination, Network, Page, Policy, Publication

MakeSite = Callable[..., Site]
DESTINATION = Destination("https://wiki.example.com", "datacenter", "DOCS")


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    made = Bundle(tmp_path / "bundle")
    made.begin()
    return made


def publication(*pages: Page) -> Publication:
    return Publication("docs", "Handbook", "", "", "datacenter", "1", pages)


def test_what_is_saved_is_loaded(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(b"<svg/>")
    files = (
        bundle.add_file(Attached("a.svg", tmp_path / "a.svg")),
        bundle.add_file(Attached("b.bin", content=b"1")),
    )
    body = "<p>\U0001f680 \ufdd0page:a#\ufdd1\r\n</p>"
    page = Page(
        "a / b?.md", "T", None, "d", bundle.write_body("a / b?.md", body), ("x",), False, files, ("l",)
    )
    policy = Policy(retire="keep", retire_limit=7, force=True)
    bundle.save(publication(page), DESTINATION, policy)
    assert Bundle(bundle.folder).load() == (
        publication(page),
        DESTINATION,
        Policy(retire="keep", retire_limit=7),
    ), "force is for one run and not kept"
    assert bundle.body(page) == body
    assert bundle.file(files[0]).read_bytes() == b"<svg/>"
    assert (files[0].size, files[0].media_type) == (6, "image/svg+xml")


def test_it_keeps_the_pace_of_the_build_and_takes_certificates_from_where_it_is_published(
    bundle: Bundle,
) -> None:
    built = Network(ca_bundle="/builder/ca.pem", client_key="/builder/key.pem", timeout=7, workers=3)
    bundle.save(publication(), DESTINATION, Policy(), built)
    assert "/builder/" not in (bundle.folder / "manifest.json").read_text()
    here = Network(ca_bundle="here.pem")
    assert Bundle(bundle.folder).network(here) == Network(ca_bundle="here.pem", timeout=7, workers=3)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is a thing of Linux")
def test_a_full_disk_is_told(bundle: Bundle) -> None:
    (bundle.folder / ".unfinished" / "manifest.json.part").symlink_to("/dev/full")
    with pytest.raises(BundleError, match="No space left on device") as caught:
        bundle.save(publication(), DESTINATION, Policy())
    assert "space" in caught.value.hint


def test_the_same_bytes_lie_in_it_once(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"same")
    one = bundle.add_file(Attached("a.png", tmp_path / "a.png"))
    two = bundle.add_file(Attached("b.png", content=b"same"))
    assert one.digest == two.digest
    bundle.save(publication(), DESTINATION, Policy())
    assert [path.name for path in (bundle.folder / "files").iterdir()] == [one.digest]


def test_pages_whose_keys_differ_by_case_or_signs_have_files_of_their_own(bundle: Bundle) -> None:
    keys = ["a.md", "A.md", "a/.md", "a?.md", "x" * 300, "安装", "/"]
    names = {bundle.write_body(key, "").lower() for key in keys}
    assert len(names) == len(keys)


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(BundleError, match=r"thesis\.txt"):
        Bundle(tmp_path).begin()
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_folder_that_only_looks_like_a_bundle_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "thesis.txt").write_text("years of work")
    with pytest.raises(BundleError, match="pages"):
        Bundle(tmp_path).begin()
    assert (tmp_path / "pages" / "thesis.txt").read_text() == "years of work"


def written(bundle: Bundle, words: str) -> Publication:
    """A bundle of one page with one file, begun and not yet saved."""
    bundle.begin()
    file = bundle.add_file(Attached("a.bin", content=words.encode()))
    return publication(
        Page("a.md", words, None, words, bundle.write_body("a.md", words), attachments=(file,))
    )


def contents(bundle: Bundle) -> dict[str, str]:
    found = (path for path in bundle.folder.rglob("*") if path.is_file())
    return {path.relative_to(bundle.folder).as_posix(): path.read_text() for path in found}


def reads_as(bundle: Bundle, words: str) -> bool:
    """Whether manifest, body and file are those of one bundle."""
    read = Bundle(bundle.folder)
    page = read.load()[0].root
    return page.title == read.body(page) == read.file(page.attachments[0]).read_text() == words


def test_a_bundle_takes_the_place_of_an_older_one_and_leaves_nothing_of_it(bundle: Bundle) -> None:
    bundle.save(written(bundle, "old"), DESTINATION, Policy())
    new = written(bundle, "new")
    assert reads_as(bundle, "old"), "until the new one is whole"
    bundle.save(new, DESTINATION, Policy())
    assert reads_as(bundle, "new")
    assert sorted(name.partition("/")[0] for name in contents(bundle)) == ["files", "manifest.json", "pages"]


def test_a_bundle_that_is_discarded_leaves_the_older_one_as_it_was(bundle: Bundle) -> None:
    bundle.save(written(bundle, "old"), DESTINATION, Policy())
    before = contents(bundle)
    written(bundle, "new")
    bundle.discard()
    assert contents(bundle) == before


def test_a_bundle_that_was_cut_leaves_the_older_one_and_is_forgotten_by_the_next(bundle: Bundle) -> None:
    bundle.save(written(bundle, "old"), DESTINATION, Policy())
    written(bundle, "cut")
    assert reads_as(bundle, "old")
    bundle.save(written(Bundle(bundle.folder), "new"), DESTINATION, Policy())
    assert reads_as(bundle, "new")
    assert not any("cut" in text for text in contents(bundle).values())


@pytest.mark.parametrize("moves", range(4))
def test_a_bundle_that_was_cut_while_it_took_its_place_is_completed_by_who_reads_it(
    bundle: Bundle, moves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle.save(written(bundle, "old"), DESTINATION, Policy())
    new = written(bundle, "new")
    with monkeypatch.context() as patch:
        _cut_after(moves, patch)
        with pytest.raises(KeyboardInterrupt):
            bundle.save(new, DESTINATION, Policy())
    assert reads_as(bundle, "old" if moves == 0 else "new")


def _cut_after(moves: int, patch: pytest.MonkeyPatch) -> None:
    """Let the disk do so many renames, and no more."""
    left = [moves]

    def counted(real: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def move(self: Path, target: Path) -> Path:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            return real(self, target)

        return move

    patch.setattr(Path, "rename", counted(Path.rename))
    patch.setattr(Path, "replace", counted(Path.replace))


def test_a_first_bundle_that_was_not_finished_is_refused(bundle: Bundle) -> None:
    with pytest.raises(BundleError, match="no whole bundle"):
        Bundle(bundle.folder).load()


def test_a_file_of_the_site_that_cannot_be_read_is_an_error_of_its_own(
    bundle: Bundle, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    for name in ("folder", "broken", "gone"):
        with pytest.raises(OSError, match=name):
            bundle.add_file(Attached(name, tmp_path / name))


def test_a_bundle_that_cannot_take_a_file_is_told(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"1")
    bundle.discard()
    with pytest.raises(BundleError, match=r"a\.png cannot be copied into .*: No such file"):
        bundle.add_file(Attached("a.png", tmp_path / "a.png"))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 2}', '{"format": 2, "publication": {"pages": 1}}']
)
def test_a_damaged_manifest_is_told(bundle: Bundle, text: str) -> None:
    bundle.discard()
    (bundle.folder / "manifest.json").write_text(text)
    with pytest.raises(BundleError, match="damaged"):
        bundle.load()


@pytest.mark.parametrize("parents", [[], [None, None], [None, "1.md"], ["0.md"], [None, "gone.md"]])
def test_a_manifest_whose_pages_are_no_tree_is_damaged(bundle: Bundle, parents: list[str | None]) -> None:
    pages = [Page(f"{number}.md", "T", parent, "d", "pages/x.xml") for number, parent in enumerate(parents)]
    bundle.save(publication(*pages), DESTINATION, Policy())
    with pytest.raises(BundleError, match="damaged"):
        bundle.load()


@pytest.mark.parametrize("number", [1, 99])
def test_a_bundle_of_another_format_is_refused(bundle: Bundle, number: int) -> None:
    bundle.discard()
    (bundle.folder / "manifest.json").write_text(f'{{"format": {number}}}')
    with pytest.raises(BundleError, match=f"format {number}, this version reads 2"):
        bundle.load()


def test_a_folder_without_a_manifest_is_no_bundle(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="not a bundle"):
        Bundle(tmp_path).load()


def test_a_manifest_cannot_lead_out_of_the_folder(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    with pytest.raises(BundleError, match="outside"):
        bundle.body(Page("a", "a", None, "", "../secret"))


def test_a_missing_body_or_file_is_told(bundle: Bundle) -> None:
    attachment = bundle.add_file(Attached("a.png", content=b"1"))
    bundle.file(attachment).unlink()
    with pytest.raises(BundleError, match=r"a\.png"):
        bundle.file(attachment)
    with pytest.raises(BundleError, match=r"a\.md"):
        bundle.body(Page("a.md", "a", None, "", "pages/gone.xml"))


def test_the_bundle_of_a_build_holds_all_settings_but_no_secret(make_site: MakeSite) -> None:
    site = make_site(
        None,
        {
            **HERE,
            "bundle_dir": "bundle",
            "retire": "keep",
            "user": "eve",
            "headers": {"X-P": SECRET},
            "workers": 3,
        },
    )
    run = site.run(environment={"CONFLUENCE_TOKEN": SECRET})
    assert run.code == 1, "nobody answers at that address"
    _, destination, policy = site.manifest()
    assert (destination.url, destination.space, policy.retire) == (HERE["url"], "DOCS", "keep")
    assert Bundle(site.folder / "bundle").network(Network()).workers == 3
    for path in (site.folder / "bundle").rglob("*"):
        assert path.is_dir() or SECRET not in path.read_text()
    assert SECRET not in run.output
    assert json.loads((site.folder / "bundle" / "manifest.json").read_text())["format"] == 2
