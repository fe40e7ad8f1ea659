"""Statutory tables that are grids: cells read by the labels of their row and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gongkai.form import Form
from gongkai.ingest.tables_column import Row, grid_rows
from gongkai.ingest.tables_grid_applications import is_long, read_applications
from gongkai.ingest.tables_grid_disclosure import read_disclosure
from gongkai.ingest.tables_grid_reviews import read_reviews, spelled
from gongkai.ingest.tables_label import Vocabulary, vocabulary
from gongkai.ingest.tables_reading import Readings
from gongkai.report import Grid

# No form has more cells; a longer table is some other one.
_MOST_TURNED = 600


def read_grid(grid: Grid, form: Form) -> Readings:
    """The cells of ``form`` that ``grid`` prints; empty where it is no statutory table.

    A table that prints its header down the side is read as well.
    """
    found = _read(grid, form)
    if (not found or _doubts(found)) and len(grid.cells) <= _MOST_TURNED:
        turned = _read(_turned(grid), form)
        if len(turned) - _doubts(turned) > len(found) - _doubts(found):
            return turned
    return found


def _doubts(readings: Readings) -> int:
    return sum(bool(reading.note) for _, reading in readings)


def _turned(grid: Grid) -> Grid:
    """The table with its rows as columns."""
    cells = tuple(
        replace(cell, row=cell.column, column=cell.row, rowspan=cell.colspan, colspan=cell.rowspan)
        for cell in grid.cells
    )
    return Grid(cells, grid.columns, grid.rows, grid.locator)


def _read(grid: Grid, form: Form) -> Readings:
    words = vocabulary(form)
    rows = grid_rows(grid)
    readings = Readings()
    for section, part in _parts(rows, words, form):
        if section == "二":
            readings.update(read_disclosure(part, form, words))
        elif section == "三":
            readings.update(read_applications(part, form, words))
        elif section == "四":
            readings.update(read_reviews(part, form, words))
    return readings


def _parts(rows: list[Row], words: Vocabulary, form: Form) -> Iterable[tuple[str, list[Row]]]:
    """The grid cut into runs of rows of one section; pages put several tables into one."""
    tags = [_tag(row, words, form) for row in rows]
    first = next((tag for tag in tags if tag), "")
    current, start = first, 0
    for index, tag in enumerate(tags):
        if tag and tag != current:
            yield current, rows[start:index]
            current, start = tag, index
    yield current, rows[start:]


def _tag(row: Row, words: Vocabulary, form: Form) -> str:
    texts = [cell.text for cell in row if cell.text.strip()]
    if any(
        words.clauses.match(text, fuzzy=False)
        or words.columns.match(text, fuzzy=False)
        or words.items.match(text, fuzzy=False)
        for text in texts
    ):
        return "二"
    if any(words.groups.match(text, fuzzy=False) for text in texts) or (
        sum(is_long(words.outcomes, text) for text in texts) >= 2
        or any(spelled(text, form) for text in texts)
    ):
        return "四"
    if any(is_long(words.applicants, text) or is_long(words.rows, text) for text in texts):
        return "三"
    return ""
