"""Grids without the columns that only converters see: those where no cell begins, and slivers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from gongkai.report import Cell

# Edges of cells that differ by less than this are one edge to the eye: 1.4 mm in twentieths of
# a point.
SLIVER = 80


def squeeze(cells: Sequence[Cell], widths: Sequence[int] = ()) -> tuple[list[Cell], int]:
    """The cells in the fewest columns that keep them apart, and how many columns that are.

    ``widths``: of the grid's columns in twentieths of a point, as far as they are known. Text is
    never lost: a sliver that holds text of its own is kept. Locators stay as they are.
    """
    starts = sorted({cell.column for cell in cells})
    held = {cell.column for cell in cells if cell.colspan == 1 and cell.text.strip()}
    kept: list[int] = []
    merged: dict[int, int] = {}
    for start in starts:
        last = kept[-1] if kept else None
        between = range(last, start) if last is not None else range(0)
        thin = (
            last is not None
            and start <= len(widths)
            and sum(widths[column] for column in between) < SLIVER
            and not any(column in held for column in between)
        )
        if not thin:
            kept.append(start)
        merged[start] = len(kept) - 1
    squeezed = []
    for cell in cells:
        left = merged[cell.column]
        end = cell.column + cell.colspan
        # The first edge at or after the cell's end: where the next cell begins, or the margin.
        place = bisect_left(starts, end)
        right = merged[starts[place]] if place < len(starts) else len(kept)
        if right > left:
            squeezed.append(replace(cell, column=left, colspan=right - left))
        elif cell.text.strip():
            squeezed.append(replace(cell, column=left, colspan=1))
    return squeezed, len(kept)
