"""A statistical annex before 2019 that is a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gongkai.form import older
from gongkai.ingest.tables_column import Row as Cells
from gongkai.ingest.tables_column import grid_rows
from gongkai.ingest.tables_label import plain
from gongkai.ingest.tables_number import read_number
from gongkai.ingest.tables_older_row import Row, Value, read_label
from gongkai.ingest.tables_older_stream import NO_COLUMN, Annex, is_value_head
from gongkai.report import Cell, Grid


def grid_annex(grid: Grid) -> Annex | None:
    """The annex a grid prints below a header of label, unit (perhaps) and values; else None."""
    heads: list[Cell] = []
    unit: Cell | None = None
    found: list[Row] = []
    for cells in grid_rows(grid):
        texts = {plain(cell.text) for cell in cells}
        if not heads:
            if texts & set(map(plain, older().labels)):
                heads = [cell for cell in cells if is_value_head(cell.text)]
                unit = next(
                    (c for c in cells if plain(c.text) in map(plain, older().unit_heads)), None
                )
            continue
        if row := _row(cells, heads, unit):
            found.append(row)
    if not heads or not found:
        return None
    return Annex(tuple("".join(head.text.split()) for head in heads), tuple(found), 0, 0)


def _row(cells: Cells, heads: Sequence[Cell], unit: Cell | None) -> Row | None:
    first = min(cell.column for cell in (*heads, *([unit] if unit else ())))
    labels = [
        cell.text
        for cell in cells
        if cell.column < first and read_number(cell.text).kind == "other"
    ]
    if not labels:
        return None
    values = tuple(
        Value(cell.text, cell.locator)
        for head in heads
        for cell in cells
        if cell.column <= head.column < cell.column + cell.colspan and cell.column >= first
    )
    named = next((c.text for c in cells if unit and c.column == unit.column), "")
    named = "".join(named.split()) if read_number(named).kind == "other" else ""
    row = read_label(labels[-1], named, values, tuple("".join(t.split()) for t in labels[:-1]))
    if all(read_number(value.text).kind == "blank" for value in values) and not named:
        return replace(row, values=())
    return row if len(values) == len(heads) else replace(row, note=NO_COLUMN)
