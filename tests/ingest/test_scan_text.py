"""A lone slash in a scanned cell is no 1."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from gongkai.ingest.scan_text import is_slanted


@pytest.mark.parametrize(
    ("strokes", "slanted"),
    [
        ([((16, 4), (8, 30))], True),
        ([((12, 4), (12, 30))], False),
        ([((12, 4), (12, 30)), ((12, 4), (7, 9)), ((7, 30), (17, 30))], False),
        ([((5, 5), (18, 5)), ((18, 5), (10, 30))], False),
        ([((8, 4), (16, 30))], False),
        ([], False),
    ],
    ids=["slash", "stroke", "one", "seven", "backslash", "blank"],
)
def test_only_a_slash_leans(
    strokes: list[tuple[tuple[int, int], tuple[int, int]]], slanted: bool
) -> None:
    picture = np.full((36, 24), 255, np.uint8)
    for start, end in strokes:
        cv2.line(picture, start, end, 0, 2, cv2.LINE_AA)
    assert is_slanted(picture) == slanted
    assert is_slanted(cv2.GaussianBlur(picture, (0, 0), 0.7).astype(np.uint8)) == slanted
