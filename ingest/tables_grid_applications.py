"""Table 三 as a grid: rows by their labels, columns by the applicants above them."""

from __future__ import annotations

from gongkai.form import Form
from gongkai.ingest.tables_column import Column, Row, cells_under, lowest_label, one_reading, stacks
from gongkai.ingest.tables_label import Labels, Vocabulary
from gongkai.ingest.tables_number import read_number
from gongkai.ingest.tables_reading import Readings, unknown
from gongkai.report import Address, Cell

# The table is believed from this many of its labels on.
_MIN_APPLICANTS = 3
_MIN_ROWS = 3


def is_long(names: Labels, text: str) -> bool:
    """Whether a label long enough to be told from a common word is printed."""
    label = names.match(text, fuzzy=False)
    return label is not None and len(label) > 2


def read_applications(rows: list[Row], form: Form, words: Vocabulary) -> Readings:
    """The cells of table 三 in these rows; empty where too few of its labels are printed."""
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
    return any(is_long(names, cell.text) for cell in row)


def _row_label(row: Row, words: Vocabulary) -> tuple[int, str | None]:
    """The last cell that names a row, with its place; parents before it are passed over."""
    if _header_row(row, words.applicants):
        return -1, None
    labels_end = 0
    for index, cell in enumerate(row):
        text = cell.text.strip()
        if text and read_number(text).kind == "other":
            labels_end = index + 1
    # What ends its row names none: it is a word of the header.
    for index in range(min(labels_end, len(row) - 1) - 1, -1, -1):
        text = row[index].text
        if not text.strip():
            continue
        label = words.rows.match(text)
        if label is not None and not (len(label) <= 2 and index == 0):
            return index, label
    return -1, None


def _applicants(head: list[Row], names: Labels) -> list[Column]:
    """The columns of a header of several levels, each by the lowest label that matches."""
    columns: list[Column] = []
    for edge, end, stack in stacks(head):
        label = lowest_label(stack, names)
        if label is not None and not (columns and columns[-1].label == label):
            columns.append(Column(edge, end, label))
        elif columns:
            if label is not None:
                columns[-1].end = end
            else:
                columns.append(Column(edge, end, None))
    taken = [column.label for column in columns if column.label]
    sound = len(taken) == len(set(taken)) and _in_one_piece(head, columns, names)
    return columns if sound else []


def _in_one_piece(head: list[Row], columns: list[Column], names: Labels) -> bool:
    """Whether the applicants on the header's lowest line stand side by side, as they do below
    the one cell that spans them; where its span got lost, others stand between them."""
    level = {
        label: cell.row
        for row in head
        for cell in row
        if (label := names.match(cell.text, fuzzy=False)) is not None
    }
    lowest = max(level.values(), default=0)
    places = [i for i, column in enumerate(columns) if level.get(column.label or "") == lowest]
    return not places or places[-1] - places[0] + 1 == len(places)
