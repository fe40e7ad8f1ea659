"""A workbook's (示例) cells as its sheet shows them: nothing hidden, struck out or raised."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from gongkai.ingest.reader_xlsx import read_xlsx
from gongkai.ingest.tables_number import read_number
from gongkai.report import Grid, Source


def cells(book: Workbook) -> list[list[str]]:
    kept = io.BytesIO()
    book.save(kept)
    read = read_xlsx(kept.getvalue(), Source("示例.xlsx", "xlsx", "0" * 64))
    return [
        [cell.text for cell in block.cells if cell.text]
        for block in read.blocks
        if isinstance(block, Grid)
    ]


def test_raised_and_struck_parts_of_a_cell() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    raised = TextBlock(InlineFont(vertAlign="superscript"), "1")
    struck = TextBlock(InlineFont(strike=True), "77")
    sheet.append(["规章", "规范性文件", "合计"])
    sheet.append([CellRichText("12", raised), CellRichText(struck, "13"), 25])
    sheet["C2"].font = Font(strike=True)
    (found,) = cells(book)
    assert found[3:] == ["12[1]", "13"]
    assert read_number(found[3]).value == 12


def test_hidden_rows_and_columns() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["规章", "旧", "数"], ["甲", 1, 2], ["乙", 3, 4], ["丙", 5, 6]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    assert cells(book) == [["规章", "数", "甲", "2", "丙", "6"]]
