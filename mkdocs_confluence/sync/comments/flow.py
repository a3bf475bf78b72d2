"""The words of a body as one stream of characters that remember where they stand (pure).

What nobody can comment on is not part of it: attributes, parameters of macros, code and other CDATA. Blocks are
separated by one line feed; white space within a block counts as one blank, entities as the characters that they stand for.
An element that is read like a word (status, image, emoticon, mention, date, link without words of its own) counts as one
character, the same wherever the element says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

MARKER = "ac:inline-comment-marker"

_NOT = r"(?!</?ac:image\b|</?ac:link\b|</?ac:structured-macro\b|<ac:caption\b|<ac:link-body\b|<ac:inline-comment-marker\b)"
_ATOM = (
    r"<(?:ac:image|ac:emoticon|time)\b[^<>]*/>"
    rf"|<(?P<kind>ac:image|ac:link|ac:emoticon|time)\b[^<>]*(?<!/)>(?:{_NOT}.)*?</(?P=kind)>"
    rf"""|<ac:structured-macro\b[^<>]*\bac:name="status"[^<>]*>(?:{_NOT}.)*?</ac:structured-macro>"""
)
"""An element that is read like a word: nobody can comment on a part of it."""
_SAYS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r'<ac:parameter\s+ac:name="title">([^<]*)',
        r"<!\[CDATA\[(.*?)\]\]>",
        r'\b(?:ri:filename|ri:value|ri:content-title|ri:account-id|ri:userkey|ri:username)="([^"]*)"',
        r'\b(?:ac:emoji-shortname|datetime)="([^"]*)"',
        r'\bac:name="([^"]*)"',
    )
)
"""What an element says: its title, text, file, address, person, emoji or date; the first that is there."""
_FIRST_ATOM = 0x100000
"""Of the characters for private use that stand for elements; fonts for icons use lower ones."""
_TOKEN = re.compile(
    rf"(?P<atom>{_ATOM})|"
    r"""<!\[CDATA\[.*?\]\]>|<!--.*?-->|<\?.*?\?>|<(?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+""",
    re.DOTALL,
)
_TAG = re.compile(r"<(/?)([\w:.-]+)")
_REF = re.compile(r"""ac:ref\s*=\s*["']([^"']*)["']""")
_PIECE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);|\s+|.", re.DOTALL)

_INLINE = frozenset(
    "a abbr acronym b big bdi bdo br cite code del dfn em font i ins kbd mark q s samp small span strike strong sub "
    "sup time tt u var ac:link ac:link-body ac:emoticon ac:image ac:inline-comment-marker".split()
)
"""Elements that words run through."""
_MUTE = frozenset(
    "ac:parameter ac:plain-text-body ac:plain-text-link-body ac:task-id ac:task-uuid ac:task-status ac:placeholder "
    "ac:adf-attribute".split()
)
_CODE = frozenset("code pre tt kbd samp".split())


@dataclass(frozen=True, slots=True)
class Flow:
    """``text``, and for each of its characters the piece of the body that it is made of."""

    text: str
    places: tuple[tuple[int, int], ...]
    """(start, end) in the body; an empty piece for the line feed between blocks."""
    code: tuple[bool, ...]
    """Whether a character stands in inline code."""
    refs: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Ref of a comment → (start, end) of its words in ``text``; empty where it stands on nothing that is read."""
    holding: frozenset[str] = frozenset()
    """Refs of comments that stand on an element, too."""

    def element(self, index: int) -> bool:
        """Whether a character stands for an element."""
        return ord(self.text[index]) >= _FIRST_ATOM


def flow(body: str, atoms: dict[str, str] | None = None) -> Flow:
    """The stream of a body; ``atoms`` are the characters of elements so far, shared by bodies that are compared."""
    reading = _Reading({} if atoms is None else atoms)
    for token in _TOKEN.finditer(body):
        if token["atom"]:
            reading.atom(token[0], token.start())
        else:
            reading.take(token[0], token.start())
    return reading.result()


def said(text: str, atoms: Mapping[str, str]) -> str:
    """A part of a stream as a person reads it: elements as what they say."""
    names = {char: name.partition(" ")[2] for name, char in atoms.items()}
    return " ".join("".join(names.get(char, char) for char in text).split())


class _Reading:
    def __init__(self, atoms: dict[str, str]) -> None:
        self.atoms = atoms
        self.chars: list[str] = []
        self.places: list[tuple[int, int]] = []
        self.code: list[bool] = []
        self.mute = 0
        self.coding = 0
        self.open: list[str] = []
        self.seen: dict[str, int] = {}
        self.spans: dict[str, list[int]] = {}
        self.holding: set[str] = set()

    def atom(self, element: str, at: int) -> None:
        if not self.mute:
            char = self.atoms.setdefault(_name(element), chr(_FIRST_ATOM + len(self.atoms)))
            self._char(char, at, at + len(element))
            self.holding.update(self.open)

    def take(self, token: str, at: int) -> None:
        if token.startswith("<"):
            self._tag(token, at)
        elif not self.mute:
            for char, start, end in _pieces(token):
                self._char(char, at + start, at + end)

    def _tag(self, token: str, at: int) -> None:
        found = _TAG.match(token)
        if found is None:
            return
        closing, name = bool(found[1]), found[2]
        step = 0 if token.endswith("/>") else -1 if closing else 1
        if name in _MUTE:
            self.mute += step
        if name in _CODE:
            self.coding += step
        if name == MARKER:
            self._marker(token, step)
        elif name not in _INLINE and not name.startswith("ri:"):
            self._break(at)
        elif name == "br":
            self._char(" ", at, at)

    def _marker(self, token: str, step: int) -> None:
        found = _REF.search(token)
        ref = unescape(found[1]) if found else ""
        if step >= 0:
            self.seen.setdefault(ref, len(self.chars))
        if step > 0:
            self.open.append(ref)
        elif step < 0 and self.open:
            self.open.pop()

    def _char(self, char: str, start: int, end: int) -> None:
        if char == " " and (not self.chars or self.chars[-1] in " \n"):
            return
        for ref in self.open:
            span = self.spans.setdefault(ref, [len(self.chars), 0])
            span[1] = len(self.chars) + 1
        self.chars.append(char)
        self.places.append((start, end))
        self.code.append(self.coding > 0)

    def _break(self, at: int) -> None:
        """A new block begins; a blank at the end of the last one does not count."""
        if self.chars and self.chars[-1] != "\n":
            self.chars.append("\n")
            self.places.append((at, at))
            self.code.append(False)

    def result(self) -> Flow:
        refs = {ref: (at, at) for ref, at in self.seen.items() if ref}
        refs |= {ref: (start, end) for ref, (start, end) in self.spans.items() if ref}
        return Flow("".join(self.chars), tuple(self.places), tuple(self.code), refs, frozenset(self.holding))


def _name(element: str) -> str:
    """The kind of an element, a blank, and what it says."""
    found = next((match[1] for says in _SAYS if (match := says.search(element))), "")
    kind = _TAG.match(element)
    return f"{kind[2] if kind else ''} {unescape(found)}"


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Characters of a text with their start and end; every run of white space as one blank."""
    for piece in _PIECE.finditer(text):
        char = unescape(piece[0]) if piece[0].startswith("&") and len(piece[0]) > 1 else piece[0]
        yield " " if char.isspace() else char[:1], piece.start(), piece.end()
