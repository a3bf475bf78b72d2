"""Writing XML: text is escaped by its type, so that nothing is escaped twice or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from ..model import CLOSE, OPEN

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufdcf\ufdd2-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not allow (control characters, lone surrogates, U+FFFE/F), and the two marks of an opening."""
_SPACE = re.compile(r"[ \t\n\r\f]+")
_WIDE = "[\u2e80-\u303e\u3041-\u312f\u3190-\ua4cf\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff9f\U0001b000-\U0001b2ff\U00020000-\U0003fffd]"
_WIDE_SPACE = re.compile(rf"((?<={_WIDE})[ \t\r\f]*\n[ \t\n\r\f]*(?={_WIDE}))|[ \t\n\r\f]+")
"""White space, and as a group the end of a line between letters that are written without blanks (Chinese, Japanese)."""
_SPECIAL = re.compile('[&<>"]')


class Xml(str):
    """Finished XML: ``el`` puts it in as it is, and escapes any other ``str``."""

    __slots__ = ()


NOTHING = Xml("")
BLANK = Xml(" ")
BREAK = Xml("<br />")


def clean(text: str) -> str:
    """Text without the characters that no XML document may hold; a form feed, white space in HTML, is a blank."""
    return _ILLEGAL.sub("", text.replace("\f", " "))


def escape(text: str) -> Xml:
    """Text as XML: ``&``, ``<``, ``>`` and ``"`` as entities, illegal characters left out; ``Xml`` as it is."""
    if isinstance(text, Xml):
        return text
    if not text.isprintable() and _ILLEGAL.search(text):  # most text is printable, which is quick to see
        text = clean(text)
    if _SPECIAL.search(text):
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return Xml(text)


def collapsed(text: str) -> Xml:
    """Text of a line: white space collapsed as a browser does, escaped.

    The end of a line between Chinese or Japanese letters stays one, of which a browser shows nothing.
    """
    if "  " in text or not text.isprintable():  # no white space but the blank is printable
        if text.isascii() or "\n" not in text:
            text = _SPACE.sub(" ", text)
        else:
            text = _WIDE_SPACE.sub(lambda space: "\n" if space[1] else " ", text)
    return escape(text)


def join(parts: Iterable[str], between: str = "") -> Xml:
    """Several pieces of XML or text in a row."""
    return Xml(escape(between).join(map(escape, parts)))


def el(name: str, attributes: Mapping[str, str] | None = None, *children: str) -> Xml:
    """An element; attributes with an empty value are left out (write ``Xml("")``-valued ones by hand)."""
    content = "".join([child if type(child) is Xml else escape(child) for child in children])
    if not attributes:
        return Xml(f"<{name}>{content}</{name}>" if content else f"<{name} />")
    start = name + "".join([f' {key}="{escape(value)}"' for key, value in attributes.items() if value != ""])
    return Xml(f"<{start}>{content}</{name}>" if content else f"<{start} />")


def cdata(text: str) -> Xml:
    """Text as a CDATA section; ``]]>`` inside is divided between two sections."""
    return Xml(f"<![CDATA[{clean(text).replace(']]>', ']]]]><![CDATA[>')}]]>")


def macro(
    name: str,
    parameters: Mapping[str, str] | None = None,
    *,
    body: Xml | None = None,
    text: str | None = None,
    version: str = "1",
) -> Xml:
    """A macro with text parameters (or ``Xml`` ones, such as ``ri:url``), and a rich ``body`` or a plain ``text``.

    Empty parameters are left out. The key ``""`` is the unnamed parameter.
    """
    content = "".join(
        f'<ac:parameter ac:name="{escape(key)}">{escape(value)}</ac:parameter>'
        for key, value in (parameters or {}).items()
        if value != ""
    )
    if body is not None:
        content += f"<ac:rich-text-body>{body or '<p />'}</ac:rich-text-body>"
    if text is not None:
        content += f"<ac:plain-text-body>{cdata(text)}</ac:plain-text-body>"
    head = f'ac:structured-macro ac:name="{escape(name)}" ac:schema-version="{version}"'
    return Xml(f"<{head}>{content}</ac:structured-macro>" if content else f"<{head} />")


def macro_around(name: str, parameters: Mapping[str, str] | None = None) -> Callable[[Xml], Xml]:
    """What puts a finished rich body into a macro."""
    return lambda body: macro(name, parameters, body=body)


def attachment(name: str) -> Xml:
    """A file of the page, as links, images and macros name it."""
    return el("ri:attachment", {"ri:filename": name})


def anchor_macro(name: str) -> Xml:
    """The place that links with this anchor lead to; inline."""
    return macro("anchor", {"": name})


_LINK_BODY = re.compile("<ac:link-body>(.*?)</ac:link-body>", re.DOTALL)
_UNHELD = re.compile(
    r'<ac:structured-macro\b.*?</ac:structured-macro>|<time datetime="([^"]*)" />'
    r"|<(?!/?(?:strong|em|code|sub|sup|br|span|ac:image|ri:attachment|ri:url)\b)[^>]*>",
    re.DOTALL,
)
"""What storage knows and the text of an ``ac:link`` does not (reference, §1.11)."""
_SAID = re.compile('<ac:parameter ac:name="(?:title|body)">([^<]*)</ac:parameter>')
"""The parameter of a macro in a line that its reader sees."""


def link_body(content: Xml) -> Xml:
    """The text of an ``ac:link``: of what it cannot hold only what that says."""
    return el("ac:link-body", None, Xml(_UNHELD.sub(_bare, content)) if "<" in content else content)


def _bare(unheld: re.Match[str]) -> str:
    said = _SAID.search(unheld[0]) if unheld[0].startswith("<ac:structured-macro") else None
    return said[1] if said else unheld[1] or ""


_MARK = re.compile("</?(?:strong|em|u|s|sub|sup|span)(?: [^>]*)?>")
_ATOMS = re.compile(
    r"(<ac:structured-macro\b.*?</ac:structured-macro>|<ac:image\b.*?</ac:image>|<code>.*?</code>|<[^>]+>"
    f"|{OPEN}[^{CLOSE}]*{CLOSE})",
    re.DOTALL,
)


def around_code(content: Xml, wrap: Callable[[Xml], Xml]) -> Xml:
    """Content with a mark around all text but code, which Cloud combines with no mark but a link."""
    if "<code>" not in content:
        return wrap(content)
    return in_text(content, lambda text: within_blanks(text, wrap))


def unmarked(content: Xml, mark: str) -> Xml:
    """Content without a mark that is about to be put around it all."""
    if f"<{mark}>" not in content:
        return content
    return Xml("".join(part for part in _ATOMS.split(content) if part not in (f"<{mark}>", f"</{mark}>")))


def in_text(content: Xml, change: Callable[[Xml], Xml]) -> Xml:
    """Content with its text changed, but not that of code and macros; that of links holds no more than it can."""
    parts = _ATOMS.split(content)
    parts[::2] = [change(Xml(text)) for text in parts[::2]]
    return _links_mended("".join(parts))


def _links_mended(line: str) -> Xml:
    return Xml(_LINK_BODY.sub(lambda link: link_body(Xml(link[1])), line) if "<ac:link" in line else line)


def marks_within(content: Xml) -> Xml:
    """Content with each mark around text alone: for code that has come to stand within one, where it can have none."""
    marks: list[str] = []
    parts = _ATOMS.split(content)
    for at, part in enumerate(parts):
        if at % 2 and _MARK.fullmatch(part):
            parts[at] = ""
            marks = marks[:-1] if part[1] == "/" else [*marks, part]
        elif not at % 2 and marks:
            parts[at] = within_blanks(Xml(part), partial(_between, marks))
    return _links_mended("".join(parts))


def _between(marks: list[str], text: Xml) -> Xml:
    ends = (f"</{mark[1:-1].partition(' ')[0]}>" for mark in reversed(marks))
    return Xml(f"{''.join(marks)}{text}{''.join(ends)}")


def within_blanks(content: Xml, wrap: Callable[[Xml], Xml]) -> Xml:
    """Content in a mark, but for the blanks and breaks at its ends, which divide words and lines."""
    if content and content[0] not in " <" and content[-1] not in " >":
        return wrap(content)
    start, end = within_edges(content)
    return Xml(f"{content[:start]}{wrap(Xml(content[start:end]))}{content[end:]}") if start < end else content


def within_edges(line: str) -> tuple[int, int]:
    """From where and to where a line goes without the blanks and breaks at its ends."""
    start, end = 0, len(line)
    while start < end and (step := _edge(line.startswith, start, end)):
        start += step
    while end > start and (step := _edge(line.endswith, start, end)):
        end -= step
    return start, end


def _edge(begins: Callable[..., bool], *span: int) -> int:
    """The length of the blank or break that a line has there; 0 for neither."""
    return len(BREAK) if begins(BREAK, *span) else int(begins(" ", *span))
