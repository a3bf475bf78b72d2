"""Conversion: what it takes beside parsing, and beside the build that it belongs to."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import bs4
from bs4 import BeautifulSoup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from mkdocs_confluence.model import PageName
from mkdocs_confluence.storage import CLOUD, DATACENTER, Scope, Target, convert
from mkdocs_confluence.storage.soup import soup, uncollected

from . import site
from .ratios import Row, best, best_of_each

SHARED = Path(__file__).parent.parent.parent.parent / "shared" / "corpus"
PAGES = 150
TARGETS = {"Cloud": CLOUD, "Data Center": DATACENTER}


def measure() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = site.write(folder / "plain", PAGES)
        pages = _contents(plain)
        yield from _beside_parsing("a generated site", pages)
        if SHARED.is_dir():
            corpus = {
                path.relative_to(SHARED).with_suffix("").as_posix(): path.read_text(encoding="utf-8")
                for path in sorted(SHARED.glob("*/**/*.html"))
            }
            small = {name: html for name, html in corpus.items() if len(html) < 100_000}
            yield from _beside_parsing("real pages", small)
        yield Row("HTML parses a page", _parses(pages) / len(pages), 1)
        yield from _beside_building(plain, site.write(folder / "ours", PAGES, bundle=True), pages)


def _beside_parsing(what: str, pages: dict[str, str]) -> Iterator[Row]:
    """Everything after the parse, XML check included, over the parse; page by page, so that noise has no time.

    The yardstick is the parse as everybody has it, ``BeautifulSoup(html, "lxml")``. Ours makes the same tree in a
    fraction of that time, and the more it saves, the worse a ratio to itself looks; that one has no limit.
    """
    for flavor, target in TARGETS.items():
        scopes = _scopes(pages, target)
        stock = parse = whole = 0.0
        for name, html in pages.items():
            works = (
                partial(BeautifulSoup, html, "lxml"),
                partial(_parse, html),
                partial(convert, html, scopes[name]),
            )
            once = best_of_each(3, *works)
            stock, parse, whole = stock + once[0], parse + once[1], whole + once[2]
        where = f"{what}, {flavor}"
        note = f"{len(pages)} pages, {sum(map(len, pages.values())) / whole / 1e6:.2f} MB/s"
        yield Row(f"after the parse ÷ stock parse, {where}", (whole - parse) / stock, 0.4, note=note)
        stock_is, ours_is = 'stock: BeautifulSoup(html, "lxml")', "ours: storage.soup"
        yield Row(f"whole ÷ stock parse, {where}", whole / stock, note=stock_is)
        yield Row(f"our parse ÷ stock parse, {where}", parse / stock, note=f"{ours_is}; {stock_is}")
        yield Row(f"after the parse ÷ our parse, {where}", (whole - parse) / parse, note=ours_is)


def _parse(html: str) -> None:
    """Parse as ``convert`` does, without the collector."""
    with uncollected():
        soup(html)


def _beside_building(plain: Path, ours: Path, pages: dict[str, str]) -> Iterator[Row]:
    without, with_plugin = best_of_each(3, partial(_build, plain), partial(_build, ours))
    note = f"{PAGES} pages in {without:.1f} s"
    alone = best(3, partial(_convert, pages, CLOUD))
    yield Row("converting all pages ÷ plain build", alone / without, 0.3, note=note)
    yield Row("build with a bundle ÷ plain build − 1", with_plugin / without - 1, 0.3, note=note)


def _scopes(pages: dict[str, str], target: Target) -> dict[str, Scope]:
    names = {f"{name}/": PageName(f"{name}.md", name) for name in pages}
    return {
        name: Scope(names[f"{name}/"], name, f"{name}.md", f"{name}/", target, "DOCS", pages=names)
        for name in pages
    }


def _convert(pages: dict[str, str], target: Target) -> None:
    scopes = _scopes(pages, target)
    for name, html in pages.items():
        convert(html, scopes[name])


def _build(config_file: Path) -> None:
    config = load_config(str(config_file))
    config.plugins.run_event("startup", command="build", dirty=False)
    build(config)


def _contents(config_file: Path) -> dict[str, str]:
    """Name of a page → its rendered content, as its build hands it on."""
    found: dict[str, str] = {}

    def keep(output: str, *, page: Page, config: MkDocsConfig) -> str:
        found[Path(page.file.src_uri).stem] = page.content or ""
        return output

    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    config = load_config(str(config_file))
    config.plugins.events["post_page"].append(keep)
    build(config)
    return found


def _parses(pages: dict[str, str]) -> int:
    """How often HTML was parsed while all pages were converted."""
    with _counted() as count:
        _convert(pages, CLOUD)
    return count()


@contextmanager
def _counted() -> Iterator[Callable[[], int]]:
    calls = 0
    feed = bs4.BeautifulSoup._feed

    def counting(soup: BeautifulSoup) -> None:
        nonlocal calls
        calls += 1
        feed(soup)

    setattr(bs4.BeautifulSoup, "_feed", counting)  # noqa: B010 — the type stub names its argument twice
    try:
        yield lambda: calls
    finally:
        setattr(bs4.BeautifulSoup, "_feed", feed)  # noqa: B010
