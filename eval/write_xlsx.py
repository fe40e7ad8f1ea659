"""Write an invented report as an Excel sheet: prose in merged rows, tables in cells."""

from __future__ import annotations

import io

from gongkai.eval.invent import Invented
from gongkai.eval.printed import PrintedTable


def write_xlsx(report: Invented) -> bytes:
    """The workbook; whole numbers as numbers, all else as text."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    book.properties.title = f"【示例】{report.title}"
    row = 1
    for item in report.flow():
        if not isinstance(item, PrintedTable):
            sheet.cell(row, 1, item[1])
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=10)
            row += 1
            continue
        for cell in {id(c): c for line in item.covering() for c in line}.values():
            plain = cell.text.isdecimal() and str(int(cell.text)) == cell.text
            value: int | str = int(cell.text) if plain else cell.text
            top, left = row + cell.row, cell.column + 1
            sheet.cell(top, left, value)
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_cells(
                    start_row=top,
                    start_column=left,
                    end_row=top + cell.rowspan - 1,
                    end_column=left + cell.colspan - 1,
                )
        row += len(item.covering()) + 1
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
