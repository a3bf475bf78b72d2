"""The laws over rendered pages of real sites: no error, no unknown element, no lost word, on both targets."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from laws.chrome import LEFT_OUT
from laws.corpus import Sample, samples, scope
from laws.verdict import kinds, verdict
from laws.words import heard

from mkdocs_confluence.model import Flavor

QUICK = 24
"""Pages looked at in a quick run, the same ones each time, none of them large."""


def _some(corpus: Path) -> list[Sample]:
    small = [sample for sample in samples(corpus) if sample.file.stat().st_size < 60_000]
    return random.Random(3).sample(small, QUICK)


def _judge(found: list[Sample], corpus: Path, flavor: Flavor, folder: Path) -> None:
    """Fail with each kind of breach, how often it was met, and one example."""
    met: Counter[str] = Counter()
    example: dict[str, str] = {}
    for sample in found:
        breaches = verdict(sample.html, scope(sample, corpus, flavor, folder), flavor)
        for kind, breach in zip(kinds(breaches), breaches, strict=True):
            met[kind] += 1
            example.setdefault(kind, f"{sample}: {breach[:300]}")
    assert not met, "\n".join(f"{times} × {example[kind]}" for kind, times in met.most_common(20))


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_the_laws_hold_on_some_real_pages(flavor: Flavor, shared: Path, tmp_path: Path) -> None:
    corpus = shared / "corpus"
    _judge(_some(corpus), corpus, flavor, tmp_path)


@pytest.mark.prove
@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
@pytest.mark.parametrize(
    "site",
    [
        "awesome-nav",
        "griffe",
        "mkdocs",
        "mkdocs-jupyter",
        "mkdocs-macros",
        "pymdown-extensions",
        "python-markdown",
        "starlette",
        "table-reader",
    ],
)
def test_the_laws_hold_on_every_page_of_a_site(
    site: str, flavor: Flavor, shared: Path, tmp_path: Path
) -> None:
    corpus = shared / "corpus"
    _judge([sample for sample in samples(corpus) if sample.site == site], corpus, flavor, tmp_path)


@pytest.mark.prove
def test_words_are_left_out_for_declared_reasons_only(shared: Path) -> None:
    """Prints how many words each selector left out of the corpus."""
    left_out: Counter[str] = Counter()
    said: dict[str, int] = defaultdict(int)
    for sample in samples(shared / "corpus"):
        said[sample.site] += len(heard(sample.html, left_out=left_out).texts)
    reasons = {rule.selector: rule.reason for rule in LEFT_OUT}
    print(f"\n{sum(said.values()):>9,} words said on {len(said)} sites; left out:")
    for selector, words in left_out.most_common():
        print(f"{words:>9,} {selector:<32} {reasons[selector]}")
    assert set(left_out) <= set(reasons)
