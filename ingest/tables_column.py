"""The columns of a table that is a grid, and the cells that stand below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.ingest.tables_label import Labels
from gongkai.ingest.tables_number import read_number
from gongkai.ingest.tables_reading import Reading, read_cell, unknown
from gongkai.report import Cell, Grid

Row = list[Cell]
# Bounds of a grid that is laid out; no form is larger, a hostile span may be.
_MAX_ROWS = 2000
_MAX_COLUMNS = 200


@dataclass(slots=True)
class Column:
    """A labelled column of the header: the grid columns it covers, and its money unit."""

    start: int
    end: int
    label: str | None
    unit: str = ""


def grid_rows(grid: Grid) -> list[Row]:
    """Each row's cells from left to right; a cell that spans rows is in all of them."""
    height = min(grid.rows, _MAX_ROWS)
    rows: list[Row] = [[] for _ in range(height)]
    for cell in grid.cells:
        if cell.column >= _MAX_COLUMNS or cell.row < 0 or cell.column < 0:
            continue
        for row in range(cell.row, min(cell.row + max(1, cell.rowspan), height)):
            rows[row].append(cell)
    for row_cells in rows:
        row_cells.sort(key=lambda cell: cell.column)
    return rows


def is_empty(cells: Sequence[Cell]) -> bool:
    """Whether nothing but blanks is printed in the cells."""
    return all(read_number(cell.text).kind == "blank" for cell in cells)


def cells_under(cells: Row, columns: list[Column]) -> list[Row | None]:
    """The cells below each column: by order where counts agree, else by geometry.

    None for a column whose cells can't be told (a row shorter than its header).
    """
    if len(cells) == len(columns):
        return [[cell] for cell in cells]
    if len(columns) == 1:
        return [cells]
    full = bool(cells) and max(c.column + c.colspan for c in cells) >= columns[-1].end
    if not full and not is_empty(cells):
        return [None for _ in columns]
    under: list[Row | None] = [
        [c for c in cells if c.column < column.end and c.column + c.colspan > column.start]
        for column in columns
    ]
    # A number that no column of the header is over: the header is not this row's.
    inside = {id(c) for group in under if group for c in group}
    if any(id(c) not in inside and read_number(c.text).kind == "number" for c in cells):
        return [None for _ in columns]
    return under


def one_reading(cells: Row) -> Reading:
    """One reading of the cells under one column: leftovers of merged cells are let pass."""
    filled = [cell for cell in cells if read_number(cell.text).kind != "blank"]
    if not filled:
        return read_cell(cells[0].text, cells[0].locator)
    first = read_cell(filled[0].text, filled[0].locator)
    rest = [read_number(cell.text) for cell in filled[1:]]
    if any(other.value not in (first.value, 0) for other in rest) or (
        rest and filled[0] is not cells[0]
    ):
        return unknown(first.text, first.locator, "同一列下有几个不同的数字")
    return first


def stacks(head: Sequence[Row]) -> Iterator[tuple[int, int, list[Cell]]]:
    """Each column of a header of several levels: its start, its end, its cells from the top."""
    edges = sorted({cell.column for row in head for cell in row})
    for edge, end in pairwise([*edges, edges[-1] + 1] if edges else []):
        stack: list[Cell] = []
        for row in head:
            for cell in row:
                covers = cell.column <= edge < cell.column + cell.colspan
                if covers and cell.text.strip() and cell not in stack:
                    stack.append(cell)
        yield edge, end, stack


def lowest_label(stack: Sequence[Cell], names: Labels) -> str | None:
    """The label at the foot of a column's header, also one broken over several cells."""
    for end in range(len(stack), 0, -1):
        text = ""
        for cell in reversed(stack[:end]):
            text = cell.text.strip() + text
            label = names.match(text, fuzzy=False)
            if label is not None:
                return label
    return None
