"""The order in which the lines of a page are read where it is set in two columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]

# Shares of the text's width: a wider line spans both columns; each column's lines fill so much.
_WIDE, _FILLED = 0.62, 0.3
_GUTTER = 6.0  # points
_MIN_LINES = 3


@dataclass(frozen=True, slots=True)
class Region:
    """Lines and tables read together, by index; ``left`` and ``right`` are its margins.

    ``column`` is False for what runs over the page's whole width.
    """

    lines: tuple[int, ...]
    tables: tuple[int, ...]
    left: float
    right: float
    column: bool


def regions(boxes: Sequence[Box], tables: Sequence[Box]) -> list[Region]:
    """The lines and tables of a page in regions in reading order.

    One region where the page is in one column, none where it is empty.
    """
    every = [*boxes, *tables]
    if not every:
        return []
    left, right = min(b[0] for b in boxes or every), max(b[2] for b in boxes or every)
    found: list[Region] = []
    flow: list[int] = []
    held: list[int] = []
    band: list[int] = []

    def close_band() -> None:
        halves = _halves([boxes[i] for i in band], left, right)
        if halves is None:
            flow.extend(band)
        else:
            close_flow()
            for half in halves:
                its = tuple(band[i] for i in half)
                start, end = min(boxes[i][0] for i in its), max(boxes[i][2] for i in its)
                found.append(Region(its, (), start, end, column=True))
        band.clear()

    def close_flow() -> None:
        if flow or held:
            found.append(Region(tuple(flow), tuple(held), left, right, column=False))
        flow.clear()
        held.clear()

    wide = _WIDE * (right - left)
    for index in sorted(range(len(every)), key=lambda i: every[i][1]):
        box = every[index]
        if index < len(boxes) and box[2] - box[0] <= wide:
            band.append(index)
            continue
        close_band()
        if index < len(boxes):
            flow.append(index)
        else:
            held.append(index - len(boxes))
    close_band()
    close_flow()
    return found


def _halves(boxes: Sequence[Box], left: float, right: float) -> tuple[list[int], list[int]] | None:
    """The boxes left and right of a gutter that none crosses; None where there is no gutter."""
    if len(boxes) < 2 * _MIN_LINES:
        return None
    width = right - left
    edges = sorted({b[2] for b in boxes})
    for edge in edges:
        if not left + 0.3 * width < edge < left + 0.7 * width:
            continue
        rest = [b[0] for b in boxes if b[2] > edge]
        if not rest or min(rest) - edge < _GUTTER:
            continue
        one = [i for i, b in enumerate(boxes) if b[2] <= edge]
        two = [i for i, b in enumerate(boxes) if b[2] > edge]
        if all(_is_column([boxes[i] for i in half], width) for half in (one, two)):
            return one, two
    return None


def _is_column(boxes: Sequence[Box], width: float) -> bool:
    wide = [b for b in boxes if b[2] - b[0] >= _FILLED * width]
    return len(boxes) >= _MIN_LINES and 2 * len(wide) >= len(boxes)
