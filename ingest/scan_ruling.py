"""Ruled tables of a page's picture: the boxes between its ruling lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from gongkai.ingest.scan_picture import Picture
from gongkai.ingest.scanned import Box, Gray

# In points. A ruling is longer than any stroke of a character of the text beside it.
_ACROSS, _DOWN = 22.0, 12.0
_GAP = 2.5  # a break in a ruling that is closed
_BREAK = 3.0  # one between two long runs may be so many times as wide
_NEAR = 3.0  # rulings this near are one
_MEETS = 2.0  # the end of a ruling this near to another meets it
_TABLE_WIDTH, _TABLE_HEIGHT = 100.0, 12.0
# The part of a box's side that must be ruled.
_RULED = 0.6
# No form has so many rulings; a picture of woven cloth has.
_MAX_RULINGS = 150


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table's boxes and its outline in pixels."""

    boxes: tuple[Box, ...]
    outline: Box


def ruling(page: Picture) -> tuple[list[Ruled], Gray]:
    """The ruled tables from top to bottom, and a mask (255) of all their rulings."""
    pt = page.point
    across = _runs(page.ink, _ACROSS * pt, _GAP * pt, level=True)
    down = _runs(page.ink, _DOWN * pt, _GAP * pt, level=False)
    near = np.ones((int(2 * pt) | 1, int(2 * pt) | 1), np.uint8)
    net = cv2.dilate(cv2.bitwise_or(across, down), near)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(net)
    tables = []
    mask = np.zeros_like(page.ink)
    for label in range(1, count):
        x, y, width, height, _ = (int(value) for value in stats[label])
        if width < _TABLE_WIDTH * pt or height < _TABLE_HEIGHT * pt:
            continue
        window = (slice(y, y + height), slice(x, x + width))
        its = (labels[window] == label).astype(np.uint8) * 255
        plumb: Gray = np.where(its > 0, down[window], 0).astype(np.uint8)
        level, ys = _rulings(
            np.where(its > 0, across[window], 0).astype(np.uint8), plumb, pt, level=True
        )
        plumb, xs = _rulings(plumb, level, pt, level=False)
        boxes = _boxes(level, plumb, xs, ys, pt)
        if not boxes:
            continue
        mask[window] = cv2.bitwise_or(mask[window], cv2.bitwise_or(level, plumb))
        whole = (
            min(b[0] for b in boxes), min(b[1] for b in boxes),
            max(b[2] for b in boxes), max(b[3] for b in boxes),
        )  # fmt: skip
        tables.append(Ruled(tuple(_shifted(b, x, y) for b in boxes), _shifted(whole, x, y)))
    tables.sort(key=lambda table: table.outline[1])
    return _outermost(tables), mask


def _shifted(box: Box, x: float, y: float) -> Box:
    return (box[0] + x, box[1] + y, box[2] + x, box[3] + y)


def _outermost(tables: list[Ruled]) -> list[Ruled]:
    """Without what stands inside another table (a box printed in a cell)."""

    def inside(a: Box, b: Box) -> bool:
        return a[0] >= b[0] and a[1] >= b[1] and a[2] <= b[2] and a[3] <= b[3]

    return [
        t for t in tables
        if not any(t is not o and inside(t.outline, o.outline) for o in tables)
    ]  # fmt: skip


def _runs(ink: Gray, least: float, gap: float, *, level: bool) -> Gray:
    """Ink in straight runs of at least ``least`` pixels, breaks up to ``gap`` closed."""

    def kernel(length: float) -> Gray:
        size = max(3, int(length))
        return np.ones((1, size) if level else (size, 1), np.uint8)

    # A ruling that isn't quite straight steps from one pixel row to the next.
    thick = cv2.dilate(ink, np.ones((3, 1) if level else (1, 3), np.uint8))
    closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, kernel(gap))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel(least))
    # Only long runs are left, so a wider break between two of them is one in a ruling.
    return cv2.morphologyEx(runs, cv2.MORPH_CLOSE, kernel(_BREAK * gap)).astype(np.uint8)


def _boxes(
    level: Gray, plumb: Gray, xs: Sequence[float], ys: Sequence[float], pt: float
) -> list[Box]:
    """The boxes between the rulings; two boxes without a ruling between them are one."""
    if len(xs) < 2 or len(ys) < 2 or len(xs) > _MAX_RULINGS or len(ys) > _MAX_RULINGS:
        return []
    rows, columns = len(ys) - 1, len(xs) - 1
    right = np.zeros((rows, columns), bool)
    below = np.zeros((rows, columns), bool)
    for row in range(rows):
        for column in range(columns):
            right[row, column] = _drawn(
                plumb, xs[column + 1], ys[row], ys[row + 1], pt, level=False
            )
            below[row, column] = _drawn(
                level, ys[row + 1], xs[column], xs[column + 1], pt, level=True
            )
    group = _groups(right, below)
    boxes: list[Box] = []
    for name in dict.fromkeys(group.flat):
        spots = np.argwhere(group == name)
        (top, left), (low, far) = spots.min(axis=0), spots.max(axis=0)
        if len(spots) == (low - top + 1) * (far - left + 1):
            boxes.append((xs[left], ys[top], xs[far + 1], ys[low + 1]))
        else:  # a broken outline: each of its parts alone
            boxes += [(xs[c], ys[r], xs[c + 1], ys[r + 1]) for r, c in spots]
    return boxes


def _rulings(lines: Gray, across: Gray, pt: float, *, level: bool) -> tuple[Gray, list[float]]:
    """The runs that are rulings, and where they run (their y or x).

    A run that doesn't meet one across it at both ends is a stroke of a character, or several
    that blur joins.
    """
    reach = int(2 * _MEETS * pt) | 1
    others = cv2.dilate(across, np.ones((reach, reach), np.uint8))
    count, labels, stats, centroids = cv2.connectedComponentsWithStats(lines)
    kept = np.zeros_like(lines)
    found: list[tuple[float, float]] = []
    for label in range(1, count):
        x, y, width, height, _ = (int(value) for value in stats[label])
        window = (slice(y, y + height), slice(x, x + width))
        own = labels[window] == label
        meets = own & (others[window] > 0)
        step = max(1, int(_MEETS * pt))
        first, last = (
            (meets[:, :step], meets[:, -step:]) if level else (meets[:step], meets[-step:])
        )
        if first.any() and last.any():
            kept[window][own] = 255
            middle = centroids[label][1 if level else 0]
            found.append((float(middle), float(width if level else height)))
    places: list[list[tuple[float, float]]] = []
    for place in sorted(found):
        if places and place[0] - places[-1][-1][0] <= _NEAR * pt:
            places[-1].append(place)
        else:
            places.append([place])
    return kept, [sum(p * w for p, w in near) / sum(w for _, w in near) for near in places]


def _drawn(lines: Gray, at: float, start: float, end: float, pt: float, *, level: bool) -> bool:
    """Whether a side from ``start`` to ``end`` at ``at`` is ruled."""
    trim = min(1.5 * pt, 0.2 * (end - start))
    a, b = int(start + trim), max(int(start + trim) + 1, int(end - trim))
    low, high = max(0, int(at - _NEAR * pt)), int(at + _NEAR * pt) + 1
    band = lines[low:high, a:b] if level else lines[a:b, low:high]
    if not band.size:
        return False
    return float((band > 0).any(axis=0 if level else 1).mean()) >= _RULED


def _groups(right: np.ndarray, below: np.ndarray) -> np.ndarray:
    """A number for each box; those without a ruling between them share one."""
    rows, columns = right.shape
    parent = list(range(rows * columns))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not right[row, column]:
                parent[root(here + 1)] = root(here)
            if row + 1 < rows and not below[row, column]:
                parent[root(here + columns)] = root(here)
    return np.array([root(i) for i in range(rows * columns)]).reshape(rows, columns)


def merged(values: Sequence[tuple[int, int]], gap: int) -> list[tuple[int, int]]:
    """Intervals that touch or stand no more than ``gap`` apart, joined."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(values):
        if result and start - result[-1][1] <= gap:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result
