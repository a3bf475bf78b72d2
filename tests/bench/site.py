"""A site of Markdown to build: as many pages as asked for, each with what pages of real sites have, as often.

How often is counted over 3,791 pages of 32 sites (``PER_PAGE``, ``_INLINE``): headings, paragraphs, lists, tables,
admonitions, details, tabs, images, marks, links, code blocks and the tokens in them come out within a tenth or so of
those means. Left out is what only some of the sites have: line anchors in code (3 sites), line numbers in tables (6),
formulas (5), emoji as drawings (12), and the reference pages that mkdocstrings writes (10).
"""

from __future__ import annotations

import random
from collections.abc import Callable
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
  - pymdownx.highlight
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


PER_PAGE = {
    "h2": 4.0,
    "h3": 3.9,
    "h4": 1.1,
    "paragraph": 25.0,
    "listing": 8.4,
    "ul": 3.9,
    "ol": 0.6,
    "tasks": 0.07,
    "table": 1.03,
    "admonition": 1.06,
    "details": 1.44,
    "tabs": 0.71,
    "image": 0.95,
    "rule": 0.4,
}
"""Blocks of a page, on average."""
_INLINE = {
    "`{}`": 0.5,
    "[{}](https://example.org)": 0.2,
    "page": 0.04,
    "**{}**": 0.06,
    "*{}*": 0.03,
}
"""Mark or link → its chance in a sentence."""


class Author:
    """Writes pages; the same seed writes the same ones."""

    def __init__(self, seed: int, pages: int) -> None:
        self._random = random.Random(seed)
        self._pages = pages

    def words(self, least: int, most: int) -> str:
        return " ".join(self._random.choices(_WORDS, k=self._random.randint(least, most)))

    def sentence(self) -> str:
        """Words with the marks and links that come by chance."""
        page = f"[{{}}](p{self._random.randrange(self._pages)}.md)"
        parts = [
            (page if mark == "page" else mark).format(self.words(1, 2))
            for mark, chance in _INLINE.items()
            if self._random.random() < chance
        ]
        return " ".join([self.words(4, 12), *parts, self.words(1, 4)]).capitalize() + "."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self._random.randint(1, 3)))

    def fence(self) -> str:
        """One code block in one of some languages."""
        code = self._random.choice(_CODE).format(a=self.words(1, 1), b=self.words(1, 1))
        return f"```{code}```"

    def listing(self) -> str:
        """One code block as long as those of real sites, which hold about sixty tokens."""
        language, _, code = self._random.choice(_CODE).partition("\n")
        parts = (
            code.format(a=self.words(1, 1), b=self.words(1, 1)) for _ in range(self._random.randint(1, 6))
        )
        return f"```{language}\n{''.join(parts)}```"

    def block(self, kind: str) -> str:
        """One block of a kind of ``PER_PAGE``."""
        inner = self.paragraph()
        writers: dict[str, Callable[[], str]] = {
            "h2": lambda: f"## {self.words(2, 5).capitalize()}",
            "h3": lambda: f"### {self.words(2, 5).capitalize()}",
            "h4": lambda: f"#### {self.words(2, 5).capitalize()}",
            "paragraph": lambda: inner,
            "listing": self.listing,
            "ul": lambda: "\n".join(f"- {self.sentence()}" for _ in range(4)),
            "ol": lambda: "\n".join(f"1. {self.sentence()}" for _ in range(3)),
            "tasks": lambda: f"- [x] {self.words(2, 5)}\n- [ ] {self.words(2, 5)}\n- [ ] {self.words(2, 5)}",
            "table": self.table,
            "admonition": lambda: f'!!! note "{self.words(1, 4)}"\n    {inner}',
            "details": lambda: f'??? example "{self.words(1, 4)}"\n    {inner}',
            "tabs": lambda: "\n\n".join(f'=== "{self.words(1, 2)}"\n\n    {inner}' for _ in range(2)),
            "image": lambda: f"![{self.words(1, 4)}](https://example.org/a.png)",
            "rule": lambda: "---",
        }
        return writers[kind]()

    def table(self) -> str:
        rows = (f"| {self.words(1, 3)} | `x` | {self.sentence()} |" for _ in range(5))
        return "\n".join(["| a | b | c |", "|---|:-:|--:|", *rows])

    def page(self, number: int) -> str:
        kinds = [kind for kind, mean in PER_PAGE.items() for _ in range(int(mean + self._random.random()))]
        self._random.shuffle(kinds)
        return "\n\n".join([f"# Page {number}: {self.words(2, 4)}", *map(self.block, kinds), ""])


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
