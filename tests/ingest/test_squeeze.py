"""Columns that no cell begins in, and slivers, go; text and order stay."""

from __future__ import annotations

import pytest

from gongkai.ingest.squeeze import squeeze
from gongkai.report import Cell, Locator

HERE = Locator("docx", table=0)
Place = tuple[str, int, int, int]  # text, row, column, colspan


def _cells(places: list[Place]) -> list[Cell]:
    return [Cell(text, row, column, HERE, 1, span) for text, row, column, span in places]


@pytest.mark.parametrize(
    ("given", "widths", "kept", "columns"),
    [
        # A column that every cell spans over.
        ([("a", 0, 0, 1), ("b", 0, 1, 2), ("c", 0, 3, 1)], [],
         [("a", 0, 0, 1), ("b", 0, 1, 1), ("c", 0, 2, 1)], 3),
        # Edges of two rows that differ by a hair.
        ([("a", 0, 0, 1), ("b", 0, 1, 2), ("c", 1, 0, 2), ("d", 1, 2, 1)], [900, 7, 900],
         [("a", 0, 0, 1), ("b", 0, 1, 1), ("c", 1, 0, 1), ("d", 1, 1, 1)], 2),
        # The same where the widths aren't known, or are wide: nothing is merged.
        ([("a", 0, 0, 1), ("b", 0, 1, 2), ("c", 1, 0, 2), ("d", 1, 2, 1)], [],
         [("a", 0, 0, 1), ("b", 0, 1, 2), ("c", 1, 0, 2), ("d", 1, 2, 1)], 3),
        ([("a", 0, 0, 1), ("b", 0, 1, 2), ("c", 1, 0, 2), ("d", 1, 2, 1)], [900, 300, 900],
         [("a", 0, 0, 1), ("b", 0, 1, 2), ("c", 1, 0, 2), ("d", 1, 2, 1)], 3),
        # An empty sliver goes, one with text stays.
        ([("a", 0, 0, 1), ("", 0, 1, 1), ("b", 0, 2, 1)], [900, 9, 900],
         [("a", 0, 0, 1), ("b", 0, 1, 1)], 2),
        ([("a", 0, 0, 1), ("1", 0, 1, 1), ("b", 0, 2, 1)], [900, 9, 900],
         [("a", 0, 0, 1), ("1", 0, 1, 1), ("b", 0, 2, 1)], 3),
        ([("a", 0, 0, 999_999_999)], [], [("a", 0, 0, 1)], 1),
        ([], [], [], 0),
    ],
)  # fmt: skip
def test_squeeze(given: list[Place], widths: list[int], kept: list[Place], columns: int) -> None:
    cells, width = squeeze(_cells(given), widths)
    assert [(c.text, c.row, c.column, c.colspan) for c in cells] == kept
    assert width == columns
