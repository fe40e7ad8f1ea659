"""A page's picture into the lines and tables of a page, and back: where each stood in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongkai.ingest.layout_columns import regions
from gongkai.ingest.layout_flow import (
    Item,
    accepted,
    blocks_of,
    interleaved,
    last_table,
    without_furniture,
)
from gongkai.ingest.layout_lines import lines
from gongkai.ingest.layout_ruled import RuledTable, ruled
from gongkai.ingest.pace import slow_page
from gongkai.ingest.scan_picture import Picture, moved, picture
from gongkai.ingest.scan_ruling import ruling
from gongkai.ingest.scan_text import chars, read_cells, read_lines
from gongkai.ingest.scanned import Box, CellText, ScannedDocument, TextLine
from gongkai.report import Block, Cell, Grid, Locator, Paragraph, SourceDocument, SourceKind

# A column is set as large as a page of one column; more than this and it is no column.
_MOST_ZOOM = 3.0


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page, or a column of one, that is laid out by itself, in points.

    A column is moved from ``left`` to ``start`` and enlarged, so that it has the margins of a
    page in one column.
    """

    page: int
    picture: Picture
    zoom: float = 1.0
    left: float = 0.0
    start: float = 0.0

    @property
    def height(self) -> float:
        """Of the laid out sheet."""
        return len(self.picture.gray) / self.picture.point * self.zoom

    def laid(self, char: dict[str, Any]) -> dict[str, Any]:
        """A "character" of the page as it is laid out."""
        moved_char = dict(char)
        for name in ("x0", "x1"):
            moved_char[name] = (char[name] - self.left) * self.zoom + self.start
        for name in ("top", "bottom", "size"):
            moved_char[name] = char[name] * self.zoom
        return moved_char

    def place(self, box: Box) -> Box:
        """Where a laid out box stands on the page, in the page's units."""
        x0, top, x1, bottom = box
        point, zoom = self.picture.point, self.zoom
        pixels = (
            ((x0 - self.start) / zoom + self.left) * point,
            top / zoom * point,
            ((x1 - self.start) / zoom + self.left) * point,
            bottom / zoom * point,
        )
        return _rounded(moved(pixels, self.picture.to_page))


@dataclass(slots=True)
class Scan:
    """Gathers the pages of a file; those that have text are given as they are.

    Sheets are numbered apart from pages, from ``first`` on: a page in two columns is several.
    """

    kind: SourceKind
    first: int
    pages: list[list[Item]] = field(default_factory=list)
    _sheets: dict[int, _Sheet] = field(default_factory=dict)
    _cells: dict[int, tuple[CellText, ...]] = field(default_factory=dict)
    _lines: dict[int, tuple[TextLine, ...]] = field(default_factory=dict)

    @property
    def scanned(self) -> bool:
        """Whether any page was read from a picture."""
        return bool(self._sheets)

    def add_picture(self, rgb: NDArray[np.uint8], page: int, unit: float, shift: float = 0) -> None:
        """Read a page from its picture; ``unit`` is page units a pixel, ``shift`` the units by
        which the picture's top lies below the page's."""
        slow_page()
        its = picture(rgb, unit)
        its.to_page[1, 2] += shift
        ruled_boxes, mask = ruling(its)
        cells = [read_cells(its, table.boxes, mask) for table in ruled_boxes]
        made = [_table(found, its.point) for found in cells]
        tables = accepted([table for table in made if table], last_table(self.pages))
        for table, found in zip(made, cells, strict=True):
            if table is not None and any(table is kept for kept in tables):
                placed = (replace(cell, box=moved(cell.box, its.to_page)) for cell in found)
                self._cells[page] = (*self._cells.get(page, ()), *placed)
        outside = read_lines(its, [_scaled(table.box, its.point) for table in tables])
        texts = chars(outside, its.point)
        boxes = [(c["x0"], c["top"], c["x1"], c["bottom"]) for c in texts]
        start = min((box[0] for box in boxes), default=0.0)
        width = max((box[2] for box in boxes), default=1.0) - start
        for region in regions(boxes, [table.box for table in tables]):
            number = self.first + len(self._sheets)
            zoom = min(_MOST_ZOOM, width / max(region.right - region.left, 1.0))
            sheet = (
                _Sheet(page, its, zoom, region.left, start) if region.column else _Sheet(page, its)
            )
            self._sheets[number] = sheet
            laid = [sheet.laid(texts[i]) for i in region.lines]
            self.pages.append(
                interleaved(
                    lines(laid, number, sheet.height),
                    [_numbered(tables[i], number) for i in region.tables],
                )
            )
        self._lines[page] = (*self._lines.get(page, ()), *(
            replace(line, box=moved(line.box, its.to_page)) for line in outside
        ))  # fmt: skip

    def document(self, base: SourceDocument) -> ScannedDocument:
        """The pages' blocks with the places they have in the file; the rest as in ``base``."""
        blocks = tuple(self._placed(block) for block in blocks_of(without_furniture(self.pages)))
        return ScannedDocument(
            base.source,
            blocks,
            base.text,
            base.title_hint,
            base.issuer_hint,
            self._cells,
            self._lines,
        )

    def _placed(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, locator=self._locator(block.locator))
        cells: tuple[Cell, ...] = tuple(
            replace(cell, locator=self._locator(cell.locator)) for cell in block.cells
        )
        return Grid(cells, block.rows, block.columns, self._locator(block.locator))

    def _locator(self, locator: Locator) -> Locator:
        sheet = self._sheets.get(locator.page or 0)
        if sheet is None or locator.box is None:
            return replace(locator, kind=self.kind)
        return Locator(self.kind, page=sheet.page, box=sheet.place(locator.box))


def _table(cells: Sequence[CellText], point: float) -> RuledTable | None:
    """A table of read cells as the layout knows tables; its page is told later."""
    boxes = [_scaled(cell.box, 1 / point) for cell in cells]
    return ruled(boxes, [char for cell in cells for char in chars(cell.lines, point)], 0)


def _numbered(table: RuledTable, number: int) -> RuledTable:
    cells = tuple(replace(cell, page=number) for cell in table.cells)
    return replace(table, cells=cells, page=number)


def _scaled(box: Box, factor: float) -> Box:
    return (box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor)


def _rounded(box: Box) -> Box:
    """To a tenth: finer than any unit a page is measured in."""
    return (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))
