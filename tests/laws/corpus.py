"""Rendered pages of real sites as input: a Scope for each, as a build of its site would give."""

from __future__ import annotations

import html as entities
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from mkdocs_confluence.model import Flavor, PageName
from mkdocs_confluence.storage import Scope, target

ENDINGS = (".html", ".md", ".ipynb", ".py")
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ico", ".avif"}
FILES = PICTURES | {".pdf", ".zip", ".csv", ".xlsx", ".yml", ".yaml", ".json", ".mp4", ".webm", ".mp3"}

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000020000000208060000007"
    "2b60d240000001249444154789c63f8cfc0f01f841940186400000a000bfd0bf50000000049454e44ae426082"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"><path d="M0 0h2v2H0z"/></svg>'


@dataclass(frozen=True, slots=True)
class Sample:
    """One page of the corpus."""

    site: str
    source: str
    """Path of its Markdown file within the site."""
    file: Path

    @property
    def html(self) -> str:
        return self.file.read_text(encoding="utf-8")

    def __str__(self) -> str:
        return f"{self.site}/{self.source}"


def samples(corpus: Path) -> list[Sample]:
    """Every page of the corpus, by path."""
    found = sorted(corpus.glob("*/**/*.html"))
    return [Sample(path.relative_to(corpus).parts[0], _source(path, corpus), path) for path in found]


def _source(path: Path, corpus: Path) -> str:
    return "/".join(path.relative_to(corpus).parts[1:]).removesuffix(".html")


def url_of(source: str) -> str:
    """``guide/x.md`` → ``guide/x/``; ``guide/index.md`` → ``guide/``."""
    stem = source
    for ending in ENDINGS:
        stem = stem.removesuffix(ending)
    parts = stem.split("/")
    if parts[-1] in ("index", "README"):
        parts.pop()
    return "".join(f"{part}/" for part in parts)


@cache
def site(corpus: Path, name: str) -> dict[str, PageName]:
    """Site-relative URL → page; titles are the first headings, told apart by their source."""
    pages: dict[str, PageName] = {}
    titles: set[str] = set()
    for sample in samples(corpus):
        if sample.site == name:
            title = heading(sample.html) or sample.source
            title = title if title.casefold() not in titles else f"{title} ({sample.source})"
            titles.add(title.casefold())
            pages[url_of(sample.source)] = PageName(sample.source, title)
    return pages


def heading(html: str) -> str:
    """Text of the first H1, without its permalink sign."""
    found = re.search(r"<h1[^>]*>([\s\S]*?)</h1>", html)
    inner = re.sub(r'<a [^>]*class="(?:headerlink|anchor-link)"[\s\S]*?</a>', "", found[1]) if found else ""
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", "", inner)).split())


@cache
def linked(corpus: Path, name: str) -> dict[str, frozenset[str]]:
    """URL of a page → ids that other pages of its site link to."""
    found: dict[str, set[str]] = defaultdict(set)
    for sample in samples(corpus):
        if sample.site == name:
            here = url_of(sample.source)
            for href in re.findall(r'href="([^":]*#[^"]+)"', sample.html):
                parts = urlsplit(urljoin(f"https://site.invalid/{here}", entities.unescape(href)))
                if parts.path.lstrip("/") != here:
                    found[parts.path.lstrip("/")].add(unquote(parts.fragment))
    return {url: frozenset(ids) for url, ids in found.items()}


def finder(folder: Path) -> Callable[[str], Path | None]:
    """A site that has every picture and file asked for: a small real one of that kind, in ``folder``."""

    def find(path: str) -> Path | None:
        ending = Path(path).suffix.lower()
        if ending not in FILES or len(path) > 500:
            return None
        file = folder / re.sub(r"[^\w.-]", "_", path)[-120:]
        if not file.exists():
            file.write_bytes(SVG if ending == ".svg" else PNG)
        return file

    return find


def scope(sample: Sample, corpus: Path, flavor: Flavor, folder: Path) -> Scope:
    url, pages = url_of(sample.source), site(corpus, sample.site)
    return Scope(
        page=pages[url],
        heading=heading(sample.html),
        source=sample.source,
        url=url,
        target=target(flavor),
        space="DOCS",
        site_url="https://docs.example.org/",
        pages=pages,
        find_file=finder(folder),
        linked=linked(corpus, sample.site).get(url, frozenset()),
    )


def every(corpus: Path, flavor: Flavor, folder: Path) -> Iterator[tuple[Sample, Scope]]:
    for sample in samples(corpus):
        yield sample, scope(sample, corpus, flavor, folder)
