"""Text of a page's picture: the cells of its tables one by one, then the lines around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from gongkai.ingest.ocr import detect, recognise
from gongkai.ingest.scan_picture import Picture
from gongkai.ingest.scan_ruling import merged
from gongkai.ingest.scanned import Box, CellText, Gray, TextLine, Words

# In points. Ink smaller than this both ways is a speck (or a dot that stands by letters).
_SPECK = 2.6
# A minus is a level stroke so long at least, no further from its digits than this share of a line,
# and away from the line's top and foot by this share.
_LEAST_DASH, _DASH_GAP, _DASH_MIDDLE = 1.4, 0.6, 0.25
# Strokes that a stamp broke into specks: so many, in points together so large, and a digit high.
_LEAST_BITS, _LEAST_INK, _LEAST_DIGIT = 2, 2.0, 4.5
_INSET = 1.0
_LEAST_LINE = 7.0
# Fragments of a line (the strokes of 三) together are no higher than this share of a line.
_ONE_LINE = 1.25
_TYPE = 10.0
# Han characters fill about this share of their type size.
_EM = 0.92
# What the recogniser reads for a lone slash. Measured on worn scans, across per down: slashes lean
# by -0.3 along a straight line (-1.0), a 1 by 0.03 (0.5), a 7 by -0.08 (-0.7 to -0.93).
_LIKE_A_SLASH = frozenset("1l|I7")
_LEAN, _STRAIGHT = -0.18, 0.97
_PAPER, _LEAST_ROWS = 60, 5
_HAN = re.compile(r"[\u4e00-\u9fff]")


def read_cells(page: Picture, boxes: Sequence[Box], mask: Gray) -> list[CellText]:
    """What stands in each box; ``mask`` marks rulings, which aren't read."""
    pt = page.point
    thick = cv2.dilate(mask, np.ones((3, 3), np.uint8)).astype(np.uint8)
    rows: list[list[Box]] = [_lines_in(page, box, thick) for box in boxes]
    heights = sorted(b[3] - b[1] for found in rows for b in found)
    # The upper ones are those of Han characters; digits and broken strokes are lower.
    line = heights[int(0.8 * (len(heights) - 1))] if heights else _TYPE * pt
    line = min(max(line, 0.6 * _TYPE * pt), 1.6 * _TYPE * pt)
    rows = [_whole_lines(found, _ONE_LINE * line) for found in rows]
    clean = page.gray.copy()
    clean[thick > 0] = 255
    crops: list[Gray] = []
    places: list[tuple[int, Box]] = []
    for index, (box, found) in enumerate(zip(boxes, rows, strict=True)):
        for spot in found:
            crops.append(_crop(clean, spot, _inner(box, pt), pt))
            places.append((index, spot))
    texts: list[list[TextLine]] = [[] for _ in boxes]
    for (index, spot), crop, words in zip(places, crops, read_pictures(crops), strict=True):
        texts[index].append(TextLine(words, spot, crop))
    return [CellText(box, tuple(lines)) for box, lines in zip(boxes, texts, strict=True)]


def read_pictures(crops: Sequence[Gray]) -> list[Words]:
    """What each picture of a cell's line says; a lone slash isn't taken for a 1."""
    return [
        Words("/", words.confidences)
        if words.text and words.text in _LIKE_A_SLASH and is_slanted(crop)
        else words
        for crop, words in zip(crops, recognise(crops), strict=True)
    ]


def is_slanted(crop: Gray) -> bool:
    """Whether the only stroke of the picture leans to the right all the way, as a slash does.

    A 1 stands upright, and a 7 begins with a level stroke.
    """
    dark = 255.0 - crop
    dark[dark < _PAPER] = 0
    weight = dark.sum(axis=1)
    rows = np.flatnonzero(weight > 0.2 * weight.max(initial=0.0))
    if len(rows) < _LEAST_ROWS:
        return False
    middles = (dark[rows] @ np.arange(crop.shape[1])) / weight[rows]
    if np.ptp(middles) == 0:
        return False
    slope = float(np.polyfit(rows, middles, 1)[0])
    return slope < _LEAN and float(np.corrcoef(rows, middles)[0, 1]) < -_STRAIGHT


def read_lines(page: Picture, tables: Sequence[Box]) -> list[TextLine]:
    """The lines of text outside the tables, in no order."""
    gray, ink = page.gray.copy(), page.ink.copy()
    pad = int(2 * page.point)
    for x0, y0, x1, y1 in tables:
        window = (
            slice(max(0, int(y0) - pad), int(y1) + pad),
            slice(max(0, int(x0) - pad), int(x1) + pad),
        )
        gray[window], ink[window] = 255, 0
    ys, xs = np.nonzero(cv2.erode(ink, np.ones((2, 2), np.uint8)))
    if not len(ys):
        return []
    # Only where ink is: blank paper costs the detector as much as text.
    border = int(12 * page.point)
    top, left = max(0, int(ys.min()) - border), max(0, int(xs.min()) - border)
    part = gray[top : int(ys.max()) + border, left : int(xs.max()) + border]
    found = []
    for x0, y0, x1, y1 in detect(part):
        box = _tight(ink, (x0 + left, y0 + top, x1 + left, y1 + top))
        if box is not None:
            found.append(box)
    whole = (0.0, 0.0, float(gray.shape[1]), float(gray.shape[0]))
    crops = [_crop(gray, box, whole, page.point) for box in found]
    lines = [TextLine(*each) for each in zip(recognise(crops), found, crops, strict=True)]
    return [line for line in lines if line.words.text]


def chars(lines: Sequence[TextLine], point: float) -> list[dict[str, Any]]:
    """The lines as `layout_lines.lines` takes them: one "character" a line, in points.

    A line without letters that reach full height (digits, dashes) has the size of its page.
    """
    sizes = [
        (line.box[3] - line.box[1]) / point / _EM for line in lines if _HAN.search(line.words.text)
    ]
    usual = median(sizes) if sizes else _TYPE
    result = []
    for line in lines:
        x0, top, x1, bottom = (value / point for value in line.box)
        size = (bottom - top) / _EM
        if not _HAN.search(line.words.text) or abs(size - usual) < 0.22 * usual:
            size = usual
        result.append(
            {"text": line.words.text, "x0": x0, "x1": x1, "top": top, "bottom": bottom,
             "size": round(size, 1)}
        )  # fmt: skip
    return result


def _inner(box: Box, pt: float) -> Box:
    inset = _INSET * pt
    return (box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset)


def _lines_in(page: Picture, box: Box, rulings: Gray) -> list[Box]:
    """Boxes around the lines of ink in a cell, from top to bottom."""
    pt = page.point
    x0, y0, x1, y1 = (round(value) for value in _inner(box, pt))
    if x1 - x0 < 3 or y1 - y0 < 3:
        return []
    ink = page.ink[y0:y1, x0:x1].copy()
    ink[rulings[y0:y1, x0:x1] > 0] = 0
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    every = [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats[1:count]]
    parts = [
        (x, y, w, h)
        for x, y, w, h in every
        if max(w, h) >= _SPECK * pt
        # Scraps of a ruling along the cell's border.
        and not (w <= 1.5 * pt and h > 0.9 * (y1 - y0))
        and not (h <= 1.5 * pt and w > 0.9 * (x1 - x0))
    ]
    dashes = [part for part in every if _LEAST_DASH * pt <= part[2] < _SPECK * pt]
    result = []
    for top, bottom in merged([(y, y + h) for _, y, _, h in parts], 0):
        here = [(x, w) for x, y, w, h in parts if y < bottom and y + h > top]
        left, right = min(x for x, _ in here), max(x + w for x, w in here)
        left = _with_sign(left, top, bottom, dashes)
        result.append((float(x0 + left), float(y0 + top), float(x0 + right), float(y0 + bottom)))
    if not result and (broken := _broken(stats[1:count], pt)):
        return [(x0 + broken[0], y0 + broken[1], x0 + broken[2], y0 + broken[3])]
    return result


def _broken(bits: NDArray[Any], pt: float) -> Box | None:
    """The box around specks that may together be a character; None where they are dust.

    A cell isn't blank because what is printed in it can hardly be seen.
    """
    bits = bits[bits[:, 4] > 1]
    if len(bits) < _LEAST_BITS or bits[:, 4].sum() < _LEAST_INK * pt * pt:
        return None
    left, top = bits[:, 0].min(), bits[:, 1].min()
    right, bottom = (bits[:, 0] + bits[:, 2]).max(), (bits[:, 1] + bits[:, 3]).max()
    if not _LEAST_DIGIT * pt <= bottom - top <= 1.5 * _TYPE * pt or right - left > 2 * _TYPE * pt:
        return None
    if bits[:, 2:4].max() >= _SPECK * pt:  # scraps of rulings along the cell's border
        return None
    return (float(left), float(top), float(right), float(bottom))


def _with_sign(left: int, top: int, bottom: int, dashes: Sequence[tuple[int, ...]]) -> int:
    """Where a line of ink from ``left`` begins once a short stroke before it is taken as its minus.

    Without its minus a number is another; what is no minus (dust) the recogniser passes over.
    """
    height = bottom - top
    for x, y, width, high in dashes:
        level = width >= high and top + _DASH_MIDDLE * height <= y + high / 2
        level = level and y + high / 2 <= bottom - _DASH_MIDDLE * height
        if level and 0 <= left - (x + width) <= _DASH_GAP * height:
            return x
    return left


def _whole_lines(found: Sequence[Box], most: float) -> list[Box]:
    """Lines whose strokes stand apart one above the other (三) put together."""
    lines: list[Box] = []
    for box in found:
        last = lines[-1] if lines else None
        if last is not None and box[3] - last[1] <= most:
            lines[-1] = (min(last[0], box[0]), last[1], max(last[2], box[2]), box[3])
        else:
            lines.append(box)
    return lines


def _crop(gray: Gray, spot: Box, within: Box, pt: float) -> Gray:
    """The picture around a line, with paper around it as a line on a page has."""
    height = max(spot[3] - spot[1], _LEAST_LINE * pt)
    middle = (spot[1] + spot[3]) / 2
    pad_y, pad_x = 0.14 * height, 0.4 * height
    top, bottom = middle - height / 2 - pad_y, middle + height / 2 + pad_y
    left, right = spot[0] - pad_x, spot[2] + pad_x
    crop = np.full((max(1, round(bottom - top)), max(1, round(right - left))), 255, np.uint8)
    y0, y1 = round(max(top, within[1], 0)), round(min(bottom, within[3], gray.shape[0]))
    x0, x1 = round(max(left, within[0], 0)), round(min(right, within[2], gray.shape[1]))
    if y1 <= y0 or x1 <= x0:
        return crop
    dy, dx = max(0, y0 - round(top)), max(0, x0 - round(left))
    part = gray[y0:y1, x0:x1][: crop.shape[0] - dy, : crop.shape[1] - dx]
    crop[dy : dy + part.shape[0], dx : dx + part.shape[1]] = part
    return crop


def _tight(ink: Gray, box: Box) -> Box | None:
    """The box around the ink in ``box``; None where there is none."""
    x0, y0 = max(0, int(box[0])), max(0, int(box[1]))
    window = ink[y0 : int(box[3]) + 1, x0 : int(box[2]) + 1]
    columns, rows = np.flatnonzero(window.any(axis=0)), np.flatnonzero(window.any(axis=1))
    if not len(columns) or not len(rows):
        return None
    # Neighbouring lines reach into the box by a few pixels: keep the rows that hold most ink.
    weight = (window > 0).sum(axis=1)
    full = np.flatnonzero(weight >= 0.04 * weight.max())
    return (
        float(x0 + columns[0]), float(y0 + full[0]),
        float(x0 + columns[-1] + 1), float(y0 + full[-1] + 1),
    )  # fmt: skip
