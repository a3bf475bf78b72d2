"""The walk over a body: a rule for each element and each macro, and what rules need to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from ..bodies.fragment import Node, macro, name
from ..bodies.nesting import in_line
from ..bodies.reader import Reader, Ref
from .markup import join


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Outline:
    """Where a link into a page can land."""

    ids: Mapping[Node, str]
    """Heading, or anchor macro → its id."""
    headings: tuple[Heading, ...]
    anchors: frozenset[str]
    included: Mapping[Node, tuple[Ref, Node]]
    """Include macro → the page it shows and its parsed body."""


@dataclass(frozen=True, slots=True)
class Context:
    reader: Reader
    page: Ref
    """The page that links and file names are meant from: the one shown, or one that it includes."""
    shown: Ref
    outline: Outline
    trail: tuple[str, ...] = ()
    """Ids of the pages whose parts are being shown within this one, so that none shows itself."""
    outlines: dict[str, frozenset[str]] = field(default_factory=dict)
    """Page id → the anchors of other pages, read once."""
    ticks: Mapping[Node, int] = field(default_factory=dict)
    """Status of a task that the reader may tick → its number on the page."""
    commented: set[str] = field(default_factory=set)
    """Refs of comments whose words have begun: those that go through marks have several markers."""

    @property
    def flavor(self) -> str:
        return self.reader.flavor

    @property
    def cloud(self) -> bool:
        return self.reader.flavor == "cloud"


Rule = Callable[[Node, Context], Markup]

ELEMENTS: dict[str, Rule] = {}
MACROS: dict[str, Rule] = {}

_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol table pre blockquote hr div dl details figure section article "
    "ac:task-list ac:layout ac:adf-extension".split()
)


def element(*names: str) -> Callable[[Rule], Rule]:
    """Register the rule for elements."""

    def register(rule: Rule) -> Rule:
        ELEMENTS.update(dict.fromkeys(names, rule))
        return rule

    return register


def for_macro(*names: str) -> Callable[[Rule], Rule]:
    """Register the rule for macros."""

    def register(rule: Rule) -> Rule:
        MACROS.update(dict.fromkeys(names, rule))
        return rule

    return register


def content(node: Node | None, context: Context) -> Markup:
    """Text and elements within a node, drawn one after another."""
    if node is None:
        return Markup("")
    parts = [Markup.escape(node.text or "")]
    for below in node:
        parts += [one(below, context), Markup.escape(below.tail or "")]
    return join(*parts)


def one(node: Node, context: Context) -> Markup:
    """One element, drawn by its rule."""
    return ELEMENTS.get(name(node), ELEMENTS["*"])(node, context)


def is_block(node: Node, context: Context) -> bool:
    """Whether a node takes lines of its own, so that HTML does not allow it in a paragraph."""
    if macro(node):
        bare = not any(name(below).endswith("-body") for below in node)
        return not in_line(node) and not (bare and macro(node) not in MACROS)
    if name(node) == "ac:image":
        return context.cloud and node.get("{urn:confluence:ac}inline") != "true"
    return name(node) in _BLOCKS


def holds_block(node: Node, context: Context) -> bool:
    return any(is_block(below, context) for below in node.iterdescendants())
