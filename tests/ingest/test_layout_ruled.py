"""A table cut by a page's end: what a narrow cell had no room for belongs to what stands above."""

from __future__ import annotations

import pytest

from gongkai.ingest.layout_ruled import Boxed, RuledTable, joined

SIZE = 10.0
TOTAL, CARRIED = "（七）总计", "四、结转下年度继续办理"


def _table(rows: list[list[str]], wide: float, page: int) -> RuledTable:
    cells = tuple(
        Boxed(text, (x, 20.0 * row, x + across, 20.0 * row + 20), page, row, 1, x, x + across, SIZE)
        for row, texts in enumerate(rows)
        for text, x, across in zip(
            texts, (0.0, 120.0, 120.0 + wide), (120.0, wide, wide), strict=True
        )
    )
    return RuledTable(cells, len(rows), 0.0, (0.0, 0.0, 120 + 2 * wide, 20.0 * len(rows)), page)


def _texts(upper: list[list[str]], lower: list[list[str]], wide: float = 25.0) -> list[list[str]]:
    whole = joined(_table(upper, wide, 1), _table(lower, wide, 2))
    assert whole is not None
    grid = whole.grid()
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)]


@pytest.mark.parametrize(("label", "rest"), [(TOTAL, ""), ("（七）", "总计")])
def test_a_number_wrapped_over_the_page_is_one(label: str, rest: str) -> None:
    rows = _texts([[label, "22", "24"]], [[rest, "4", ""], [CARRIED, "5", "5"]])
    assert rows[0][1:] == ["224", "24"]
    assert [CARRIED, "5", "5"] in rows


def test_a_number_with_room_is_whole() -> None:
    rows = _texts([[TOTAL, "22", "24"]], [["", "4", ""], [CARRIED, "5", "5"]], wide=60.0)
    assert rows[0] == [TOTAL, "22", "24"]


def test_a_row_with_its_own_label_is_a_row() -> None:
    rows = _texts([[TOTAL, "22", "24"]], [[CARRIED, "5", "5"]])
    assert rows == [[TOTAL, "22", "24"], [CARRIED, "5", "5"]]
