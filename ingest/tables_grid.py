"""Statutory tables that are grids: cells read by the labels of their row and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gongkai.form import Clause, Form
from gongkai.ingest.tables_column import (
    Column,
    Row,
    cells_under,
    grid_rows,
    is_empty,
    lowest_label,
    one_reading,
)
from gongkai.ingest.tables_label import Labels, Vocabulary, vocabulary
from gongkai.ingest.tables_number import money_unit, read_number
from gongkai.ingest.tables_reading import Readings, unknown
from gongkai.report import Address, Cell, Grid

# Tables 三 and 四 are believed from this many of their labels on.
_MIN_APPLICANTS = 3
_MIN_ROWS = 3
_MIN_OUTCOMES = 4


def read_grid(grid: Grid, form: Form) -> Readings:
    """The cells of ``form`` that ``grid`` prints; empty where it is no statutory table."""
    words = vocabulary(form)
    rows = grid_rows(grid)
    readings = Readings()
    for section, part in _parts(rows, words):
        if section == "二":
            readings.update(_read_second(part, form, words))
        elif section == "三":
            readings.update(_read_third(part, form, words))
        elif section == "四":
            readings.update(_read_fourth(part, form, words))
    return readings


def _parts(rows: list[Row], words: Vocabulary) -> Iterable[tuple[str, list[Row]]]:
    """The grid cut into runs of rows of one section; pages put several tables into one."""
    tags = [_tag(row, words) for row in rows]
    first = next((tag for tag in tags if tag), "")
    current, start = first, 0
    for index, tag in enumerate(tags):
        if tag and tag != current:
            yield current, rows[start:index]
            current, start = tag, index
    yield current, rows[start:]


def _tag(row: Row, words: Vocabulary) -> str:
    texts = [cell.text for cell in row if cell.text.strip()]
    if any(
        words.clauses.match(text, fuzzy=False)
        or words.columns.match(text, fuzzy=False)
        or words.items.match(text, fuzzy=False)
        for text in texts
    ):
        return "二"
    if any(words.groups.match(text, fuzzy=False) for text in texts) or (
        sum(_long(words.outcomes, text) for text in texts) >= 2
    ):
        return "四"
    if any(_long(words.applicants, text) or _long(words.rows, text) for text in texts):
        return "三"
    return ""


def _long(names: Labels, text: str) -> bool:
    """Whether a label long enough to be told from a common word is printed."""
    label = names.match(text, fuzzy=False)
    return label is not None and len(label) > 2


# Table 二 -----------------------------------------------------------------------------------


def _read_second(rows: list[Row], form: Form, words: Vocabulary) -> Readings:
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


# Table 三 -----------------------------------------------------------------------------------


def _read_third(rows: list[Row], form: Form, words: Vocabulary) -> Readings:
    readings = Readings()
    paths = {row[-1]: row for row in form.rows}
    head: list[Row] = []
    columns: list[Column] = []
    in_header = True
    for row in rows:
        at, leaf = _row_label(row, words)
        if leaf is None:
            if _header_row(row, words.applicants):
                if not in_header:
                    head = []
                in_header = True
            if in_header:
                head.append(row)
            continue
        if in_header and head:
            columns = _applicants(head, words.applicants) or columns
        in_header = False
        if len(columns) < _MIN_APPLICANTS:
            continue
        values = row[at + 1 :]
        readings.update(_third_row(row[at], values, columns, paths[leaf]))
    rows_found = {address.row for address in readings.by_address}
    return readings if len(rows_found) >= _MIN_ROWS else Readings()


def _third_row(label: Cell, values: Row, columns: list[Column], path: tuple[str, ...]) -> Readings:
    readings = Readings()
    # Empty cells left of the header are the label's own, where its span got lost.
    values = [c for c in values if c.column >= columns[0].start or c.text.strip()]
    below = cells_under(values, columns)
    if any(column.label and column.start <= label.column for column in columns):
        # The header begins over the row's own label: it is shifted against the rows.
        below = [None for _ in columns]
    for column, under in zip(columns, below, strict=True):
        if column.label is None:
            continue
        address = Address("三", path, (column.label,))
        if under is None:
            where = values[0].locator if values else label.locator
            readings.add(address, unknown("", where, "该行缺少单元格，无法确定数字属于哪一列"))
        elif under:
            readings.add(address, one_reading(under))
    return readings


def _header_row(row: Row, names: Labels) -> bool:
    return any(_long(names, cell.text) for cell in row)


def _row_label(row: Row, words: Vocabulary) -> tuple[int, str | None]:
    """The last cell that names a row, with its place; parents before it are passed over."""
    if _header_row(row, words.applicants):
        return -1, None
    labels_end = 0
    for index, cell in enumerate(row):
        text = cell.text.strip()
        if text and read_number(text).kind == "other":
            labels_end = index + 1
    for index in range(labels_end - 1, -1, -1):
        text = row[index].text
        if not text.strip():
            continue
        label = words.rows.match(text)
        if label is not None and not (len(label) <= 2 and index == 0):
            return index, label
    return -1, None


def _applicants(head: list[Row], names: Labels) -> list[Column]:
    """The columns of a header of several levels, each by the lowest label that matches."""
    edges = sorted({cell.column for row in head for cell in row})
    columns: list[Column] = []
    for place, edge in enumerate(edges):
        stack: list[Cell] = []
        for row in head:
            for cell in row:
                covers = cell.column <= edge < cell.column + cell.colspan
                if covers and cell.text.strip() and cell not in stack:
                    stack.append(cell)
        label = lowest_label(stack, names)
        end = edges[place + 1] if place + 1 < len(edges) else edge + 1
        if label is not None and not (columns and columns[-1].label == label):
            columns.append(Column(edge, end, label))
        elif columns:
            if label is not None:
                columns[-1].end = end
            else:
                columns.append(Column(edge, end, None))
    taken = [column.label for column in columns if column.label]
    return columns if len(taken) == len(set(taken)) else []


# Table 四 -----------------------------------------------------------------------------------


def _read_fourth(rows: list[Row], form: Form, words: Vocabulary) -> Readings:
    readings = Readings()
    head: list[Row] = []
    body: list[Row] = []
    for row in rows:
        named = any(
            words.outcomes.match(cell.text, fuzzy=False) or words.groups.match(cell.text)
            for cell in row
        )
        if named and not body:
            head.append(row)
        elif not named:
            body.append(row)
    filled = next((row for row in body if not is_empty(row)), body[0] if body else [])
    columns = _outcomes(head, form, words)
    if len(columns) < _MIN_OUTCOMES or not filled:
        return readings
    values = filled
    under = cells_under(values, [column for column, _ in columns])
    for (_, path), cells in zip(columns, under, strict=True):
        address = Address("四", (), path)
        if cells is None:
            readings.add(
                address,
                unknown("", values[0].locator, "该行缺少单元格，无法确定数字属于哪一列"),
            )
        elif cells:
            readings.add(address, one_reading(cells))
    return readings


def _outcomes(
    head: list[Row], form: Form, words: Vocabulary
) -> list[tuple[Column, tuple[str, ...]]]:
    """Each column's path, by the labels above it; by the form's order where groups are lost."""
    edges = sorted({cell.column for row in head for cell in row})
    found: list[tuple[Column, str, set[str]]] = []
    for place, edge in enumerate(edges):
        stack: list[Cell] = []
        for row in head:
            for cell in row:
                covers = cell.column <= edge < cell.column + cell.colspan
                if covers and cell.text.strip() and cell not in stack:
                    stack.append(cell)
        outcome = lowest_label(stack, words.outcomes)
        if outcome is None:
            continue
        end = edges[place + 1] if place + 1 < len(edges) else edge + 1
        groups = {label for cell in stack if (label := words.groups.match(cell.text))}
        found.append((Column(edge, end, outcome), outcome, groups))
    paths: list[tuple[Column, tuple[str, ...]]] = []
    for column, outcome, groups in found:
        fits = [p for p in form.outcomes if p[-1] == outcome and groups and groups <= set(p[:-1])]
        exact = [p for p in fits if set(p[:-1]) == groups] or fits
        if len(exact) == 1:
            paths.append((column, exact[0]))
    taken = [path for _, path in paths]
    if len(paths) == len(found) and len(taken) == len(set(taken)):
        return paths
    if [outcome for _, outcome, _ in found] == [path[-1] for path in form.outcomes]:
        return [(c, path) for (c, _, _), path in zip(found, form.outcomes, strict=True)]
    return []
