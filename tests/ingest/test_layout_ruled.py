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


def test_a_header_cut_through_is_one() -> None:
    rows = _texts(
        [["第二十条第（六）项", "", ""], ["信息内", "上一年项", "本年增/"]],
        [["容", "目数量", "减"], ["行政处罚", "5", "5"]],
    )
    assert rows[1] == ["信息内\n容", "上一年项\n目数量", "本年增/\n减"]
    assert ["行政处罚", "5", "5"] in rows


def test_a_header_whose_last_word_is_cut_is_one() -> None:
    rows = _texts(
        [["第二十条第（九）项", "", ""], ["信息内容", "采购项目", "采购总金额"]],
        [["", "数量", ""], ["政府集中采购", "5", "7.5"]],
    )
    assert rows[1] == ["信息内容", "采购项目\n数量", "采购总金额"]


def test_a_sign_alone_goes_on_below() -> None:
    rows = _texts([["行政强", "0", "+"]], [["制", "", "6"], ["行政处罚", "1", "1"]])
    assert rows[0] == ["行政强\n制", "0", "+6"]


def test_a_parent_cut_between_two_rows_joins_no_rows() -> None:
    upper, lower = [["（三）不予", "22", "24"]], [["公开", "4", "5"]]
    rows = _texts(upper, lower, wide=60.0)
    assert rows == [["（三）不予\n公开", "22", "24"], ["4", "5"]]
