"""Fences for Confluence alone, and the options that hand diagrams and formulas to macros."""

from __future__ import annotations

from dataclasses import replace

import goldens
import pytest
from laws.handed import unpacked
from laws.macros import of_apps
from laws.verdict import verdict
from lxml import etree

from mkdocs_confluence.model import Conversion, Document, Flavor, Opening
from mkdocs_confluence.storage import convert

FLAVORS: tuple[Flavor, ...] = ("cloud", "datacenter")
MACROS = Conversion(math="macro", diagrams="macro", diagram_macros={"mermaid": "mermaid-macro"})


def _converted(html: str, flavor: Flavor, conversion: Conversion | None = None) -> Document:
    return convert(html, replace(goldens.scope(flavor), conversion=conversion or Conversion()))


def _fence(language: str, text: str) -> str:
    return f'<div data-language="{language}" class="highlight"><pre><span></span><code>{text}\n</code></pre></div>'


@pytest.mark.parametrize("flavor", FLAVORS)
def test_storage_format_goes_through_as_it_is(flavor: Flavor) -> None:
    written = '<p>a&nbsp;&mdash; b</p><ac:structured-macro ac:name="roadmap" />'
    escaped = written.replace("&", "&amp;").replace("<", "&lt;")
    document = _converted(_fence("confluence-storage", escaped), flavor)
    assert document.body == '<p>a\u00a0— b</p><ac:structured-macro ac:name="roadmap" />'
    assert not document.issues


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("<p>a", "<p> of line 1 is not closed"),
        ("<p>\n<b></p>", "line 2, column 8"),
        ("a & b", "line 1"),
        ("<at:var />", "line 1"),
    ],
)
def test_storage_format_that_is_not_well_formed_is_shown_and_told(
    flavor: Flavor, text: str, place: str
) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    document = _converted(_fence("confluence-storage", escaped), flavor)
    assert f"<![CDATA[{text}]]>" in document.body
    [issue] = document.issues
    assert issue.severity == "warning"
    assert place in issue.message


def test_wiki_markup_is_left_to_a_server_that_converts_it() -> None:
    document = _converted(_fence("confluence-wiki", "h1. Hi\n{toc}"), "datacenter")
    assert document.body == str(Opening("wiki", "h1. Hi\n{toc}"))
    assert not document.issues


def test_wiki_markup_is_code_where_no_server_converts_it() -> None:
    document = _converted(_fence("confluence-wiki", "h1. Hi"), "cloud")
    assert "<![CDATA[h1. Hi]]>" in document.body
    assert [issue.severity for issue in document.issues] == ["warning"]


@pytest.mark.parametrize("flavor", FLAVORS)
def test_diagrams_go_to_the_macro_of_an_option(flavor: Flavor) -> None:
    html = '<pre class="mermaid"><code>graph TD\n  A --&gt; B</code></pre>' + _fence("dot", "digraph {}")
    document = _converted(html, flavor, MACROS)
    assert 'ac:name="mermaid-macro"' in document.body
    assert "<![CDATA[graph TD\n  A --> B]]>" in document.body
    assert 'ac:name="graphviz"' in document.body
    apps = of_apps(diagrams=("mermaid-macro", "graphviz"))
    assert not verdict(html, replace(goldens.scope(flavor), conversion=MACROS), flavor, apps=apps)


GIVEN = Conversion(diagrams="macro", diagram_macros={"mermaid": "mermaid-cloud", "plantuml": "plantumlcloud"})
PAYLOAD = (
    "cyguSSwqKc3N4XLMyUxOVdC1U3DKT7JScCwtyUjNK8lMTizJzM9TCEotLE0tLuECyinoAtWAFWNRVVyQn1ecyoVuWF4+UF2RQiJ2QyGKbXR1"
    "CaiGGu6QmpcCdDAA"
)
"""What the documentation of the app gives as the ``data`` of ``SAYS``."""
SAYS = """@startuml
Alice -> Bob: Authentication Request
Bob --> Alice: Authentication Response

Alice -> Bob: Another authentication Request
Alice <-- Bob: Another authentication Response
@enduml"""


@pytest.mark.parametrize("flavor", FLAVORS)
def test_a_macro_that_draws_a_file_gets_the_source_as_a_file_of_the_page(flavor: Flavor) -> None:
    html = '<pre class="mermaid"><code>graph TD\n  Ä --&gt; B</code></pre>'
    document = _converted(html, flavor, GIVEN)
    [attached] = document.attachments
    assert attached.content.decode() == "graph TD\n  Ä --> B\n"
    assert f'<ac:parameter ac:name="filename">{attached.name}</ac:parameter>' in document.body
    assert _converted(html, flavor, GIVEN) == document


@pytest.mark.parametrize("source", [SAYS, "@startuml\nÄ -> 漢: 50% + more\n@enduml", "x -> y\n" * 20_000])
def test_a_macro_that_draws_packed_data_gets_what_its_app_unpacks(source: str) -> None:
    assert unpacked(PAYLOAD) == SAYS
    escaped = source.replace("&", "&amp;").replace("<", "&lt;")
    body = _converted(_fence("plantuml", escaped), "cloud", GIVEN).body
    data = etree.fromstring(f'<xml xmlns:ac="urn:ac">{body}</xml>').xpath("//*[@*='data']/text()")
    assert isinstance(data, list)
    assert unpacked(str(data[0])) == source.strip()


@pytest.mark.parametrize("flavor", FLAVORS)
def test_formulas_go_to_the_macros_of_an_option(flavor: Flavor) -> None:
    html = r'<p>So <span class="arithmatex">\(a &lt; b\)</span>.</p><div class="arithmatex">\[x\]</div>'
    document = _converted(html, flavor, MACROS)
    assert 'ac:name="mathinline"' in document.body
    assert '<ac:parameter ac:name="body">a &lt; b</ac:parameter>' in document.body
    assert 'ac:name="mathblock"' in document.body
    apps = of_apps(math=MACROS.math_macro)
    assert not verdict(html, replace(goldens.scope(flavor), conversion=MACROS), flavor, apps=apps)


KATEX = (
    '<span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>E</mi></mrow>'
    '<annotation encoding="application/x-tex">E = mc^2</annotation></semantics></math></span>'
    '<span class="katex-html" aria-hidden="true"><span>E</span></span></span>'
)


def test_a_formula_that_katex_has_set_is_its_source() -> None:
    document = _converted(f"<p>So {KATEX}.</p>", "cloud")
    assert document.body == "<p>So <code>E = mc^2</code>.</p>"
    block = _converted(f'<p>So</p><p><span class="katex-display">{KATEX}</span></p>', "cloud")
    assert "<![CDATA[E = mc^2]]>" in block.body


def test_mathml_without_a_source_keeps_its_text() -> None:
    document = _converted("<p><math><mi>x</mi><mo>+</mo><mn>1</mn></math></p>", "cloud")
    assert document.body == "<p><code>x+1</code></p>"
