"""Recognise printed text in pictures: rapidocr on onnxruntime, from the models in its wheel.

The models' paths are given outright, so nothing is looked up or fetched. They are loaded on
first use and once in a process.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongkai.errors import ModelUnavailable
from gongkai.ingest.scanned import Box, Gray, Words

log = logging.getLogger(__name__)

_DETECT, _RECOGNISE = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
# The detector's time and memory (600 MB at this side) grow with the area; text of 10 points is
# found at 100 dpi.
_DETECT_SIDE = 1152
# The recogniser's own height; crops are brought to it, and narrow ones padded to this width.
_HEIGHT, _MIN_WIDTH = 48, 96
_BATCH = 4
# A crop wider than this many heights is no line of a page.
_MAX_RATIO = 80

_threads = 0


def use_threads(count: int) -> None:
    """Let recognition use so many threads from now on in this process; 0: as many as cores."""
    global _threads  # noqa: PLW0603 — as `torch.set_num_threads`, a setting of the process
    _threads = count


def detect(picture: Gray) -> list[Box]:
    """The boxes of the lines of text in a picture, in its pixels."""
    import cv2

    height, width = picture.shape
    scale = min(1.0, _DETECT_SIDE / max(height, width))
    if scale < 1.0:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    engine = _engine(_threads)
    with _in_memory():
        result = engine(_coloured(picture), use_det=True, use_cls=False, use_rec=False)
    if result.boxes is None:
        return []
    found = []
    for quad in result.boxes:
        (x0, y0), (x1, y1) = quad.min(axis=0) / scale, quad.max(axis=0) / scale
        found.append((float(x0), float(y0), float(x1), float(y1)))
    return found


def recognise(crops: Sequence[Gray]) -> list[Words]:
    """What each crop, a single line of text, says; an empty crop says nothing."""
    whole = [i for i, crop in enumerate(crops) if crop.size and _fits(crop)]
    words = [Words()] * len(crops)
    if not whole:
        return words
    engine = _engine(_threads)
    engine.return_word_box = True
    with _in_memory():
        read = engine.recognize_txt([_coloured(crops[i]) for i in whole])
    for i, text, info in zip(whole, read.txts, read.word_results, strict=True):
        confidences = tuple(float(value) for value in info.confs[: len(text)])
        # Spaces count as characters; a crop without text has one confidence and no text.
        words[i] = Words(text, confidences) if text.strip() else Words()
    return words


@contextmanager
def _in_memory() -> Iterator[None]:
    """Tell memory that ran out from a defect: onnxruntime has one error for both."""
    try:
        yield
    except Exception as error:
        if "alloc" in str(error).lower():
            raise MemoryError("recognition") from error
        raise


def _fits(crop: Gray) -> bool:
    height, width = crop.shape
    return bool(width <= _MAX_RATIO * height)


def _coloured(picture: Gray) -> NDArray[np.uint8]:
    return np.repeat(picture[:, :, None], 3, axis=2)


@cache
def _engine(threads: int) -> Any:
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    for name in (_DETECT, _RECOGNISE):
        if not (models / name).is_file():
            raise ModelUnavailable(
                "文字识别模型缺失", file=str(models / name), remedy="请重新安装 rapidocr"
            )
    log.debug("loading the recognition models from %s", models)
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": 4 * _DETECT_SIDE,
            "Det.model_path": str(models / _DETECT),
            "Rec.model_path": str(models / _RECOGNISE),
            "Rec.rec_img_shape": [3, _HEIGHT, _MIN_WIDTH],
            "Rec.rec_batch_num": _BATCH,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads or -1,
        }
    )
