"""Ruled boxes of a page into a table, and tables that a page break cut in two into one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from gongkai.form import FORM_NAMES, form, furniture
from gongkai.ingest.layout_lines import Line, lines
from gongkai.ingest.tables_label import plain, vocabulary
from gongkai.ingest.tables_number import read_number
from gongkai.report import Cell, Grid, Locator

Box = tuple[float, float, float, float]

# Rulings this near, in points, are one; two pages' rulings may be set off by more.
_SAME = 2.5
_SAME_ACROSS = 6.0
_SIDE = 14.0
_MIN_BOXES = 3
_DIGITS = re.compile(r"[\d.,\n]+")
_SIGNS = frozenset("+-＋－")
# What a cell keeps free on both sides together, in type sizes.
_PADDING = 1.3


@dataclass(frozen=True, slots=True)
class Boxed:
    """A ruled cell: its text, its box, and the rows it covers; columns come from ``box``.

    ``size``: of its type, in points; ``inked``: how wide its last line is, 0 where unknown.
    """

    text: str
    box: Box
    page: int
    row: int
    rowspan: int
    x0: float
    x1: float
    size: float = 0.0
    inked: float = 0.0


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A ruled table; ``x0``/``x1`` of its cells are on one scale over all its pages."""

    cells: tuple[Boxed, ...]
    rows: int
    top: float
    box: Box
    page: int

    def holds(self, char: Any) -> bool:
        """Whether a character of the page stands inside the table."""
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        return bool(
            self.box[0] - 1 <= x <= self.box[2] + 1 and self.box[1] - 1 <= y <= self.box[3] + 1
        )

    @property
    def alone(self) -> bool:
        """Whether it is too small to be believed where no table goes before it."""
        return len(self.cells) < _MIN_BOXES

    def as_lines(self) -> list[Line]:
        """The cells' texts as lines, for counting text."""
        return [
            Line(cell.text, *cell.box, size=0.0, page=cell.page, page_height=0.0)
            for cell in self.cells
        ]

    def grid(self) -> Grid:
        """The table as a grid: columns between its vertical rulings."""
        edges = _edges([x for cell in self.cells for x in (cell.x0, cell.x1)], _SAME_ACROSS)
        cells = []
        for cell in sorted(self.cells, key=lambda c: (c.row, c.x0)):
            start, end = _place(cell.x0, edges), _place(cell.x1, edges)
            box = tuple(round(value, 2) for value in cell.box)
            locator = Locator("pdf", page=cell.page, box=box)  # type: ignore[arg-type]
            span = max(1, end - start)
            cells.append(Cell(cell.text, cell.row, start, locator, cell.rowspan, span))
        box = tuple(round(value, 2) for value in self.box)
        whole = Locator("pdf", page=self.page, box=box)  # type: ignore[arg-type]
        return Grid(tuple(cells), self.rows, max(1, len(edges) - 1), whole)


def ruled(boxes: Sequence[Box], chars: Sequence[Any], page: int) -> RuledTable | None:
    """A table from ruled boxes, or None where they only frame prose (a single column).

    Two boxes may be a table's last row on the next page, or frame anything: see ``alone``.
    """
    ys = _edges([y for box in boxes for y in (box[1], box[3])], _SAME)
    columns = _edges([x for box in boxes for x in (box[0], box[2])], _SAME)
    if len(columns) < 3:
        return None
    cells = []
    for box in boxes:
        inside = [
            char
            for char in chars
            if box[0] - 0.5 <= (char["x0"] + char["x1"]) / 2 < box[2] + 0.5
            and box[1] - 0.5 <= (char["top"] + char["bottom"]) / 2 < box[3] + 0.5
        ]
        top, bottom = _place(box[1], ys), _place(box[3], ys)
        span = max(1, bottom - top)
        size = max((char["size"] for char in inside), default=0.0)
        its = lines(inside, 0, 0.0)
        text = _printed(its, box[2] - box[0])
        inked = its[-1].x1 - its[-1].x0 if its else 0.0
        cells.append(Boxed(text, box, page, top, span, box[0], box[2], size, inked))
    if not any(cell.text for cell in cells):
        return None
    around = (columns[0], ys[0], columns[-1], ys[-1])
    return RuledTable(tuple(cells), len(ys) - 1, ys[0], around, page)


def _printed(its: Sequence[Line], width: float) -> str:
    """The text of a cell, its lines apart but for those of a number that had no room in one."""
    text = ""
    last: Line | None = None
    for line in its:
        wraps = (
            last is not None
            and bool(_DIGITS.fullmatch(last.text) and _DIGITS.fullmatch(line.text))
            and _full(width, last.x1 - last.x0, len(last.text), last.size)
        )
        text += line.text if last is None or wraps else f"\n{line.text}"
        last = line
    return text


def _edges(values: Sequence[float], near: float) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > near:
            edges.append(value)
    return edges


def _place(value: float, edges: Sequence[float]) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def joined(upper: RuledTable, lower: RuledTable) -> RuledTable | None:
    """The two halves of a table that a page break cut, as one; None where they don't fit."""
    left = [min(c.x0 for c in t.cells) for t in (upper, lower)]
    right = [max(c.x1 for c in t.cells) for t in (upper, lower)]
    if abs(left[0] - left[1]) > _SIDE or abs(right[0] - right[1]) > _SIDE:
        return None
    scale = (right[0] - left[0]) / max(right[1] - left[1], 1.0)
    guides = _edges([x for c in upper.cells for x in (c.x0, c.x1)], _SAME)

    def moved(x: float) -> float:
        x = left[0] + (x - left[1]) * scale
        near = min(guides, key=lambda guide: abs(guide - x))
        return near if abs(near - x) <= _SAME_ACROSS else x

    below = [
        replace(cell, row=cell.row + upper.rows, x0=moved(cell.x0), x1=moved(cell.x1))
        for cell in lower.cells
    ]
    whole = RuledTable((*upper.cells, *below), upper.rows + lower.rows, upper.top, upper.box,
                       upper.page)  # fmt: skip
    return _mended(whole, upper.rows)


def _mended(table: RuledTable, seam: int) -> RuledTable:
    """The table with labels and rows that the seam cut put together again."""
    above = [c for c in table.cells if c.row < seam <= c.row + c.rowspan]
    below = [c for c in table.cells if c.row == seam]
    pairs: list[tuple[Boxed, Boxed]] = [
        (a, b)
        for a in above
        for b in below
        if abs(a.x0 - b.x0) < _SAME_ACROSS and abs(a.x1 - b.x1) < _SAME_ACROSS
    ]
    cut = [(a, b) for a, b in pairs if _one_label(a.text, b.text)]
    wrapped = [(a, b) for a, b in pairs if _one_number(a, b)]
    whole_row = len(pairs) == len(above) == len(below) and all(
        (a, b) in cut or (a, b) in wrapped or not a.text.strip() or not b.text.strip()
        for a, b in pairs
    )
    # A row cut through is one where numbers too wide for their cells go on below, or whose label
    # is cut while its numbers stand on one side only.
    label_cut = any((a, b) in cut and b.rowspan == 1 for a, b in pairs)
    numbers = any(read_number(t.text).kind == "number" for pair in pairs for t in pair)
    # So is a header: all its words are cut, or whole above the seam.
    header_cut = bool(cut) and not numbers
    row_cut = whole_row and (bool(wrapped) or (label_cut and numbers) or header_cut)
    fuse = pairs if row_cut else cut
    swallowed = {id(b) for _, b in fuse}
    grown = {
        id(a): replace(
            a,
            text=("" if (a, b) in wrapped else "\n").join(
                part for part in (a.text, b.text) if part.strip()
            ),
            rowspan=b.row + b.rowspan - a.row,
            box=a.box if a.text.strip() else b.box,
            page=a.page if a.text.strip() else b.page,
        )
        for a, b in fuse
    }
    cells = tuple(grown.get(id(c), c) for c in table.cells if id(c) not in swallowed)
    return replace(table, cells=cells)


def _one_number(upper: Boxed, lower: Boxed) -> bool:
    """Whether the lower digits are the end of a number that had no room in the upper cell."""
    first, second = upper.text.strip(), lower.text.strip()
    if first in _SIGNS and _DIGITS.fullmatch(second):
        return True
    if not (_DIGITS.fullmatch(first) and _DIGITS.fullmatch(second)):
        return False
    last = first.split("\n")[-1]
    inked = upper.inked or 0.5 * upper.size * len(last)
    return _full(upper.x1 - upper.x0, inked, len(last), upper.size)


def _full(width: float, inked: float, count: int, size: float) -> bool:
    """Whether a line of so many digits leaves no room for another one in its cell."""
    return width - inked - inked / max(count, 1) <= _PADDING * size


def _one_label(upper: str, lower: str) -> bool:
    """Whether the two texts together print one label of the form and apart do not."""
    known = _spellings()
    first, second = plain(upper), plain(lower)
    return bool(first and second) and first + second in known and first not in known


@cache
def _spellings() -> frozenset[str]:
    spellings: set[str] = set()
    for name in FORM_NAMES:
        words = vocabulary(form(name))
        for names in (words.clauses, words.columns, words.items, words.rows, words.parents,
                      words.applicants, words.outcomes, words.groups):  # fmt: skip
            spellings |= names.exact.keys()
    spellings |= {plain(text) for text in furniture()}
    return frozenset(spellings)
