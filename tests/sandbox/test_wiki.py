"""Wiki markup as the sandbox converts it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_confluence.sandbox.bodies import wellformed, wiki
from mkdocs_confluence.sandbox.store import problems

MARKUP = {
    "h2. A *b*": "<h2>A <strong>b</strong></h2>",
    "one\ntwo\n\nthree": "<p>one<br/>two</p><p>three</p>",
    "_a_ -b- +c+ ^d^ ~e~ {{f < g}}": "<p><em>a</em> <del>b</del> <u>c</u> <sup>d</sup> <sub>e</sub> <code>f &lt; g</code></p>",
    "a_b_c 1*2*3": "<p>a_b_c 1*2*3</p>",
    r"\*not bold\*": "<p>*not bold*</p>",
    "* a\n** b\n* c": "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    "# a\n#* b": "<ol><li>a<ul><li>b</li></ul></li></ol>",
    "||a||b||\n|1|*2*|": "<table><tbody><tr><th>a</th><th>b</th></tr><tr><td>1</td><td><strong>2</strong></td></tr></tbody></table>",
    "[words|https://example.com/?a=1&b=2]": '<p><a href="https://example.com/?a=1&amp;b=2">words</a></p>',
    "https://example.com": '<p><a href="https://example.com">https://example.com</a></p>',
    "[Page]": '<p><ac:link><ri:page ri:content-title="Page"/></ac:link></p>',
    "[words|DOCS:Page#top]": (
        '<p><ac:link ac:anchor="top"><ri:page ri:space-key="DOCS" ri:content-title="Page"/>'
        "<ac:link-body>words</ac:link-body></ac:link></p>"
    ),
    "[^a.pdf]": '<p><ac:link><ri:attachment ri:filename="a.pdf"/></ac:link></p>',
    "!a.png|width=300!": '<p><ac:image><ri:attachment ri:filename="a.png"/></ac:image></p>',
    "{code:title=T|language=java}\na < b && ]]>\n{code}": (
        '<ac:structured-macro ac:name="code"><ac:parameter ac:name="title">T</ac:parameter>'
        '<ac:parameter ac:name="language">java</ac:parameter>'
        "<ac:plain-text-body><![CDATA[a < b && ]]]]><![CDATA[>]]></ac:plain-text-body></ac:structured-macro>"
    ),
    "before\n{info}\n* a\n{info}\nafter": (
        '<p>before</p><ac:structured-macro ac:name="info"><ac:rich-text-body><ul><li>a</li></ul></ac:rich-text-body>'
        "</ac:structured-macro><p>after</p>"
    ),
    "{quote}\na\n{quote}": "<blockquote><p>a</p></blockquote>",
    "bq. a": "<blockquote><p>a</p></blockquote>",
    "----": "<hr/>",
    "{toc:maxLevel=2}": (
        '<ac:structured-macro ac:name="toc"><ac:parameter ac:name="maxLevel">2</ac:parameter></ac:structured-macro>'
    ),
    "{color:red}a{color}": '<p><span style="color: red;">a</span></p>',
    "a -- b --- c": "<p>a – b — c</p>",
    "": "",
}


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_becomes_storage(markup: str) -> None:
    assert wiki.storage(markup) == MARKUP[markup]


def test_an_unknown_macro_is_refused_with_500() -> None:
    with pytest.raises(problems.Problem, match="The macro 'html' is unknown") as refusal:
        wiki.storage("{html}\n")
    assert refusal.value.status == 500


@given(st.text(alphabet=list("ab \n*_-#|[]{}!^~\\:.<>&\"'{}codeinfoh123")))
def test_whatever_is_converted_is_wellformed(markup: str) -> None:
    with suppress(problems.Problem):
        wellformed.check(wiki.storage(markup))
