"""The nouns that the rooms share.

What should exist: ``Publication`` of ``Page`` and ``Attachment``, converted from HTML as ``Document``.
What a user decided: ``Destination``, ``Policy``, ``Conversion``, ``Credentials``, ``Network``.
What exists already is in ``remote``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote

Flavor = Literal["cloud", "datacenter"]
Severity = Literal["note", "warning"]
Width = Literal["default", "full"]

# --- what the conversion has to say ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Issue:
    """A remark on one page. A warning when its author can mend it, else a note; strict counts warnings."""

    severity: Severity
    page: str
    """Source path of the page (``guide/install.md``), or empty for the whole site."""
    message: str
    element: str = ""
    """The start of the element it is about (``<marquee>``), or empty."""

    def __str__(self) -> str:
        where = f"{self.page}: " if self.page else ""
        what = f" ({self.element})" if self.element else ""
        return f"{where}{self.message}{what}"


# --- openings: places in a body that only the moment of writing can fill --------------------------

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Two Unicode noncharacters, legal in XML and never part of text (escaping drops them), around an opening."""

OpeningKind = Literal["page", "wiki"]


@dataclass(frozen=True, slots=True)
class Opening:
    """``page``: the URL of the page with key ``value``, and ``#anchor`` if any. ``wiki``: markup for the server to convert."""

    kind: OpeningKind
    value: str
    anchor: str = ""

    def __str__(self) -> str:
        """The notation that stands in a body: ASCII, safe in text and in an attribute."""
        return f"{OPEN}{self.kind}:{quote(self.value, safe='/')}#{quote(self.anchor, safe='')}{CLOSE}"


_OPENING = re.compile(f"{OPEN}([a-z]+):([^#{CLOSE}]*)#([^{CLOSE}]*){CLOSE}")


def _opening(match: re.Match[str]) -> Opening:
    kind: OpeningKind = "wiki" if match[1] == "wiki" else "page"
    return Opening(kind, unquote(match[2]), unquote(match[3]))


def openings(body: str) -> tuple[Opening, ...]:
    """All openings of a body, in order."""
    return tuple(_opening(match) for match in _OPENING.finditer(body))


def fill(body: str, fills: Callable[[Opening], str]) -> str:
    """Put into every opening what ``fills`` returns: storage XML for ``wiki``, a URL (escaped here) for ``page``."""

    def put(match: re.Match[str]) -> str:
        opening = _opening(match)
        text = fills(opening)
        return text if opening.kind == "wiki" else escape(text)

    return _OPENING.sub(put, body)


def digest(content: str | bytes) -> str:
    """SHA-256 as 64 hexadecimal digits; text is digested as UTF-8."""
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()


# --- what the conversion needs and gives ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PageName:
    """What a link to a page needs to know of it."""

    key: str
    title: str
    published: bool = True
    """False for a page of the site that is not sent to Confluence; links to it go to the public site."""


DRAWER = 1
"""How drawings are drawn; raised where ``draw`` changes so that all of them are to be uploaded again."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that a rule asks for: ``kind`` is ``svg`` (later ``mermaid``, ``math``…), ``source`` its text."""

    kind: str
    source: str
    size: tuple[int, int] | None = None
    """Width and height in pixels at which a browser would show it, where the source tells."""

    @property
    def digest(self) -> str:
        """Digest of what is drawn and how, not of the bytes: those follow the fonts and libraries of a machine."""
        return digest(f"{DRAWER} {self.kind}\n{self.source}")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a body refers to by ``name``: bytes made by the conversion, or a file of the site."""

    name: str
    path: Path | None = None
    content: bytes = b""
    drawing: Drawing | None = None
    """What the bytes show, where they were drawn."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """The choices of a user about how constructs are written (options of the same names)."""

    tabs: Literal["sequence", "expand", "macro"] = "sequence"
    tabs_macro: tuple[str, str] = ("ui-tabs", "ui-tab")
    """Names of the macro around all tabs and of the macro of one tab, whose ``title`` parameter is its label."""
    math: Literal["code", "macro"] = "code"
    math_macro: tuple[str, str] = ("mathinline", "mathblock")
    """Names of the macros for inline and for block formulas."""
    diagrams: Literal["code", "macro"] = "code"
    diagram_macros: Mapping[str, str] = field(default_factory=dict)
    """Language of the fence → name of the macro, for those whose macro has another name than the language."""


@dataclass(frozen=True, slots=True)
class Document:
    """One page in storage format, finished but for its openings."""

    body: str
    attachments: tuple[Attached, ...] = ()
    anchors: Mapping[str, str] = field(default_factory=dict)
    """HTML id → name by which Confluence reaches it, for every id of the page that a link can lead to."""
    links: tuple[tuple[str, str], ...] = ()
    """(key, HTML id or empty) of every link to a page of the site, this one included, each once, in order."""
    issues: tuple[Issue, ...] = ()


# --- what should exist ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a page; its bytes lie in the bundle under ``files/<digest>``."""

    name: str
    digest: str
    """Of its bytes; of what it shows, where it was drawn."""
    size: int
    media_type: str
    drawn: bool = False
    """Whether another machine may have uploaded it with other bytes."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that should exist. Its body lies in the bundle under ``body_file``."""

    key: str
    """Source path (``guide/install.md``), or ``guide/`` plus the nav path for a section without a page of its own."""
    title: str
    parent: str | None
    """Key of the parent; None for the root."""
    digest: str
    """Digest of the unfilled body, without noise."""
    body_file: str
    links: tuple[str, ...] = ()
    """Keys of the pages that its openings ask for, each once, sorted."""
    wiki: bool = False
    """Whether a part of the body must be converted by the server."""
    attachments: tuple[Attachment, ...] = ()
    labels: tuple[str, ...] = ()
    width: Width = "default"
    source_url: str = ""
    """Where the page stands on the public site, if ``site_url`` is known."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What should exist: pages in pre-order (a parent before its children, siblings in nav order), the root first."""

    site: str
    site_name: str
    site_url: str
    repo_url: str
    flavor: Flavor
    converter: str
    """Version of the converter; a change may rewrite many pages and is announced."""
    pages: tuple[Page, ...]
    issues: tuple[Issue, ...] = ()
    errors: int = 0
    """Errors that the build logged: with any, pages may be missing, so none is retired."""
    title_prefix: str = ""
    title_suffix: str = ""
    """What all titles have before and after them: pages are known again when it changes."""

    @property
    def root(self) -> Page:
        return self.pages[0]

    def by_key(self) -> dict[str, Page]:
        return {page.key: page for page in self.pages}

    def children(self) -> dict[str, tuple[str, ...]]:
        """Key of a page → keys of its children, in order; pages without children are absent."""
        rows: dict[str, list[str]] = {}
        for page in self.pages:
            if page.parent is not None:
                rows.setdefault(page.parent, []).append(page.key)
        return {key: tuple(keys) for key, keys in rows.items()}


# --- what a user decided --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Destination:
    """Where to publish. No secrets: it is written into bundles and reports."""

    url: str
    """Base URL without a trailing slash: ``https://acme.atlassian.net/wiki``, ``https://wiki.acme.org/confluence``."""
    flavor: Flavor
    space: str
    parent: str = ""
    """Title or id of the page that the root stands under; empty for the home page of the space."""
    site: str = "docs"


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """User and token (or password). Without a user the token is a bearer token. ``repr`` shows neither."""

    user: str = ""
    token: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Extra headers, as proxies with single sign-on ask for; secret like the token."""

    def __repr__(self) -> str:
        return "Credentials(***)"


@dataclass(frozen=True, slots=True)
class Network:
    """How to reach the server. Proxies follow the environment (HTTPS_PROXY, NO_PROXY)."""

    ca_bundle: str = ""
    client_cert: str = ""
    client_key: str = ""
    timeout: float = 60.0
    """Seconds for one answer."""
    workers: int = 8


@dataclass(frozen=True, slots=True)
class Policy:
    """What a publish may do (options of the same names)."""

    on_failure: Literal["fail", "warn"] = "fail"
    retire: Literal["trash", "archive", "keep"] = "trash"
    retire_limit: int | None = None
    """Pages that one publish may retire; None: a third of the tree or five pages, whichever is more."""
    force: bool = False
    """Lifts, for this run, the limit on retiring and the guard against the tree of another site (``CONFLUENCE_FORCE``)."""
    adopt: bool = False
    on_edit: Literal["overwrite", "skip", "fail"] = "overwrite"
    on_lost_comment: Literal["warn", "skip"] = "warn"
    minor_edit: bool = False
    version_message: str = ""
    positions: bool = True
    """Data Center: order siblings by ``position`` (documented for 10.x); False leaves the order to the server."""
    lease: int = 120
    """Seconds for which a publish claims the tree between two signs of life."""
    verify: bool = False
