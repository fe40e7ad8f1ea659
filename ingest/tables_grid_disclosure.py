"""Table 二 as a grid: items by the labels of their clause's columns."""

from __future__ import annotations

from dataclasses import replace

from gongkai.form import Clause, Form
from gongkai.ingest.tables_column import Column, Row, cells_under, is_empty, one_reading
from gongkai.ingest.tables_label import Labels, Vocabulary
from gongkai.ingest.tables_number import money_unit
from gongkai.ingest.tables_reading import Readings, unknown
from gongkai.report import Address


def read_disclosure(rows: list[Row], form: Form, words: Vocabulary) -> Readings:
    """The cells of table 二 in these rows; empty where they hold no header of it."""
    readings = Readings()
    clause_of = {item: clause for clause in form.clauses for item in clause.items}
    header: list[Column] = []
    heads = 0
    for row in rows:
        at, item = _first_match(row, words.items)
        if item is None:
            fresh = _header(row, words.columns)
            if any(column.label for column in fresh):
                header, heads = fresh, heads + 1
            continue
        clause = clause_of[item]
        columns = _columns_of(header, clause)
        if columns:
            readings.update(_item(row[at + 1 :], clause, item, columns))
        elif not is_empty(row[at + 1 :]):
            for column in clause.columns:
                readings.add(
                    Address("二", (clause.label, item), (column,)),
                    unknown("", row[at].locator, "表头缺失，无法确定各数字属于哪一列"),
                )
    return readings if heads or readings else Readings()


def _first_match(row: Row, names: Labels) -> tuple[int, str | None]:
    for index, cell in enumerate(row):
        label = names.match(cell.text)
        if label is not None:
            return index, label
    return -1, None


def _header(row: Row, names: Labels) -> list[Column]:
    """Columns a header row names; unnamed ones keep their place with label None."""
    found = [
        Column(
            cell.column,
            cell.column + cell.colspan,
            names.match(cell.text),
            money_unit(cell.text),
        )
        for cell in row
        if cell.text.strip()
    ]
    first = next((i for i, column in enumerate(found) if column.label), len(found))
    # The cell over the items (信息内容) stands before the first column and is none.
    return found[max(0, min(first, 1)) :] if first else found


def _columns_of(header: list[Column], clause: Clause) -> list[Column]:
    """The header with labels of this clause; cut labels are completed by the form's order."""
    named = [column.label for column in header]
    if not any(label in clause.columns for label in named):
        return []
    if len(header) == len(clause.columns) and all(
        label in (None, expected) for label, expected in zip(named, clause.columns, strict=True)
    ):
        return [
            replace(column, label=label)
            for column, label in zip(header, clause.columns, strict=True)
        ]
    return [replace(c, label=c.label if c.label in clause.columns else None) for c in header]


def _item(cells: Row, clause: Clause, item: str, columns: list[Column]) -> Readings:
    readings = Readings()
    for column, under in zip(columns, cells_under(cells, columns), strict=True):
        if column.label is None:
            continue
        address = Address("二", (clause.label, item), (column.label,))
        if under is None:
            locator = cells[0].locator if cells else None
            readings.add(address, unknown("", locator, "该行缺少单元格，无法确定数字属于哪一列"))
        elif under:
            reading = one_reading(under)
            unit = reading.unit or column.unit
            readings.add(address, replace(reading, unit=unit))
    return readings
