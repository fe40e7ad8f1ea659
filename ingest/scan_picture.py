"""A page's picture made readable: even light, no red stamps, upright."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gongkai.ingest.scanned import Box, Gray

Matrix = NDArray[np.float64]  # 2 × 3, affine

# Layout works in points of a page whose short side is that of A4, whatever the file says.
A4_SHORT = 595.0
# Pixels of the short side: below, letters are too small to read; above, nothing is gained.
_LEAST, _MOST = 1000, 1800
_SKEW, _COARSE, _FINE = 6.0, 0.5, 0.05
_SKEW_SIDE = 900
# A stamp: red, about as wide as high, and at least so wide (share of the short side).
_RED, _TINGE, _STAMP_SIDE, _STAMP_RATIO = 35, 10, 0.09, 1.7


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright page: ``gray`` (paper 255), ``ink`` (ink 255, else 0), both of one shape.

    ``point`` is pixels a point of the layout; ``to_page`` takes its pixels to the units of the
    page as the file has it (points of a PDF, pixels of a picture).
    """

    gray: Gray
    ink: Gray
    point: float
    to_page: Matrix


def picture(rgb: NDArray[np.uint8], unit: float) -> Picture:
    """The upright picture of a page; ``unit`` is page units a pixel of ``rgb``."""
    short = min(rgb.shape[:2])
    scale = 1.0
    if short < _LEAST:
        scale = min(3.0, _LEAST / max(short, 1))
    elif short > _MOST:
        scale = _MOST / short
    if scale != 1.0:
        how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
        rgb = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=how).astype(np.uint8)
    gray = even(_without_stamps(rgb))
    angle = skew(gray)
    gray, turn = _turned(gray, angle)
    back = np.asarray(cv2.invertAffineTransform(turn), dtype=np.float64) * (unit / scale)
    point = min(rgb.shape[:2]) / A4_SHORT
    return Picture(gray, ink(gray, point), point, back)


def ink(gray: Gray, point: float) -> Gray:
    """Where there is ink: darker than its surroundings by more than paper and noise vary."""
    block = max(11, int(20 * point)) | 1
    return cv2.adaptiveThreshold(
        gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 28
    ).astype(np.uint8)


def moved(box: Box, matrix: Matrix) -> Box:
    """The box around ``box`` after an affine move."""
    x0, y0, x1, y1 = box
    corners = np.array([[x0, y0, 1], [x1, y0, 1], [x0, y1, 1], [x1, y1, 1]]) @ matrix.T
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return (float(left), float(top), float(right), float(bottom))


def _without_stamps(rgb: NDArray[np.uint8]) -> Gray:
    """Gray; where a stamp is, its red is taken for paper and the black under it stays.

    Red lines of text (a letterhead, a title) aren't stamps and stay ink.
    """
    gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.uint8)
    red, green, blue = (rgb[:, :, i].astype(np.int16) for i in range(3))
    mask = ((red - np.maximum(green, blue)) > _RED).astype(np.uint8)
    short = min(gray.shape)
    if int(mask.sum()) < (0.02 * short) ** 2:
        return gray
    near = max(3, int(0.012 * short)) | 1
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((near, near), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    for x, y, width, height, _ in stats[1:count]:
        if min(width, height) < _STAMP_SIDE * short:
            continue
        if max(width, height) > _STAMP_RATIO * min(width, height):
            continue
        rows = slice(max(0, y - near), y + height + near)
        columns = slice(max(0, x - near), x + width + near)
        stamped = cv2.dilate(mask[rows, columns], np.ones((5, 5), np.uint8)) > 0
        stamped &= (red - np.maximum(green, blue))[rows, columns] > _TINGE
        # In red light the stamp is as bright as paper, once its own red is taken for white.
        bright = red[rows, columns]
        own = bright[(mask[rows, columns] > 0) & (bright > 110)]
        white = float(np.percentile(own, 55)) if own.size else 255.0
        lit = np.clip(bright.astype(np.float32) * (255.0 / white), 0, 255).astype(np.uint8)
        gray[rows, columns][stamped] = lit[stamped]
    return gray


def even(gray: Gray) -> Gray:
    """The picture with paper at 255 all over: shadows and yellowed paper divided out."""
    height, width = gray.shape
    small = cv2.resize(
        gray, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA
    )
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 15)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(gray, np.maximum(paper, 40).astype(np.uint8), scale=255).astype(np.uint8)


def skew(gray: Gray) -> float:
    """The angle in degrees by which to turn the page so that lines of text and ruling lie level.

    Level lines make the sums along the rows differ most from row to row.
    """
    scale = min(1.0, _SKEW_SIDE / max(gray.shape))
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark: Gray = (255 - small).astype(np.uint8)
    dark[dark < 40] = 0

    def contrast(angle: float) -> float:
        turned, _ = _turned(dark, angle, paper=0)
        return float(np.square(np.diff(turned.sum(axis=1, dtype=np.float64))).sum())

    if not dark.any():
        return 0.0
    best = max(np.arange(-_SKEW, _SKEW + 0.1, _COARSE), key=contrast)
    fine = np.arange(best - _COARSE, best + _COARSE + 0.01, _FINE)
    best = max(fine, key=contrast)
    return 0.0 if abs(best) < _FINE / 2 else float(best)


def _turned(gray: Gray, angle: float, paper: int = 255) -> tuple[Gray, Matrix]:
    """The picture turned about its middle, on a canvas that holds all of it."""
    height, width = gray.shape
    matrix = np.asarray(
        cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), dtype=np.float64
    )
    if angle == 0.0:
        return gray, matrix
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    wide, high = int(height * sin + width * cos), int(height * cos + width * sin)
    matrix[0, 2] += (wide - width) / 2
    matrix[1, 2] += (high - height) / 2
    turned = cv2.warpAffine(
        gray, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(paper, paper, paper)
    )
    return turned.astype(np.uint8), matrix
