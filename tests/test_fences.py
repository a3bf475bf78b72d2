"""The language of a fence reaches the HTML, whatever highlights it, and nothing else of the HTML changes."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from markdown import Markdown
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from material.extensions.emoji import to_svg, twemoji

from mkdocs_confluence import fences

PYMDOWNX: tuple[list[str], dict[str, Any]] = (
    [
        "admonition",
        "attr_list",
        "md_in_html",
        "tables",
        "pymdownx.blocks.admonition",
        "pymdownx.blocks.details",
        "pymdownx.blocks.tab",
        "pymdownx.details",
        "pymdownx.highlight",
        "pymdownx.inlinehilite",
        "pymdownx.superfences",
        "pymdownx.tabbed",
    ],
    {
        "pymdownx.superfences": {"custom_fences": [{"name": "mermaid", "class": "mermaid"}]},
        "pymdownx.tabbed": {"alternate_style": True},
    },
)
CODEHILITE: tuple[list[str], dict[str, Any]] = (
    ["admonition", "attr_list", "codehilite", "fenced_code", "tables"],
    {"codehilite": {"guess_lang": False}},
)
SUPERFENCES_ALONE: tuple[list[str], dict[str, Any]] = (["pymdownx.superfences"], {})
MIXED: tuple[list[str], dict[str, Any]] = (["codehilite", "pymdownx.superfences"], {})
NUMBERED: tuple[list[str], dict[str, Any]] = (
    ["pymdownx.highlight", "pymdownx.superfences"],
    {"pymdownx.highlight": {"linenums": True, "line_spans": "__span", "anchor_linenums": True}},
)
HIGHLIGHTERS = {
    "pymdownx": PYMDOWNX,
    "codehilite": CODEHILITE,
    "superfences alone": SUPERFENCES_ALONE,
    "mixed": MIXED,
    "numbered": NUMBERED,
}
PAGE = """\
# Page

```python
x = 1
```

``` { .yaml .no-copy title="a.yml" hl_lines="1" }
a: b
```

~~~rust
fn main() {}
~~~

```no-such-language
?
```

```
nothing named
```

    indented

`#!js inline`
"""
_FENCE = re.compile(r"^[\s>]*(`{3,}|~{3,})[ ]*([^`]*)$")


def _convert(text: str, extensions: list[str], configs: dict[str, Any], *, prepare: bool = True) -> str:
    extensions, configs = list(extensions), dict(configs)
    if prepare:
        fences.prepare(extensions, configs)
    return Markdown(extensions=extensions, extension_configs=configs).convert(text)


def _named(text: str) -> Iterator[str]:
    """The languages that fences of a Markdown text name, in order."""
    closing = ""
    for line in text.splitlines():
        fence = _FENCE.match(line)
        if closing:
            if fence and fence[1].startswith(closing) and not fence[2].strip():
                closing = ""
        elif fence:
            closing = fence[1]
            name = re.match(r"\{?\s*\.?([\w#.+-]+)(?![\w=])", fence[2].strip())
            if name and not name[1].startswith("#"):
                yield name[1]


def _kept(html: str) -> Counter[str]:
    """The languages that blocks of an HTML page carry."""
    found = re.findall(r'data-language="([^"]*)"|<pre class="(mermaid)">', html)
    return Counter(name or diagram for name, diagram in found)


@pytest.mark.parametrize("highlighter", HIGHLIGHTERS)
def test_a_block_carries_the_language_that_its_fence_names(highlighter: str) -> None:
    kept = _kept(_convert(PAGE, *HIGHLIGHTERS[highlighter]))
    del kept["text"]  # what codehilite itself says of blocks that name nothing
    assert kept == Counter(_named(PAGE)) == Counter(["python", "yaml", "rust", "no-such-language"])


@pytest.mark.parametrize("highlighter", HIGHLIGHTERS)
def test_nothing_but_the_attribute_is_added(highlighter: str) -> None:
    html = _convert(PAGE, *HIGHLIGHTERS[highlighter])
    assert re.sub(r' data-language="[^"]*"', "", html) == _convert(
        PAGE, *HIGHLIGHTERS[highlighter], prepare=False
    )


@pytest.mark.parametrize(
    ("extensions", "configs"),
    [
        (["fenced_code"], {}),
        (["fenced_code", "codehilite"], {"codehilite": {"use_pygments": False}}),
        (["pymdownx.highlight", "pymdownx.superfences"], {"pymdownx.highlight": {"use_pygments": False}}),
    ],
)
def test_html_for_a_highlighter_in_the_browser_stays_as_it_is(
    extensions: list[str], configs: dict[str, Any]
) -> None:
    html = _convert(PAGE, extensions, configs)
    assert html == _convert(PAGE, extensions, configs, prepare=False)
    assert 'class="language-python' in html


@pytest.mark.parametrize("highlighter", HIGHLIGHTERS)
def test_an_object_that_gets_its_extensions_late_names_languages_as_well(highlighter: str) -> None:
    extensions, configs = HIGHLIGHTERS[highlighter]
    md = Markdown()
    md.registerExtensions([*extensions, fences.NAME], configs)
    assert _kept(md.convert("```go\nx\n```")) == {"go": 1}


def test_the_order_of_extensions_does_not_matter() -> None:
    configs: dict[str, Any] = {}
    first = Markdown(extensions=[fences.NAME, *CODEHILITE[0]], extension_configs=configs)
    assert _kept(first.convert("```go\nx\n```")) == {"go": 1}
    second = Markdown(extensions=[fences.NAME, *SUPERFENCES_ALONE[0]])
    assert _kept(second.convert("```go\nx\n```")) == {"go": 1}


def test_one_markdown_object_converts_page_after_page() -> None:
    extensions: list[str] = list(PYMDOWNX[0])
    configs = dict(PYMDOWNX[1])
    fences.prepare(extensions, configs)
    fences.prepare(extensions, configs)
    assert extensions.count(fences.NAME) == 1
    md = Markdown(extensions=extensions, extension_configs=configs)
    pages = [md.reset().convert(PAGE) for _ in range(3)]
    assert pages[0] == pages[1] == pages[2]
    assert pages[0].count('data-language="python"') == 1


def test_a_formatter_that_a_user_chose_is_left_alone() -> None:
    from pygments.formatters import HtmlFormatter

    class Own(HtmlFormatter):  # type: ignore[misc]
        def __init__(self, lang_str: str = "", **options: Any) -> None:
            super().__init__(**options)
            self.cssclass = lang_str

    configs = {"codehilite": {"pygments_formatter": Own}}
    html = _convert("```go\nx\n```", ["fenced_code", "codehilite"], configs)
    assert html.startswith('<div class="language-go">')


def test_an_icon_carries_its_name_and_an_emoji_stays_as_it_is() -> None:
    emoji = {"emoji_index": twemoji, "emoji_generator": to_svg}
    text = ":material-check: :octicons-heart-fill-24:{ .heart } :smile: :no-such-icon:"
    extensions, configs = ["attr_list", "pymdownx.emoji"], {"pymdownx.emoji": emoji}
    html = _convert(text, extensions, configs)
    assert re.findall(r'data-icon="([^"]*)"', html) == ["material-check", "octicons-heart-fill-24"]
    assert re.sub(r' data-icon="[^"]*"', "", html) == _convert(text, extensions, configs, prepare=False)


def test_a_name_that_a_site_gives_a_lexer_leads_to_its_language() -> None:
    extended = {
        "extend_pygments_lang": [{"name": "php-inline", "lang": "php", "options": {"startinline": True}}]
    }
    html = _convert(
        "```php-inline\n$a = 1;\n```", PYMDOWNX[0], {**PYMDOWNX[1], "pymdownx.highlight": extended}
    )
    assert _kept(html) == {"php": 1}


def test_a_language_is_escaped() -> None:
    assert fences.named("<div>x</div>", 'a"<b') == '<div data-language="a&quot;&lt;b">x</div>'


def _blocks_of_fenced_code(text: str) -> Iterator[str]:
    """The languages of what Python-Markdown's own fenced_code takes for a block: it knows fewer forms than superfences."""
    for fence in FencedBlockPreprocessor.FENCED_BLOCK_RE.finditer(text):
        attributes = re.match(r"\s*\.([\w#.+-]+)", fence["attrs"] or "")
        name = fence["lang"] or (attributes and attributes[1])
        if name:
            yield name


@pytest.fixture(scope="module", params=["pymdown-extensions", "starlette"])
def documentation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The Markdown texts of a source distribution."""
    folder = tmp_path_factory.mktemp("sdist")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*command, request.param], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        files = [archive.extractfile(m) for m in archive if re.search(r"/docs/.*\.md$", m.name)]
        return [file.read().decode() for file in files if file]


@pytest.mark.prove
@pytest.mark.parametrize("highlighter", ["pymdownx", "codehilite"])
def test_real_documentation_keeps_its_languages(documentation: list[str], highlighter: str) -> None:
    languages = _named if highlighter == "pymdownx" else _blocks_of_fenced_code
    named = kept = 0
    for text in documentation:
        wanted = Counter(languages(text))
        named += wanted.total()
        kept += (wanted & _kept(_convert(text, *HIGHLIGHTERS[highlighter]))).total()
    print(f"{kept} of {named} languages kept")
    assert named > 50
    assert kept / named >= 0.95, f"{kept} of {named}"
