"""Pictures of reports (PNG, JPEG, TIFF of many pages, BMP, WebP, GIF): recognised page by page."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongkai.errors import UnreadableFile
from gongkai.ingest.layout_flow import lines_of
from gongkai.ingest.scan import Scan
from gongkai.ingest.scan_picture import A4_SHORT, even, ink
from gongkai.report import Source, SourceDocument

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF", "MPO")
# A4 at 600 dpi is 35 million; a page beyond this is a bomb or no page.
MAX_PIXELS = 60_000_000
MAX_PAGES = 60
# Pages joined into one long picture are cut where the paper is blank, about every page length.
_LONG, _A4, _BLANK, _SCRAP = 2.2, 1.4142, 0.012, 0.1
_LEAST_CHARS = 20


def read_image(data: bytes, source: Source) -> SourceDocument:
    """Grids and paragraphs in reading order; boxes in pixels of the picture as it is shown.

    Raises `UnreadableFile` for pictures that are too large, too many, or without text.
    """
    scan = Scan("image", 1)
    for page, picture in enumerate(pictures(data, source), start=1):
        for top, bottom in cuts(picture):
            scan.add_picture(picture[top:bottom], page, 1.0, shift=top)
    if (
        sum(len(line.text) for page in scan.pages for i in page for line in lines_of(i))
        < _LEAST_CHARS
    ):
        raise UnreadableFile(
            "图片里没有认出文字", file=source.path, remedy="请提供更清晰的扫描件，或 DOCX、网页"
        )
    return scan.document(SourceDocument(source, ()))


def pictures(data: bytes, source: Source) -> Iterator[NDArray[np.uint8]]:
    """Each page's picture, upright by its own tag, on white."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(data), formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise _too_large(source) from error
        with image:
            # Only TIFF holds pages; the frames of others are films.
            count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
            if count > MAX_PAGES:
                raise UnreadableFile(
                    f"图片有 {count} 页，超过上限 {MAX_PAGES} 页",
                    file=source.path,
                    remedy="请拆分后再试",
                )
            for number in range(count):
                image.seek(number)
                if image.width * image.height > MAX_PIXELS:
                    raise _too_large(source)
                yield shown(image)


def shown(image: Any) -> NDArray[np.uint8]:
    """The picture's pixels as it is shown: turned by its tag, on white paper."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith(("I", "F")):  # 16 bits a pixel and more
        deep = np.asarray(upright, dtype=np.float64)
        flat = (deep / max(deep.max(), 1.0) * 255).astype(np.uint8)
        return np.repeat(flat[:, :, None], 3, axis=2)
    if "A" in upright.getbands() or "transparency" in upright.info:
        whole = upright.convert("RGBA")
        paper = Image.new("RGBA", whole.size, "white")
        upright = Image.alpha_composite(paper, whole)
    return np.asarray(upright.convert("RGB"))


def _too_large(source: Source) -> UnreadableFile:
    return UnreadableFile(
        f"图片超过 {MAX_PIXELS // 10_000} 万像素", file=source.path, remedy="请缩小后再试"
    )


def cuts(picture: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """Top and bottom of the parts of a picture: one, or those of a long one of joined pages."""
    height, width = picture.shape[:2]
    if height <= _LONG * width:
        return [(0, height)]
    import cv2

    gray = even(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.uint8))
    marks = ink(gray, width / A4_SHORT)
    # A speck doesn't make a row of paper a row of text.
    calm = (cv2.erode(marks, np.ones((2, 2), np.uint8)) > 0).sum(axis=1) <= 2
    least = max(3, int(_BLANK * width))
    parts: list[tuple[int, int]] = []
    top = 0
    while height - top > _LONG * width:
        wanted = top + int(_A4 * width)
        low, high = top + int(0.7 * width), min(height, top + int(3 * _A4 * width))
        blank = [
            (start + end) // 2 for start, end in _runs(calm[low:high], low) if end - start >= least
        ]
        cut = min(blank, key=lambda y: abs(y - wanted), default=high)
        parts.append((top, cut))
        top = cut
    if parts and height - top < _SCRAP * width:
        parts[-1] = (parts[-1][0], height)
    elif height > top:
        parts.append((top, height))
    return parts


def _runs(calm: NDArray[np.bool_], offset: int) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], calm.astype(np.int8), [0]))))
    return [
        (int(a) + offset, int(b) + offset) for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]
