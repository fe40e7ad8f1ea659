"""The picture of a cited page with the cited place marked on it."""

from __future__ import annotations

import io
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gongkai.errors import UnreadableFile
from gongkai.report import Source, SourceKind

Box = tuple[float, float, float, float]

# Kinds of source whose pages can be shown as pictures.
KINDS: tuple[SourceKind, ...] = ("pdf", "image")
_DPI = 110.0
_WIDTH = 1200  # pixels: what a panel can show
# Above and below the place, as a share of the page's width.
_AROUND = 0.2
_MARK = (255, 226, 120)
_EDGE = (214, 120, 0)


def page_picture(path: Path, kind: SourceKind, page: int, box: Box) -> bytes:
    """A PNG of the part of page ``page`` (from 1) around ``box``, in the page's units, marked.

    Raises `UnreadableFile` where the file has no such page.
    """
    from PIL import Image, ImageChops, ImageDraw

    rgb, unit = _page(path, kind, page)
    picture = Image.fromarray(rgb)
    scale = min(1.0, _WIDTH / picture.width)
    x0, top, x1, bottom = (value / unit for value in box)
    around = _AROUND * picture.width
    low, high = max(0, int(top - around)), min(picture.height, int(bottom + around))
    if not low < high or x1 < 0 or x0 > picture.width:
        raise UnreadableFile("这一页上没有这个位置", file=str(path), remedy="请打开原文件查看")
    picture = picture.crop((0, low, picture.width, high))
    place = (x0 - 2, top - low - 2, x1 + 2, bottom - low + 2)
    mark = Image.new("RGB", picture.size, "white")
    ImageDraw.Draw(mark).rectangle(place, fill=_MARK)
    # Multiplied, the mark colours the paper and leaves the ink as it is.
    picture = ImageChops.multiply(picture, mark)
    ImageDraw.Draw(picture).rectangle(place, outline=_EDGE, width=max(2, round(1.5 / scale)))
    if scale < 1.0:
        picture = picture.resize((_WIDTH, max(1, round(picture.height * scale))))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _page(path: Path, kind: SourceKind, page: int) -> tuple[NDArray[np.uint8], float]:
    """The page's pixels, and page units a pixel."""
    data = path.read_bytes()
    if kind == "pdf":
        from gongkai.ingest.reader_pdf import render

        return render(data, page, _DPI)
    from gongkai.ingest.reader_image import pictures

    source = Source(str(path), kind, "")
    found = next(islice(pictures(data, source), page - 1, None), None)
    if found is None:
        raise UnreadableFile(f"图片没有第 {page} 页", file=str(path), remedy="请打开原文件查看")
    return found, 1.0
