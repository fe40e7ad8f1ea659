"""Write an invented report as a scan: its pages as pictures, worn as scanners and copiers do.

The same report gives the same file. Skewed, blurred, noisy, compressed, shaded at an edge, and
stamped in red over the text.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from gongkai.eval.invent import Invented
from gongkai.eval.write_pdf import write_pdf

_RED = (205, 35, 40)
# A joined picture stays below what readers of pictures take.
_LONG_DPI = 150


@dataclass(frozen=True, slots=True)
class Wear:
    """How a scan is worn. ``skew`` in degrees either way, ``blur`` and ``noise`` as standard
    deviations in pixels and gray levels, ``quality`` JPEG's, ``shade`` the darkest share of an
    edge's shadow."""

    dpi: int = 150
    skew: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    quality: int = 85
    stamp: bool = False
    shade: float = 0.0


def worn(report: Invented, dpi: int = 0) -> Wear:
    """The wear that a report's name and seed give it; ``dpi`` 0: 150, 200 or 300."""
    rng = random.Random(f"scan:{report.order.seed}:{report.stem}")
    return Wear(
        dpi=dpi or rng.choice((150, 150, 200, 300)),
        skew=rng.uniform(-2.0, 2.0),
        blur=rng.choice((0.0, 0.4, 0.7)),
        noise=rng.choice((0.0, 4.0, 8.0)),
        quality=rng.choice((60, 75, 90)),
        stamp=rng.random() < 0.6,
        shade=rng.choice((0.0, 0.15, 0.35)),
    )


def pages(report: Invented, wear: Wear) -> Iterator[NDArray[np.uint8]]:
    """The report's pages as worn pictures, red, green and blue."""
    import pypdfium2

    seed = f"{report.order.seed}:{report.stem}"
    document = pypdfium2.PdfDocument(write_pdf(report))
    try:
        count = len(document)
        for number in range(count):
            bitmap = document[number].render(scale=wear.dpi / 72, rev_byteorder=True)
            clean = np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
            rng = random.Random(f"page:{seed}:{number}")
            yield _worn(clean, wear, rng, stamped=wear.stamp and number in (1, count - 1))
    finally:
        document.close()


def write_scan(report: Invented, wear: Wear | None = None) -> bytes:
    """A PDF of pictures, one a page."""
    wear = wear or worn(report)
    pictures = [_picture(page) for page in pages(report, wear)]
    buffer = io.BytesIO()
    pictures[0].save(
        buffer, "PDF", save_all=True, append_images=pictures[1:], resolution=wear.dpi,
        quality=wear.quality, creationDate=None, modDate=None,
    )  # fmt: skip
    return buffer.getvalue()


def write_image(report: Invented, ending: str = "png", wear: Wear | None = None) -> bytes:
    """A picture: TIFF page by page, PNG and JPEG with the pages one below the other."""
    wear = wear or worn(report, _LONG_DPI)
    every = list(pages(report, wear))
    buffer = io.BytesIO()
    if ending in ("tif", "tiff"):
        first, *rest = (_picture(page) for page in every)
        first.save(buffer, "TIFF", save_all=True, append_images=rest, compression="tiff_deflate")
    elif ending in ("jpg", "jpeg"):
        _picture(np.vstack(every)).save(buffer, "JPEG", quality=wear.quality)
    else:
        _picture(np.vstack(every)).save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()


def _picture(page: NDArray[np.uint8]) -> Any:
    from PIL import Image

    return Image.fromarray(page)


def _worn(
    page: NDArray[np.uint8], wear: Wear, rng: random.Random, *, stamped: bool
) -> NDArray[np.uint8]:
    height, width = page.shape[:2]
    if stamped:
        page = _stamped(page, rng, wear.dpi)
    angle = wear.skew + rng.uniform(-0.3, 0.3) if wear.skew else 0.0
    if angle:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        page = np.asarray(
            cv2.warpAffine(
                page, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=(255, 255, 255)
            ),
            dtype=np.uint8,
        )
    worn_page = page.astype(np.float32)
    if wear.blur:
        worn_page = np.asarray(cv2.GaussianBlur(worn_page, (0, 0), wear.blur * wear.dpi / 150))
    if wear.shade:
        across = np.linspace(0.0, 1.0, width, dtype=np.float32)
        side = across if rng.random() < 0.5 else across[::-1]
        worn_page = worn_page * (1 - wear.shade * side**4)[None, :, None]
    if wear.noise:
        grain = np.random.default_rng(rng.getrandbits(32)).normal(0, wear.noise, (height, width))
        worn_page = worn_page + grain[:, :, None].astype(np.float32)
    shown = np.clip(worn_page, 0, 255).astype(np.uint8)
    if wear.quality < 90:  # what a scanner keeps on its way to the file
        _, data = cv2.imencode(".jpg", shown[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, wear.quality])
        shown = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR))[:, :, ::-1].astype(np.uint8)
    return np.ascontiguousarray(shown)


def _stamped(page: NDArray[np.uint8], rng: random.Random, dpi: int) -> NDArray[np.uint8]:
    """A round stamp of 4 cm with a ring and a star, printed over what is there."""
    height, width = page.shape[:2]
    radius = int(2.0 / 2.54 * dpi)
    middle = (int(width * rng.uniform(0.35, 0.75)), int(height * rng.uniform(0.3, 0.7)))
    print_of = np.zeros((height, width), np.uint8)
    cv2.circle(print_of, middle, radius, 255, max(2, dpi // 45), cv2.LINE_AA)
    tips = [
        (
            middle[0] + reach * np.sin(np.pi * step / 5),
            middle[1] - reach * np.cos(np.pi * step / 5),
        )
        for step in range(10)
        for reach in (radius * (0.33 if step % 2 == 0 else 0.13),)
    ]
    cv2.fillPoly(print_of, [np.array(tips, np.int32)], 255, cv2.LINE_AA)
    for step in range(14):  # strokes round the rim, as its letters stand
        angle = np.pi * (0.75 + 1.5 * step / 13)
        at = (
            int(middle[0] + 0.8 * radius * np.cos(angle)),
            int(middle[1] + 0.8 * radius * np.sin(angle)),
        )
        cv2.putText(
            print_of, "#", (at[0] - dpi // 18, at[1] + dpi // 18), cv2.FONT_HERSHEY_SIMPLEX,
            dpi / 240, 255, max(1, dpi // 90), cv2.LINE_AA,
        )  # fmt: skip
    share = (print_of.astype(np.float32) / 255 * 0.85)[:, :, None]
    colour = np.array(_RED, np.float32)[None, None, :]
    inked = page.astype(np.float32) * (1 - share) + page.astype(np.float32) * colour / 255 * share
    return inked.astype(np.uint8)
