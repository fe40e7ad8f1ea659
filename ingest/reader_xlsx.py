"""Excel workbooks: each sheet's tables as grids, the lines above and below them as paragraphs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from gongkai.errors import UnreadableFile
from gongkai.form import FORM_NAMES, aliases, form
from gongkai.ingest.note_mark import small
from gongkai.ingest.tables_label import plain
from gongkai.report import Block, Cell, Grid, Locator, Paragraph, Source, SourceDocument

# A statutory table has some 300 cells; openpyxl makes an object of each cell a merge covers.
MAX_CELLS = 200_000
MAX_COLUMNS = 200
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([A-Z]+\d+:[A-Z]+\d+)[\"']")
_HEADING = re.compile(r"[（(]?[一二三四五六]{1,2}[)）、]")
_DECIMALS = re.compile(r"0\.(0+)")
_PROSE = 40
# A table may hold blank rows; beyond so many another begins.
_MOST_BLANK = 30


def read_xlsx(data: bytes, source: Source) -> SourceDocument:
    """Grids and paragraphs of all visible sheets, in order; numbers as the sheet shows them.

    A locator's ``table`` is the sheet's place in the workbook, hidden ones counted. Raises
    `UnreadableFile` where merged cells or sheets are larger than any report.
    """
    import openpyxl

    _check_merges(data, source.path)
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
    blocks: list[Block] = []
    for number, sheet in enumerate(book.sheetnames):
        its = book[sheet]
        if getattr(its, "sheet_state", "") == "visible" and hasattr(its, "merged_cells"):
            blocks += _blocks(its, number, source.path)
    return SourceDocument(source, tuple(blocks), title_hint=(book.properties.title or "").strip())


def _check_merges(data: bytes, name: str) -> None:
    from openpyxl.utils import range_boundaries

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.namelist():
            if not entry.endswith(".xml"):
                continue
            covered = 0
            for match in _MERGE.finditer(archive.read(entry)):
                left, top, right, bottom = range_boundaries(match[1].decode("ascii"))
                covered += (right - left + 1) * (bottom - top + 1)
            if covered > MAX_CELLS:
                raise _too_large(name, entry)


def _too_large(name: str, place: str) -> UnreadableFile:
    return UnreadableFile(
        "表格的单元格远多于一份报告", file=name, place=place, remedy="请删去多余的行列后另存一份"
    )


def _blocks(sheet: Any, number: int, name: str) -> Iterator[Block]:
    """A sheet's rows: those with prose, headings or titles alone as paragraphs, others in grids."""
    spans = {
        (area.min_row, area.min_col): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        for area in sheet.merged_cells.ranges
    }  # fmt: skip
    covered = {
        (row, column)
        for (top, left), (high, wide) in spans.items()
        for row in range(top, top + high)
        for column in range(left, left + wide)
        if (row, column) != (top, left)
    }
    unseen_rows = {row for row, its in sheet.row_dimensions.items() if its.hidden}
    unseen_columns = {
        column
        for its in sheet.column_dimensions.values()
        if its.hidden and its.min and its.max
        for column in range(its.min, min(its.max, MAX_COLUMNS) + 1)
    }
    rows: dict[int, dict[int, str]] = {}
    # The cells there are: `iter_rows` makes a cell of every place up to the farthest one.
    if len(sheet._cells) > MAX_CELLS:
        raise _too_large(name, sheet.title)
    for (row, column), cell in sorted(sheet._cells.items()):
        if row in unseen_rows or column in unseen_columns:
            continue
        if column <= MAX_COLUMNS and (row, column) not in covered and (text := _text(cell)):
            rows.setdefault(row, {})[column] = text
    table: list[int] = []
    for row in sorted(rows):
        printed = rows[row]
        if table and row - table[-1] > _MOST_BLANK:
            yield from _grid(rows, table, spans, covered, number)
            table = []
        text = next(iter(printed.values()))
        if len(printed) == 1 and _alone(text, bool(table)):
            yield from _grid(rows, table, spans, covered, number)
            table = []
            column = next(iter(printed)) - 1
            yield Paragraph(text, Locator("xlsx", table=number, row=row - 1, column=column))
        else:
            table.append(row)
    yield from _grid(rows, table, spans, covered, number)


def _alone(text: str, within: bool) -> bool:
    """Whether a row's only text stands outside tables; ``within``: a table goes before it."""
    if plain(text) in _labels():
        return False
    if "。" in text or len(text) > _PROSE or _HEADING.match(text):
        return True
    return not within


@cache
def _labels() -> frozenset[str]:
    """The form's labels of clauses, items and rows, which may stand in a table's row alone."""
    clauses = [clause for name in FORM_NAMES for clause in form(name).clauses]
    words = [clause.label for clause in clauses]
    words += [item for clause in clauses for item in clause.items]
    words += [label for name in FORM_NAMES for row in form(name).rows for label in row]
    return frozenset(plain(spelling) for word in words for spelling in aliases(word))


def _grid(
    rows: dict[int, dict[int, str]],
    table: list[int],
    spans: dict[tuple[int, int], tuple[int, int]],
    covered: set[tuple[int, int]],
    number: int,
) -> Iterator[Grid]:
    """The rows of a table as a grid; blank cells are cells, rows cut by a blank one go on."""
    if not table:
        return
    first, last = table[0], table[-1]
    last = max([last, *(r + h - 1 for (r, _), (h, _) in spans.items() if first <= r <= last)])
    left = min(column for row in table for column in rows[row])
    right = max(c + spans.get((row, c), (1, 1))[1] - 1 for row in table for c in rows[row])
    cells = []
    for row in range(first, last + 1):
        for column in range(left, right + 1):
            if (row, column) in covered:
                continue
            high, wide = spans.get((row, column), (1, 1))
            locator = Locator("xlsx", table=number, row=row - 1, column=column - 1)
            text = rows.get(row, {}).get(column, "")
            wide = min(wide, right - column + 1)
            cells.append(Cell(text, row - first, column - left, locator, high, wide))
    whole = Locator("xlsx", table=number, row=first - 1, column=left - 1)
    yield Grid(tuple(cells), last - first + 1, right - left + 1, whole)


def _text(cell: Any) -> str:
    """A cell as the sheet shows it; numbers with the decimals of their format, never an exponent.

    What is struck out is not shown.
    """
    value = cell.value
    if value is None or cell.font.strike:
        return ""
    if isinstance(value, list):
        return _rich(value).strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).strip()
    number = Decimal(repr(value))
    decimals = _DECIMALS.search(cell.number_format or "")
    if decimals and "%" not in cell.number_format:
        shown = f"{number:.{len(decimals[1])}f}"
        # A format that hides digits would print another number than the sheet holds.
        return shown if Decimal(shown) == number else f"{number:f}"
    return f"{int(number)}" if number == number.to_integral_value() else f"{number:f}"


def _rich(parts: list[Any]) -> str:
    """Text of several fonts: strings, and blocks with a font of their own."""
    text = ""
    for part in parts:
        font = getattr(part, "font", None)
        if font is None:
            text += part
        elif not font.strike:
            text += small(text, part.text or "", font.vertAlign or "")
    return text
