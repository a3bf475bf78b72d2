"""A site with Material and mkdocstrings, built for real: what the technical constructs become, end to end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sites import Site

from mkdocs_confluence.bundle import Bundle
from mkdocs_confluence.model import Publication

HOOK = """\
from material.extensions.emoji import to_svg, twemoji


def on_config(config):
    config.mdx_configs["pymdownx.emoji"] = {"emoji_index": twemoji, "emoji_generator": to_svg}
    return config
"""
MODULE = '''\
"""A package."""


class Klass:
    """A class.

    ```toml
    a = 1
    ```
    """

    @property
    def size(self) -> int:
        """Its size."""
        return 1
'''
PAGE = """\
# Page

``` yaml title="a.yml" linenums="3"
key: v # (1)!
```

1.  Note

| Icon | Is |
|---|---|
| :material-check: | :fontawesome-brands-github: |

![Logo](img/logo.svg)
/// caption
The *logo*
///

$E=mc^2$

```confluence-storage
<ac:structured-macro ac:name="toc" />
```
"""
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'


@pytest.fixture(scope="module")
def technical(tmp_path_factory: pytest.TempPathFactory) -> tuple[Publication, Bundle]:
    folder = tmp_path_factory.mktemp("technical")
    pages: dict[str, str | bytes] = {"index.md": "# Home", "page.md": PAGE, "api.md": "# API\n\n::: pack\n"}
    site = Site(folder, {**pages, "img/logo.svg": LOGO}, {}, _config())
    (folder / "hook.py").write_text(HOOK)
    (folder / "source" / "pack").mkdir(parents=True)
    (folder / "source" / "pack" / "__init__.py").write_text(MODULE)
    return site.bundle(flavor="cloud", url="https://acme.atlassian.net/wiki")


def _config() -> dict[str, object]:
    return {
        "theme": {"name": "material"},
        "hooks": ["hook.py"],
        "plugins": [
            {"mkdocstrings": {"handlers": {"python": {"paths": ["source"]}}}},
            {
                "confluence": {
                    "url": "https://acme.atlassian.net/wiki",
                    "space": "DOCS",
                    "bundle_dir": "bundle",
                }
            },
        ],
        "markdown_extensions": [
            "attr_list",
            "tables",
            "pymdownx.blocks.caption",
            "pymdownx.highlight",
            "pymdownx.superfences",
            {"pymdownx.arithmatex": {"generic": True}},
            "pymdownx.emoji",
        ],
    }


@pytest.fixture
def body(technical: tuple[Publication, Bundle]) -> Callable[[str], str]:
    publication, bundle = technical
    return lambda key: bundle.body(publication.by_key()[key])


def test_code_keeps_language_title_and_annotations(body: Callable[[str], str]) -> None:
    assert (
        '<p><code>a.yml</code></p>\n<ac:structured-macro ac:name="code" ac:schema-version="1">'
        '<ac:parameter ac:name="language">yaml</ac:parameter>'
        "<ac:plain-text-body><![CDATA[key: v # ①]]></ac:plain-text-body></ac:structured-macro>"
    ) in body("page.md")


def test_icons_are_read_as_signs_and_names(body: Callable[[str], str]) -> None:
    assert "<td><p>✔</p></td><td><p>github</p></td>" in body("page.md")


def test_an_svg_is_drawn_and_captioned(
    technical: tuple[Publication, Bundle], body: Callable[[str], str]
) -> None:
    assert (
        '<ri:attachment ri:filename="logo.png" /><ac:caption><p>The <em>logo</em></p></ac:caption>'
        in body("page.md")
    )
    publication, bundle = technical
    [logo] = publication.by_key()["page.md"].attachments
    assert bundle.file(logo).read_bytes().startswith(b"\x89PNG")


def test_formulas_and_raw_storage_format_go_through(body: Callable[[str], str]) -> None:
    assert "<p><code>E=mc^2</code></p>" in body("page.md")
    assert '<ac:structured-macro ac:name="toc" />' in body("page.md")


def test_symbols_have_headings_labels_signatures_and_source(body: Callable[[str], str]) -> None:
    api = body("api.md")
    assert "<h2><code>Klass</code></h2>" in api
    assert '<ac:parameter ac:name="title">property</ac:parameter>' in api
    assert '<ac:parameter ac:name="language">toml</ac:parameter>' in api, "a fence in a docstring"
    assert '<ac:parameter ac:name="title">Source code in' in api


def test_nothing_of_it_is_a_warning(technical: tuple[Publication, Bundle]) -> None:
    assert [issue for issue in technical[0].issues if issue.severity == "warning"] == []
