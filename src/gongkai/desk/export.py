"""Tables that leave the program: CSV, XLSX and JSON, with what each value rests on.

They are handed on, so a source is told by its file's name or URL, never by its folder.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from gongkai.desk.rule_case import name_of
from gongkai.report import Report, file_name
from gongkai.wire import Json, fact_json

FACT_COLUMNS = (
    "单位", "年份", "标题", "格式", "部分", "行", "列", "数值", "计量单位", "原文", "读取无疑", "位置", "文件", "报告编号",
)  # fmt: skip
# What spreadsheets take for the start of a formula; a signed number is only a number.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_SIGNED = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")
# Characters XML, and so XLSX, can't hold.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def fact_rows(
    reports: Iterable[Report], sections: Sequence[str] = (), topics: Sequence[str] = ()
) -> Iterable[tuple[object, ...]]:
    """One row a cell of the form, under `FACT_COLUMNS`; a blank cell's value is None, never 0.

    ``sections`` (二, 三, 四) and ``topics`` (words a row or column has in it) narrow them down.
    """
    for report in reports:
        for fact in report.facts:
            address = fact.address
            if sections and address.section not in sections:
                continue
            path = (*address.row, *address.column)
            if topics and not any(topic in label for topic in topics for label in path):
                continue
            place = json.dumps(fact.locator.as_json(), ensure_ascii=False) if fact.locator else ""
            yield (
                report.bureau, report.year, report.title, report.form or "", address.section,
                " / ".join(address.row), " / ".join(address.column), fact.value, fact.unit,
                fact.text, "是" if fact.sure else "否", place, file_name(report.source.path), report.id,
            )  # fmt: skip


def facts_json(
    reports: Iterable[Report], sections: Sequence[str] = (), topics: Sequence[str] = ()
) -> list[Json]:
    """The same cells as JSON, each with its citation: report, source, locator and quote."""
    told: list[Json] = []
    for report in reports:
        for fact in report.facts:
            path = (*fact.address.row, *fact.address.column)
            if sections and fact.address.section not in sections:
                continue
            if topics and not any(topic in label for topic in topics for label in path):
                continue
            told.append(
                {
                    "bureau": report.bureau,
                    "year": report.year,
                    "title": report.title,
                    "name": name_of(fact.address),
                    **fact_json(fact),
                    "quote": fact.text,
                    "source": file_name(report.source.path),
                    "report": report.id,
                }
            )
    return told


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that spreadsheets read it as UTF-8.

    A text that a spreadsheet would evaluate gets an apostrophe before it, as such programs do
    themselves; a printed number with its sign (+239) stays as it is: its value is itself.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_safe(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "backslashreplace")


def _safe(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    text = str(value)
    risky = isinstance(value, str) and text.startswith(_FORMULA) and not _SIGNED.fullmatch(text)
    return f"'{text}" if risky else text


def as_xlsx(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str) -> bytes:
    """A workbook of one sheet: numbers are numbers, and every text is a text, never a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    sheet.append([*columns])
    for row in rows:
        cells = []
        for value in row:
            if isinstance(value, str):
                cell = WriteOnlyCell(sheet, _CONTROL.sub("", value))
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(_FORMULA)  # stays a text when edited
                cells.append(cell)
            else:
                cells.append(value)
        sheet.append(cells)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def as_json(told: Sequence[Json]) -> bytes:
    """The cells as one JSON document in UTF-8."""
    return (json.dumps({"facts": told}, ensure_ascii=False, indent=1) + "\n").encode(
        "utf-8", "backslashreplace"
    )
