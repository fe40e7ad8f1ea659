"""A comparison's picture: bars stay inside whatever width there is, blanks have none."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from gongkai.ui.desk_chart import rows

EVIL = "<b>示例局</b>"


@pytest.mark.parametrize(
    "numbers",
    [(0, 40, None), (None, None), (-5, 10, 3), (-5, -1), (0,), (Decimal("0.0007"), 9_999_999)],
)
def test_bars_and_figures_fit_any_width(numbers: tuple[int | None, ...]) -> None:
    values = [(f"{EVIL}{n}", None if v is None else Decimal(v)) for n, v in enumerate(numbers)]
    svg = rows("标题", values, "件")
    bars = re.findall(r'<rect[^>]* x="([\d.]+)%"[^>]* width="([\d.]+)%"', svg)
    assert len(bars) == sum(v is not None for v in numbers)
    assert all(float(x) >= 0 and float(x) + float(width) <= 80 for x, width in bars)
    figures = [float(x) for x in re.findall(r'<text x="([\d.]+)%"', svg)]
    assert len(figures) == len(numbers)
    assert all(0 <= x <= 80 for x in figures), "room is left for the figure"
    assert svg.count("—") == sum(v is None for v in numbers)
    assert EVIL not in svg
