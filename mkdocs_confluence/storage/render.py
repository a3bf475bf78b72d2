"""Writes fitted blocks as storage format, and knows afterwards how each place is reached."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from .. import names
from .markup import NOTHING, Xml, anchor_macro, el
from .outline import Outline
from .pieces import Block, Box, Cell, Leaf, List, Table
from .places import fill_places, placed
from .target import Target

_PLAIN = re.compile(r"[\w .~-]+")
"""Heading texts whose id is their text on Cloud: letters, digits and what needs no escape in a URL."""
_INDENT = 30
"""Pixels of one step of indentation, as Cloud's editor writes it."""


class Render:
    """Writes the blocks of one page; ``anchors`` grows with every place that is written."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.anchors: dict[str, str] = {}
        self._placed: set[str] = set()
        self._outline = Outline()
        self._taken: set[str] = set()

    def page(self, blocks: Sequence[Block]) -> str:
        written = self._page(blocks)
        if self._placed.isdisjoint(self._outline.ids):
            return written
        # which names headings take is known only now
        self._taken, self._outline = self._outline.ids, Outline()
        self.anchors.clear()
        return self._page(blocks)

    def _page(self, blocks: Sequence[Block]) -> str:
        return "\n".join(filter(None, map(self._outer, blocks)))

    def _outer(self, block: Block) -> Xml:
        """A block that stands in no other, where a table may be wider than text, or as wide."""
        if not isinstance(block, Table):
            return self._block(block)
        return self._even(block) if block.even else self._table(block, {"data-layout": self._layout(block)})

    def _blocks(self, blocks: Iterable[Block]) -> Xml:
        return Xml("".join(map(self._block, blocks)))

    def _block(self, block: Block) -> Xml:
        if isinstance(block, Leaf):
            return self._leaf(block)
        if isinstance(block, Box):
            return block.write(self._blocks(block.body))
        if isinstance(block, List):
            return self._list(block)
        return self._table(block)

    def _leaf(self, leaf: Leaf) -> Xml:
        if leaf.kind == "heading":
            return self._heading(leaf)
        here = self._places(leaf.ids) if leaf.ids else NOTHING
        if leaf.kind == "paragraph":
            line = fill_places(leaf.inline, self._place)
            if leaf.align or leaf.indent or not line:
                return el("p", {"style": _style(leaf)}, here, line)
            return Xml(f"<p>{here}{line}</p>")
        if leaf.kind == "term":
            return el("dt", None, here, fill_places(leaf.inline, self._place))
        before = el("p", None, here) if here else NOTHING
        if leaf.kind == "extension" and self.target.heading_ids:
            self._outline.add_all(leaf.xml)
        return Xml(before + fill_places(leaf.xml, self._place))

    def _heading(self, leaf: Leaf) -> Xml:
        ids = [*leaf.ids, *placed(leaf.inline)]
        content = fill_places(leaf.inline, lambda _: "")
        name = f"h{leaf.level}"
        if not self.target.heading_ids:
            return el(name, {"style": _style(leaf)}, self._places(ids), content)
        own = self._outline.add(content)
        if ids and "<ac:" not in content and _PLAIN.fullmatch(own):
            self.anchors.update(dict.fromkeys(ids, own))
            ids = []
        before = el("p", None, self._places(ids)) if ids else NOTHING
        return Xml(before + el(name, {"style": _style(leaf)}, content))

    def _places(self, ids: Iterable[str]) -> Xml:
        return Xml("".join(map(self._place, ids)))

    def _place(self, html_id: str) -> Xml:
        name = names.anchor(html_id)
        if name in self._taken:
            name = names.told_apart(name, html_id)
        self.anchors[html_id] = name
        self._placed.add(name)
        return anchor_macro(name)

    def _list(self, block: List) -> Xml:
        items = [f"<li>{self._blocks(item) or '<p />'}</li>" for item in block.items]
        if not block.ordered:
            return Xml(f"<ul>{''.join(items)}</ul>")
        style = f"list-style-type: {block.style};" if block.style and self.target.list_styles else ""
        start = str(block.start) if block.start != 1 else ""
        return el("ol", {"start": start, "style": style}, Xml("".join(items)))

    def _layout(self, table: Table) -> str:
        columns = sum(cell.columns for cell in table.rows[0])
        narrow = self.target.narrow_columns
        return "" if narrow is None or columns <= narrow else "full-width"

    def _even(self, table: Table) -> Xml:
        """A table as wide as the text, with columns of one width."""
        (whole, unit), columns = self.target.even_width, len(table.rows[0])
        column = el("col", {"style": f"width: {whole / columns:.1f}{unit};"})
        return self._table(table, self.target.even_table, el("colgroup", None, *[column] * columns))

    def _table(self, table: Table, look: Mapping[str, str] | None = None, columns: Xml = NOTHING) -> Xml:
        rows = [f"<tr>{''.join(map(self._cell, row))}</tr>" for row in table.rows]
        return el("table", look, columns, el("tbody", None, Xml("".join(rows))))

    def _cell(self, cell: Cell) -> Xml:
        columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        colour = f' data-highlight-colour="{cell.colour}"' if cell.colour else ""
        name = "th" if cell.header else "td"
        return Xml(f"<{name}{columns}{rows}{colour}>{self._blocks(cell.body) or '<p />'}</{name}>")


def _style(leaf: Leaf) -> str:
    if leaf.align:
        return f"text-align: {leaf.align};"
    return f"margin-left: {leaf.indent * _INDENT}.0px;" if leaf.indent else ""
