"""A header (示例) whose words stand in two cells one above the other."""

from __future__ import annotations

from gongkai.form import form
from gongkai.ingest.tables_grid import read_grid
from gongkai.report import Cell, Grid, Locator

from .printed import Box, invented, third

FORM = form("2021")


def test_a_short_word_that_ends_its_row_is_no_row() -> None:
    truth = invented(FORM, 1)
    boxes: list[Box] = []
    for box in third(FORM, lambda a: str(truth[a])):
        # One more line of the header: 自 and 然人 in cells of their own, 总计 beside them.
        row = box.row + (box.row > 1)
        if box.text == "自然人":
            boxes += [Box("自", 1, box.column), Box("然人", 2, box.column, 2)]
        elif box.row <= 1 < box.row + box.down:
            boxes.append(Box(box.text, box.row, box.column, box.down + 1, box.across))
        else:
            boxes.append(Box(box.text, row, box.column, box.down, box.across))
    where = Locator("pdf", page=1)
    cells = tuple(Cell(b.text, b.row, b.column, where, b.down, b.across) for b in boxes)
    height = max(b.row + b.down for b in boxes)
    found = read_grid(Grid(cells, height, 10, where), FORM)
    values = {address: reading.value for address, reading in found}
    assert values == {a: value for a, value in truth.items() if a.section == "三"}
