"""Navigation and files become the page tree."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from mkdocs.exceptions import Abort
from sites import Site, by_title, outline

from mkdocs_confluence.errors import BundleError
from mkdocs_confluence.model import openings

MakeSite = Callable[..., Site]


def test_pages_follow_the_nav(make_site: MakeSite) -> None:
    site = make_site(
        {"index.md": "# Welcome", "b.md": "# B", "a.md": "# A", "guide/x.md": "# X", "guide/y.md": "# Y"},
        nav=["index.md", "b.md", {"Guide": [{"Deep": ["guide/y.md"]}, "guide/x.md"]}, "a.md"],
    )
    publication, _ = site.bundle()
    assert outline(publication) == ["Handbook", "  B", "  Guide", "    Deep", "      Y", "    X", "  A"]
    assert publication.root.key == "index.md"


def test_without_a_nav_the_folders_are_sections(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Hi", "guide/a.md": "# A", "guide/linux/b.md": "# B", "z.md": "# Z"})
    publication, _ = site.bundle()
    assert outline(publication) == ["Handbook", "  Z", "  Guide", "    A", "    Linux", "      B"]


def test_a_section_without_a_page_lists_its_children(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Hi", "a.md": "# A"}, nav=["index.md", {"Guide": ["a.md"]}])
    publication, bundle = site.bundle()
    section = by_title(publication, "Guide")
    assert section.key == "Guide/"
    assert 'ac:name="children"' in bundle.body(section)


@pytest.mark.parametrize("name", ["index.md", "README.md"])
@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
def test_a_section_that_opens_with_an_index_page_is_that_page(
    make_site: MakeSite, name: str, theme: str
) -> None:
    site = make_site(
        {"index.md": "# Hi", f"guide/{name}": "# Overview\n\nWords", "guide/a.md": "# A"},
        nav=["index.md", {"User guide": [f"guide/{name}", "guide/a.md"]}],
        theme=theme,
    )
    publication, bundle = site.bundle()
    assert outline(publication) == ["Handbook", "  User guide", "    A"]
    section = by_title(publication, "User guide")
    assert section.key == f"guide/{name}"
    assert "Words" in bundle.body(section)
    assert "Overview" in bundle.body(section), "a heading that says something else stays"


def test_a_folder_with_an_index_page_is_called_as_the_page_calls_itself(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Hi", "guide/index.md": "# User guide", "guide/a.md": "# A"})
    assert outline(site.bundle()[0]) == ["Handbook", "  User guide", "    A"]


def test_a_site_without_a_home_page_has_a_root_that_lists_its_children(make_site: MakeSite) -> None:
    site = make_site({"a.md": "# A"}, nav=["a.md"])
    publication, bundle = site.bundle()
    assert outline(publication) == ["Handbook", "  A"]
    assert 'ac:name="children"' in bundle.body(publication.root)


def test_a_home_page_within_a_section_is_the_root_and_the_section_stays(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Hi", "a.md": "# A"}, nav=[{"Start": ["index.md", "a.md"]}])
    publication, _ = site.bundle()
    assert outline(publication) == ["Handbook", "  Start", "    A"]
    assert publication.root.key == "index.md"


def test_external_links_are_listed_on_the_page_of_their_section(make_site: MakeSite) -> None:
    site = make_site(
        {"index.md": "# Hi", "guide/index.md": "# G", "guide/a.md": "# A"},
        nav=[
            "index.md",
            {"Code & more": "https://git.example.com/?a=1&b=2"},
            {"Guide": ["guide/index.md", "guide/a.md", {"Forum": "https://forum.example.com/"}]},
            {"Elsewhere": [{"Wiki": "https://wiki.example.com/"}, {"Blog": "/blog/"}]},
        ],
        site_url="https://docs.example.com/v1/",
    )
    publication, bundle = site.bundle()
    assert outline(publication) == ["Handbook", "  Guide", "    A", "  Elsewhere"]
    assert 'href="https://git.example.com/?a=1&amp;b=2"' in bundle.body(publication.root)
    assert "Code &amp; more" in bundle.body(publication.root)
    assert 'href="https://forum.example.com/"' in bundle.body(by_title(publication, "Guide"))
    elsewhere = bundle.body(by_title(publication, "Elsewhere"))
    assert 'href="https://wiki.example.com/"' in elsewhere
    assert 'href="https://docs.example.com/blog/"' in elsewhere
    assert "ac:structured-macro" not in elsewhere, "there are no children to list"


def test_a_nav_link_that_needs_the_address_of_the_site_keeps_its_title_and_is_told(
    make_site: MakeSite,
) -> None:
    site = make_site(
        {"index.md": "# Hi", "guide/index.md": "# G"},
        nav=[
            "index.md",
            {"Other & more": "/other/"},
            {"Guide": ["guide/index.md", {"Api": "api/index.html"}]},
            {"Elsewhere": [{"Rel": "../rel/"}, {"Wiki": "https://wiki.example.com/"}]},
        ],
    )
    publication, bundle = site.bundle()
    assert "<li><p>Other &amp; more</p></li>" in bundle.body(publication.root)
    assert "<li><p>Api</p></li>" in bundle.body(by_title(publication, "Guide"))
    elsewhere = bundle.body(by_title(publication, "Elsewhere"))
    assert "<li><p>Rel</p></li>" in elsewhere
    assert 'href="https://wiki.example.com/"' in elsewhere
    assert [str(issue) for issue in publication.issues if issue.severity == "warning"] == [
        "index.md: the nav links to /other/, and site_url is not set; its text is kept",
        "guide/index.md: the nav links to api/index.html, and site_url is not set; its text is kept",
        "Elsewhere/: the nav links to ../rel/, and site_url is not set; its text is kept",
    ]
    publication, bundle = make_site(
        site.pages, nav=site.config["nav"], site_url="https://docs.example.com/v1/"
    ).bundle()
    assert 'href="https://docs.example.com/v1/api/index.html"' in bundle.body(by_title(publication, "Guide"))
    assert not [issue for issue in publication.issues if issue.severity == "warning"]


def test_a_page_twice_in_the_nav_is_published_once_with_a_note(make_site: MakeSite) -> None:
    site = make_site(
        {"index.md": "# Hi", "a.md": "# A", "b.md": "# B"},
        nav=["index.md", {"One": ["a.md"]}, {"Two": ["a.md", "b.md"]}],
    )
    publication, _ = site.bundle()
    assert outline(publication) == ["Handbook", "  One", "    A", "  Two", "    B"]
    assert [str(issue) for issue in publication.issues if "nav" in issue.message] == [
        "a.md: the nav lists this page more than once; it is published at its first place"
    ]


def test_pages_outside_the_nav_are_left_out_unless_asked_for(make_site: MakeSite) -> None:
    pages = {
        "index.md": "# Hi\n\n[extra](extra.md)",
        "extra.md": "# Extra",
        "guide/index.md": "# Guide",
        "guide/deep/x.md": "# X",
        "guide/a.md": "# A",
    }
    nav = ["index.md", {"Guide": ["guide/index.md", "guide/a.md"]}]
    site = make_site(pages, nav=nav, site_url="https://docs.example.com/")
    publication, bundle = site.bundle()
    assert outline(publication) == ["Handbook", "  Guide", "    A"]
    assert 'href="https://docs.example.com/extra/"' in bundle.body(publication.root)
    publication, _ = site.bundle(outside_nav="publish")
    assert outline(publication) == ["Handbook", "  Guide", "    A", "    X", "  Extra"]


def test_an_empty_site_fails(make_site: MakeSite, caplog: pytest.LogCaptureFixture) -> None:
    site = make_site({"notes.txt": "no page"}, nav=[{"Wiki": "https://wiki.example.com/"}])
    with pytest.raises(Abort):
        site.bundle()
    assert "no page to publish" in caplog.text
    with pytest.raises(BundleError, match="not a bundle"):
        site.manifest()


def test_front_matter_says_what_becomes_of_a_page(make_site: MakeSite) -> None:
    site = make_site(
        {
            "index.md": "# Hi\n\n[hidden](hidden.md)",
            "a.md": "---\ntags: [API, Über uns]\nconfluence:\n  title: Told\n  labels: [Two Words]\n  width: full\n---\n# A",
            "hidden.md": "---\nconfluence:\n  publish: false\n---\n# Hidden",
            "odd.md": "---\nconfluence:\n  pubish: no\n  labels: {a: 1}\n---\n# Odd",
        },
        {"labels": ["Docs"], "labels_from_tags": True},
    )
    publication, _ = site.bundle()
    assert outline(publication) == ["Handbook", "  Told", "  Odd"]
    told = by_title(publication, "Told")
    assert (told.labels, told.width) == (("docs", "two-words", "api", "über-uns"), "full")
    warnings = [str(issue) for issue in publication.issues if issue.severity == "warning"]
    assert any("odd.md" in line and "confluence.pubish" in line for line in warnings)
    assert any("odd.md" in line and "confluence.labels" in line for line in warnings)


def test_links_between_pages_name_the_anchors_that_confluence_has(make_site: MakeSite) -> None:
    site = make_site(
        {
            "index.md": "# Hi\n\n[to](guide/a.md#set-up) [dead](guide/a.md#gone)",
            "guide/a.md": "# A\n\n## Set up\n\nWords [home](../index.md)",
        },
        {"url": "https://acme.atlassian.net"},
    )
    publication, bundle = site.bundle()
    targets = [(opening.value, opening.anchor) for opening in openings(bundle.body(publication.root))]
    assert targets == [("guide/a.md", "Set-up"), ("guide/a.md", "")]
    assert publication.root.links == ("guide/a.md",)
    assert [str(issue) for issue in publication.issues if "gone" in str(issue)] == [
        "index.md: a link leads to #gone of guide/a.md, which has no such anchor"
    ]


def test_a_file_that_a_plugin_wrote_into_the_site_is_attached(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Hi\n\n![made](made.png)"}, hooks=["hook.py"])
    (site.folder / "hook.py").write_text(
        "from pathlib import Path\n\n"
        "def on_post_build(config):\n    Path(config.site_dir, 'made.png').write_bytes(b'\\x89PNG made')\n"
    )
    publication, bundle = site.bundle()
    (attachment,) = publication.root.attachments
    assert bundle.file(attachment).read_bytes() == b"\x89PNG made"
    assert attachment.media_type == "image/png"


def test_a_page_of_the_nav_that_is_no_file_of_the_site_is_left_out(make_site: MakeSite) -> None:
    """mkdocs-print-site adds one, and fills it with all others when the site is written."""
    site = make_site({"index.md": "# Hi", "a.md": "# A"}, hooks=["hook.py"])
    (site.folder / "hook.py").write_text(
        "from mkdocs.structure.files import File\nfrom mkdocs.structure.pages import Page\n\n"
        "def on_nav(nav, config, files):\n"
        "    page = Page('Print', File('print.md', '', config.site_dir, True), config)\n"
        "    page.content = '<p>Everything</p>'\n"
        "    nav.items.append(page)\n"
    )
    publication, _ = site.bundle()
    assert outline(publication) == ["Handbook", "  A"]


def test_attachment_names_do_not_depend_on_where_the_site_lies(make_site: MakeSite) -> None:
    pages = {"index.md": "# Hi\n\n![a](a/x.png) ![b](b/x.png)", "a/x.png": b"1", "b/x.png": b"2"}
    names = []
    for folder in ("one", "two/deeper"):
        site = make_site(pages, site_dir=folder)
        names.append([attachment.name for attachment in site.bundle()[0].root.attachments])
    assert names[0] == names[1]
    assert len(set(names[0])) == 2


def test_two_builds_of_one_site_give_the_same_bundle(make_site: MakeSite) -> None:
    site = make_site({"index.md": "# Hi\n\n[a](a.md#x)", "a.md": "# A\n\n## X\n"})
    site.bundle()
    before = {path: path.read_bytes() for path in (site.folder / "bundle").rglob("*") if path.is_file()}
    site.bundle()
    after = {path: path.read_bytes() for path in (site.folder / "bundle").rglob("*") if path.is_file()}
    assert before == after


def test_only_links_make_anchors_and_not_the_signs_beside_headings(make_site: MakeSite) -> None:
    pages = {"index.md": "# Hi\n\n[b](a.md#b)", "a.md": "# A\n\n## B\n\n## C\n\n[c](#c)\n\n## D\n"}
    site = make_site(pages, markdown_extensions=[{"toc": {"permalink": True}}])
    publication, bundle = site.bundle()
    body = bundle.body(by_title(publication, "A"))
    assert body.count('ac:name="anchor"') == 2
    assert '<ac:parameter ac:name="">d</ac:parameter>' not in body


def test_a_section_whose_page_is_but_a_heading_lists_its_children(make_site: MakeSite) -> None:
    pages = {"index.md": "# Hi\n\nWords", "guide/index.md": "# Guide", "guide/a.md": "# A"}
    publication, bundle = make_site(pages).bundle()
    assert 'ac:name="children"' in bundle.body(by_title(publication, "Guide"))
    assert 'ac:name="children"' not in bundle.body(by_title(publication, "A"))
    assert 'ac:name="children"' not in bundle.body(publication.root)


def test_a_file_that_vanishes_while_its_page_is_converted_is_a_warning(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"></svg>'
    site = make_site({"index.md": f"# Hi\n\n![x](x.png)\n\n{svg}\n", "x.png": b"1"})

    def draw(source: str, zoom: float) -> bytes:
        for folder in ("docs", "site"):
            (site.folder / folder / "x.png").unlink()
        return b"drawn"

    monkeypatch.setattr("mkdocs_confluence.draw._png", draw)
    publication, _ = site.bundle()
    assert [file.media_type for file in publication.root.attachments] == ["image/png"]
    assert [str(issue) for issue in publication.issues if issue.severity == "warning"] == [
        "index.md: the file x.png is left out, since it cannot be read: No such file or directory"
    ]
