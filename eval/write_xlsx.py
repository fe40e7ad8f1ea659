"""Write an invented report as an Excel sheet: prose in merged rows, tables in cells."""

from __future__ import annotations

import io
from typing import Any

from gongkai.eval.invent import Invented
from gongkai.eval.printed import PrintedTable


def write_xlsx(report: Invented) -> bytes:
    """The workbook; whole numbers as numbers, all else as text.

    ``xlsx-sheets``: every table on a sheet of its own below its heading, from column B on, all
    numbers as text, and a hidden sheet of other figures.
    """
    import openpyxl

    several = report.order.layout == "xlsx-sheets"
    book = openpyxl.Workbook()
    sheet: Any = book.active
    assert sheet is not None
    book.properties.title = f"【示例】{report.title}"
    row, first = 1, 2 if several else 1
    for item in report.flow():
        if not isinstance(item, PrintedTable):
            if several and item[0] == "heading":
                sheet, row = book.create_sheet(item[1].partition("、")[0]), 1
            sheet.cell(row, first, item[1])
            sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=first + 9)
            row += 1
            continue
        _table(sheet, item, row, first, as_text=several)
        row += len(item.covering()) + 1
    if several:
        other = book.create_sheet("底稿")
        other.append(["规章", 7, 7, 7])
        other.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _table(sheet: Any, table: PrintedTable, row: int, first: int, *, as_text: bool) -> None:
    for cell in table.cells:
        plain = cell.text.isdecimal() and str(int(cell.text)) == cell.text and not as_text
        value: int | str = int(cell.text) if plain else cell.text
        top, left = row + cell.row, cell.column + first
        sheet.cell(top, left, value)
        if cell.rowspan > 1 or cell.colspan > 1:
            sheet.merge_cells(
                start_row=top,
                start_column=left,
                end_row=top + cell.rowspan - 1,
                end_column=left + cell.colspan - 1,
            )
