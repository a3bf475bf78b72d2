"""A site of Markdown to build: as many pages as asked for, each with what pages of real sites have."""

from __future__ import annotations

import random
from pathlib import Path

CONFIG = """\
site_name: Bench
theme:
  name: material
use_directory_urls: true
plugins:
  - search
{plugins}
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc:
      permalink: true
  - pymdownx.details
  - pymdownx.highlight:
      anchor_linenums: true
      line_spans: __span
      pygments_lang_class: true
  - pymdownx.inlinehilite
  - pymdownx.superfences
  - pymdownx.tabbed:
      alternate_style: true
  - pymdownx.tasklist:
      custom_checkbox: true
"""
PLUGIN = """\
  - confluence:
      url: https://bench.atlassian.net/wiki
      space: DOCS
      bundle_dir: {bundle}
"""

_WORDS = "the page build site config plugin option theme value file name path when then with from into every list".split()
_CODE = (
    "python\nimport os\n\n\ndef {a}(value: int, *rest: str) -> dict[str, int]:\n    return {{'{b}': value + 1}}  # {a}\n",
    "yaml\n{a}:\n  - {b}: true\n    value: 12\n",
    "bash\n$ pip install {a}\n$ {a} --{b} | grep x\n",
    'json\n{{"{a}": [1, 2, "{b}"]}}\n',
)


class Author:
    """Writes pages; the same seed writes the same ones."""

    def __init__(self, seed: int, pages: int) -> None:
        self._random = random.Random(seed)
        self._pages = pages

    def words(self, least: int, most: int) -> str:
        return " ".join(self._random.choices(_WORDS, k=self._random.randint(least, most)))

    def sentence(self) -> str:
        kinds = [
            "{}",
            "**{}**",
            "`{}`",
            "*{}*",
            f"[{{}}](p{self._random.randrange(self._pages)}.md)",
            "[{}](https://example.org)",
        ]
        parts = (self._random.choice(kinds).format(self.words(1, 3)) for _ in range(4))
        return " ".join([self.words(4, 14), *parts]).capitalize() + "."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self._random.randint(1, 4)))

    def fence(self) -> str:
        code = self._random.choice(_CODE).format(a=self.words(1, 1), b=self.words(1, 1))
        return f"```{code}```"

    def block(self) -> str:
        indented = self.paragraph().replace("\n", "\n    ")
        return self._random.choice(
            [
                self.paragraph(),
                self.paragraph(),
                self.fence(),
                self.fence(),
                f'!!! {self._random.choice(["note", "tip", "warning"])} "{self.words(1, 4)}"\n    {indented}',
                f'??? example "{self.words(1, 4)}"\n    {indented}',
                "\n".join(f"- {self.sentence()}" for _ in range(4)),
                "\n".join(f"1. {self.sentence()}" for _ in range(3)),
                "| a | b | c |\n|---|:-:|--:|\n"
                + "\n".join(f"| {self.words(1, 3)} | `x` | {self.words(1, 5)} |" for _ in range(5)),
                f'=== "{self.words(1, 2)}"\n\n    {indented}\n\n=== "{self.words(1, 2)}"\n\n    {indented}',
                f"- [x] {self.words(2, 5)}\n- [ ] {self.words(2, 5)}",
                f"## {self.words(2, 5).capitalize()}",
                f"### {self.words(2, 5).capitalize()}",
            ]
        )

    def page(self, number: int) -> str:
        blocks = [self.block() for _ in range(self._random.randint(8, 24))]
        return "\n\n".join([f"# Page {number}: {self.words(2, 4)}", *blocks, ""])


def write(folder: Path, pages: int, *, bundle: bool = False, short: bool = False) -> Path:
    """Write a site into a folder and give its mkdocs.yml. ``short`` pages have a tenth of the text."""
    author = Author(1, pages)
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# Bench\n\n" + author.paragraph() + "\n", encoding="utf-8")
    for number in range(pages):
        text = (
            f"# Page {number}\n\n{author.paragraph()}\n\n{author.fence()}\n" if short else author.page(number)
        )
        (docs / f"p{number}.md").write_text(text, encoding="utf-8")
    file = folder / "mkdocs.yml"
    plugins = PLUGIN.format(bundle=folder / "bundle") if bundle else ""
    file.write_text(CONFIG.format(plugins=plugins), encoding="utf-8")
    return file
