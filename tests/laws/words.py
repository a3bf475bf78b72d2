"""Law 2: every visible word of the HTML is in the output, in order, exactly once, or in its declared replacement.

``heard`` reads HTML as a visitor does, ``told`` reads storage format as Confluence shows it, ``lost`` compares.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from html import unescape
from itertools import zip_longest

from lxml import etree

from mkdocs_confluence.model import CLOSE, OPEN

from .chrome import LEFT_OUT, REPLACED, matching
from .icons import icons_alone, is_icon
from .passed import hollow, without
from .said import ANYTHING, EDGE, Words, differences
from .vocabulary import NAMESPACES, macro_name, name, parse

BREAK = "\n"
SOMETHING = "\uf8f5"
"""Stands where one word of any kind must stand."""
CONTENTS, PASSED = "\uf8f2", "\uf8f3"
"""Words of our own for a table of contents, and for content that is passed through or converted by the server."""

BLOCKS = frozenset(
    """address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p
    pre section select summary table tbody td textarea tfoot th thead tr ul iframe video audio object""".split()
)
"""Elements that set their text apart from what stands beside it."""


EMPTY = """area base basefont bgsound br col embed frame hr img input keygen link meta param source track
    wbr""".split()
"""Elements without content (HTML standard, "void elements" and those that tree construction closes at once)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text to say, under a rule if it may be missing."""

    text: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Scoped:
    """From here to its end everything stands under a rule."""

    rule: str


END = Piece("\uf8f4")
Step = Piece | Scoped | etree._Element
Handler = Callable[[etree._Element], Iterable[Step]]


def html_tree(html: str) -> etree._Element | None:
    """A page as libxml2 repairs it; None when nothing is left."""
    parser = etree.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.feed(_DOCUMENT_END.sub(b"", html.encode("utf-8", "ignore").replace(b"\x00", b"")))
    try:
        root = parser.close()
    except etree.XMLSyntaxError:
        return None
    for element in [] if root is None else reversed(list(root.iter(*EMPTY))):
        _emptied(element)
    if root is not None:
        _unfold(root)
        _know_permalinks(root)
        _label_panels(root)
    return root


def _unfold(root: etree._Element) -> None:
    """Show what is hidden until a reader clicks on what names it, or searches for it."""
    openers = " ".join(map(str, root.xpath("//@aria-controls | //@onclick")))  # type: ignore[arg-type]
    named = set(re.findall(r"[^\s'\"`#();,]+", openers))
    for element in root.xpath("//*[@hidden or contains(@style, 'none')]"):  # type: ignore[union-attr]
        assert isinstance(element, etree._Element)
        if element.get("id") in named or element.get("hidden") == "until-found":
            style = re.sub(r"display:\s*none\S*", "", element.get("style", ""))
            element.set("style", style)
            element.attrib.pop("hidden", "")


def _know_permalinks(root: etree._Element) -> None:
    """Give the class of permalinks to signs that link to what they stand in, and to what a heading hides from listeners."""
    for link in root.iter("a"):
        place = link.get("href", "").removeprefix("#")
        around = [element.get("id") for element in link.iterancestors()]
        if place in around and not len(link) and (link.text or "").strip() in ("#", "¶", "§", "🔗"):
            link.set("class", "headerlink")
        hides = link.get("aria-hidden") == "true" and link.get("href", "").startswith("#")
        headed = any(around.tag in ("h1", "h2", "h3", "h4", "h5", "h6") for around in link.iterancestors())
        if hides and headed and not _seen(link) and link.find(".//img") is None:
            link.set("class", "headerlink")


def _label_panels(root: etree._Element) -> None:
    """Move the labels of tabs, where a row holds nothing else, into their panels."""
    everything = [element for element in root.iter() if isinstance(element.tag, str)]
    panels = {panel.get("id"): panel for panel in everything if panel.get("role") == "tabpanel"}
    for row in [element for element in everything if element.get("role") == "tablist"]:
        tabs = [tab for tab in row.iter() if tab.get("role") == "tab"]
        opened = [panels.get(tab.get("aria-controls")) for tab in tabs]
        said = "".join(str(text) for tab in tabs for text in tab.itertext()).split()
        alone = "".join(said) == "".join("".join(map(str, row.itertext())).split())
        if tabs and alone and None not in opened:
            for tab, panel in zip(tabs, opened, strict=True):
                assert panel is not None
                label = deepcopy(tab)
                label.tag, label.tail, panel.text = "p", panel.text, None
                panel.insert(0, label)
                del tab[:]
                tab.tag, tab.text = "span", None


_DOCUMENT_END = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
"""Tags behind which libxml2 reads nothing, and a browser reads on."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that libxml2 reads from HTML and lxml writes into no tree."""


def _emptied(element: etree._Element) -> None:
    """Put behind an element what libxml2 has put into it."""
    children, behind = list(element), _CONTROLS.sub("", element.tail or "")
    element.tail, element.text = _CONTROLS.sub("", element.text or ""), None
    last = element
    for child in children:
        last.addnext(child)
        last = child
    last.tail = _CONTROLS.sub("", last.tail or "") + behind


def heard(
    html: str, heading: str = "", left_out: Counter[str] | None = None, passed: Collection[str] = ()
) -> Words:
    """The words that a visitor of a page reads, in order; ``left_out`` counts those of the chrome by selector."""
    root = html_tree(html)
    if root is None:
        return Words()
    hollow(root, passed, BREAK + PASSED + BREAK)
    first = next((h for h in root.iter("h1", "h2", "h3", "h4", "h5", "h6")), None)
    is_title = heading and first is not None and first.tag == "h1" and _required(heading) in _titles(first)
    return _read(root, first if is_title else None, Counter() if left_out is None else left_out)


def _read(root: etree._Element, title: etree._Element | None, left_out: Counter[str]) -> Words:
    words = Words()
    scopes: list[str] = []
    todo: list[Step] = [root]
    while todo:
        step = todo.pop()
        if step is END:
            scopes.pop()
        elif isinstance(step, Scoped):
            scopes.append(step.rule)
        elif isinstance(step, Piece):
            _say(words, step, scopes)
        elif step is title:
            todo += reversed([Scoped("the title of the page"), *_steps(step), END])
        elif isinstance(step.tag, str):
            selector = _left_out(step)
            if selector:
                left_out[selector] += len(" ".join(str(text) for text in step.itertext()).split())
            else:
                todo += reversed(list(_steps(step)))
    return words.close()


def _titles(first: etree._Element) -> Iterator[str]:
    """What a page may be called by its first heading: its words, with those of its pictures or without."""
    yield _required(first)
    copy = deepcopy(first)
    for picture in list(copy.iter("img")):
        picture.text, picture.tag = picture.get("alt"), "span"
    yield _required(copy)


def _required(what: etree._Element | str) -> str:
    """The words of a title or of an element that cannot be missing, as one string."""
    if isinstance(what, str):
        words = Words()
        words.say(what)
        return "".join(words.close().texts)
    words = _read(what, None, Counter())
    return "".join(text for index, text in enumerate(words.texts) if index not in words.rules)


_SPEAKING = {"script[type*=math/tex]", "div.nt-timeline-dot[title*=]"}
"""Replacements that win over being left out."""


def _left_out(element: etree._Element) -> str:
    """The selector that an element is left out by; numbers of lines only where there is code."""
    selector = matching(element, LEFT_OUT) if matching(element, REPLACED) not in _SPEAKING else ""
    stray = selector == "span.linenos" and next(element.iterancestors("pre"), None) is None
    return "" if stray else selector


def _say(words: Words, step: Piece, scopes: list[str]) -> None:
    rule = step.rule or (scopes[-1] if scopes else "")
    if step.text == ANYTHING:
        words.anything("anything")
    elif step.text == SOMETHING:
        words.anything()
    elif rule == TERMINAL:
        words.say(_CONTROL.sub("", step.text))
    elif rule == FORMULAS:
        for part in re.split(r"(\$\$?|\\[()\[\]])", step.text):
            words.say(part, "delimiter of a formula" if re.fullmatch(r"\$\$?|\\[()\[\]]", part) else "")
    else:
        words.say(step.text, rule)


def plain(element: etree._Element) -> Iterator[Step]:
    """An element as it stands: its text and children, set apart if it is a block."""
    edge = Piece(BREAK if element.tag in BLOCKS else EDGE)
    yield edge
    yield from content(element)
    yield edge


def content(element: etree._Element) -> Iterator[Step]:
    if element.text:
        yield Piece(element.text)
    for child in element:
        yield child
        if child.tail:
            yield Piece(child.tail)


def _steps(element: etree._Element) -> Iterable[Step]:
    selector = matching(element, REPLACED)
    handler = HANDLERS.get(selector)
    steps = handler(element) if handler else plain(element)
    return [Piece(BREAK), Piece(SOMETHING), *steps] if icons_alone(element) else steps


# --- replacements ---------------------------------------------------------------------------------

FORMULAS = "formulas within"
TERMINAL = "written for a terminal"
_CONTROL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-_])")
"""Control sequences of ECMA-48, such as colours."""
NAME = 5
"""Words of the converter's choice that may name what has no text."""


def _font(element: etree._Element) -> Iterator[Step]:
    """An icon of a font by its name, an ``i`` with words in it as it stands."""
    yield from plain(element)
    if is_icon(element):
        yield from _named(element, "title", "aria-label")


def _named(element: etree._Element, *attributes: str) -> Iterator[Piece]:
    """What may stand for an element that shows no text."""
    for attribute in attributes:
        if element.get(attribute):
            yield Piece(f"{BREAK}{element.get(attribute)}{BREAK}", "a name for what has no text")
    yield from [Piece(ANYTHING)] * NAME


def _contents(_: etree._Element) -> Iterable[Step]:
    return [Piece(BREAK + CONTENTS + BREAK)]


def _tabs(element: etree._Element) -> Iterator[Step]:
    """Every label before its own tab."""
    labels = [*element.iterfind("./label"), *element.iterfind("./div[@class='tabbed-labels']/label")]
    blocks = [
        block
        for child in element.iterfind("./div")
        if {"tabbed-content", "tabbed-block"} & set(child.get("class", "").split()) or _blocks(child)
        for block in (_blocks(child) or [child])
    ]
    for label, block in zip_longest(labels, blocks):
        yield from (step for step in (Piece(BREAK), label, Piece(BREAK), block) if step is not None)
    yield from (Piece(BREAK), *_strays(element), Piece(BREAK))


def _blocks(element: etree._Element) -> list[etree._Element]:
    return element.findall("./div[@class='tabbed-block']")


def _strays(element: etree._Element) -> Iterator[Step]:
    """What stands among tabs and belongs to none, behind them all."""
    yield Piece(element.text or "")
    for child in element:
        classes = child.get("class", "").split()
        if "tabbed-labels" in classes or _blocks(child):
            yield from _strays(child)
        elif child.tag not in ("input", "label") and not {"tabbed-content", "tabbed-block"} & set(classes):
            yield child
        yield Piece(child.tail or "")


def _symbol(element: etree._Element) -> Iterator[Step]:
    """The heading of a symbol with the name that its signature starts with, then the signature, then its labels."""
    labels = [child for child in element if "doc-labels" in child.get("class", "").split()]
    signatures = {child: name for child in element.iterchildren("code") if (name := _signed(child))}
    yield Piece(BREAK)
    for step in content(element):
        if isinstance(step, etree._Element) and step in signatures:
            yield Piece(f"{EDGE}{signatures[step]}{EDGE}", "the name of a symbol before its signature")
        elif step not in labels:
            yield step
    for part in (*signatures, *labels):
        yield from (Piece(BREAK), part, Piece(BREAK))
    yield Piece(BREAK)


def _signed(code: etree._Element) -> str:
    """The name at the beginning of a signature; empty for other code."""
    if "highlight" not in code.get("class", "").split():
        return ""
    name = re.match(r"\s*[^\W\d][\w.]*(?=\W)", "".join(map(str, code.itertext())))
    return name[0] if name else ""


def _default_title(element: etree._Element) -> Iterator[Step]:
    parent = element.getparent()
    text = "".join(str(part) for part in element.itertext()).strip().casefold()
    kinds = parent.get("class", "").casefold() if parent is not None else ""
    if text and text in kinds.replace("markdown-alert-", "").split():
        yield from (Scoped("default title of a panel"), *plain(element), END)
    else:
        yield from plain(element)


def _emoji(element: etree._Element) -> Iterator[Step]:
    yield Piece(f"{EDGE}{element.get('alt', '')}{EDGE}")


def _image(element: etree._Element) -> Iterator[Step]:
    yield Piece(EDGE)
    for attribute in ("alt", "title", "src"):
        text = element.get(attribute, "")
        if text and not text.startswith("data:"):
            yield Piece(f" {text} ", "alternative text of a picture")
    yield from [] if element.get("src") else _drawn_into(element)
    yield Piece(EDGE)


def _drawing(element: etree._Element) -> Iterator[Step]:
    """A drawing by its name; within code it is an icon that says nothing."""
    yield Piece(EDGE)
    if next(element.iterancestors("pre"), None) is not None:
        return
    for text in element.iterfind(".//{*}title"):
        yield Piece(f" {text.text or ''} ", "name of a drawing")
    yield from _named(element, "title", "aria-label")
    yield from [] if len(element) else _spoken_of(element)


def _ligature(element: etree._Element) -> Iterator[Step]:
    yield from (Piece(EDGE), Scoped("the name of an icon"), *content(element), END)
    yield from _named(element, "title")


_BOXES = {"checkbox": "☐☑", "radio": "○◉"}
"""Type of an input that can be ticked → how it looks, not ticked and ticked."""


def _input(element: etree._Element) -> Iterator[Step]:
    kind = element.get("type", "").lower()
    if kind in ("button", "submit", "reset"):
        yield Piece(f"{BREAK}{element.get('value', '')}{BREAK}")
    if kind in _BOXES:
        yield Piece(_BOXES[kind][element.get("checked") is not None], _silenced(element))


def _silenced(box: etree._Element) -> str:
    """Why a box may be missing: it is in code, or a style sheet folds by its id the blocks behind it; else empty."""
    around = list(box.iterancestors())
    if any("task-list-item" in parent.get("class", "").split() for parent in around[:4]):
        return ""
    if any(parent.tag in ("pre", "code", "kbd") for parent in around):
        return "a box in code"
    folds = any(behind.tag in BLOCKS - {"br"} for behind in box.itersiblings())
    return "a switch" if box.get("id") and folds else ""


DELIMITERS = (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$"))


def _formula(element: etree._Element) -> Iterator[Step]:
    """A formula without its delimiters; where there is a script, its preview says nothing more."""
    edge = Piece(EDGE if element.tag == "span" else BREAK)
    scripts = element.findall(".//script")
    text = "".join(str(part) for part in (scripts[0].itertext() if scripts else element.itertext())).strip()
    text = unescape(text) if scripts else text
    for before, after in DELIMITERS:
        if text.startswith(before) and text.endswith(after) and len(text) >= len(before + after):
            text = text[len(before) : -len(after)]
            break
    yield from (edge, Piece(text), edge)


def _script(element: etree._Element) -> Iterator[Step]:
    """The source of a formula, which is escaped as if it were text."""
    edge = BREAK if "display" in element.get("type", "") else EDGE
    yield Piece(edge + unescape("".join(map(str, element.itertext()))) + edge)


def _set(element: etree._Element) -> Iterable[Step]:
    """A formula with its source beside what a reader sees of it."""
    source = element.find(".//annotation")
    return plain(element) if source is None else [Piece(f"{EDGE}{source.text or ''}{EDGE}")]


def _preview(element: etree._Element) -> Iterable[Step]:
    parent = element.getparent()
    spoken = parent is not None and parent.find("./script") is not None
    return [] if spoken else plain(element)


def _preformatted(element: etree._Element) -> Iterable[Step]:
    return [Piece(BREAK), Scoped(TERMINAL), *content(element), END, Piece(BREAK)]


def _with_formulas(element: etree._Element) -> Iterable[Step]:
    return [Scoped(FORMULAS), *plain(element), END]


def _in_signs(before: str, after: str) -> Handler:
    def handler(element: etree._Element) -> Iterable[Step]:
        rule = "signs around"
        return [Piece(before, rule), *plain(element), Piece(after, rule)]

    return handler


def _bar(element: etree._Element) -> Iterator[Step]:
    yield from plain(element)
    width = re.search(r"width:\s*([\d.]+)%", element.get("style", ""))
    if width:
        yield Piece(f" {float(width[1]):g}% ", "percentage of a bar")


def _gauge(element: etree._Element) -> Iterator[Step]:
    """How full a bar without words is, in whole percents; code is text alone."""
    yield from plain(element)
    in_code = next(element.iterancestors("code", "pre", "kbd"), None) is not None
    if in_code or not re.match(r"\s*-?\d*\.?\d", element.get("value", "")) or _seen(element):
        return
    low, value, high = (
        float(held[0]) if (held := re.match(r"\s*-?\d*\.?\d+", element.get(key, ""))) else default
        for key, default in (("min", 0.0), ("value", 0.0), ("max", 1.0))
    )
    low = low if element.tag == "meter" else 0
    yield Piece(f" {max(0, min(100, 100 * (value - low) / (high - low or 1))):.0f}% ")


def _date(element: etree._Element) -> Iterator[Step]:
    """The day of a date without words; code is text alone."""
    yield from plain(element)
    if next(element.iterancestors("code", "pre"), None) is not None:
        return
    day = re.match(r"\d{4}-\d\d-\d\d", element.get("datetime", ""))
    if day and not "".join(map(str, element.itertext())).strip():
        yield Piece(f" {day[0]} ")


def _planned(element: etree._Element) -> Iterator[Step]:
    """The name and then the dates that a title holds, around what describes them."""
    title = element.get("title", "") if _is_in_plan(element) else ""
    day = re.search(r"\d{4}-\d\d-\d\d(, [\d:]+)?( → \d{4}-\d\d-\d\d)?$", title)
    name, dates = (title[: day.start()], day[0]) if day else (title, "")
    said = "".join(map(str, element.itertext())).strip() == name.strip()
    yield from (Piece(BREAK), *([] if said else [Piece(name)]), *plain(element), Piece(dates + BREAK))


def _is_in_plan(element: etree._Element) -> bool:
    around = {css for outer in element.iterancestors("div") for css in outer.get("class", "").split()}
    return {"nt-plan-root", "nt-plan-group"} <= around


def _crumb(element: etree._Element) -> Iterator[Step]:
    yield from (*plain(element), Piece(" › ", "a sign between crumbs"))


def _terminal(element: etree._Element) -> Iterator[Step]:
    title = element.get("data-ty-title", "") if element.find(".//*[@data-ty]") is not None else ""
    yield Piece(f"{BREAK}{title}{BREAK}", "" if title != "bash" else "the title of all terminals")
    yield from plain(element)


def _typed(element: etree._Element) -> Iterator[Step]:
    """A line behind its prompt, where it stands in a terminal."""
    if not any("termy" in around.get("class", "").split() for around in element.iterancestors()):
        yield from plain(element)
        return
    prompt = element.get("data-ty-prompt", "$" if element.get("data-ty") == "input" else "")
    yield from (Piece(f"{BREAK}{prompt} "), *content(element), Piece(BREAK))


def _details(element: etree._Element) -> Iterator[Step]:
    summary = element.find("./summary")
    yield Piece(BREAK)
    yield Piece("Details", "a browser's word") if summary is None else summary
    yield from (step for step in content(element) if step is not summary)
    yield Piece(BREAK)


def _model(element: etree._Element) -> Iterator[Step]:
    """The code of a model; what is said beside it is hidden by a style sheet."""
    yield Piece(BREAK)
    for step in content(element):
        said = isinstance(step, etree._Element) and step.tag == "pre"
        yield from (step,) if said else (Scoped("said beside a model"), step, END)
    yield Piece(BREAK)


def _embedded(element: etree._Element) -> Iterator[Step]:
    yield Piece(BREAK)
    sources = [element, *element.iterfind(".//source")]
    for source in sources:
        yield from _named(source, "title", "alt", "src", "data")
    yield from [Piece(ANYTHING)] * (3 * NAME)  # a film's own address is longer than any name
    yield Scoped("shown only by browsers that cannot embed")
    yield from content(element)
    yield END
    yield Piece(BREAK)


def _by_script(element: etree._Element) -> Iterator[Step]:
    yield from plain(element)
    if not _seen(element):
        yield from _named(element)


def _drawn_into(element: etree._Element) -> Iterator[Step]:
    yield from plain(element)
    yield from _spoken_of(element)


def _spoken_of(element: etree._Element) -> Iterator[Step]:
    """A place without words that a script speaks of, wherever that stands."""
    html_id = element.get("id", "")
    scripts = [script.text or "" for script in element.getroottree().iter("script")]
    asked = [name for name in map(str, element.attrib) if name.startswith("data-")]
    asked = [name for name in asked if any(f"[{name}" in script for script in scripts)]
    if (asked or (html_id and any(html_id in script for script in scripts))) and not _seen(element):
        yield from _named(element, *asked)


_UNSEEN = (
    "ancestor::style or ancestor::template or ancestor::noscript"
    " or ancestor::script[not(contains(@type, 'math/tex'))] or ancestor::*[contains(@class, 'lineno')]"
)


def _seen(element: etree._Element) -> str:
    """The text in an element that a browser without scripts shows; a formula in a script is shown."""
    texts = element.xpath(f".//text()[not({_UNSEEN})]")
    return "".join(map(str, texts)).strip() if isinstance(texts, list) else ""


def _anchor(element: etree._Element) -> Iterator[Step]:
    yield from plain(element)
    href = element.get("href", "")
    if href and "#__codelineno" not in href and not _seen(element):
        yield from _named(element, "title", "aria-label", "href")


def _area(element: etree._Element) -> Iterator[Step]:
    if element.get("href"):
        yield from (Piece(BREAK), *_named(element, "alt", "title", "aria-label", "href"), Piece(BREAK))


HANDLERS: dict[str, Handler] = {
    "div.toc": _contents,
    "div.tabbed-set": _tabs,
    ".doc-heading": _symbol,
    **dict.fromkeys(("p.admonition-title", "p.markdown-alert-title"), _default_title),
    "summary": _default_title,
    **dict.fromkeys(("img.twemoji", "img.emojione", "img.gemoji"), _emoji),
    "img": _image,
    "svg": _drawing,
    "input": _input,
    **dict.fromkeys(("span.arithmatex", "div.arithmatex", "pre.arithmatex"), _formula),
    "span.katex": _set,
    "script[type*=math/tex]": _script,
    ".MathJax_Preview": _preview,
    **dict.fromkeys(("div.jp-RenderedMarkdown", "div.jp-RenderedLatex"), _with_formulas),
    "span.critic.comment": _in_signs("(", ")"),
    "q": _in_signs("“", "”"),
    "rt": _in_signs("(", ")"),
    "time": _date,
    "div.progress-bar": _bar,
    **dict.fromkeys(("progress", "meter"), _gauge),
    ".doc-backlink-crumb": _crumb,
    **dict.fromkeys(("div.period[title*=]", "div.nt-timeline-dot[title*=]"), _planned),
    "div.termy": _terminal,
    "span[data-ty]": _typed,
    "details": _details,
    "div.sk-text-repr-fallback": _model,
    **dict.fromkeys(
        ("iframe", "video", "audio", "object", "embed", "canvas", "swagger-ui", "redoc", "lottie-player"),
        _embedded,
    ),
    **dict.fromkeys(
        ("div.jp-RenderedHTML", ".plotly-graph-div", ".mxgraph", ".bk-root", ".vega-embed"), _by_script
    ),
    **dict.fromkeys(("div[id*=]", "div[data-src*=]", "section[id*=]", "p[id*=]"), _drawn_into),
    "a": _anchor,
    "area": _area,
    **dict.fromkeys((".material-icons", ".material-symbols-outlined"), _ligature),
    **dict.fromkeys(("i[class*=]", "span[class*=fa]"), _font),
    "pre": _preformatted,
}


# --- storage format -------------------------------------------------------------------------------

SHOWN_PARAMETERS = frozenset({"title", "body", "label", "name"})
"""Parameters of macros whose value a reader sees."""

LINE_ELEMENTS = frozenset(
    """a strong em u s del code sub sup span small big abbr tt ac:link ac:link-body ac:plain-text-link-body
    ac:inline-comment-marker ac:placeholder ac:emoticon ri:page ri:attachment ri:url ri:space""".split()
)
"""Elements that do not set their text apart; all others do."""

SILENT = frozenset({"ac:task-id", "ac:adf-attribute", "ac:adf-mark", "ac:task-uuid"})
_WIKI = re.compile(f"{OPEN}wiki:[^{CLOSE}]*{CLOSE}")


def told(body: str, passed: Iterable[str] = ()) -> Words:
    """The words that Confluence shows of a body, in order. Raises ``etree.XMLSyntaxError``."""
    body = _WIKI.sub(f" {PASSED} ", without(body, passed, PASSED))
    words = Words()
    todo: list[Step] = [parse(body)]
    while todo:
        step = todo.pop()
        if isinstance(step, Piece):
            words.say(step.text, step.rule)
        elif isinstance(step, etree._Element):
            todo += reversed(list(_shown(step)))
    return words.close()


def _shown(element: etree._Element) -> Iterable[Step]:
    tag = name(element)
    if tag in SILENT or tag == "#comment":
        return []
    if tag == "ac:structured-macro":
        macro = macro_name(element)
        if macro == "toc":
            return [Piece(BREAK + CONTENTS + BREAK)]
        edge = Piece("" if macro == "anchor" else BREAK)
        return [edge, *content(element), edge]
    if tag == "ac:parameter":
        shown = macro_name(element) in SHOWN_PARAMETERS
        return [Piece(BREAK), *content(element), Piece(BREAK)] if shown else []
    if tag == "ac:task-status":
        return [Piece("☑" if element.text == "complete" else "☐")]
    if tag == "ac:emoticon":
        return [Piece(element.get(f"{{{NAMESPACES['ac']}}}emoji-fallback", ""))]
    if tag == "time":
        return [Piece(f" {element.get('datetime', '')} ")]
    edge = Piece(EDGE if tag in LINE_ELEMENTS else BREAK)
    return [edge, *content(element), edge]


def lost(html: str, body: str, heading: str = "", passed: Collection[str] = ()) -> list[str]:
    """Where the body does not say what the page says: words lost, added or moved, with what stood before them."""
    return [
        str(difference) for difference in differences(heard(html, heading, passed=passed), told(body, passed))
    ]
