"""Bodies at random: the strict check against another parser, the rewriting against the tree, markers against the text."""

from __future__ import annotations

import re
from html import escape

from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from mkdocs_confluence.sandbox.bodies import markers, normalise, wellformed

DOCTYPE = "".join(
    f'<!ENTITY {name} "&#{code};">'
    for name, code in wellformed.ENTITIES.items()
    if name not in ("amp", "lt", "gt", "quot", "apos")
)
NAMESPACES = 'xmlns:ac="urn:ac" xmlns:ri="urn:ri" xmlns:at="urn:at"'

PIECES = st.sampled_from(
    [
        "a", " ", "\n", "é", "😀", "&", "&amp;", "&nbsp;", "&rarr;", "&check;", "&#65;", "&#0;", "<", ">", "]]>", "<p>",
        "</p>", "<br>", "<br/>", "<b>", "</b>", '<a href="x&amp;y">', "</a>", "<ac:link>", "</ac:link>", "<!-- c -->",
        "<!-- -- -->", "<![CDATA[<p>&]]>", "<p a='1' a='2'>", "<foo:bar/>", "\x0b", '<ri:page ri:content-title="t"/>',
        "</xml>", "<xml>", "<p a=1>", "<p b>", "<1>", "<?pi?>", "<!DOCTYPE p>",
    ]
)  # fmt: skip
SOUP = st.lists(PIECES, max_size=8).map("".join)


def _tree(body: str) -> etree._Element:
    document = f"<!DOCTYPE xml [{DOCTYPE}]><xml {NAMESPACES}>{body}</xml>"
    parser = etree.XMLParser(resolve_entities=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(document.encode("utf-8", "surrogatepass"), parser)


def _is_wellformed(body: str) -> bool:
    """As libxml2 sees it; a body that closes the wrapper itself is none either way."""
    try:
        tree = _tree(body)
    except etree.XMLSyntaxError:
        return False
    return tree.getnext() is None


@given(SOUP)
@example("<p>a</p>")
@example("</xml><xml>")
def test_the_check_agrees_with_another_parser(body: str) -> None:
    try:
        wellformed.check(body)
        accepted = True
    except wellformed.Malformed as error:
        accepted = False
        rows = body.count("\n") + 1
        row, column = re.findall(r"\[(\d+),(\d+)\]\Z", error.text)[0]
        assert 1 <= int(row) <= rows
        assert int(column) >= 1
    assert accepted == _is_wellformed(body)


WORDS = st.text(alphabet=list("ab é&<>\"'\u00a0—😀"), max_size=6)


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    """A well-formed body: text, elements with attributes, CDATA."""
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["text", "element", "macro", "cdata"] if depth else ["text"]))
        if kind == "text":
            parts.append(escape(draw(WORDS), quote=draw(st.booleans())))
        elif kind == "cdata":
            parts.append(f"<ac:plain-text-body><![CDATA[{draw(WORDS)}]]></ac:plain-text-body>")
        else:
            name = draw(st.sampled_from(["p", "em", "td"])) if kind == "element" else "ac:structured-macro"
            attribute = f" title=\"{escape(draw(WORDS))}\" class='x'"
            parts.append(f"<{name}{attribute}>{draw(elements(depth=depth - 1))}</{name}>")
    return "".join(parts)


def _plain(node: etree._Element) -> object:
    """A tree without what the server adds."""
    attributes = {key: value for key, value in node.attrib.items() if not str(key).startswith("{urn:ac}")}
    return (node.tag, attributes, node.text or "", [_plain(child) for child in node], node.tail or "")


@given(elements(), st.sampled_from(["cloud", "datacenter"]))
def test_a_rewritten_body_means_the_same(body: str, flavor: str) -> None:
    wellformed.check(body)
    stored = normalise.saved(body, flavor)
    wellformed.check(stored)
    assert _plain(_tree(stored)) == _plain(_tree(body))
    assert normalise.saved(stored, flavor) == stored


@given(elements(), WORDS, st.integers(0, 3))
@example("\u00a0", "b", 0)
def test_a_marker_goes_around_the_words_and_changes_nothing_else(body: str, words: str, index: int) -> None:
    stored = normalise.saved(body, "cloud")
    places = list(markers.places(stored, words))
    if len(places) <= index:
        return
    marked = markers.put(stored, places[index], "ref")
    wellformed.check(marked)
    tag = r'<ac:inline-comment-marker ac:ref="ref">(.*?)</ac:inline-comment-marker>'
    said = "".join(_tree(piece).text or "" for piece in re.findall(tag, marked, re.DOTALL))
    assert said.split() == words.split()
    assert re.sub(tag, lambda found: found[1], marked, flags=re.DOTALL) == stored
