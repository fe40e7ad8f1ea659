"""Other pictures of a line that was read, for recognition to look at it again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gongkai.ingest.scanned import Gray, TextLine, Words

# Confidence of the least certain character, 0 to 1. From `SURE` on a reading is believed at first
# sight; what no reading reaches `LEAST` on is unknown.
SURE, LEAST = 0.95, 0.6
STYLES = 2


def enlarged(line: TextLine, style: int) -> Gray:
    """The line's picture at three times the size, sharper (0) or with more contrast (1)."""
    import cv2  # most files are no scans

    crop = cv2.resize(line.crop, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    if style == 0:
        soft = cv2.GaussianBlur(crop, (0, 0), 2.0)
        crop = cv2.addWeighted(crop, 1.8, soft, -0.8, 0)
    else:
        low, high = np.percentile(crop, (2, 90))
        spread = (crop.astype(np.float32) - low) / max(float(high - low), 1.0) * 255
        crop = np.clip(spread, 0, 255).astype(np.uint8)
    # More paper around it than at first: what touches the crop's edge is misread most.
    return cv2.copyMakeBorder(
        crop, 6, 6, 24, 24, cv2.BORDER_CONSTANT, value=(255,)
    ).astype(np.uint8)  # fmt: skip


def reread(lines: Sequence[TextLine]) -> list[list[Words]]:
    """What lines of text say in each style; one list of all lines a style."""
    from gongkai.ingest.ocr import recognise  # most files are no scans

    crops = [enlarged(line, style) for style in range(STYLES) for line in lines]
    words = recognise(crops)
    return [words[len(lines) * style : len(lines) * (style + 1)] for style in range(STYLES)]
